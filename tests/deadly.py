"""A worker for tests: cleaning one document kills its process, another hangs it and hears no alarm."""

import os
import time

from cleanpress.batch import worker
from cleanpress.model import Article


def clean_batch(sources, **options):
    """Stand in for cleaning; the rules need not even be loaded."""
    if sources[0] == "die":
        os.kill(os.getpid(), 9)
    while sources[0] == "hang":
        try:
            time.sleep(1)
        except worker.TimeUp:
            continue
    return [Article(source, "", source, ()) for source in sources]


def serve(connection, clock, settings):
    worker.clean_batch = clean_batch
    worker.serve(connection, clock, settings)


def never(connection, clock, settings):
    """Die before anything is done."""
    os._exit(1)
