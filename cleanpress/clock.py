"""A bound on the time of one document: work looks at the clock now and then, and ends when the time is used up."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from time import perf_counter
from typing import TypeVar

LATE = "time-limit"
"""Note on an article that is partial."""
EVERY = 256
"""How many pieces of work pass between two looks at the clock."""
PIECE = 1 << 16
"""How much of a page is parsed between two looks at the clock."""
T = TypeVar("T")


class TimeUp(Exception):
    """The document's time is used up; never leaves the package."""


class _Clock(threading.local):
    until = math.inf


_CLOCK = _Clock()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let :func:`check` raise once so many seconds have passed; 0 is no bound."""
    before = _CLOCK.until
    _CLOCK.until = perf_counter() + seconds if seconds else math.inf
    try:
        yield
    finally:
        _CLOCK.until = before


def bounded() -> bool:
    """Whether this thread's document has a bound."""
    return _CLOCK.until < math.inf


def late() -> bool:
    """Whether the time of this thread's document is used up."""
    return perf_counter() > _CLOCK.until


def check() -> None:
    """Raise :class:`TimeUp` when the time of this thread's document is used up."""
    if late():
        raise TimeUp


def timed(work: Iterable[T]) -> Iterator[T]:
    """Go through ``work`` with a look at the clock now and then."""
    for number, one in zip(count(), work, strict=False):
        if number % EVERY == 0:
            check()
        yield one
