"""The report on one document: what stayed, what went, and the reason at every block."""

from __future__ import annotations

from collections import Counter

from cleanpress.explanation import Explanation
from cleanpress.rules.rulebook import categories
from cleanpress.writers.report.bars import bar
from cleanpress.writers.report.blocks import document, rule_name
from cleanpress.writers.report.element import Html, el, joined
from cleanpress.writers.report.frame import footer, frame, lang
from cleanpress.writers.sentences import category_title, counted


def report(explained: Explanation, name: str, home: str = "") -> str:
    """Make the report as a page; ``name`` says where the document came from, ``home`` links to an index."""
    return frame(
        f"{explained.title or name} – what went, and why",
        el("a", "Skip to the document", href="#document", class_="skip"),
        _header(explained, name, home),
        el(
            "main",
            _panel(explained),
            el("section", el("h2", "The document", class_="vh"), document(explained), class_="paper"),
        ),
        footer(explained.rulebook),
        script=True,
    )


def _header(explained: Explanation, name: str, home: str) -> Html:
    title = explained.title or name
    about = [part for part in (explained.hostname, name if name != title else "") if part]
    return el(
        "header",
        el("p", el("a", "All documents", href=home) if home else "cleanpress report", class_="brand"),
        el("h1", title, dir="auto", lang=lang(explained.language) if explained.title else None),
        el("p", " · ".join(about), class_="about") if about else None,
        _summary(explained),
    )


def share(part: int, whole: int) -> str:
    """Write a share in per cent; only nothing is 0 %."""
    if part and part * 200 < whole:
        return "under 1 %"
    return f"{round(100 * part / max(whole, 1))} %"


def sizes(explained: Explanation) -> tuple[int, Counter[str]]:
    """Count the characters that stayed, and those that went by category."""
    gone = Counter[str]()
    for block in explained.removed:
        gone[block.category] += len(block.text)
    return sum(len(block.text) for block in explained.kept), gone


def _summary(explained: Explanation) -> Html:
    stayed, chars = sizes(explained)
    whole = stayed + chars.total()
    gone = len(explained.removed)
    parts = [("c-kept", stayed), *((f"c-{category}", n) for category, n in chars.most_common())]
    words = joined(
        el("strong", share(stayed, whole)), " of the text stayed; ",
        el("strong", f"{gone:,} {'piece' if gone == 1 else 'pieces'}"), " went, each with its reason.",
    )  # fmt: skip
    said = ", ".join(f"{category_title(category)} {share(n, whole)}" for category, n in chars.most_common())
    label = f"Of the text {share(stayed, whole)} stayed; removed: {said or 'nothing'}"
    return joined(el("p", words, class_="lead"), bar(parts, whole, label))


def _panel(explained: Explanation) -> Html:
    parts = (_view(), _filters(explained), _hint(explained), _near(explained))
    return el("section", *parts, class_="panel", aria_label="What is shown")


def _view() -> Html:
    choices = (("original", "Original", True), ("clean", "Clean", False))
    switch = (
        el("label", el("input", type="radio", name="view", value=value, checked=on), el("span", words))
        for value, words, on in choices
    )
    return el("fieldset", el("legend", "View"), el("div", *switch, class_="switch"), class_="view")


def _filters(explained: Explanation) -> Html:
    counts = explained.counts()
    order = [name for name in categories() if name in counts] + [name for name in counts if name not in categories()]
    rows = [_filter("kept", "Kept", len(explained.kept), "What stayed: the article.")]
    for name in order:
        row = categories().get(name, {"title": name, "what": ""})
        rows.append(_filter(name, str(row["title"]), counts[name], str(row["what"])))
    buttons = (
        el("button", words, type="button", data_filter=value)
        for value, words in (("all", "Show all"), ("removed", "Removed only"))
    )
    return el(
        "fieldset",
        el("legend", "Show"),
        el("ul", *rows, class_="legend"),
        el("p", *buttons, class_="buttons"),
        el("p", id="status", class_="status", role="status"),
        class_="filters",
    )


def _filter(name: str, title: str, count: int, what: str) -> Html:
    label = el(
        "label",
        el("input", type="checkbox", checked=True, value=name, data_category=name),
        el("span", class_="swatch"),
        el("span", title, class_="name"),
        el("span", f"{count:,}", class_="count"),
        title=what,
    )
    return el("li", label, class_=f"c-{name}")


def _hint(explained: Explanation) -> Html:
    words = f"Beside each block stands its sum; at {explained.remove_at} a block goes by itself. "
    return el("p", words, "Point at a block, or go to its number with the Tab key, to see the terms.", class_="hint")


def _near(explained: Explanation) -> Html | None:
    """Where to look when a line stays that should go."""
    block = explained.nearest_survivor
    if block is None:
        return None
    line = " ".join(block.text.split())
    line = line if len(line) <= 90 else f"{line[:90].rstrip()} …"
    short = f"{counted(block.points)}, {block.missing} short of {explained.remove_at}, by "
    return el(
        "section",
        el("h2", "Nearest to removal"),
        el("p", el("a", line, href=f"#b{block.index}", dir="auto"), class_="quote"),
        el("p", short, rule_name(block.nearest)),
        class_="nearest",
    )
