"""The sum: every block judged by its own evidence alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cleanpress.config import Config
from cleanpress.model import Evidence
from cleanpress.rules.rulebook import NEVER, Rulebook
from cleanpress.signals.reading import Reading
from cleanpress.signals.shape import LINE, PROSE

SURE, LEAN, PLAIN = "sure", "lean", "plain"
GUARDS = frozenset(("shape.speech", "shape.quote", "shape.nobody"))
"""What speaks so strongly for reporting that a block goes only when it is sure by itself, never for its neighbours."""


@dataclass(slots=True)
class Piece:
    """A block on its way to a verdict."""

    reading: Reading
    points: int = 0
    category: str = ""
    rule: str = ""
    """Heaviest term of the sum."""
    grade: str = PLAIN
    """``sure`` goes by itself, ``lean`` goes beside a sure one, ``plain`` says nothing."""
    taken: tuple[str, str] | None = None
    """(category, rule) once a step has taken the block."""
    addressed: bool = False
    """Speaks to the reader beside an appeal."""
    goods: bool = False
    """A line of a list of goods."""
    extra: tuple[Evidence, ...] = ()
    """What the steps add to the evidence, for the explanation."""

    @property
    def kind(self) -> str:
        """Kind of the block's shape."""
        return self.reading.shape.kind

    @property
    def is_line(self) -> bool:
        """A bare line that nothing protects."""
        return self.reading.shape.kind == LINE and not self.reading.part and not self.goods and self.points > NEVER // 2

    @property
    def is_prose(self) -> bool:
        """A paragraph of reporting that no step has taken."""
        return self.reading.shape.kind == PROSE and self.taken is None

    def take(self, category: str, rule: str, points: int = 0) -> None:
        """Mark the block as removed by a step; the first step to do so stays the reason."""
        if self.taken is None and self.points > NEVER // 2:
            self.taken = (category, rule)
            if points:
                self.extra += (Evidence(rule, category, points),)


def weigh(readings: list[Reading], book: Rulebook, config: Config) -> list[Piece]:
    """Sum the evidence of every block and grade it."""
    order = {name: i for i, name in enumerate(book.categories)}
    return [_weigh_one(reading, order, config) for reading in readings]


def _weigh_one(reading: Reading, order: dict[str, int], config: Config) -> Piece:
    piece = Piece(reading)
    if not reading.evidence:
        return piece
    votes: dict[str, int] = defaultdict(int)
    best = -1
    for evidence in reading.evidence:
        piece.points += evidence.points
        if evidence.category:
            votes[evidence.category] += evidence.points
            if evidence.points > best:
                best, piece.rule = evidence.points, evidence.rule
    if not votes:
        return piece
    piece.category = max(votes, key=lambda name: (votes[name], -order.get(name, 99)))
    if piece.points >= (config.edge_at if piece.category in config.drop else config.remove_at):
        piece.grade = SURE
        piece.take(piece.category, piece.rule)
    elif piece.points >= config.edge_at and GUARDS.isdisjoint(e.rule for e in reading.evidence):
        piece.grade = LEAN
    return piece
