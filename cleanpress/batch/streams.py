"""Byte streams, decompressed on the way, with bounds: no file, bomb or line may fill the memory."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO, Any, cast

from cleanpress.extras import need

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
DRAIN = 1 << 20
# A zstd block of 4 bytes may give 128 KiB, so this much input gives at most 8 MiB.
ZSTD_SLICE = 1 << 8
BROKEN = (OSError, EOFError, zlib.error)
"""What reading a damaged or truncated stream raises."""


class ZstdStream(io.RawIOBase):
    """Frames after frames, decompressed; unlike zstandard's own reader it notices that the last one is cut off."""

    def __init__(self, raw: IO[bytes]) -> None:
        """Read compressed bytes from ``raw``."""
        self._raw, self._left, self._at, self._input = raw, b"", 0, b""
        self._zstd = need("zstandard", "zstd")
        self._frame: Any = None

    def readable(self) -> bool:
        """Tell ``io.BufferedReader`` that this may be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as one step gives bytes."""
        while self._at >= len(self._left):
            if not self._step():
                return 0
        count = min(len(buffer), len(self._left) - self._at)
        buffer[:count] = self._left[self._at : self._at + count]
        self._at += count
        return count

    def _step(self) -> bool:
        data = self._input or self._raw.read(ZSTD_SLICE)
        if not data:
            if self._frame is not None:
                raise EOFError("the zstd stream ends in the middle of a frame")
            return False
        if self._frame is None:
            self._frame = self._zstd.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
        try:
            self._left, self._at, self._input = self._frame.decompress(data), 0, b""
        except self._zstd.ZstdError as error:
            raise OSError(str(error)) from None
        if self._frame.eof:
            self._input, self._frame = self._frame.unused_data, None
        return True


def decompressed(raw: io.BufferedReader) -> io.BufferedReader:
    """Look at the first bytes and decompress what is compressed."""
    head = raw.peek(4)[:4]
    if head.startswith(GZIP):
        return io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=raw)))
    if head == ZSTD:
        return io.BufferedReader(ZstdStream(raw))
    return raw


def read_page(path: str, limit: int) -> bytes | None:
    """Read a file that is one document, compressed or not; None when it holds more than ``limit`` bytes."""
    with open(path, "rb") as raw:
        data = decompressed(raw).read(limit + 1)
    return data if len(data) <= limit else None


def lines_of(stream: io.BufferedReader, limit: int) -> Iterator[bytes | None]:
    """Give line after line; None stands for one longer than ``limit``, of which no more than that is ever held."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(DRAIN)
        yield None


def ends_torn(file: IO[bytes], start: int) -> bool:
    """Whether the last gzip member of a file is cut off; ``start`` is where one of the last begins."""
    file.seek(start)
    member, data = zlib.decompressobj(31), file.read(DRAIN)
    if not data.startswith(GZIP):
        return False
    try:
        while data:
            member.decompress(data, DRAIN)
            data = member.unconsumed_tail or member.unused_data or file.read(DRAIN)
            if member.eof and data:
                member = zlib.decompressobj(31)
    except zlib.error:  # not cut off, but broken, which reading has noticed
        return False
    return not member.eof
