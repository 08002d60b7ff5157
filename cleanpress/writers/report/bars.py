"""Bars as inline SVG: shares of a text, and counts beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from cleanpress.writers.report.element import Html, el

WIDTH = 1000
GAP = 3


def bar(parts: Sequence[tuple[str, int]], most: int, label: str = "", height: int = 12) -> Html:
    """Draw one bar of parts, each a class and an amount, as long as their share of ``most``.

    Without a label it is an ornament: what it shows stands beside it in words.
    """
    at = 0.0
    pieces = []
    for name, amount in parts:
        size = WIDTH * amount / max(most, 1)
        if size > 0:
            drawn = max(size - GAP, min(size, 1.5))
            pieces.append(el("rect", class_=name, x=f"{at:.1f}", y=0, width=f"{drawn:.1f}", height=height))
        at += size
    shown = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    box = f"0 0 {WIDTH} {height}"
    return el("svg", *pieces, class_="bar", viewBox=box, preserveAspectRatio="none", focusable="false", **shown)
