"""Pages out of web archives; fastwarc reads them, and what it passes over in silence is looked for here."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import IO, Any

from cleanpress.batch.inputs import Input
from cleanpress.batch.records import Cursor, Item, Record, Reject, Skip
from cleanpress.batch.streams import ends_torn
from cleanpress.config import Kind
from cleanpress.extras import need

_TYPES: dict[str, Kind] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}


def read_warc(stream: IO[bytes], item: Input, start: int, limit: int, cursor: Cursor) -> Iterator[Item]:
    """Give the pages of an archive from record ``start`` on: responses, resources and (WET) conversions.

    fastwarc ends a truncated archive without a word and hands out the cut page as whole, so every block is measured
    against its Content-Length.
    """
    warc = need("fastwarc.warc", "WARC")
    kinds = warc.WarcRecordType
    wanted = kinds.response | kinds.resource | kinds.conversion
    found: Item | None = None
    last = 0
    for number, record in enumerate(warc.ArchiveIterator(stream, record_types=wanted, parse_http=False)):
        last = record.stream_pos
        found = _item(record, item, number, limit)
        cursor.number = number + 1
        if number >= start:
            yield found
    noticed = isinstance(found, Reject) and found.reason == "truncated"
    if not noticed and cursor.number >= start and stream.seekable() and ends_torn(stream, last):
        detail = "the archive ends within a compressed record"
        yield Reject((item.number, cursor.number), item.path, "truncated", detail)


def _item(record: Any, item: Input, number: int, limit: int) -> Item:
    position, target = (item.number, number), f"{item.name}/{number:09d}"
    url, name = (record.headers.get(key) or "" for key in ("WARC-Target-URI", "WARC-Record-ID"))
    said = record.headers.get("Content-Length")
    about = (url, name, target)
    if said is None:
        return Reject(position, item.path, "truncated", "the archive ends within the record's headers", *about)
    length = record.content_length  # of a frozen record it is what is there, not what was promised
    if length > limit:
        return Reject(position, item.path, "too-long", f"{length} bytes; the bound is {limit}", *about)
    record.freeze()
    record.reader.seek(0)
    block = record.reader.read()
    if len(block) < length:
        detail = f"the archive ends within the record: {len(block)} of {length} bytes"
        return Reject(position, item.path, "truncated", detail, *about)
    body, media, charset, status = _body(record, block, limit + 1)
    if len(body) > limit:
        return Reject(position, item.path, "too-long", f"more than {limit} bytes once decompressed", *about)
    if (status is not None and status != 200) or (media and media not in _TYPES) or not body:
        return Skip(position, len(block))
    return Record(
        position, item.path, target, "page", body, url, name, charset, _TYPES.get(media, "auto"), len(body)
    )


def _body(record: Any, block: bytes, limit: int) -> tuple[bytes, str, str, int | None]:
    """Give body, media type, charset and status, transfer and content encodings undone."""
    if not record.is_http:
        media, _, rest = (record.headers.get("Content-Type") or "").partition(";")
        charset = rest.lower().partition("charset=")[2].strip(' "')
        return block, media.strip().lower(), charset, None
    record.reader.seek(0)
    record.parse_http(auto_decode="none")  # a decoder that fails within the record takes the whole iterator with it
    body, headers = record.reader.read(), record.http_headers
    for name in ("Transfer-Encoding", "Content-Encoding"):
        said = headers.get(name) if headers is not None else None
        for encoding in reversed((said or "").lower().replace(" ", "").split(",")):
            body = _undone(body, encoding, limit)
    media = (record.http_content_type or "").partition(";")[0].strip().lower()
    return body, media, record.http_charset or "", headers.status_code if headers is not None else None


def _undone(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo one encoding, up to ``limit`` bytes; crawlers keep the headers of encodings that they have undone before."""
    readers = {"chunked": "ChunkedReader", "gzip": "GzipReader", "x-gzip": "GzipReader", "br": "BrotliReader",
               "zstd": "ZstdReader"}  # fmt: skip
    try:
        if encoding == "deflate":
            return zlib.decompressobj().decompress(body, limit)
        if encoding in readers:
            reader = getattr(need("fastwarc.stream_io", "WARC"), readers[encoding])(io.BytesIO(body))
            return bytes(reader.read(limit))
    except (OSError, ValueError, zlib.error):
        pass
    return body
