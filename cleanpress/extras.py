"""Libraries that only some formats, commands and engines need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleanpress.errors import MissingExtraError

EXTRAS = {"pyarrow": "parquet", "fastwarc": "warc", "zstandard": "zstd", "urllib3": "fetch", "certifi": "fetch",
          "pyspark": "spark", "ray": "ray", "datatrove": "datatrove", "scrapy": "scrapy", "itemadapter": "scrapy",
          "pandas": "pandas", "polars": "polars", "langchain_core": "langchain",
          "llama_index": "llama-index"}  # fmt: skip
"""The extra of setup.cfg that brings a package."""


def need(module: str, purpose: str, since: tuple[int, ...] = ()) -> Any:
    """Import a module, or say with which command it, or its version ``since``, is installed."""
    package = module.partition(".")[0]
    command = f"pip install 'cleanpress[{EXTRAS[package]}]'"
    try:
        found = import_module(module)
    except ImportError as error:
        if error.name and error.name.partition(".")[0] != package:
            raise  # it is there, and what it needs itself is not: another message would lead astray
        raise MissingExtraError(f"{purpose} needs {package}: {command}") from None
    if since and _version(found) < since:
        wanted = ".".join(map(str, since))
        raise MissingExtraError(f"{purpose} needs {package} {wanted} or newer, not {found.__version__}: {command}")
    return found


def _version(module: Any) -> tuple[int, ...]:
    parts = str(module.__version__).split(".")
    return tuple(int(part) for part in parts if part.isdecimal())
