"""A worker for tests: cleaning one document kills its process, another hangs it and hears no alarm."""

import os
import time
from collections.abc import MutableSequence
from multiprocessing.connection import Connection
from typing import Any

from cleanpress.batch import worker
from cleanpress.batch.records import Settings
from cleanpress.model import Article


def clean_batch(sources: list[str], **options: Any) -> list[Article]:
    """Stand in for cleaning; the rules need not even be loaded."""
    if sources[0] == "die":
        os.kill(os.getpid(), 9)
    while sources[0] == "hang":
        try:
            time.sleep(1)
        except worker.TimeUp:
            continue
    return [Article(source, "", source, ()) for source in sources]


def serve(connection: Connection, clock: MutableSequence[float], settings: Settings) -> None:
    worker.clean_batch = clean_batch  # type: ignore[attr-defined,assignment]  # a stand-in for what it imports
    worker.serve(connection, clock, settings)


def never(connection: Connection, clock: MutableSequence[float], settings: Settings) -> None:
    """Die before anything is done."""
    os._exit(1)
