"""The blocks of a document, each where it stood, with its sum at the margin and its terms behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpress.explanation import ExplainedBlock, Explanation
from cleanpress.model import Span
from cleanpress.writers.report.element import Html, el, joined
from cleanpress.writers.report.frame import lang
from cleanpress.writers.sentences import category_title, counted

LONG, OPEN = 900, 420
"""Of a removed block with more characters only the beginning is open."""
MENU = 60
"""Lines of a removed block that are shorter on average share a line."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def document(explained: Explanation) -> Html:
    """Show all blocks in order."""
    before: ExplainedBlock | None = None
    rows = []
    for block in explained.blocks:
        follows = before is not None and not (before.kept or block.kept) and before.category == block.category
        rows.append(_block(block, explained, follows))
        before = block
    return el("div", *rows, class_="doc", id="document")


def _block(block: ExplainedBlock, explained: Explanation, follows: bool) -> Html:
    """One block; ``follows``: the one before went as the same, so its label need not be shown again."""
    number = block.index
    kind = f"cut c-{block.category}"
    if block.kept:
        kind = "kept heading" if block.tag in HEADINGS else "kept item" if block.tag == "li" else "kept"
    state = "kept" if block.kept else f"removed as {category_title(block.category)}"
    total = el(
        "button",
        el("span", f"Block {number}, {state}: ", class_="vh"),
        _signed(block.points),
        el("span", " points, why?", class_="vh"),
        class_="sum",
        type="button",
        aria_expanded="false",
        aria_controls=f"w{number}",
        aria_describedby=f"v{number}",
    )
    chip = None if block.kept else el("p", category_title(block.category), class_="chip vh" if follows else "chip")
    return el(
        "div",
        total,
        el("div", chip, _text(block, explained), class_="body"),
        _why(block, explained),
        class_=f"block {kind}{' near' if block.kept and block.nearest else ''}{' follows' if follows else ''}",
        id=f"b{number}",
        data_category="kept" if block.kept else block.category,
    )


def rule_name(rule: str) -> Html:
    """Write a rule's id, which may break after its colon and full stop."""
    return el("code", *(joined(part, el("wbr")) for part in re.split(r"(?<=[:.])", rule)))


def _signed(points: int) -> str:
    return f"{points:+d}".replace("-", "−") if points else "0"


def _text(block: ExplainedBlock, explained: Explanation) -> Html:
    """The block's own words, with those underlined that a rule hit."""
    attrs: dict[str, str | None] = {"class_": "text", "dir": "auto", "lang": lang(explained.language)}
    span = block.span
    if block.kept:
        return el("h3" if block.tag in HEADINGS else "p", _marked(block, explained, span), **attrs)
    if len(span) <= LONG:
        return el("div", _lines(block, explained, span), **attrs)
    cut = span.start + _beginning(block.text)
    left = el("summary", f"{span.end - cut:,} more characters", dir="ltr", lang="en")
    rest = el("details", left, _lines(block, explained, Span(cut, span.end)))
    return el("div", _lines(block, explained, Span(span.start, cut)), rest, **attrs)


def _beginning(words: str) -> int:
    """Where to break a long text: after a line or a word."""
    at = max(words.rfind("\n", 0, OPEN), words.rfind(" ", OPEN // 2, OPEN))
    return at + 1 if at > 0 else OPEN


def _lines(block: ExplainedBlock, explained: Explanation, span: Span) -> Html:
    """Menus go on one line, with dots between their entries; everything else keeps its lines."""
    lines = [Span(*found.span()) for found in _LINE.finditer(explained.source_text, span.start, span.end)]
    shown = [_marked(block, explained, line) for line in lines]
    if len(lines) < 3 or sum(map(len, lines)) > MENU * len(lines):
        return joined(*(el("p", line) for line in shown))
    return el("p", *(joined(el("span", line), " ") for line in shown), class_="menu")


def _marked(block: ExplainedBlock, explained: Explanation, span: Span) -> Html:
    return joined(*_runs(block, explained.source_text, span))


def _runs(block: ExplainedBlock, words: str, span: Span) -> Iterator[Html]:
    at = span.start
    for hit in sorted(term.span for term in block.terms if term.span):
        low, high = max(hit.start, at), min(hit.end, span.end)
        if low < high:
            yield joined(words[at:low])
            yield el("mark", words[low:high])
            at = high
    yield joined(words[at : span.end])


def _why(block: ExplainedBlock, explained: Explanation) -> Html:
    """The verdict and the sum, term by term."""
    terms = [
        el("tr", el("td", rule_name(term.rule)), el("td", _signed(term.points), class_="n"), el("td", term.why))
        for term in block.terms
    ]
    total = _signed(block.points)
    needs = f"{explained.remove_at} remove" + (f"; {counted(block.missing)} missing" if block.missing else "")
    table = el(
        "table",
        el("caption", f"Terms of block {block.index}", class_="vh"),
        el("thead", el("tr", *(el("th", name, scope="col") for name in ("Rule", "Points", "Why"))), class_="vh"),
        el("tbody", *terms),
        el("tfoot", el("tr", el("th", "Sum", scope="row"), el("td", total, class_="n"), el("td", needs))),
    )
    verdict = el("p", block.verdict, id=f"v{block.index}", class_="verdict")
    return el("div", verdict, table if terms else None, class_="why", id=f"w{block.index}")
