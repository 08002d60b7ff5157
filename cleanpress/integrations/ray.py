"""Ray Data: an actor class for ``Dataset.map_batches``; rules are compiled once per actor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cleanpress.config import Config, Kind
from cleanpress.extras import need
from cleanpress.integrations.arrow import TableCleaner
from cleanpress.integrations.rows import maker

_data = need("ray.data", "cleanpress.integrations.ray")

BATCH = 64
"""Rows a call gets: pages are large, and Ray holds some batches per actor."""


class CleanBatch:
    """Adds result columns to a batch: ``map_batches(CleanBatch, batch_format="pyarrow", ...)``.

    Every row stays, a null document gives nulls. Wrong names of columns and columns of numbers fail the job and say so.
    """

    def __init__(
        self,
        column: str,
        *,
        url: str | None = None,
        columns: Sequence[str] | None = None,
        prefix: str = "",
        kind: Kind = "auto",
        config: Config | None = None,
    ) -> None:
        """Take the same arguments as :func:`clean_dataset`, and compile the rules."""
        self._cleaner = TableCleaner(maker(columns, kind, config), column, url, prefix)
        self._cleaner.maker.row("")

    def __call__(self, batch: Any) -> Any:
        """Clean one ``pyarrow.Table``."""
        return self._cleaner.add(batch)


def clean_dataset(dataset: Any, column: str, *, actors: int | tuple[int, int] = 1, **options: Any) -> Any:
    """Give the Dataset with the result columns added, by so many actors (or from a fewest to a most).

    ``options`` are those of :class:`CleanBatch`: ``url`` (a column), ``columns``, ``prefix``, ``kind``, ``config``.
    """
    if not isinstance(dataset, _data.Dataset):
        raise TypeError(f"clean_dataset needs a ray.data.Dataset, not {type(dataset).__name__}")
    size = (actors, actors) if isinstance(actors, int) else actors
    compute = _data.ActorPoolStrategy(min_size=size[0], max_size=size[1])
    return dataset.map_batches(
        CleanBatch,
        fn_constructor_args=(column,),
        fn_constructor_kwargs=options,
        batch_format="pyarrow",
        batch_size=BATCH,
        compute=compute,
    )
