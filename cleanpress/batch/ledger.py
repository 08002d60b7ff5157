"""Which records are done: all before where reading stands, but for those that are on their way."""

from __future__ import annotations

from typing import Any

from cleanpress.batch.records import Position

Range = tuple[Position, Position]
"""First and last record of a chunk, both included."""


class Ledger:
    """The account that decides what a resumed run still has to do; its size depends on nothing but the processes.

    A chunk holds records that are read one after another, so its first and last position say it all. What has been
    read and not been written is ``open``; an earlier run's open chunks are ``owed`` until they are read again.
    """

    def __init__(self, reached: Position = (0, 0), owed: list[Range] | None = None) -> None:
        """Begin at the beginning, or where an earlier run stood: ``reached`` is the first record it had not read."""
        self.reached = reached
        self._owed = sorted(owed or [])
        self._open: dict[int, Range] = {}
        self.start = min([reached, *(first for first, _ in self._owed)])
        """The first record to read now."""

    def wanted(self, position: Position) -> bool:
        """Whether a record is still to be done; positions must be asked for in order."""
        if position >= self.reached:
            return True
        while self._owed and self._owed[0][1] < position:
            self._owed.pop(0)
        return bool(self._owed) and self._owed[0][0] <= position

    def opened(self, number: int, first: Position, last: Position) -> None:
        """Note that a chunk was read."""
        self._open[number] = (first, last)
        self._passed((last[0], last[1] + 1))

    @property
    def outstanding(self) -> int:
        """Chunks that are read and not written."""
        return len(self._open)

    def closed(self, number: int) -> None:
        """Note that a chunk was written."""
        del self._open[number]

    def finished(self, inputs: int) -> None:
        """Note that everything was read."""
        self._passed((inputs, 0))

    def _passed(self, position: Position) -> None:
        self.reached = max(self.reached, position)
        self._owed = [(max(first, position), last) for first, last in self._owed if last >= position]

    def to_json(self) -> dict[str, Any]:
        """Give what a resumed run needs."""
        return {"reached": self.reached, "owed": sorted([*self._open.values(), *self._owed])}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Ledger:
        """Read what :meth:`to_json` gave."""
        owed = [((a[0], a[1]), (b[0], b[1])) for a, b in stored["owed"]]
        return cls((stored["reached"][0], stored["reached"][1]), owed)
