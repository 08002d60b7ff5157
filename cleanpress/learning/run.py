"""Learning from files: read as ``cleanpress batch`` reads, cleaned in several processes, counted in this one."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from cleanpress.batch.inputs import expand
from cleanpress.batch.reading import read_input
from cleanpress.batch.records import BatchError, Cursor, Item, Record, Reject, Settings
from cleanpress.batch.worker import be_killed_first, clean_record, raise_time_up
from cleanpress.errors import ConfigError
from cleanpress.learning.learner import TemplateLearner
from cleanpress.learning.pages import PageReader, PageRows

CHUNK_BYTES, CHUNK_ITEMS = 1 << 20, 256
Part = tuple[list[PageRows], Counter[str]]
Watch = Callable[[Counter[str]], None]
"""Is told after each chunk what became of the documents so far."""
COUNTED, NO_BODY, NO_HOST, REFUSED = "counted", "no body", "no address", "refused"


@dataclass(frozen=True, slots=True)
class Task:
    """How records become rows; it travels to the processes."""

    settings: Settings = field(default_factory=Settings)
    host: str = ""
    """Host of documents that do not tell their address."""


def learn_files(
    learner: TemplateLearner,
    inputs: Iterable[str],
    task: Task,
    *,
    processes: int = 1,
    outputs: tuple[str, ...] = (),
    watch: Watch = lambda told: None,
) -> Counter[str]:
    """Add all documents of some inputs; give how many were counted, had no body, told no address, were refused."""
    told: Counter[str] = Counter()
    for pages, part in _parts(_chunks(inputs, outputs, task.settings), task, processes):
        learner.add_rows(pages)
        told.update(part)
        watch(told)
    return told


def _chunks(inputs: Iterable[str], outputs: tuple[str, ...], settings: Settings) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for named in expand(list(inputs), outputs):
        for item in read_input(named, 0, settings, Cursor()):
            chunk.append(item)
            size += item.size
            if size >= CHUNK_BYTES or len(chunk) >= CHUNK_ITEMS:
                yield chunk
                chunk, size = [], 0
    if chunk:
        yield chunk


def _parts(chunks: Iterator[list[Item]], task: Task, processes: int) -> Iterator[Part]:
    """Give what becomes of each chunk, in order; a few chunks are under way, so memory stays bounded."""
    if processes == 1:
        before = signal.signal(signal.SIGALRM, raise_time_up)
        try:
            reader = PageReader(task.settings.config)
            yield from (_read(chunk, task, reader) for chunk in chunks)
        finally:
            signal.signal(signal.SIGALRM, before)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _start, (task,)) as pool:
        waiting: deque[Future[Part]] = deque()
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_work, chunk))
                while len(waiting) > 2 * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise BatchError("a process died, most likely for want of memory; try fewer with -j") from None


_MINE: list[tuple[Task, PageReader]] = []
"""What this process works with; a process pool hands nothing over but arguments."""


def _start(task: Task) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, raise_time_up)
    be_killed_first()
    _MINE.append((task, PageReader(task.settings.config)))


def _work(chunk: list[Item]) -> Part:
    return _read(chunk, *_MINE[0])


def _read(chunk: list[Item], task: Task, reader: PageReader) -> Part:
    pages: list[PageRows] = []
    told: Counter[str] = Counter()
    for item in chunk:
        if isinstance(item, Record):
            page = _page(item, task, reader)
            if isinstance(page, PageRows):
                pages.append(page)
                told[COUNTED] += 1
            else:
                told[page] += 1
        else:
            told[REFUSED] += isinstance(item, Reject)
    return pages, told


def _page(record: Record, task: Task, reader: PageReader) -> PageRows | str:
    made = clean_record(record, task.settings)
    if isinstance(made, Reject):
        return REFUSED
    record, article, _ = made
    address = record.url or (f"https://{task.host}/{record.source}#{record.position[1]}" if task.host else None)
    if not record.url and article.hints.url:
        address = None
    try:
        return reader.read(article, address) or NO_BODY
    except ConfigError:
        return NO_HOST
