"""Which recurring blocks are templates. What recurs may be article text: refrains, notices, quotes, series, figures.

Harm counts more than a line that stays, so a block that the cleaner keeps must stand at the edge of articles and recur
far more often than one that is removed anyway; in doubt it is refused.
"""

from __future__ import annotations

from datetime import date

from cleanpress.learning.pages import CATEGORIES
from cleanpress.learning.store import Sums
from cleanpress.templates.columns import KINDS, Template
from cleanpress.templates.keys import block_keys
from cleanpress.templates.table import enough

MOSTLY = 0.8
"""On so many of its pages a block must be removed anyway, or words speak for that, to need no other proof."""
INSIDE = 0.2
"""A kept block that stands between paragraphs of more of its pages is a part of articles: subhead, refrain, notice."""
SPREAD = 0.5
"""A kept block must have been seen over so much of the time over which the host's articles were seen."""
LINE = KINDS.index("line")
REFUSALS = {
    "quote": "somebody is quoted or reported in each; stories that follow one another repeat such",
    "inside": "each is kept and stands between paragraphs: subheads, refrains, notices that belong to the article",
    "figures": "each is kept and holds numbers, which were masked: results, prices, tables",
    "rare": "each recurs too seldom for what it is",
    "brief": "each is kept and was seen for a short time only: follow-up stories, a series",
}
"""Why a recurring block is no template."""


def judge(sums: Sums) -> tuple[str, str]:
    """Give (basis, "") or ("", refusal) for one block."""
    removed = sums.pages - sums.kept
    if sums.spoken:
        return "", "quote"
    if removed >= MOSTLY * sums.pages:
        basis = "furniture" if sums.kind == LINE or 2 * (removed - sums.placed) >= sums.pages else "text"
    elif sums.leaning + removed >= MOSTLY * sums.pages and not sums.figures:
        basis = "leaning"
    else:
        if inside(sums) > INSIDE * sums.pages:
            return "", "inside"
        if sums.figures:
            return "", "figures"
        basis = "line" if sums.kind == LINE else "prose"
        if _brief(sums):
            return "", "brief"
    return (basis, "") if enough(basis, sums.pages, sums.host_pages) else ("", "rare")


def inside(sums: Sums) -> int:
    """Pages on which the block stands between paragraphs that only that page has, or where there are none."""
    return sums.pages - sums.before - sums.after


def _brief(sums: Sums) -> bool:
    """Whether the block's articles are much closer in time than those of the host; False where dates are unknown."""
    days = sums.host_first, sums.host_last, sums.first_day, sums.last_day
    if None in days:
        return False
    host_first, host_last, first, last = (day or 0 for day in days)
    return last - first < SPREAD * (host_last - host_first)


def template_of(sums: Sums, basis: str) -> Template:
    """Write an admitted block as a row of the table."""
    category = CATEGORIES[sums.category] if sums.category is not None else "navigation"
    return Template(
        host=sums.host,
        hash=f"{sums.block:016x}",
        pages=sums.pages,
        host_pages=sums.host_pages,
        share=sums.pages / sums.host_pages,
        category="navigation" if category == "headline" else category,
        kind=KINDS[sums.kind],
        basis=basis,
        removed=sums.pages - sums.kept,
        before=sums.before,
        inside=inside(sums),
        after=sums.after,
        first_place=sums.first_place,
        last_place=sums.last_place,
        first_day=_iso(sums.first_day),
        last_day=_iso(sums.last_day),
        example=sums.example,
        version=block_keys().version,
    )


def _iso(day: int | None) -> str:
    return date.fromordinal(day).isoformat() if day else ""
