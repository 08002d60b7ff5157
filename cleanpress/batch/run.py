"""One run from start to end: read, clean, write, commit, and at last put everything in its place."""

from __future__ import annotations

import dataclasses
import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleanpress.batch.inputs import Input, expand, unchanged
from cleanpress.batch.ledger import Ledger
from cleanpress.batch.pool import Job, Pool
from cleanpress.batch.reading import read_input
from cleanpress.batch.records import MIB, BatchError, Cursor, Item, Result, Stats, WriteError
from cleanpress.batch.request import Request
from cleanpress.batch.sinks import FileSink, FolderSink, RejectSink, Sink
from cleanpress.batch.state import Lock, State
from cleanpress.extras import need

CHUNK_BYTES, CHUNK_ITEMS = MIB, 256
"""What a worker gets at a time: enough that handing over costs nothing, little enough that many fit in memory."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


Watch = Callable[[Stats, int, int], None]
"""Is told now and then: the sums so far, bytes of input read, and bytes there are (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    stats: Stats
    inputs: int
    resumed: bool
    complete_before: bool = False
    """There was nothing to resume: the output is already complete."""


def run_batch(request: Request, watch: Watch = lambda stats, read, total: None) -> Outcome:
    """Clean everything that ``request`` names; :class:`BatchError` when that cannot be."""
    form: Any = request.form()
    settings = dataclasses.replace(request.settings, form=form)
    request = dataclasses.replace(request, settings=settings)
    if request.processes < 1:
        raise BatchError("-j: at least one process is needed")
    for path in (request.target, Path(os.path.abspath(request.rejects_path))):
        if not path.parent.is_dir():
            raise BatchError(f"no folder {path.parent}; make it first")
    with _clear_errors(request), Lock(request.beside(".lock")):
        if request.resume and not request.beside(".part").exists() and _complete(request):
            return Outcome(Stats(), 0, resumed=True, complete_before=True)
        state = _open(request)
        try:
            outcome = _Run(request, state, watch).go()
        except BaseException:
            state.close()
            raise
        state.remove()
        return outcome


def _complete(request: Request) -> bool:
    return any(os.scandir(request.target)) if request.target.is_dir() else request.target.exists()


def _open(request: Request) -> State:
    """Open the state of the run that is resumed, or begin a new one."""
    folder = request.beside(".part")
    if folder.exists():
        if any(folder.iterdir()) and not (folder / "state.sqlite").exists():
            raise BatchError(f"{folder} is in the way; it holds what is written until the run is complete")
        state = State(folder)
        before = state.get("request")
        if before and not request.resume:
            state.close()
            raise BatchError(f"an interrupted run is in {folder}; continue it with --resume, or remove that folder")
        if before:
            _same(before, request.identity(), state)
            return state
        state.close()
        shutil.rmtree(folder)
    state = State(folder)
    outputs = [str(path) for path in (request.target, folder, request.beside(".lock"), request.rejects_path)]
    try:
        state.begin(request.identity(), expand(request.inputs, outputs), ".json" if request.files == "json" else ".txt")
        if not state.get("inputs"):
            raise BatchError("nothing to read: no file in what was named")
    except BaseException:
        state.remove()
        raise
    return state


def _same(before: dict[str, Any], now: dict[str, Any], state: State) -> None:
    other = [name for name in now if _plain(now[name]) != before.get(name)]
    if other:
        state.close()
        raise BatchError(
            f"the interrupted run had other options ({', '.join(other)}); give the same ones, or remove {state.folder}"
        )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@contextmanager
def _clear_errors(request: Request) -> Iterator[None]:
    """Say of a full disk and the like what happened and how to go on."""
    how = "all that was written is kept; make room and continue with --resume"
    try:
        yield
    except sqlite3.Error as error:
        raise WriteError(f"cannot write {request.beside('.part')}: {error}; {how}") from None
    except OSError as error:
        what = "the disk is full" if error.errno in FULL else str(error.strerror or error)
        raise WriteError(f"cannot write {request.out}: {what}; {how}") from None


class _Run:
    """The loop, with its account of what is done."""

    def __init__(self, request: Request, state: State, watch: Watch) -> None:
        self.request, self.state, self.watch = request, state, watch
        stored = state.get("ledger")
        self.ledger = Ledger.from_json(stored)
        self.before = self.ledger.reached
        self.resumed = self.ledger.reached != (0, 0)
        self.stats = Stats.from_dict(state.get("stats"))
        self.total = int(state.get("total"))
        self.behind = state.size_before(self.ledger.start[0])
        self.cursor = Cursor()
        self.held: dict[int, Result] = {}
        self.next = 0
        self.numbers = 0
        self.clock = self.committed = time.monotonic()

    def go(self) -> Outcome:
        """Do the whole run."""
        _need_extras(self.state, self.request)
        with ExitStack() as stack:
            self.sink, self.refused = _sinks(self.request, self.state)
            stack.callback(self.sink.close)
            stack.callback(self.refused.close)
            if not self.state.get("finishing"):
                self._clean()
                self.state.finishing()
            self.refused.finish()
            self.sink.finish()
        self.watch(self.stats, self.total, self.total)
        return Outcome(self.stats, int(self.state.get("inputs")), self.resumed)

    def _clean(self) -> None:
        size = self.request.processes
        window = 4 * size + 4 if self.request.ordered else 2 * size
        with Pool(size, self.request.settings) as pool:
            for job in self._jobs():
                pool.submit(job)
                self._absorb(pool.collect(0))
                while pool.full or self.ledger.outstanding >= window:
                    self._absorb(pool.collect())
            while self.ledger.outstanding:
                self._absorb(pool.collect())
        self.ledger.finished(int(self.state.get("inputs")))
        self._commit()

    def _jobs(self) -> Iterator[Job]:
        """Give chunks of records that follow one another; nothing that is read is outside of one when this pauses."""
        first, start = self.ledger.start
        items: list[Item] = []
        size = 0
        for item in self.state.inputs(first):
            self._check(item)
            self.cursor = Cursor()
            begin = start if item.number == first else 0
            for found in read_input(item, begin, self.request.settings, self.cursor):
                if not self.ledger.wanted(found.position):
                    if items:
                        yield self._job(items)
                    items, size = [], 0
                    continue
                items.append(found)
                size += found.size
                if size >= CHUNK_BYTES or len(items) >= CHUNK_ITEMS:
                    yield self._job(items)
                    items, size = [], 0
            self.behind += item.size
            self.cursor = Cursor()
        if items:
            yield self._job(items)

    def _check(self, item: Input) -> None:
        """Refuse to resume in a file that has changed: positions in it mean nothing any more."""
        partly = self.resumed and item.number <= self.before[0] and item.format not in ("page", "stdin")
        if partly and not unchanged(item):
            raise BatchError(f"{item.path} has changed since the run began; remove {self.state.folder} to start anew")

    def _job(self, items: list[Item]) -> Job:
        job = Job(self.numbers, items)
        self.numbers += 1
        self.ledger.opened(job.number, job.first, job.last)
        return job

    def _absorb(self, jobs: list[Job]) -> None:
        """Write what is finished, in order where that is asked for, and commit when it is time."""
        for job in jobs:
            if self.request.ordered:
                self.held[job.number] = job.result()
            else:
                self._write(job.number, job.result())
        while self.next in self.held:
            self._write(self.next, self.held.pop(self.next))
            self.next += 1
        now = time.monotonic()
        if now - self.committed >= self.request.commit_every:
            self._commit()
        read = self.behind + (self.cursor.tell() if self.cursor.tell else 0)
        self.watch(dataclasses.replace(self.stats, seconds=self.stats.seconds + now - self.clock), read, self.total)

    def _write(self, number: int, result: Result) -> None:
        self.sink.put(result)
        self.refused.put(result.rejects)
        self.stats.add(result.stats)
        self.ledger.closed(number)

    def _commit(self) -> None:
        now = time.monotonic()
        self.stats.seconds += now - self.clock
        self.clock = now
        written = {"rows": self.sink.sync(), "rejects": self.refused.sync()}
        self.state.commit(self.ledger, self.stats, written)
        self.committed = time.monotonic()


def _need_extras(state: State, request: Request) -> None:
    """Complain of what is not installed before anything is read."""
    for form, zst in state.formats():
        if form == "parquet":
            need("pyarrow.parquet", "Parquet")
        if form == "warc":
            need("fastwarc.warc", "WARC")
        if zst:
            need("zstandard", "zstd")
    if request.settings.form == "zstd":
        need("zstandard", "zstd")
    if request.target.suffix.lower() in (".parquet", ".pq"):
        need("pyarrow.parquet", "Parquet")


def _sinks(request: Request, state: State) -> tuple[Sink, RejectSink]:
    written, finishing = state.get("written"), bool(state.get("finishing"))
    refused = RejectSink(state.folder, request.rejects_path, written.get("rejects", 0), finishing)
    if request.folder:
        return FolderSink(request.target, ".json" if request.files == "json" else ".txt"), refused
    return FileSink(state.folder, request.target, written.get("rows", 0), finishing), refused
