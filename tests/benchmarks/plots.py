"""The pictures: F1 against time, harm against recall, growth. Fixed ids and no date, so that the same results give the
same files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # the backend must be chosen first
from matplotlib.ticker import LogLocator

from tests.benchmarks.report import answered, f1_of, times_parse

matplotlib.rcParams.update({"svg.hashsalt": "cleanpress", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3})
OURS, OTHERS = "#b3261e", "#44546a"
COLOURS = ("#1f77b4", "#6baed6", "#08306b", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf")
MARKS = "osD^v<>PXp"


def draw(results: dict[str, Any], out: Path) -> None:
    quality(results, out / "f1-time.svg")
    strictness(results, out / "harm-recall.svg")
    growth(results, out / "growth.svg")


def save(figure: Any, path: Path) -> None:
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")
    plt.close(figure)


def row_of(count: int) -> tuple[Any, list[Any]]:
    """A row of plots, with room for one legend at its right."""
    figure, axes = plt.subplots(1, count, figsize=(3.6 * count + 1.6, 3.4), squeeze=False, layout="constrained")
    return figure, list(axes[0])


def plain_ticks(axis: Any) -> None:
    """Numbers as they are read aloud, where the axis would write powers of ten."""
    axis.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.xaxis.set_major_formatter("{x:g}")
    axis.xaxis.set_minor_formatter("")


def styles(results: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Colour and mark by extractor; ours stands out."""
    others = [name for name in results["systems"] if name != "cleanpress"]
    found = {name: {"color": COLOURS[i % 10], "marker": MARKS[i % 10]} for i, name in enumerate(others)}
    return {"cleanpress": {"color": OURS, "marker": "*", "zorder": 4}, **found}


def quality(results: dict[str, Any], path: Path) -> None:
    systems, looks = answered(results), styles(results)
    corpora = list(dict.fromkeys(row["corpus"] for found in systems.values() for row in found["pages"]))
    figure, axes = row_of(len(corpora))
    for axis, corpus in zip(axes, corpora, strict=True):
        for name, found in systems.items():
            rows = [row for row in found["pages"] if row["corpus"] == corpus]
            size = 110 if name == "cleanpress" else 36
            axis.scatter([times_parse(rows)], [f1_of(rows)[2]], label=name, s=size, **looks[name])
        axis.set(xscale="log", title=corpus, xlabel="CPU time / lxml's parse", ylabel="F1")
        plain_ticks(axis)
    axes[-1].legend(fontsize=8, loc="center left", bbox_to_anchor=(1.02, 0.5))
    save(figure, path)


def strictness(results: dict[str, Any], path: Path) -> None:
    figure, axis = plt.subplots(figsize=(5, 3.6), layout="constrained")
    dial = [row for row in results["text"] if row["setting"].isdigit()]
    axis.plot([100 * row["harm"] for row in dial], [100 * row["recall"] for row in dial], color=OTHERS, marker=".")
    for row in dial:
        axis.annotate(row["setting"], (100 * row["harm"], 100 * row["recall"]), fontsize=7, color=OTHERS,
                      textcoords="offset points", xytext=(3, -9))  # fmt: skip
    for row in (row for row in results["text"] if not row["setting"].isdigit()):
        axis.scatter([100 * row["harm"]], [100 * row["recall"]], color=OURS, zorder=3)
        axis.annotate(row["setting"], (100 * row["harm"], 100 * row["recall"]), color=OURS,
                      textcoords="offset points", xytext=(6, 6))  # fmt: skip
    axis.set(xlabel="harm: article text lost, %", ylabel="recall: junk blocks gone, %", title="remove_at as the dial")
    save(figure, path)


def growth(results: dict[str, Any], path: Path) -> None:
    systems, looks = answered(results), styles(results)
    families = list(dict.fromkeys(family for found in systems.values() for family in found["growth"]))
    figure, axes = row_of(len(families))
    for axis, family in zip(axes, families, strict=True):
        for name, found in systems.items():
            points = found["growth"].get(family, [])
            wide = 2.4 if name == "cleanpress" else 1.2
            look = looks[name] | {"markersize": 4, "linewidth": wide}
            axis.plot([size / 1000 for size, _ in points], [spent for _, spent in points], label=name, **look)
        axis.set(xscale="log", yscale="log", title=family, xlabel="kilobytes of the page", ylabel="CPU seconds")
        plain_ticks(axis)
    axes[-1].legend(fontsize=8, loc="center left", bbox_to_anchor=(1.02, 0.5))
    save(figure, path)
