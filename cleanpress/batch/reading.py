"""Records out of inputs, one stream of them, and the bad ones among them told from the good."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import IO, cast

from cleanpress.batch.inputs import Input
from cleanpress.batch.records import BatchError, Cursor, Item, Record, Reject, Settings
from cleanpress.batch.streams import decompressed, lines_of
from cleanpress.batch.tables import read_parquet
from cleanpress.batch.warc import read_warc
from cleanpress.errors import CleanpressError


def read_input(item: Input, start: int, settings: Settings, cursor: Cursor) -> Iterator[Item]:
    """Give the records of one input from record ``start`` on; damage ends it with a reject, never with an exception."""
    try:
        yield from _records(item, start, settings, cursor)
    except CleanpressError:
        raise
    except Exception as error:  # whatever a library makes of a damaged file
        if cursor.number >= start:
            yield _damage(item, cursor.number, error)


def _damage(item: Input, number: int, error: Exception) -> Reject:
    absent = isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError)
    detail = getattr(error, "strerror", None) or str(error) or type(error).__name__
    reason = "unreadable" if absent else "broken-input"
    return Reject((item.number, number), item.path, reason, f"cannot be read on: {detail}")


def _records(item: Input, start: int, settings: Settings, cursor: Cursor) -> Iterator[Item]:
    if item.format == "page":
        yield Record((item.number, 0), item.path, item.name, "file", item.path, size=item.size)
    elif item.format == "parquet":
        yield from read_parquet(item, start, settings, cursor)
    elif item.format == "stdin":
        yield from _stdin(item, start, settings, cursor)
    else:
        with open(item.path, "rb") as raw:
            cursor.tell = raw.tell
            try:
                if item.format == "warc":
                    yield from read_warc(raw, item, start, settings.max_bytes, cursor)
                else:
                    yield from _lines(decompressed(raw), item, start, settings.max_bytes, cursor)
            finally:
                cursor.tell = None  # the file is about to be closed


def _stdin(item: Input, start: int, settings: Settings, cursor: Cursor) -> Iterator[Item]:
    if sys.stdin is None or sys.stdin.closed:
        raise BatchError("standard input is closed; name a file instead")
    stream = decompressed(_peekable(sys.stdin.buffer))
    head = stream.peek(64)[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PAR1"):
        raise BatchError("Parquet cannot be read from a pipe; name the file")
    if head.startswith(b"WARC/"):
        yield from read_warc(stream, item, start, settings.max_bytes, cursor)
    elif head.startswith((b"{", b"[")):
        yield from _lines(stream, item, start, settings.max_bytes, cursor)
    else:
        data = stream.read(settings.max_bytes + 1)
        yield Record((item.number, 0), item.path, f"{item.name}/{0:09d}", "page", data, size=len(data))


def _peekable(stream: IO[bytes]) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))


def _lines(stream: io.BufferedReader, item: Input, start: int, limit: int, cursor: Cursor) -> Iterator[Item]:
    for number, line in enumerate(lines_of(stream, limit)):
        cursor.number = number + 1
        if number < start:
            continue
        position, target = (item.number, number), f"{item.name}/{number:09d}"
        if line is None:
            yield Reject(position, item.path, "too-long", f"a line of more than {limit} bytes", target=target)
        elif not line.isspace():
            yield Record(position, item.path, target, "line", line, size=len(line))
