"""What a run of many documents shows while it lasts and when it ends: a bar to a person, plain lines to a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cleanpress.batch.records import Stats
from cleanpress.batch.request import Request
from cleanpress.batch.run import Outcome, Watch
from cleanpress.cli.terminal import console, is_terminal, say

MB = 1_000_000
SHOWN = 3
"""Categories named while the run lasts."""
REDRAW = 0.2


@contextmanager
def make_progress(interval: float, quiet: bool) -> Iterator[Watch]:
    """Give what is to be told of a run's course: a live line on a terminal, else a line every ``interval`` seconds."""
    if quiet:
        yield lambda stats, read, total: None
    elif is_terminal(sys.stderr):
        with _live() as watch:
            yield watch
    else:
        yield _Lines(interval)


class _Lines:
    """A line now and then."""

    def __init__(self, interval: float) -> None:
        self._interval, self._last, self._pace = interval, time.monotonic(), Pace()

    def __call__(self, stats: Stats, read: int, total: int) -> None:
        now = time.monotonic()
        self._pace.see(read)
        if now - self._last >= self._interval:
            self._last = now
            left = self._pace.left(read, total)
            say(f"cleanpress: {about(stats)}" + (f", {clock(left)} left" if left is not None else ""))


@contextmanager
def _live() -> Iterator[Watch]:
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415  # 45 ms that only terminals need

    columns = (BarColumn(20), TextColumn("{task.description}"))
    pace, drawn = Pace(), 0.0
    with Progress(*columns, console=console(err=True), transient=True) as bars:
        task = bars.add_task("starting", total=None)

        def watch(stats: Stats, read: int, total: int) -> None:
            nonlocal drawn
            pace.see(read)
            if time.monotonic() - drawn < REDRAW:
                return
            drawn = time.monotonic()
            left = pace.left(read, total)
            text = about(stats) + (f", {clock(left)} left" if left is not None else "")
            bars.update(task, completed=read, total=total or None, description=text)

        yield watch


class Pace:
    """How fast this run reads; what an earlier one read says nothing about the time left."""

    def __init__(self) -> None:
        """Start with the first thing seen."""
        self._began, self._from = 0.0, -1

    def see(self, read: int) -> None:
        """Note where reading stands at first."""
        if self._from < 0:
            self._began, self._from = time.monotonic(), read

    def left(self, read: int, total: int) -> float | None:
        """Guess the seconds left; None while there is nothing to go by."""
        if total <= 0 or read <= self._from:
            return None
        return max(0, total - read) * (time.monotonic() - self._began) / (read - self._from)


def clock(seconds: float) -> str:
    """Write a time as people read it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def about(stats: Stats) -> str:
    """Put the sums into one line: documents, speed, share removed by category, errors."""
    speed = stats.input_bytes / MB / stats.seconds if stats.seconds else 0
    parts = [f"{stats.documents:,} documents", f"{speed:.1f} MB/s"]
    if stats.source_chars:
        removed = sum(stats.removed_chars.values())
        top = [f"{name} {100 * n / stats.source_chars:.1f}" for name, n in stats.removed_chars.most_common(SHOWN)]
        parts.append(f"{100 * removed / stats.source_chars:.1f} % removed" + (f" ({', '.join(top)})" if top else ""))
    parts.append(f"{sum(stats.rejected.values()):,} rejected")
    return ", ".join(parts)


def summary_of(outcome: Outcome, request: Request) -> dict[str, Any]:
    """Give the sums of a run as plain values for JSON."""
    stats = outcome.stats
    chars = stats.source_chars or 1
    return {
        "output": request.out,
        "rejects": str(request.rejects_path) if stats.rejected else None,
        "inputs": outcome.inputs,
        "resumed": outcome.resumed,
        "complete_before": outcome.complete_before,
        **stats.to_dict(),
        "removed_share": {name: round(n / chars, 6) for name, n in stats.removed_chars.most_common()},
        "mb_per_second": round(stats.input_bytes / MB / stats.seconds, 3) if stats.seconds else None,
    }


def summary_lines(outcome: Outcome, request: Request) -> list[str]:
    """Say in a few lines how a run ended."""
    stats = outcome.stats
    lines = [f"{about(stats)}; {clock(stats.seconds)} in all", f"written: {request.out}"]
    if stats.rejected:
        reasons = ", ".join(f"{n:,} {name}" for name, n in stats.rejected.most_common())
        lines.append(f"rejected: {reasons}; see {request.rejects_path}")
    if stats.skipped:
        lines.append(f"skipped: {stats.skipped:,} records of archives that are no pages")
    if stats.empty:
        lines.append(f"nothing was left of {stats.empty:,} documents")
    return lines
