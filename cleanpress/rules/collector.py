"""The garbage collector rests while rules are loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Build large tables without the collector looking through them again and again; nothing in them is garbage.

    It is a switch of the whole process: who finds it off leaves it to who has turned it off.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
