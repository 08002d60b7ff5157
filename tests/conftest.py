"""Hypothesis profiles: a fixed and quick one by default, a wide random one with ``CLEANPRESS_HYPOTHESIS=deep``.

And the packs are compiled once: a checkout has no cache of them, and each of the tests' many processes would read all.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from cleanpress.rules.index import cached
from cleanpress.rules.rulebook import pack_paths, write_compiled

_SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
settings.register_profile(
    "default", max_examples=150, derandomize=True, deadline=None, database=None, suppress_health_check=_SLOW
)
settings.register_profile("deep", max_examples=20_000, deadline=None, suppress_health_check=_SLOW, print_blob=True)
settings.load_profile(os.environ.get("CLEANPRESS_HYPOTHESIS", "default"))


def pytest_sessionstart() -> None:
    if not all(cached(name, path.read_bytes()) for name, path in pack_paths().items()):
        write_compiled()
