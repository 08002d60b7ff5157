"""The values that flow through cleanpress: blocks in, verdicts in between, removals and an article out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cleanpress.category import Category as Category
from cleanpress.replay import apply_removals as apply_removals

if TYPE_CHECKING:
    from cleanpress.explanation import Explanation


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in ``Article.source_text``."""

    start: int
    """First character, counted from 0 in code points."""
    end: int
    """One past the last character."""

    def __len__(self) -> int:
        """Count the characters in the span."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Cut the spanned text out of ``text``."""
        return text[self.start : self.end]


@dataclass(slots=True)
class Block:
    """One paragraph-like piece of the input: a line, a paragraph, a list item, a heading, a sentence."""

    index: int
    """Position among the page's blocks."""
    start: int
    """First character in ``Page.text``; never white space."""
    end: int
    """One past the last character; never white space before it."""
    tag: str = ""
    """Name of the HTML element; empty for text."""
    node: int = -1
    """Ordinal of the element among the elements in document order; -1 for text."""
    link_chars: int = 0
    """Characters inside links."""
    inside: bool = True
    """Within the article's container (always true for text)."""
    marks: tuple[str, ...] = ()
    """Ids of the markup rules that hit the element or one above it."""
    place: int = -1
    """Index in ``Page.elements`` of the innermost element around it; -1 for text."""
    href: str = ""
    """Target of its first link."""
    attrs: Callable[[], list[tuple[str, str]]] | None = None
    """Asks the block's own element, where that holds nothing else, for its attributes; few blocks are ever asked."""
    images: int = 0
    """Pictures in that element."""


@dataclass(slots=True)
class Element:
    """An HTML element that holds more than one block, or one in an element of its own.

    An element with nothing but one block of text (most p, li and h2) is not kept: its tag and attributes are the
    block's.
    """

    parent: int
    """Index in ``Page.elements`` of the element around it; -1 at the top."""
    tag: str
    node: int
    """Ordinal among the elements of the document."""
    attrs: list[tuple[str, str]]
    first: int
    """Index of the first block in it."""
    hidden: bool = False
    """The markup says that it, or one above it, is not shown."""
    last: int = 0
    """One past the index of its last block."""
    images: int = 0
    """Pictures in it."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What the page says about itself. Each value is empty when unknown."""

    title: str = ""
    language: str = ""
    site_name: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    description: str = ""
    image: str = ""
    sources: dict[str, str] = field(default_factory=dict)
    """Where each value was read, such as ``{"title": "json-ld"}``."""


