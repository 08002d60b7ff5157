"""Parquet: rows in, and rows out from the lines that a run has written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from cleanpress.batch.inputs import Input
from cleanpress.batch.records import MIB, Cursor, Item, Record, Reject, Settings
from cleanpress.extras import need

READ_ROWS = 64
GROUP_BYTES, GROUP_ROWS = 32 * MIB, 20_000
"""A row group of the output: what is held in memory while it is written."""
COLUMNS = ("input record id title author date hostname sitename url description image language text removed notes "
           "rulebook").split()  # fmt: skip
"""What an article has always; the rest goes into one column as JSON, so that all tables have the same columns."""


def read_parquet(item: Input, start: int, settings: Settings, cursor: Cursor) -> Iterator[Item]:
    """Give the rows from ``start`` on, only the columns that are used; row groups before it are not even read."""
    parquet = need("pyarrow.parquet", "Parquet")
    with parquet.ParquetFile(item.path, buffer_size=MIB) as table:
        columns = _columns(table.schema_arrow.names, settings)
        if not columns:
            detail = f"no column of text, only {', '.join(table.schema_arrow.names)}; name one with --field"
            yield Reject((item.number, 0), item.path, "no-field", detail)
            return
        for group in range(table.num_row_groups):
            rows = table.metadata.row_group(group).num_rows
            if cursor.number + rows <= start:
                cursor.number += rows
                continue
            for batch in table.iter_batches(READ_ROWS, [group], columns, use_threads=False):
                for row in batch.to_pylist():
                    number, cursor.number = cursor.number, cursor.number + 1
                    if number >= start:
                        size = sum(len(value) for value in row.values() if isinstance(value, str | bytes))
                        target = f"{item.name}/{number:09d}"
                        yield Record((item.number, number), item.path, target, "row", row, size=size)


def _columns(names: list[str], settings: Settings) -> list[str]:
    bodies = [settings.text_field] if settings.text_field else ["html", "text"]
    if not set(bodies) & set(names):
        return []
    return [name for name in (*bodies, settings.url_field, settings.id_field) if name in names]


def write_parquet(lines: IO[bytes], target: str) -> None:
    """Write the rows of a finished run as one table, row group by row group."""
    pyarrow, parquet = need("pyarrow", "Parquet"), need("pyarrow.parquet", "Parquet")
    schema = _schema(pyarrow)
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for group in _groups(lines):
            rows = [_row(json.loads(line)) for line in group]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))


def _groups(lines: IO[bytes]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    size = 0
    for line in lines:
        group.append(line)
        size += len(line)
        if size >= GROUP_BYTES or len(group) >= GROUP_ROWS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """Fit a row into columns: what has no fixed shape becomes JSON, what Unicode does not allow U+FFFD."""
    row["more"] = json.dumps({name: row.pop(name) for name in [*row] if name not in COLUMNS}, ensure_ascii=False)
    row["removed"] = [flat_removal(removal) for removal in row["removed"]]
    fixed: dict[str, Any] = storable(row)
    return fixed


def flat_removal(removal: dict[str, Any]) -> dict[str, Any]:
    """Fit a removal into :func:`removal_type`: the span as two numbers; the evidence has no fixed shape, so JSON."""
    flat = {name: value for name, value in removal.items() if name not in ("span", "evidence")}
    start, end = removal["span"]
    return flat | {"start": start, "end": end, "evidence": json.dumps(removal["evidence"], ensure_ascii=False)}


def storable(value: Any) -> Any:
    """Put U+FFFD for what Unicode does not allow in a text, in all texts of a value: tables refuse it."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if isinstance(value, dict):
        return {name: storable(part) for name, part in value.items()}
    return [storable(part) for part in value] if isinstance(value, list) else value


def removal_type(pa: Any) -> Any:
    """Give the Arrow type of a removal: the same in every table that cleanpress makes."""
    text, number = pa.string(), pa.int64()
    return pa.struct(
        [("category", text), ("rule", text), ("points", number), ("start", number), ("end", number), ("node", number),
         ("text", text), ("evidence", text)]
    )  # fmt: skip


def _schema(pa: Any) -> Any:
    text = pa.string()
    odd = {"record": pa.int64(), "removed": pa.list_(removal_type(pa)), "notes": pa.list_(text)}
    return pa.schema([(name, odd.get(name, text)) for name in (*COLUMNS, "more")])
