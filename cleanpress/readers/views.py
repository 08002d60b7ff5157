"""Trees that are not lxml's, dressed as lxml's for the one pass: BeautifulSoup, and what the standard library's parser
reads."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice
from typing import TYPE_CHECKING, Any

from cleanpress.clock import EVERY, PIECE, TimeUp, check, late
from cleanpress.readers.unclosed import END, MARK, shown, without_ends
from cleanpress.readers.walk import INLINE, SILENT, UNSHOWN

if TYPE_CHECKING:
    import bs4

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSES = {
    "p": frozenset(
        "address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 "
        "h5 h6 header hr "
        "main menu nav ol p pre section table ul".split()
    ),
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "tr": frozenset(("tr",)),
    "td": frozenset(("td", "th", "tr")),
    "th": frozenset(("td", "th", "tr")),
    "option": frozenset(("option",)),
}
"""An open element of the key ends when one of these starts right inside it."""
LOOK_BACK = 300
"""Open elements that an end tag is compared with; more would make unclosed pages quadratic."""


AROUND = 16
"""Elements of one line that are looked through for an open paragraph or link."""
DEEP = 256
"""Elements nested deeper stand beside one another: each block asks for all elements around it."""
_WHOLE = SILENT | UNSHOWN
"""Elements that stay around what is in them at any depth, since it is not shown."""


class View:
    """An element as the pass wants it: the text before its first child, and the text after its end."""

    __slots__ = ("attrs", "node", "tag", "tail", "text", "up")

    def __init__(self, tag: str, attrs: list[tuple[str, str]], up: View | None, node: Any = None) -> None:
        """Start without text, below ``up``; ``node`` is the element that it stands for."""
        self.tag, self.attrs, self.up, self.node = tag, attrs, up, node
        self.text: str | None = None
        self.tail: str | None = None

    def getparent(self) -> View | None:
        """Give the element around it; None at the top."""
        return self.up

    def get(self, key: str) -> str | None:
        """Give one attribute."""
        return next((value for name, value in self.attrs if name == key), None)

    def items(self) -> list[tuple[str, str]]:
        """Give all attributes."""
        return self.attrs


class Replay:
    """Walks a list of elements in document order."""

    def __init__(self, views: list[View]) -> None:
        """Walk ``views``, of which the first is around all others."""
        self._views = views
        self._at = 0

    def __iter__(self) -> Iterator[View]:
        """Give the elements, those of skipped subtrees left out."""
        while self._at < len(self._views):
            self._at += 1
            yield self._views[self._at - 1]

    @property
    def top(self) -> View:
        """The top element."""
        return self._views[0]

    def again(self) -> Replay:
        """Give a walk of the same elements from the start."""
        return Replay(self._views)

    def skip(self, top: View) -> list[str]:
        """Leave out what is below the element that came last; give the names of the elements there."""
        first, inside = self._at, {top}
        while self._at < len(self._views) and self._views[self._at].up in inside:
            inside.add(self._views[self._at])
            self._at += 1
        return [view.tag for view in self._views[first : self._at]]

    def iter(self, *tags: str) -> Iterator[View]:
        """Give the elements of some names."""
        return (view for view in self._views if view.tag in tags)

    def language(self) -> str | None:
        """Give the language that the top element declares."""
        return next(filter(None, (view.get("lang") for view in self.iter("html"))), None)


class _Views(HTMLParser):
    """Turns markup of any depth into well-nested elements; iterative, and linear in the length of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        top = View("html", [], None)
        self.views = [top]
        self.opened = [top]
        self._last, self._ended = top, False
        """The element that began or ended last, and whether it ended."""
        self.pending: list[str] = []
        self.beyond: list[str] = []
        """Names of the open elements that are nested too deep to stay open."""
        self.whole = False
        """Whether the mark after the page was reached."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.views) % EVERY == 0:
            check()
        if tag == END:
            self.whole = shown(view.tag for view in self.opened) and shown(self.beyond)
        if tag in ("html", END):
            return
        if tag in _CLOSES.get(self.opened[-1].tag, ()):
            self._end()
            if tag == "tr" and self.opened[-1].tag == "tr":
                self._end()
        elif tag in _CLOSES["p"] or tag == "a":
            self._end_around("a" if tag == "a" else "p")
        self._settle()
        view = View(tag, [(name, value or "") for name, value in attrs], self.opened[-1])
        self._last, self._ended = view, False
        self.views.append(view)
        self.opened.append(view)
        if tag in VOID:
            self._end()
        elif len(self.opened) > DEEP and tag not in _WHOLE:
            self._end()
            self.beyond.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.beyond[-LOOK_BACK:]:
            while self.beyond.pop() != tag:
                pass
            if tag not in INLINE:
                self.pending.append("\n")
            return
        for back in range(1, min(len(self.opened), LOOK_BACK)):
            if self.opened[-back].tag == tag:
                for _ in range(back):
                    self._end()
                return

    def _end_around(self, tag: str) -> None:
        """End an open ``tag`` with the line it stands in, as browsers do: a paragraph with the link it left open."""
        for back, view in enumerate(islice(reversed(self.opened), AROUND), 1):
            if view.tag == tag:
                for _ in range(back):
                    self._end()
                return
            if view.tag not in INLINE:
                return

    def handle_data(self, data: str) -> None:
        self.pending.append(data)

    def parse_html_declaration(self, i: int) -> int:
        """Pass over a comment or declaration as browsers do: without an end, it is the rest of the page.

        The base class raises for ``<![x[``, and looks for the same missing end once for each beginning.
        """
        comment = self.rawdata.startswith("<!--", i)
        end = self.rawdata.find("-->" if comment else ">", i + 2)
        return end + (3 if comment else 1) if end >= 0 else len(self.rawdata)

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Pass over a comment in the same way."""
        return self.parse_html_declaration(i)

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines, as the base class does at each tag: nobody asks where one stands."""
        return j

    def _settle(self) -> None:
        """Hand the text since the last tag to its element, at once: piece by piece would be quadratic."""
        if self.pending:
            setattr(self._last, "tail" if self._ended else "text", "".join(self.pending))
            self.pending.clear()

    def _end(self) -> None:
        self._settle()
        self._last, self._ended = self.opened.pop(), True

    def finish(self) -> list[View]:
        self.close()
        self.pending = ["".join(self.pending).removesuffix(MARK)]  # in an element whose markup is text
        while self.opened:
            self._end()
        return self.views


def replay_markup(text: str) -> tuple[Replay, bool]:
    """Read markup of any depth; also whether it was read to the end."""
    parser, over = _Views(), late()
    try:
        parser.feed(text[:PIECE] if over else without_ends(text) + MARK)
    except TimeUp:
        over = True
    if over:  # what was read so far is the page
        parser.rawdata, parser.whole = "", True
    return Replay(parser.finish()), parser.whole


def replay_soup(soup: bs4.Tag) -> Replay:
    """Read a BeautifulSoup or a Tag of one as it is; nothing in it changes. Comments and the like are no text."""
    from bs4 import Tag  # noqa: PLC0415  # whoever passes a soup has paid for the import already
    from bs4.element import PreformattedString  # noqa: PLC0415

    top = last = View(_name(soup), _attrs(soup), None, soup)
    views, ended = [top], False
    stack: list[tuple[View, Iterator[Any]]] = [(top, iter(soup.contents))]
    while stack:
        view, children = stack[-1]
        child = next(children, None)
        if child is None:
            last, ended = view, True
            stack.pop()
        elif isinstance(child, Tag):
            last, ended = View(_name(child), _attrs(child), view, child), False
            views.append(last)
            stack.append((last, iter(child.contents)))
        elif not isinstance(child, PreformattedString):
            if ended:
                last.tail = (last.tail or "") + child
            else:
                last.text = (last.text or "") + child
    return Replay(views)


def _name(tag: Any) -> str:
    return "html" if tag.name == "[document]" else str(tag.name).lower()


def _attrs(tag: Any) -> list[tuple[str, str]]:
    return [(k, " ".join(v) if isinstance(v, list) else str(v)) for k, v in (tag.attrs or {}).items()]