@dataclass(frozen=True, slots=True)
class Clues:
    """Texts that the page gives beside its body; they help to find the article and are never copied into it."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    body: str = ""
    """``articleBody`` of JSON-LD."""


@dataclass(slots=True)
class Page:
    """A document as blocks. For text input, ``text`` is the input itself, so spans point into it."""

    kind: str
    """``"text"`` or ``"html"``."""
    text: str
    blocks: list[Block]
    hints: Hints = field(default_factory=Hints)
    notes: tuple[str, ...] = ()
    elements: list[Element] = field(default_factory=list)
    """Elements that hold text, in document order; empty for text."""
    clues: Clues = Clues()
    ask: Callable[[], frozenset[int]] | None = None
    """Asks readability-lxml for the ordinals of the elements it keeps; None where there is no tree to ask about."""
    tree: Any = field(default=None, repr=False, compare=False)
    """What was walked, for the writers that give markup: an lxml element or a replay; None for text."""
    swallowers: frozenset[str] = frozenset()
    """Names of elements that are not shown though boxes or paragraphs stand in them: they may be unclosed."""
    signs: Any = field(default=None, repr=False, compare=False)
    """What the page says of access to it (``readers.signs``); None for text."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for (+) or against (-) a removal."""

    rule: str
    """Id of the rule, such as ``en:donation.ask`` or ``shape.quote``."""
    category: str
    """Category the rule votes for; empty for a guard."""
    points: int
    """Its share of the sum."""
    span: Span | None = None
    """Where it hit; None when it speaks of the whole block."""
    note: str = ""
    """What the rule's id does not tell, such as ``on 14 of 17 pages of this host``."""

    def to_dict(self) -> dict[str, Any]:
        """Give plain dicts, lists, strings and numbers, ready for JSON."""
        span = [self.span.start, self.span.end] if self.span else None
        row = {"rule": self.rule, "category": self.category, "points": self.points, "span": span}
        return {**row, "note": self.note} if self.note else row


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one block, with all its terms."""

    block: int
    """Index of the block."""
    keep: bool
    category: str
    """Category of the removal; empty when nothing votes for one."""
    rule: str
    """The rule that decided: the heaviest term, or the step of ``verdicts/`` that took the block."""
    points: int
    """Sum of the evidence."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """A piece that was cut out, and why."""

    span: Span
    """Its place in ``Article.source_text``, the separator after it (at the end: before it) included."""
    text: str
    """The cut text; ``span.of(source_text) == text`` always holds."""
    category: Category
    rule: str
    """The deciding rule."""
    points: int
    """The sum of the evidence (``remove_at`` and more removes)."""
    evidence: tuple[Evidence, ...] = ()
    node: int = -1
    """Ordinal of the HTML element in document order; -1 for text."""

    def to_dict(self) -> dict[str, Any]:
        """Give plain dicts, lists, strings and numbers, ready for JSON."""
        return {
            "category": str(self.category),
            "rule": self.rule,
            "points": self.points,
            "span": [self.span.start, self.span.end],
            "node": self.node,
            "text": self.text,
            "evidence": [evidence.to_dict() for evidence in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Article:
    """The clean article and the account of how it came about."""

    text: str
    """The body: paragraphs in order, separated as in the source (HTML: by blank lines)."""
    title: str
    """The headline; empty when none was found. It is never part of ``text``."""
    source_text: str
    """What was read: the input itself (text) or the page's text, block by block (HTML)."""
    removals: tuple[Removal, ...]
    """Ordered and disjoint; ``apply_removals(source_text, removals) == text``."""
    hints: Hints = field(default_factory=Hints)
    notes: tuple[str, ...] = ()
    """Degraded reading, such as ``("empty",)`` or ``("undecodable-bytes",)``."""
    rulebook: str = ""
    """Digest of the rules and options that produced this result."""
    _draft: Any = field(default=None, repr=False, compare=False)
    """Makes the markup when it is asked for (``writers.draft``)."""
    _account: Any = field(default=None, repr=False, compare=False)
    """What stayed, and with which evidence, for the explanation (``writers.account``)."""
    _access: Any = field(default=None, repr=False, compare=False)
    """Looks for walls and cuts when it is asked (``access``)."""

    @property
    def html(self) -> str:
        """The body as sanitised HTML in ``<article data-cleanpress>``, made when first asked for."""
        return str(self._draft.html())

    @property
    def markdown(self) -> str:
        """The body as Markdown (CommonMark, with the tables and strikethrough of GitHub), made when asked for."""
        return str(self._draft.markdown())

    @property
    def access(self) -> Any:
        """Whether there is a paywall and whether the text is cut short, each with confidence and evidence
        (``Access``)."""
        return self._access.of(self) if self._access else None

    @property
    def paywall(self) -> str:
        """One of none, metered, subscribers, registration, donation-wall, unknown; ``access.paywall`` says why."""
        return str(self.access.paywall.value) if self._access else "unknown"

    @property
    def truncated(self) -> bool | None:
        """Whether the text is only the beginning of the article; None when nothing tells. ``access.truncated`` says
        why."""
        value: bool | None = self.access.truncated.value if self._access else None
        return value

    def explain(self) -> Explanation:
        """Account for every block, kept ones too: its terms and sum, the deciding rule, why it went or stayed.

        Made anew at each call, which reads the reasons from the rule files: some milliseconds, the first time more.
        """
        if self._account is None:
            raise ValueError("only an article that a Cleaner made can explain itself; this one was made by hand")
        explanation: Explanation = self._account.explain(self)
        return explanation

    @property
    def language(self) -> str:
        """ISO 639-1 code, declared by the page or guessed from the text; empty when unknown."""
        return self.hints.language

    def to_dict(self) -> dict[str, Any]:
        """Give plain dicts, lists, strings and numbers, ready for JSON. What is unknown is None."""
        hints = self.hints
        about = {
            "title": self.title, "author": hints.author, "date": hints.date, "hostname": hostname(hints.url),
            "sitename": hints.site_name, "url": hints.url, "description": hints.description, "image": hints.image,
            "language": hints.language,
        }  # fmt: skip
        return {
            **{name: value or None for name, value in about.items()},
            "text": self.text,
            "removed": [removal.to_dict() for removal in self.removals],
            "notes": list(self.notes),
            **(self.access.to_dict() if self._access else {}),
            "sources": dict(hints.sources),
            "rulebook": self.rulebook,
        }


def hostname(url: str) -> str:
    """Give the host of an address, without ``www.``; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # an address such as "http://[", which a page may well declare
        return ""
