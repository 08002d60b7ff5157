"""Why a block went and why it stayed, in plain sentences: a verdict, and behind it what each term has to say."""

from __future__ import annotations

from collections.abc import Iterable

from cleanpress.config import Config
from cleanpress.explanation import Term
from cleanpress.rules.rulebook import NEVER, categories

STEPS = {"place.": "where it stands", "run.": "where it stands", "markup.": "its markup"}
"""How the ids of decisions begin that need no sum, and what these go by."""


def category_title(category: str) -> str:
    """Name a category for people: ``Donation and membership appeal``."""
    row = categories().get(category)
    return str(row["title"]) if row else category


def why_gone(points: int, category: str, decided: tuple[str, str], config: Config) -> str:
    """Say why a block was removed; ``decided``: the deciding rule and why it exists."""
    rule, why = decided
    begin = f"This went as “{category_title(category)}”"
    step = next((what for prefix, what in STEPS.items() if rule.startswith(prefix)), "")
    if step:
        return f"{begin} because of {step}: {_sentence(why)}"
    if points >= config.remove_at:
        return f"{begin}: its terms add up to {counted(points)}, and {config.remove_at} are enough."
    if points >= config.edge_at:
        return (
            f"{begin}: its terms add up to {counted(points)}. By itself it would have stayed, but from "
            f"{config.edge_at} points on a block goes beside one that is sure to go."
        )
    return f"{begin}: its terms add up to only {counted(points)}, but it stands in a row of lines that are sure to go."


def why_kept(terms: tuple[Term, ...], points: int, category: str, config: Config) -> str:
    """Say why a block stayed."""
    if any(term.points <= NEVER // 2 for term in terms):
        return "This stayed because a rule forbids its removal."
    if not any(term.category and term.points > 0 for term in terms):
        return "This stayed: no rule speaks for its removal, and it stands where the article stands."
    if category in config.keep:
        return f"This stayed because the options keep “{category_title(category)}”; it has {counted(points)}."
    if points >= config.remove_at:
        return f"This stayed because the options keep what would have removed it; it has {counted(points)}."
    short = f"{config.remove_at - points} short of the {config.remove_at} that remove"
    begin = f"This stayed: its terms add up to {counted(points)}, {short}."
    if points >= config.edge_at:
        begin += " It would have gone beside a block that is sure to go, but there is none."
    return begin


def in_full(verdict: str, terms: tuple[Term, ...]) -> str:
    """Add to a verdict what speaks for removal and what against it, each term with its reason."""
    pro = _listed("For removal speaks", sorted((t for t in terms if t.points > 0), key=lambda t: -t.points))
    con = _listed("Against it speaks", sorted((t for t in terms if t.points < 0), key=lambda t: t.points))
    return " ".join((verdict, *pro, *con))


def counted(points: int) -> str:
    """Write a number of points."""
    return f"{points} point" if abs(points) == 1 else f"{points} points"


def _listed(begin: str, terms: Iterable[Term]) -> list[str]:
    parts = [f"{term.rule} ({term.points:+d}): {_sentence(term.why)}" for term in terms]
    return [f"{begin} {parts[0]}", *parts[1:]] if parts else []


def _sentence(text: str) -> str:
    """Put on one line, and end with a full stop where no mark ends it yet."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", ".”", '."')) else f"{text}."
