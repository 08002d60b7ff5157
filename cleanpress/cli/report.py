"""Tables for people: what was removed and why, and the sum of every block."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from cleanpress.cli.terminal import one_line
from cleanpress.config import Config
from cleanpress.model import Article, Evidence, Page, Verdict

MANY = 4
"""From so many neighbours on, what place alone removed (menus, footers) shares a row of the table."""
SHOWN = 240
"""Characters of a piece that a table shows; JSON has the whole."""


def shorten(text: str, size: int = SHOWN) -> str:
    """Escape, put on one line and cut in the middle: how a paragraph begins and ends tells it apart."""
    line = one_line(text)
    if len(line) <= size:
        return line
    tail = size // 4
    return f"{line[: size - tail - 3].rstrip()} … {line[-tail:].lstrip()}"


def terms(evidence: Sequence[Evidence], between: str = ", ") -> str:
    """Write the terms of a sum: ``en:donation.ask +9, shape.short +2``."""
    return between.join(f"{e.rule} {e.points:+d}" for e in evidence)


def _table(title: str) -> Table:
    return Table(title=title or None, title_justify="left", expand=False, pad_edge=False, show_edge=False)


def _cell(text: str, style: str = "") -> Text:
    return Text(one_line(text) if "\n" not in text else text, style)


def removals_table(article: Article, title: str = "") -> Table | Text:
    """Show every removal: category, deciding rule, points and text."""
    if not article.removals:
        return Text(f"{title}: nothing was removed." if title else "Nothing was removed.")
    table = _table(title)
    table.add_column("category", style="bold", no_wrap=True)
    table.add_column("rule", style="cyan", overflow="fold", max_width=30)
    table.add_column("points", justify="right")
    table.add_column("text", overflow="fold", ratio=1)
    for (category, rule, points), group in groupby(article.removals, lambda r: (r.category, r.rule, r.points)):
        pieces = [removal.text for removal in group]
        if len(pieces) >= MANY and rule.startswith("place."):
            pieces = [f"{len(pieces)} pieces: " + " · ".join(shorten(piece, 60) for piece in pieces)]
        for piece in pieces:
            table.add_row(str(category), _cell(rule), str(points), Text(shorten(piece)))
    return table


def verdicts_table(page: Page, verdicts: Sequence[Verdict]) -> Table:
    """Show every block: whether it stays, its sum with the terms, and its text."""
    table = _table("")
    table.add_column("block", justify="right")
    table.add_column("verdict", no_wrap=True)
    table.add_column("sum", justify="right")
    table.add_column("terms", overflow="fold", max_width=40)
    table.add_column("text", overflow="fold", ratio=1)
    for verdict in verdicts:
        block = page.blocks[verdict.block]
        style = "green" if verdict.keep else "red"
        table.add_row(
            str(verdict.block),
            Text("kept" if verdict.keep else verdict.category, style),
            str(verdict.points),
            _cell("\n".join(one_line(term) for term in terms(verdict.evidence, "\n").split("\n"))),
            Text(shorten(page.text[block.start : block.end])),
        )
    return table


def nearest_survivor(page: Page, verdicts: Sequence[Verdict], config: Config) -> str:
    """Say which kept block came closest to going, by which rule, and what would make it go."""
    kept = [v for v in verdicts if v.keep and v.category and v.category not in config.keep]
    if not kept:
        return "No rule hits anything that is kept. To remove a line, write a rule for it: cleanpress rules new"
    best = max(kept, key=lambda v: v.points)
    block = page.blocks[best.block]
    rule = max((e for e in best.evidence if e.category), key=lambda e: e.points).rule
    return (
        f"Nearest to removal among the kept: block {best.block} with {best.points} points of {config.remove_at} "
        f"({one_line(terms(best.evidence))}).\n"
        f"  {shorten(page.text[block.start : block.end])}\n"
        f"Its nearest rule: cleanpress rules show {one_line(rule)}. To make it go, add a phrase: cleanpress rules new"
    )
