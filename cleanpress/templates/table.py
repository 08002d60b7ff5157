"""The table of learned site templates: read and checked, written, merged, looked up.

A table comes from somewhere else, so nothing in it is trusted: columns, types, ranges and sizes are checked before a
row is used, and a row can do no more than vote for the removal of a block.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from cleanpress.category import Category
from cleanpress.errors import TemplateError
from cleanpress.templates.columns import BASES, KINDS, Template
from cleanpress.templates.file import arrow, read_table, schema
from cleanpress.templates.keys import block_keys

CATEGORIES = tuple(map(str, Category))
HERE = Path(__file__).parent
PART = 10_000
"""Rows that are held as Python objects at a time; as a table they take a tenth of the room."""


@cache
def needs() -> dict[str, dict[str, Any]]:
    """Read ``needs.toml``."""
    return tomllib.loads((HERE / "needs.toml").read_text("utf-8"))


def enough(name: str, pages: int, host_pages: int) -> bool:
    """Whether a block recurs often enough for a section of ``needs.toml``."""
    need = needs()[name]
    return bool(pages >= need["pages"] and 1000 * pages >= round(1000 * need["share"]) * host_pages)


class SiteTemplates:
    """A table of templates, sorted by host, most frequent first."""

    def __init__(self, table: Any, digest: str = "") -> None:
        """Take over a checked pyarrow table; use :meth:`read` and :meth:`of`."""
        self._table = table.sort_by([("host", "ascending"), ("pages", "descending"), ("hash", "ascending")])
        self.digest = digest
        """Fingerprint of the file; empty where there is none."""
        self._spans: dict[str, tuple[int, int]] = {}
        runs = self._table.select(["host"]).group_by("host", use_threads=False).aggregate([("host", "count")])
        at = 0
        for host, count in zip(runs["host"].to_pylist(), runs["host_count"].to_pylist(), strict=True):
            self._spans[host] = (at, count)
            at += count

    @classmethod
    def of(cls, rows: Iterable[Template]) -> SiteTemplates:
        """Make a table of rows."""
        pyarrow, columns = arrow("pyarrow"), schema()
        parts = [columns.empty_table()]
        left = iter(rows)
        while part := [dataclasses.asdict(row) for row in islice(left, PART)]:
            parts.append(pyarrow.Table.from_pylist(part, columns))
        return cls(pyarrow.concat_tables(parts))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> SiteTemplates:
        """Read and check a Parquet file; :class:`TemplateError` says what is wrong with it and what to do."""
        table = read_table(str(path))
        return cls(table, sha256(Path(path).read_bytes()).hexdigest()[:4])

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write a Parquet file beside ``path`` and rename it."""
        fresh = Path(f"{path}.{os.getpid()}.new")
        try:
            arrow("pyarrow.parquet").write_table(self._table, str(fresh), compression="zstd")
            os.replace(fresh, path)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise TemplateError(f"{path}: cannot be written: {error.strerror or error}") from None

    def __len__(self) -> int:
        """Count the templates."""
        return int(self._table.num_rows)

    def __eq__(self, other: object) -> bool:
        """Whether two tables hold the same rows."""
        return isinstance(other, SiteTemplates) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # tables are compared, never looked up

    def __iter__(self) -> Iterator[Template]:
        """Give all rows."""
        for host in self._spans:
            yield from self.on(host)

    @property
    def hosts(self) -> tuple[str, ...]:
        """All hosts, sorted."""
        return tuple(self._spans)

    def on(self, host: str) -> list[Template]:
        """Give the rows of one host."""
        at, count = self._spans.get(host, (0, 0))
        return [Template(**row) for row in self._table.slice(at, count).to_pylist()]

    @property
    def outdated(self) -> bool:
        """Whether some keys were made with other words of dates, so that lines with dates may not be recognised."""
        return bool(set(self._table["version"].unique().to_pylist()) - {block_keys().version})

    def merge(self, other: SiteTemplates) -> SiteTemplates:
        """Add up two tables that were learned from different pages; the order of merging does not matter.

        An article seen for both counts twice here; merge the learners instead where that can be.
        """
        merged: dict[tuple[str, str], Template] = {}
        totals: dict[str, int] = {}
        for table in (self, other):
            for host in table.hosts:
                rows = table.on(host)
                totals[host] = totals.get(host, 0) + max(row.host_pages for row in rows)
                for row in rows:
                    key = (host, row.hash)
                    merged[key] = _sum(merged[key], row) if key in merged else row
        return SiteTemplates.of(
            dataclasses.replace(row, host_pages=totals[row.host], share=row.pages / totals[row.host])
            for row in merged.values()
        )


@lru_cache(maxsize=4)
def _loaded(path: str, size: int, mtime: int) -> SiteTemplates:
    return SiteTemplates.read(path)


def load_templates(path: str) -> SiteTemplates:
    """Read a file once per process and state of the file."""
    try:
        about = os.stat(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise TemplateError(f"{path}: cannot be read: {why}; name a table that cleanpress learn made") from None
    return _loaded(path, about.st_size, about.st_mtime_ns)


def _sum(one: Template, two: Template) -> Template:
    days = [day for day in (one.first_day, two.first_day) if day]
    return dataclasses.replace(
        one,
        **{name: getattr(one, name) + getattr(two, name) for name in ("pages", "removed", "before", "inside", "after")},
        category=min(one.category, two.category, key=CATEGORIES.index),
        kind=max(one.kind, two.kind, key=KINDS.index),
        basis=max(one.basis, two.basis, key=BASES.index),
        first_place=min(one.first_place, two.first_place),
        last_place=max(one.last_place, two.last_place),
        first_day=min(days, default=""),
        last_day=max(one.last_day, two.last_day),
        example=min(one.example, two.example),
        version=min(one.version, two.version),
    )
