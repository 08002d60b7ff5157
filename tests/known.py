"""What cleanpress is known to get wrong: ``fixtures/known_failures.toml``, as strict expected failures."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"
"""Real documents for measuring; not part of the project and absent from most checkouts."""


def known_failures() -> dict[str, str]:
    """Ids of cases that fail today, each with its reason."""
    rows = tomllib.loads((FIXTURES / "known_failures.toml").read_text("utf-8")).get("known", [])
    return {row["id"]: row["reason"] for row in rows}


def cases(names: Iterable[str], prefix: str) -> list[Any]:
    """Make a test case of each name; known failures are expected to fail, and one that passes is reported."""
    known = known_failures()

    def marks(name: str) -> list[pytest.MarkDecorator]:
        reason = known.get(prefix + name)
        return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []

    return [pytest.param(name, id=name, marks=marks(name)) for name in names]
