"""The one function that every engine calls: a list of documents in, a list of articles out."""

from __future__ import annotations

from collections.abc import Sequence

from cleanpress.api import clean
from cleanpress.config import Config, Kind
from cleanpress.model import Article


def clean_batch(
    sources: list[str | bytes],
    *,
    urls: Sequence[str | None] | None = None,
    kind: Kind = "auto",
    config: Config | None = None,
) -> list[Article]:
    """Clean documents in order; ``urls``, where given, has one address (or None) for each.

    A plain function of a module, so it pickles by name, as do its arguments and its results: an engine may send it to
    processes and machines as it is. A process compiles the rules once, at its first call with a ``config``.
    """
    addresses = [None] * len(sources) if urls is None else urls
    return [clean(source, url=url, kind=kind, config=config) for source, url in zip(sources, addresses, strict=True)]
