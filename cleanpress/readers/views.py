"""Trees that are not lxml's, dressed as lxml's for the one pass: BeautifulSoup, and events of the standard library's
parser."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from cleanpress.clock import EVERY, TimeUp, check
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


DEEP = 256
"""Elements nested deeper stand beside one another: each block asks for all elements around it."""
_WHOLE = SILENT | UNSHOWN
"""Elements that stay around what is in them at any depth, since it is not shown."""


class View:
    """An element as the pass wants it: the text before its first child, and the text after its end."""

    __slots__ = ("attrs", "node", "tag", "tail", "text")

    def __init__(self, tag: str, attrs: list[tuple[str, str]], node: Any = None) -> None:
        """Start without text; ``node`` is the element that it stands for."""
        self.tag, self.attrs, self.node = tag, attrs, node
        self.text: str | None = None
        self.tail: str | None = None

    def get(self, key: str) -> str | None:
        """Give one attribute."""
        return next((value for name, value in self.attrs if name == key), None)

    def items(self) -> list[tuple[str, str]]:
        """Give all attributes."""
        return self.attrs


class Replay:
    """Walks a list of events."""

    def __init__(self, events: list[tuple[str, View]]) -> None:
        """Walk ``events``, which are well nested."""
        self._events = events
        self._at = 0

    def __iter__(self) -> Iterator[tuple[str, View]]:
        """Give the events, those of skipped subtrees left out."""
        while self._at < len(self._events):
            self._at += 1
            yield self._events[self._at - 1]

    @property
    def top(self) -> View:
        """The top element."""
        return self._events[0][1]

    def again(self) -> Replay:
        """Give a walk of the same events from the start."""
        return Replay(self._events)

    def skip(self, top: View) -> int:
        """Leave out what is below the element that just started; give the number of elements there."""
        below = 0
        while self._events[self._at] != ("end", top):
            below += self._events[self._at][0] == "start"
            self._at += 1
        return below

    def iter(self, *tags: str) -> Iterator[View]:
        """Give the elements of some names."""
        return (view for event, view in self._events if event == "start" and view.tag in tags)

    def language(self) -> str | None:
        """Give the language that the top element declares."""
        return next(filter(None, (view.get("lang") for view in self.iter("html"))), None)


class _Events(HTMLParser):
    """Turns markup of any depth into well-nested events; iterative, and linear in the length of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = View("html", [])
        self.events: list[tuple[str, View]] = [("start", self.top)]
        self.opened: list[View] = [self.top]
        self.pending: list[str] = []
        self.beyond: list[str] = []
        """Names of the open elements that are nested too deep to stay open."""
        self.whole = False
        """Whether the mark after the page was reached."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.events) % EVERY == 0:
            check()
        if tag == END:
            self.whole = shown(view.tag for view in self.opened) and shown(self.beyond)
        if tag in ("html", END):
            return
        if tag in _CLOSES.get(self.opened[-1].tag, ()):
            self._end()
            if tag == "tr" and self.opened[-1].tag == "tr":
                self._end()
        elif self.opened[-1].tag == "p" and tag in _CLOSES["p"]:
            self._end()
        self._settle()
        view = View(tag, [(name, value or "") for name, value in attrs])
        self.events.append(("start", view))
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

    def _settle(self) -> None:
        """Hand the text since the last event to its element, at once: piece by piece would be quadratic."""
        if self.pending:
            event, view = self.events[-1]
            if event == "start":
                view.text = "".join(self.pending)
            else:
                view.tail = "".join(self.pending)
            self.pending.clear()

    def _end(self) -> None:
        self._settle()
        self.events.append(("end", self.opened.pop()))

    def finish(self) -> list[tuple[str, View]]:
        self.close()
        self.pending = ["".join(self.pending).removesuffix(MARK)]  # in an element whose markup is text
        while self.opened:
            self._end()
        return self.events


def replay_markup(text: str) -> tuple[Replay, View, bool]:
    """Read markup of any depth; also give the top element, and whether it was read to the end."""
    parser = _Events()
    try:
        parser.feed(without_ends(text) + MARK)
    except TimeUp:  # what was read so far is the page
        parser.rawdata, parser.whole = "", True
    return Replay(parser.finish()), parser.top, parser.whole


def replay_soup(soup: bs4.Tag) -> tuple[Replay, View]:
    """Read a BeautifulSoup or a Tag of one as it is; nothing in it changes. Comments and the like are no text."""
    from bs4 import Tag  # noqa: PLC0415  # whoever passes a soup has paid for the import already
    from bs4.element import PreformattedString  # noqa: PLC0415

    top = View(_name(soup), _attrs(soup), soup)
    events: list[tuple[str, View]] = [("start", top)]
    stack: list[tuple[View, Iterator[Any]]] = [(top, iter(soup.contents))]
    while stack:
        view, children = stack[-1]
        child = next(children, None)
        if child is None:
            events.append(("end", view))
            stack.pop()
        elif isinstance(child, Tag):
            below = View(_name(child), _attrs(child), child)
            events.append(("start", below))
            stack.append((below, iter(child.contents)))
        elif not isinstance(child, PreformattedString):
            event, last = events[-1]
            if event == "start":
                last.text = (last.text or "") + child
            else:
                last.tail = (last.tail or "") + child
    return Replay(events), top


def _name(tag: Any) -> str:
    return "html" if tag.name == "[document]" else str(tag.name).lower()


def _attrs(tag: Any) -> list[tuple[str, str]]:
    return [(k, " ".join(v) if isinstance(v, list) else str(v)) for k, v in (tag.attrs or {}).items()]
