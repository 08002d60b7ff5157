"""Tables in Markdown. Cells hold one line there, and the first row is the head."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cleanpress.writers.inline import one_line

WIDEST = 100
"""Columns of a cell beyond this are not written."""


def table_of(node: Any, blocks: Callable[[Any], list[str]]) -> list[str]:
    """Write a table, its caption before it. A table that holds tables becomes what is in its cells."""
    found = [text for caption in node.iterchildren("caption") for text in blocks(caption)]
    rows = [row for part in node for row in ([part] if part.tag == "tr" else part.iterchildren("tr"))]
    if any(True for inner in node.iter("table") if inner is not node):
        return found + [text for row in rows for cell in row for text in blocks(cell)]
    grid = _grid(rows)
    width = max(map(len, grid), default=0)
    if width == 0:
        return found
    lines = [_line([*row, *[""] * (width - len(row))]) for row in grid]
    lines.insert(1, "|" + " --- |" * width)
    return [*found, "\n".join(lines)]


def _grid(rows: list[Any]) -> list[list[str]]:
    """Texts of the cells by row and column; what a cell covers beyond its own place is empty."""
    grid: list[list[str]] = []
    held: dict[int, int] = {}
    for row in rows:
        texts: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _skip_held(texts, held)
            wide = min(int(cell.get("colspan") or 1), WIDEST)
            for _ in range(wide):
                held[len(texts)] = int(cell.get("rowspan") or 1) - 1
                texts.append("")
            texts[-wide] = one_line(cell)
        _skip_held(texts, held)
        grid.append(texts)
    return grid


def _skip_held(texts: list[str], held: dict[int, int]) -> None:
    while held.get(len(texts), 0) > 0:
        held[len(texts)] -= 1
        texts.append("")


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
