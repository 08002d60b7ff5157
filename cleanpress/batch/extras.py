"""Libraries that only some formats need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleanpress.errors import MissingExtraError

EXTRAS = {"pyarrow": "parquet", "pyarrow.parquet": "parquet", "fastwarc.warc": "warc",
          "fastwarc.stream_io": "warc", "zstandard": "zstd"}  # fmt: skip
"""The extra of setup.cfg that brings a module."""


def need(module: str, purpose: str) -> Any:
    """Import a module, or say with which command it is installed."""
    try:
        return import_module(module)
    except ImportError:
        package, command = module.partition(".")[0], f"pip install 'cleanpress[{EXTRAS[module]}]'"
        raise MissingExtraError(f"{purpose} needs {package}: {command}") from None
