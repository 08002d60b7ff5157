"""Learned site templates: what goes for them goes first, and no other step sees it."""

from __future__ import annotations

from cleanpress.config import Config
from cleanpress.rules.rulebook import NEVER
from cleanpress.signals.templates import RULE
from cleanpress.verdicts.score import SURE, Piece


def take_templates(pieces: list[Piece], config: Config) -> list[Piece]:
    """Take the blocks that a template takes over the threshold; give the other pieces, for the steps that follow.

    Steps by place go from a sure line to its neighbours. A template is sure of its own block only: when it counted
    there as a border or as the end of the article, most of the lines lost were those beside it. Blocks that are sure
    by themselves stay in sight, as they would without templates; and what is gone here is not there when the result is
    cleaned again, so that changes nothing.
    """
    rest = []
    for piece in pieces:
        known = piece.reading.known
        if not known or piece.grade == SURE or piece.points <= NEVER // 2 or _sum(piece) < config.remove_at:
            rest.append(piece)
            continue
        template = next(e for e in known if e.rule.startswith(RULE))
        piece.reading.evidence, piece.points = known, _sum(piece)
        piece.take(template.category, template.rule)
    return rest


def _sum(piece: Piece) -> int:
    return sum(evidence.points for evidence in piece.reading.known)


def by_template(piece: Piece) -> bool:
    """Whether the piece went for a template."""
    return piece.taken is not None and piece.taken[1].startswith(RULE)
