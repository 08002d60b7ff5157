"""A process that cleans: items come in through a pipe, rows and rejects go back."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import signal
import time
from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from cleanpress.batch.kernel import clean_batch
from cleanpress.batch.records import Item, Record, Reject, Result, Settings, Skip, refuse
from cleanpress.batch.streams import BROKEN, read_page
from cleanpress.cli.sources import SourceError, refuse_binary
from cleanpress.config import Kind
from cleanpress.extras import need
from cleanpress.model import Article

STARTED, AT = 0, 1
"""Places in the clock that a worker shares with its parent: when the current item began (0: none), and its index."""
BAD_SHARE = 100
"""One character in so many that could not be decoded makes a page undecodable."""


class TimeUp(BaseException):
    """The time for one document is over; no handler of plain exceptions may swallow it."""


def serve(connection: Connection, clock: MutableSequence[float], settings: Settings) -> None:
    """Clean chunk after chunk until the other end is gone; the parent alone decides on interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, raise_time_up)
    be_killed_first()
    clean_batch(["."], config=settings.config)  # compile the rules before any clock runs
    try:
        connection.send_bytes(b"")
        while True:
            items = pickle.loads(connection.recv_bytes())
            connection.send_bytes(pickle.dumps(work(items, settings, clock), pickle.HIGHEST_PROTOCOL))
    except (EOFError, OSError):  # the parent ended, in whatever way
        return


def work(items: list[Item], settings: Settings, clock: MutableSequence[float]) -> Result:
    """Make rows and rejects of some items, in order."""
    result, rows = Result(), []
    for index, item in enumerate(items):
        clock[AT], clock[STARTED] = index, time.monotonic()
        if isinstance(item, Skip):
            result.stats.skipped += 1
            continue
        made = clean_record(item, settings) if isinstance(item, Record) else item
        if isinstance(made, Reject):
            result.rejects.append(made)
            result.stats.rejected[made.reason] += 1
            continue
        record, article, size = made
        _count(result, article, size)
        if settings.form.endswith("files"):
            result.files.append((record.target, _file(record, article, settings)))
        else:
            rows.append(_row(record, article))
    clock[STARTED] = 0.0
    result.blob = _packed(b"".join(rows), settings.form)
    return result


Made = tuple[Record, Article, int]


def clean_record(record: Record, settings: Settings) -> Made | Reject:
    """Clean one record; whatever goes wrong with it is a reject, never an exception. It needs SIGALRM for itself."""
    try:
        with _time_bound(settings.max_seconds):
            return _clean(record, settings)
    except TimeUp:
        return refuse(record, "too-slow", f"more than {settings.max_seconds:g} seconds")
    except SourceError as error:
        return refuse(record, "not-text", str(error))
    except BROKEN as error:
        reason = "unreadable" if isinstance(error, FileNotFoundError | PermissionError) else "broken-input"
        return refuse(record, reason, f"cannot be read: {getattr(error, 'strerror', None) or error}")
    except MemoryError:
        return refuse(record, "out-of-memory", "memory ran out")
    except Exception as error:  # a fault of ours in one document must not end the others
        return refuse(record, "fault", f"a fault in cleanpress, please report it: {type(error).__name__}: {error}")


def _clean(record: Record, settings: Settings) -> Made | Reject:
    source, kind = _source(record, settings)
    if isinstance(source, Reject):
        return source
    if len(source) > settings.max_bytes:
        return refuse(record, "too-long", f"more than {settings.max_bytes} bytes")
    if isinstance(source, bytes):
        refuse_binary(source)
        source = _decoded(source, record.charset)
    if not source.strip():
        return refuse(record, "empty", "holds nothing")
    article = clean_batch([source], urls=[record.url or None], kind=kind, config=settings.config)[0]
    if not article.source_text.strip():
        return refuse(record, "empty", "holds no text")
    if "undecodable-bytes" in article.notes and _garbled(article.source_text):
        return refuse(record, "undecodable", "its bytes fit no charset")
    return record, article, len(source)


