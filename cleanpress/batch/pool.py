"""Processes that clean. One that dies or hangs costs a document at most, and only after a second try."""

from __future__ import annotations

import multiprocessing
import pickle
import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any

from cleanpress.batch.records import BatchError, Item, Position, Record, Reject, Result, Settings, Skip, refuse
from cleanpress.batch.worker import AT, STARTED, serve

GRACE = 5.0
"""Seconds that a document may overrun its time before the process is killed; C code hears no alarm."""
TRIES = 2
LOOK = 0.5


@dataclass(slots=True, eq=False)
class Job:
    """A chunk of items that are read one after another, and what has been made of it so far."""

    number: int
    items: list[Item]
    parts: dict[int, Result] = field(default_factory=dict)
    """Results by the index of their first item."""
    open: int = 0
    """Pieces that are still on their way."""

    @property
    def first(self) -> Position:
        """Position of the first item."""
        return self.items[0].position

    @property
    def last(self) -> Position:
        """Position of the last item."""
        return self.items[-1].position

    def result(self) -> Result:
        """Put the parts together, in order."""
        whole = Result()
        for _, part in sorted(self.parts.items()):
            whole.add(part)
        return whole


@dataclass(slots=True, eq=False)
class _Piece:
    job: Job
    start: int
    items: list[Item]
    tries: int = 0


class _Worker:
    """One process with its pipe and its clock; it has one piece at most, so neither end waits for a full pipe."""

    def __init__(self, context: Any, settings: Settings) -> None:
        self.connection, theirs = context.Pipe()
        self.clock = context.RawArray("d", 2)
        self.process = context.Process(target=serve, args=(theirs, self.clock, settings), daemon=True)
        self.process.start()
        theirs.close()
        self.piece: _Piece | None = None
        self.ready = False
        self.overdue = False

    def send(self, piece: _Piece) -> None:
        self.piece, self.clock[STARTED], self.clock[AT] = piece, 0.0, -1.0
        try:
            self.connection.send_bytes(pickle.dumps(piece.items, pickle.HIGHEST_PROTOCOL))
        except OSError:  # it just died; that shows when its result is asked for
            return

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


class Pool:
    """Workers, and the pieces of jobs that wait for one."""

    def __init__(self, size: int, settings: Settings) -> None:
        """Start ``size`` processes; they are spawned, since threads of libraries do not survive a fork."""
        self._context = multiprocessing.get_context("spawn")
        self._settings = settings
        self._waiting: deque[_Piece] = deque()
        self._finished: list[Job] = []
        self._stillborn = 0
        self._size = size
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        """Start the workers."""
        self._workers = [_Worker(self._context, self._settings) for _ in range(self._size)]
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, whatever they are doing."""
        for worker in self._workers:
            worker.stop()

    @property
    def full(self) -> bool:
        """Whether as many pieces wait as there are workers: reading on would only fill the memory."""
        return len(self._waiting) >= self._size

    def submit(self, job: Job) -> None:
        """Take a job; a worker gets it when one is free."""
        job.open = 1
        self._waiting.append(_Piece(job, 0, job.items))
        self._hand_out()

    def collect(self, timeout: float = LOOK) -> list[Job]:
        """Give the jobs that are finished, after a wait of ``timeout`` seconds at most."""
        busy = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(busy), timeout):
            self._receive(busy[connection])
        for worker in self._workers:
            started = worker.clock[STARTED]
            if worker.piece and started and time.monotonic() - started > self._settings.max_seconds + GRACE:
                worker.overdue = True
                worker.process.kill()
        self._hand_out()
        finished, self._finished = self._finished, []
        return finished

    def _hand_out(self) -> None:
        for worker in self._workers:
            if self._waiting and worker.ready and worker.piece is None:
                worker.send(self._waiting.popleft())

    def _receive(self, worker: _Worker) -> None:
        try:
            data = worker.connection.recv_bytes()
        except (EOFError, OSError):
            self._bury(worker)
            return
        self._stillborn = 0
        if not worker.ready:
            worker.ready = True
            return
        piece, worker.piece = worker.piece, None
        if piece:
            self._keep(piece, pickle.loads(data))

    def _keep(self, piece: _Piece, result: Result) -> None:
        piece.job.parts[piece.start] = result
        piece.job.open -= 1
        if not piece.job.open:
            self._finished.append(piece.job)

    def _bury(self, worker: _Worker) -> None:
        """Replace a dead worker and decide about its piece: the item it died of is tried once more, alone."""
        worker.stop()
        self._workers.remove(worker)
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > self._size + TRIES:
                raise BatchError("the worker processes die as they start; is there enough memory? -j 1 needs least")
        self._workers.append(_Worker(self._context, self._settings))
        piece = worker.piece
        if piece is None:
            return
        at = max(0, int(worker.clock[AT]))
        piece.job.open += 2
        self._again(piece, 0, at)
        self._again(piece, at + 1, len(piece.items))
        self._suspect(piece, at, worker.overdue)

    def _again(self, piece: _Piece, start: int, end: int) -> None:
        if start < end:
            self._waiting.appendleft(_Piece(piece.job, piece.start + start, piece.items[start:end], 0))
        else:
            piece.job.open -= 1

    def _suspect(self, piece: _Piece, at: int, overdue: bool) -> None:
        item = piece.items[at]
        alone = _Piece(piece.job, piece.start + at, [item], piece.tries + 1 if len(piece.items) == 1 else 1)
        if not overdue and alone.tries < TRIES:
            self._waiting.appendleft(alone)
            return
        if overdue:
            reject = _refuse(item, "too-slow", f"more than {self._settings.max_seconds:g} seconds")
        else:
            reject = _refuse(item, "worker-died", "its process was killed twice; most likely memory ran out")
        result = Result(rejects=[reject])
        result.stats.rejected[reject.reason] += 1
        self._keep(alone, result)


def _refuse(item: Item, reason: str, detail: str) -> Reject:
    if isinstance(item, Record):
        return refuse(item, reason, detail)
    return Reject(item.position, "", reason, detail) if isinstance(item, Skip) else item
