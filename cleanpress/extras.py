"""Libraries that only some formats and commands need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleanpress.errors import MissingExtraError

EXTRAS = {"pyarrow": "parquet", "pyarrow.parquet": "parquet", "fastwarc.warc": "warc",
          "fastwarc.stream_io": "warc", "zstandard": "zstd", "urllib3": "fetch", "certifi": "fetch"}  # fmt: skip
"""The extra of setup.cfg that brings a module."""


def need(module: str, purpose: str, since: tuple[int, ...] = ()) -> Any:
    """Import a module, or say with which command it, or its version ``since``, is installed."""
    package, command = module.partition(".")[0], f"pip install 'cleanpress[{EXTRAS[module]}]'"
    try:
        found = import_module(module)
    except ImportError:
        raise MissingExtraError(f"{purpose} needs {package}: {command}") from None
    if since and _version(found) < since:
        wanted = ".".join(map(str, since))
        raise MissingExtraError(f"{purpose} needs {package} {wanted} or newer, not {found.__version__}: {command}")
    return found


def _version(module: Any) -> tuple[int, ...]:
    parts = str(module.__version__).split(".")
    return tuple(int(part) for part in parts if part.isdecimal())
