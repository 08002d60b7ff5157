"""Parquet files of site templates: their columns, and every check that a file must pass before a row of it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from cleanpress.category import Category
from cleanpress.errors import MissingExtraError, TemplateError
from cleanpress.templates.columns import BASES, COLUMNS, EXAMPLE, HOST, KINDS
from cleanpress.templates.keys import FORM

MAX_ROWS, MAX_BYTES = 20_000_000, 4 << 30
"""More is no table of templates, but an attempt to fill the memory."""
_DAY = r"^(\d{4}-\d\d-\d\d)?$"
_COUNTS = ("pages", "host_pages", "removed", "before", "inside", "after", "first_place", "last_place")


AGAIN = "learn it again with cleanpress learn"


def arrow(module: str) -> Any:
    """Import pyarrow or a part of it, or say how it is installed."""
    try:
        return import_module(module)
    except ImportError:
        raise MissingExtraError("site templates need pyarrow: pip install 'cleanpress[parquet]'") from None


def schema() -> Any:
    """Give the columns with their types; no value may be missing."""
    pa = arrow("pyarrow")
    kinds = {"share": pa.float64(), **dict.fromkeys(_COUNTS, pa.int64())}
    return pa.schema([pa.field(name, kinds.get(name, pa.string()), nullable=False) for name in COLUMNS])


def read_table(path: str) -> Any:
    """Read a file and check every value; :class:`TemplateError` says what is wrong, where, and what to do."""
    pa = arrow("pyarrow")
    try:
        table = _columns(path).cast(schema())
        table.validate(full=True)
    except TemplateError:
        raise
    except (OSError, pa.ArrowException, ValueError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise TemplateError(f"{path}: cannot be read as a table of site templates: {reason}; {AGAIN}") from None
    for column, what, wrong in _faults(table):
        row = arrow("pyarrow.compute").index(wrong, True).as_py()
        if row >= 0:
            shown = repr(table[column][row].as_py())[:60]
            raise TemplateError(f"{path}, row {row + 1}: {column} is {shown}, but must be {what}; {AGAIN}")
    return table


def _columns(path: str) -> Any:
    with arrow("pyarrow.parquet").ParquetFile(path) as file:
        lacking = [name for name in COLUMNS if name not in file.schema_arrow.names]
        if lacking:
            raise TemplateError(f"{path}: no table of site templates: no column {', '.join(lacking)}; {AGAIN}")
        groups = [file.metadata.row_group(i) for i in range(file.metadata.num_row_groups)]
        if file.metadata.num_rows > MAX_ROWS or sum(group.total_byte_size for group in groups) > MAX_BYTES:
            raise TemplateError(f"{path}: too large for a table of site templates; {AGAIN}")
        table = file.read(columns=list(COLUMNS)).select(list(COLUMNS))
    for field in table.schema:
        if not _fits(field):
            raise TemplateError(f"{path}: column {field.name} holds {field.type}, which it must not; {AGAIN}")
        if table[field.name].null_count:
            raise TemplateError(f"{path}: a value is missing in column {field.name}; {AGAIN}")
    return table


def _fits(field: Any) -> bool:
    """Whether a column's type is of the right sort, in whatever width other tools write it."""
    kinds = arrow("pyarrow").types
    if field.name in _COUNTS:
        return bool(kinds.is_integer(field.type))
    if field.name == "share":
        return bool(kinds.is_floating(field.type))
    plain = field.type.value_type if kinds.is_dictionary(field.type) else field.type
    return bool(kinds.is_string(plain) or kinds.is_large_string(plain))


def _faults(table: Any) -> Iterator[tuple[str, str, Any]]:
    """Give (column, what it must be, which rows are wrong), whole columns at a time."""
    pc, pa = arrow("pyarrow.compute"), arrow("pyarrow")

    def no_match(column: str, pattern: str) -> Any:
        return pc.invert(pc.match_substring_regex(table[column], pattern))

    def none_of(column: str, values: Iterable[str]) -> Any:
        return pc.invert(pc.is_in(table[column], pa.array(list(values))))

    yield "version", f"{FORM}-… as made by this cleanpress", no_match("version", rf"^{FORM}-[0-9a-f]{{8}}$")
    yield "host", "a host in lower case", no_match("host", HOST)
    yield "hash", "16 hexadecimal digits", no_match("hash", r"^[0-9a-f]{16}$")
    yield "category", "a category", none_of("category", map(str, Category))
    yield "kind", f"one of {', '.join(KINDS)}", none_of("kind", KINDS)
    yield "basis", f"one of {', '.join(BASES)}", none_of("basis", BASES)
    yield "pages", "3 or more", pc.less(table["pages"], 3)
    yield "host_pages", "pages or more", pc.less(table["host_pages"], table["pages"])
    for column in ("removed", "before", "inside", "after"):
        yield column, "from 0 to pages", pc.or_(pc.less(table[column], 0), pc.greater(table[column], table["pages"]))
    yield "last_place", "first_place or more", pc.less(table["last_place"], table["first_place"])
    yield "host_pages", "a number that can be", pc.greater(table["host_pages"], 1 << 40)
    for column in ("first_day", "last_day"):
        yield column, "a date or empty", no_match(column, _DAY)
    yield "example", f"{EXAMPLE} characters or fewer", pc.greater(pc.utf8_length(table["example"]), EXAMPLE)