def _garbled(text: str) -> bool:
    return text.count("\ufffd") * BAD_SHARE > len(text)


def _source(record: Record, settings: Settings) -> tuple[str | bytes | Reject, Kind]:
    """Find the document in whatever the record is, and note its address and id."""
    kind = settings.kind if settings.kind != "auto" else record.kind
    if record.shape == "page":
        return record.payload, kind
    if record.shape == "file":
        data = read_page(record.payload, settings.max_bytes)
        return (refuse(record, "too-long", f"more than {settings.max_bytes} bytes") if data is None else data), kind
    row = record.payload
    if record.shape == "line":
        try:
            row = json.loads(row)
        except (ValueError, RecursionError) as error:
            return refuse(record, "broken-json", str(error)), kind
        if not isinstance(row, dict):
            return refuse(record, "broken-json", f"a line must hold an object, not {type(row).__name__}"), kind
    record.url = _plain(row.get(settings.url_field)) or record.url
    record.id = _plain(row.get(settings.id_field)) or record.id
    return _field(record, row, settings, kind)


def _field(record: Record, row: dict[str, Any], settings: Settings, kind: Kind) -> tuple[str | bytes | Reject, Kind]:
    names = [settings.text_field] if settings.text_field else ["html", "text"]
    name = next((name for name in names if row.get(name) is not None), "")
    if not name:
        return refuse(record, "no-field", f"no {' or '.join(names)}; --field names another"), kind
    if not isinstance(row[name], str | bytes):
        return refuse(record, "not-text", f"{name} is no text but {type(row[name]).__name__}"), kind
    return row[name], "html" if name == "html" and kind == "auto" else kind


def _plain(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""


def _decoded(data: bytes, charset: str) -> str | bytes:
    """Heed the charset of HTTP where the bytes are not UTF-8; else leave decoding to the reader."""
    if charset and not charset.lower().startswith("utf-16"):
        for name in ("utf-8", charset):
            try:
                return data.decode(name)
            except (LookupError, ValueError):
                continue
    return data


def _row(record: Record, article: Article) -> bytes:
    about: dict[str, Any] = {"input": record.source, "record": record.position[1] + 1, "id": record.id or None}
    return encoded(about | article.to_dict())


def encoded(row: dict[str, Any]) -> bytes:
    """Give a line of JSON in UTF-8; what UTF-8 has no bytes for is escaped."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _file(record: Record, article: Article, settings: Settings) -> bytes:
    if settings.form == "json-files":
        return _row(record, article)
    text = article.text
    return (text if not text or text.endswith("\n") else text + "\n").encode("utf-8", "backslashreplace")


def _packed(rows: bytes, form: str) -> bytes:
    """Compress here, where there are many processes; members and frames may follow one another in a file."""
    if not rows or form not in ("gzip", "zstd"):
        return rows
    if form == "gzip":
        return gzip.compress(rows, 6, mtime=0)
    return bytes(need("zstandard", "zstd").compress(rows))


def _count(result: Result, article: Article, size: int) -> None:
    stats = result.stats
    stats.documents += 1
    stats.empty += not article.text.strip()
    stats.input_bytes += size
    stats.source_chars += len(article.source_text)
    stats.kept_chars += len(article.text)
    for removal in article.removals:
        stats.removals[str(removal.category)] += 1
        stats.removed_chars[str(removal.category)] += len(removal.text)


def raise_time_up(number: int, frame: object) -> None:
    """Handle SIGALRM; a process that calls :func:`clean_record` must have this for a handler."""
    raise TimeUp


@contextmanager
def _time_bound(seconds: float) -> Iterator[None]:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def be_killed_first() -> None:
    """Ask Linux, when memory runs out, to end a worker and not the process that holds the run together."""
    try:
        with open(f"/proc/{os.getpid()}/oom_score_adj", "w", encoding="ascii") as score:
            score.write("500")
    except OSError:
        return
