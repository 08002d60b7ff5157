"""What a run must remember to be resumed, in a folder beside the output: one SQLite file, written in transactions."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from cleanpress.batch.inputs import Input
from cleanpress.batch.ledger import Ledger
from cleanpress.batch.names import Names
from cleanpress.batch.records import BatchError, Stats

try:
    import fcntl
except ImportError:  # Windows: two runs on one output are then not told apart
    fcntl = None  # type: ignore[assignment]

_TABLES = """
create table if not exists facts (name text primary key, value text) without rowid;
create table if not exists inputs
    (number integer primary key, path blob, format text, size integer, mtime integer, name blob);
"""


class Lock:
    """One run at a time. The system lets go of the lock when its process ends, so no stale one stays in the way."""

    def __init__(self, path: Path) -> None:
        """Name the file that is locked; it holds the process's number."""
        self._path = path
        self._handle = -1

    def __enter__(self) -> Self:
        """Take the lock, or say who has it."""
        while True:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            self._take()
            try:  # the run before may have removed the file just before we locked it
                if os.fstat(self._handle).st_ino == self._path.stat().st_ino:
                    break
            except FileNotFoundError:
                pass
            os.close(self._handle)
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, b"%d\n" % os.getpid(), 0)
        return self

    def _take(self) -> None:
        if fcntl is None:
            return
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._handle)
            raise BatchError(f"another run (process {holder}) is writing this output; wait for it, or end it") from None

    def __exit__(self, *_: object) -> None:
        """Remove the file while it is still locked, then let go."""
        self._path.unlink(missing_ok=True)
        os.close(self._handle)


class State:
    """The folder ``OUT.part`` with the list of inputs, the ledger and the sums."""

    def __init__(self, folder: Path) -> None:
        """Open or make the folder."""
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._db = sqlite3.connect(folder / "state.sqlite", isolation_level=None)
        self._db.execute("pragma synchronous = full")
        self._db.executescript(_TABLES)

    def get(self, name: str) -> Any:
        """Give a stored fact, or None."""
        row = self._db.execute("select value from facts where name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def begin(self, request: dict[str, Any], inputs: Iterable[Input], suffix: str) -> None:
        """Store what is asked for and the whole list of inputs; nothing of it before all of it."""
        self._db.execute("begin")
        names = Names(self._db, suffix)

        def row(item: Input) -> tuple[object, ...]:
            name = names.claim(item.name, item.format == "page")
            return item.number, os.fsencode(item.path), item.format, item.size, item.mtime, os.fsencode(name)

        self._db.executemany("insert into inputs values (?, ?, ?, ?, ?, ?)", map(row, inputs))
        names.forget()
        total, count = self._db.execute("select coalesce(sum(size), 0), count(*) from inputs").fetchone()
        self._put(request=request, total=total, inputs=count, written={})
        self._put(ledger=Ledger().to_json(), stats=Stats().to_dict())
        self._db.execute("commit")

    def commit(self, ledger: Ledger, stats: Stats, written: dict[str, int]) -> None:
        """Store that all that the ledger calls done is on the disk, within the first ``written`` bytes of each file."""
        self._db.execute("begin")
        self._put(ledger=ledger.to_json(), stats=stats.to_dict(), written=written)
        self._db.execute("commit")

    def finishing(self) -> None:
        """Store that all is written and only waits to be renamed."""
        self._put(finishing=True)

    def _put(self, **facts: Any) -> None:
        rows = [(name, json.dumps(value)) for name, value in facts.items()]
        self._db.executemany("insert or replace into facts values (?, ?)", rows)

    def inputs(self, start: int) -> Iterator[Input]:
        """Give the inputs from number ``start`` on."""
        wanted = "select number, path, format, size, mtime, name from inputs where number >= ? order by number"
        for number, path, form, size, mtime, name in self._db.execute(wanted, (start,)):
            yield Input(number, os.fsdecode(path), form, size, mtime, os.fsdecode(name))

    def size_before(self, number: int) -> int:
        """Sum the sizes of the inputs before ``number``."""
        wanted = "select coalesce(sum(size), 0) from inputs where number < ?"
        return int(self._db.execute(wanted, (number,)).fetchone()[0])

    def formats(self) -> set[tuple[str, bool]]:
        """Give the formats among the inputs, and whether zstd is on top."""
        wanted = "select distinct format, lower(cast(path as text)) like '%.zst' from inputs"
        return {(form, bool(zst)) for form, zst in self._db.execute(wanted)}

    def close(self) -> None:
        """Close the file; a transaction that is under way never happened."""
        self._db.close()

    def remove(self) -> None:
        """Remove the folder: the run is complete."""
        self.close()
        shutil.rmtree(self.folder)
