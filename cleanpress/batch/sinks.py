"""Where rows go: files that only grow until they are renamed at the end, or a folder with a file per document."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from cleanpress.batch.records import Reject, Result
from cleanpress.batch.streams import ZstdStream
from cleanpress.batch.tables import write_parquet
from cleanpress.batch.worker import encoded
from cleanpress.extras import need

COPY = 1 << 20
SYNCERS = 16


class Growing:
    """A file that is appended to; what was not committed when a run ended is cut off when the next one opens it."""

    def __init__(self, path: Path, committed: int) -> None:
        """Open ``path`` and cut it to ``committed`` bytes."""
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115  # closed by close
        if os.fstat(self._file.fileno()).st_size < committed:
            raise OSError(f"{path} is shorter than it was when the run stopped")
        self._file.truncate(committed)
        self.size = committed

    def append(self, data: bytes) -> None:
        """Write all of ``data``."""
        view = memoryview(data)
        while view:
            count = self._file.write(view) or 0
            self.size += count
            view = view[count:]

    def sync(self) -> int:
        """Wait until everything is on the disk; give the size."""
        os.fsync(self._file.fileno())
        return self.size

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Sink(Protocol):
    """Takes results; what is written when ``sync`` returns stays."""

    def put(self, result: Result) -> None:
        """Write the rows of a result."""

    def sync(self) -> int:
        """Wait for the disk; give the number of bytes that now count."""

    def finish(self) -> None:
        """Put the output in its place; doing so twice does no harm."""

    def close(self) -> None:
        """Release what is open."""


class FileSink:
    """One file: lines, compressed perhaps, or a table that is made of them at the end."""

    def __init__(self, folder: Path, out: Path, committed: int, finishing: bool) -> None:
        """Grow ``folder/rows``, which becomes ``out``; a run that was ``finishing`` may have renamed it already."""
        self._rows, self._out = folder / "rows", Path(os.path.realpath(out))
        self._made = folder / ("made" + out.suffix)
        self._kind = out.suffix.lower()
        self._finished = finishing and committed > 0 and not self._rows.exists()
        self._growing = None if self._finished else Growing(self._rows, committed)
        self._committed = committed

    def put(self, result: Result) -> None:
        """Append the rows."""
        if self._growing:
            self._growing.append(result.blob)

    def sync(self) -> int:
        """Wait for the disk."""
        return self._growing.sync() if self._growing else self._committed

    def finish(self) -> None:
        """Rename the file to its name; a table and a zstd file are made first, since both must be one piece."""
        if self._finished:
            return
        ready = self._rows
        if self._kind in (".zst", ".parquet", ".pq"):
            ready = self._made
            with open(self._rows, "rb") as rows:
                if self._kind == ".zst":
                    _one_frame(rows, ready)
                else:
                    write_parquet(rows, str(ready))
        elif self._kind == ".gz" and not self._rows.stat().st_size:
            self._rows.write_bytes(gzip.compress(b"", mtime=0))
        publish(ready, self._out)

    def close(self) -> None:
        """Close the file."""
        if self._growing:
            self._growing.close()


def _one_frame(rows: io.BufferedReader, target: Path) -> None:
    """Put many zstd frames into one: some readers stop after the first and lose the rest without a word."""
    frames = io.BufferedReader(ZstdStream(rows))
    compressor = need("zstandard", "zstd").ZstdCompressor()
    with open(target, "wb") as file, compressor.stream_writer(file, closefd=False) as writer:
        while data := frames.read(COPY):
            writer.write(data)


def publish(ready: Path, out: Path) -> None:
    """Move a complete file to its place, and wait until it would survive a power cut."""
    with open(ready, "rb+") as file:
        os.fsync(file.fileno())
    os.replace(ready, out)
    with contextlib.suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(out.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class FolderSink:
    """A folder with a file per document, each written beside its place and renamed."""

    def __init__(self, out: Path, suffix: str) -> None:
        """Write below ``out``; documents of containers get ``suffix`` added to their number."""
        self._out, self._suffix = out, suffix
        self._unsynced: list[Path] = []
        out.mkdir(exist_ok=True)

    def put(self, result: Result) -> None:
        """Write the files; a document that was written by an interrupted run and is refused now loses its file."""
        for reject in result.rejects:
            if reject.target:
                self._path(reject.target).unlink(missing_ok=True)
        for target, data in result.files:
            self._write(self._path(target), data)

    def _path(self, target: str) -> Path:
        return self._out / (target if target.endswith(self._suffix) else target + self._suffix)

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.parent / f".cleanpress-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}"
        try:
            beside.write_bytes(data)
            os.replace(beside, path)
            self._unsynced.append(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def sync(self) -> int:
        """Wait for the disk, for many files at once: one after another takes longer than cleaning them."""
        with ThreadPoolExecutor(SYNCERS) as pool:
            list(pool.map(_sync_file, self._unsynced))
        self._unsynced.clear()
        return 0

    def finish(self) -> None:
        """Every file is in its place."""

    def close(self) -> None:
        """Nothing is open."""


def _sync_file(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError), open(path, "rb+") as file:
        os.fsync(file.fileno())


class RejectSink:
    """The file of what gave no document; it appears when there is something in it."""

    def __init__(self, folder: Path, out: Path, committed: int, finishing: bool) -> None:
        """Grow ``folder/rejects``, which becomes ``out``; a run that was ``finishing`` may have renamed it already."""
        self._rows, self._out = folder / "rejects", Path(os.path.realpath(out))
        finished = finishing and committed > 0 and not self._rows.exists()
        self._growing = None if finished else Growing(self._rows, committed)
        self._committed = committed

    def put(self, rejects: list[Reject]) -> None:
        """Append a line for each."""
        if self._growing:
            self._growing.append(b"".join(encoded(reject.to_dict()) for reject in rejects))

    def sync(self) -> int:
        """Wait for the disk."""
        return self._growing.sync() if self._growing else self._committed

    def finish(self) -> None:
        """Rename the file to its name; an earlier run's file goes when nothing was refused now."""
        if not self._growing:
            return
        if self._growing.size:
            publish(self._rows, self._out)
        else:
            self._out.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file."""
        if self._growing:
            self._growing.close()


