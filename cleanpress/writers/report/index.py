"""The index of many reports: what went by category and by host, and a link to each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from cleanpress.explanation import Explanation
from cleanpress.rules.rulebook import categories
from cleanpress.writers.report.bars import bar
from cleanpress.writers.report.element import Html, el, joined
from cleanpress.writers.report.frame import footer, frame
from cleanpress.writers.report.page import share, sizes
from cleanpress.writers.sentences import category_title

HOSTS = 30
"""So many hosts have a bar of their own; the others share one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of an index: what the index shows, without the document itself."""

    name: str
    """Where the document came from."""
    href: str = ""
    """Address of its report, relative to the index."""
    title: str = ""
    host: str = ""
    stayed: int = 0
    """Characters that stayed."""
    gone: dict[str, int] = field(default_factory=dict)
    """Characters that went, by category."""
    counts: dict[str, int] = field(default_factory=dict)
    """Removals by category."""
    error: str = ""
    """Why there is no report."""

    @classmethod
    def of(cls, explained: Explanation, name: str, href: str) -> Entry:
        """Note what an index shows of a document."""
        stayed, gone = sizes(explained)
        return cls(name, href, explained.title, explained.hostname, stayed, dict(gone), explained.counts())

    @property
    def whole(self) -> int:
        """Characters of the document."""
        return self.stayed + sum(self.gone.values())


def index(entries: Sequence[Entry], name: str, rulebook: str) -> str:
    """Make the index as a page."""
    good = [entry for entry in entries if not entry.error]
    return frame(
        f"{name} – what went, and why",
        el("a", "Skip to the documents", href="#documents", class_="skip"),
        _header(good, name),
        el(
            "main",
            el("section", el("h2", "By category"), _by_category(good), class_="chart"),
            el("section", el("h2", "By host"), _by_host(good), class_="chart"),
            el("section", el("h2", "Documents"), _documents(good), id="documents"),
            _errors([entry for entry in entries if entry.error]),
            class_="index",
        ),
        footer(rulebook),
        script=False,
    )


def _header(entries: Sequence[Entry], name: str) -> Html:
    pieces = sum(sum(entry.counts.values()) for entry in entries)
    stayed = share(sum(entry.stayed for entry in entries), sum(entry.whole for entry in entries))
    words = joined(
        el("strong", f"{len(entries):,} {'document' if len(entries) == 1 else 'documents'}"), ": ",
        el("strong", stayed), " of the text stayed; ", el("strong", f"{pieces:,} pieces"), " went.",
    )  # fmt: skip
    return el("header", el("p", "cleanpress report", class_="brand"), el("h1", name), el("p", words, class_="lead"))


def _table(title: str, heads: Sequence[str], rows: Sequence[Html]) -> Html:
    head = el("thead", el("tr", *(el("th", name, scope="col") for name in heads)))
    return el("table", el("caption", title, class_="vh"), head, el("tbody", *rows))


def _by_category(entries: Sequence[Entry]) -> Html:
    total = Counter[str]()
    where = Counter[str]()
    for entry in entries:
        total.update(entry.counts)
        where.update(entry.counts.keys())
    most = max(total.values(), default=1)
    rows = [
        el(
            "tr",
            el("th", el("span", class_="swatch"), category_title(name), scope="row"),
            el("td", bar([(f"c-{name}", count)], most), class_="bars"),
            el("td", f"{count:,}", class_="n"),
            el("td", f"{where[name]:,}", class_="n"),
            class_=f"c-{name}",
        )
        for name, count in total.most_common()
    ]
    return _table("Removals by category", ("Category", "Removals", "Number", "Documents"), rows)


def _by_host(entries: Sequence[Entry]) -> Html:
    hosts: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        hosts[entry.host or "no host named"].append(entry)
    ranked = sorted(hosts.items(), key=lambda item: -_removals(item[1]).total())
    if len(ranked) > HOSTS + 1:
        rest = [entry for _, found in ranked[HOSTS:] for entry in found]
        ranked = [*ranked[:HOSTS], (f"{len(ranked) - HOSTS:,} other hosts", rest)]
    most = max((_removals(found).total() for _, found in ranked), default=1)
    rows = [
        el(
            "tr",
            el("th", host, scope="row"),
            el("td", _host_bar(host, _removals(found), most), class_="bars"),
            el("td", f"{_removals(found).total():,}", class_="n"),
            el("td", f"{len(found):,}", class_="n"),
        )
        for host, found in ranked
    ]
    return _table("Removals by host", ("Host", "Removals", "Number", "Documents"), rows)


def _removals(entries: Sequence[Entry]) -> Counter[str]:
    total = Counter[str]()
    for entry in entries:
        total.update(entry.counts)
    return total


def _host_bar(host: str, counts: Counter[str], most: int) -> Html:
    order = {name: i for i, name in enumerate(categories())}
    parts = sorted(counts.items(), key=lambda item: order.get(item[0], len(order)))
    said = ", ".join(f"{category_title(name)} {count}" for name, count in counts.most_common())
    return bar([(f"c-{name}", count) for name, count in parts], most, f"{host}: {said or 'nothing'}")


def _documents(entries: Sequence[Entry]) -> Html:
    rows = [
        el(
            "tr",
            el("th", el("a", entry.title or entry.name, href=entry.href, dir="auto"), _file(entry), scope="row"),
            el("td", bar([("c-kept", entry.stayed), *_parts(entry)], entry.whole), class_="bars"),
            el("td", share(entry.stayed, entry.whole), class_="n"),
            el("td", f"{sum(entry.counts.values()):,}", class_="n"),
        )
        for entry in entries
    ]
    return _table("Documents", ("Document", "Text", "Stayed", "Removals"), rows)


def _file(entry: Entry) -> Html | None:
    return el("span", entry.name, class_="file") if entry.title else None


def _parts(entry: Entry) -> list[tuple[str, int]]:
    return [(f"c-{name}", n) for name, n in sorted(entry.gone.items(), key=lambda item: -item[1])]


def _errors(entries: Sequence[Entry]) -> Html | None:
    if not entries:
        return None
    rows = (el("li", el("strong", entry.name), f": {entry.error}") for entry in entries)
    return el("section", el("h2", "Not read"), el("ul", *rows))
