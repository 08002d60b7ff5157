"""A BeautifulSoup without the junk: strings and elements of what was removed are taken out, all else stays as it is."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lxml import etree

from cleanpress.config import Config, Kind
from cleanpress.errors import ConfigError
from cleanpress.model import Page, Removal
from cleanpress.readers import read
from cleanpress.readers.again import Cuts, Step, captions_in, fates_of, retrace
from cleanpress.readers.decode import decode
from cleanpress.readers.within import read_within
from cleanpress.writers.plain import text_markup

if TYPE_CHECKING:
    import bs4

MEDIA = frozenset("img picture video audio iframe embed object math br hr wbr".split())
"""Elements that show something without text. Where the article is looked for, they stay only amid what is kept."""
FIXED = frozenset(("html", "head", "body", "[document]"))


Judge = Callable[[Page], tuple[Removal, ...]]


def stripped(
    source: Any, url: str | None, kind: Kind, in_place: bool, config: Config, judge: Judge
) -> bs4.BeautifulSoup:
    """Give the soup of any source without what ``judge`` removes."""
    given = "bs4" in sys.modules and isinstance(source, sys.modules["bs4"].Tag)
    if in_place and not given:
        raise ConfigError(f"in_place=True needs a BeautifulSoup or Tag, not {type(source).__name__}")
    rest = ""
    if given:
        soup: bs4.BeautifulSoup = source if in_place else copy_of(source)
    else:
        soup, rest = _made(source, url, kind, config.max_chars)
    page = read(soup, url=url)
    strip_soup(page, judge(page), sweep=config.locator != "none")
    if rest:
        body: Any = soup.body
        body.extend(soup_of(f"<body>{text_markup(rest)}</body>").select("body > *"))
    return soup


def _made(source: Any, url: str | None, kind: Kind, limit: int) -> tuple[bs4.BeautifulSoup, str]:
    """Make a soup of what is no soup yet, and give the text beyond ``limit``; a text becomes paragraphs."""
    from cleanpress.readers.html import read_markup  # noqa: PLC0415  # text never needs the HTML reader

    rest = ""
    if isinstance(source, (bytes, bytearray, memoryview)):
        source = decode(bytes(source))[0]
    if isinstance(source, str) and limit:
        source, page, rest = read_within(source, url, kind, limit)
    else:
        page = read(source, url=url, kind=kind)
    if page.kind == "text":
        return soup_of(f"<body>{text_markup(page.text)}</body>"), rest
    if isinstance(source, str):
        return soup_of(read_markup(source, url or "")[1]), ""
    markup = etree.tostring(page.tree, encoding="unicode", method="html", with_tail=False) if page.blocks else ""
    return soup_of(markup), ""


def soup_of(markup: str) -> bs4.BeautifulSoup:
    """Parse markup to a soup; by the standard library's parser where libxml2 would stop amid it."""
    from bs4 import BeautifulSoup  # noqa: PLC0415  # heavy, and few need it

    from cleanpress.readers.html import parse  # noqa: PLC0415  # as above
    from cleanpress.readers.unclosed import without_ends  # noqa: PLC0415  # as above

    return BeautifulSoup(without_ends(markup), "html.parser" if parse(markup)[2] else "lxml")


def copy_of(soup: Any) -> Any:
    """Give a soup that can be changed while the given one stays; a lone Tag becomes a soup of its own."""
    from bs4 import BeautifulSoup  # noqa: PLC0415  # whoever passes a soup has paid for the import

    if isinstance(soup, BeautifulSoup):
        return copy.copy(soup)
    whole = BeautifulSoup("", "html.parser")
    whole.append(copy.copy(soup))
    return whole


def strip_soup(page: Page, removals: tuple[Removal, ...], *, sweep: bool) -> None:
    """Take the removed blocks out of the soup that ``page`` was read from.

    An element goes when all its text went. ``sweep``: elements without any text go too, scripts and empty boxes among
    them, but for pictures and the like between the first kept text and the last. A head always stays whole.
    """
    steps, blocks = retrace(page)
    fates: list[Cuts | None] = [*fates_of(page.text, blocks, removals), None]
    captions = captions_in(blocks, removals)
    texts = [i for i, step in enumerate(steps) if step.text.strip()]
    kept = [i for i in texts if fates[steps[i].block] is not None]
    state = _State()
    scissors: dict[int, _Scissors] = {}
    for i in texts:
        step = steps[i]
        fate = fates[step.block]
        holder = step.node.node if step.event == "start" else step.node.node.parent
        left = fate == [] or scissors.setdefault(step.block, _Scissors(fate)).cut(step)
        if left:
            state.live.add(id(holder))
        else:
            state.lose(holder, step.block in captions)
    amid = range(kept[0], kept[-1]) if kept else range(0)
    for i, step in enumerate(steps):
        if step.event == "end" and step.node.node is not page.tree.top.node:
            state.leave(step.node.node, i in amid, sweep)


class _State:
    """What is known of the elements so far; they are left from the inside out."""

    def __init__(self) -> None:
        self.live: set[int] = set()
        """Hold text that stays."""
        self._lost: set[int] = set()
        """Held text that went."""
        self._bare: set[int] = set()
        """Held captions that went, and may still hold the picture."""
        self._shows: set[int] = set()

    def lose(self, tag: Any, caption: bool) -> None:
        """Note that text of an element went."""
        (self._bare if caption else self._lost).add(id(tag))

    def leave(self, tag: Any, amid: bool, sweep: bool) -> None:
        """Decide on one element, and tell the one above."""
        own, above = id(tag), id(tag.parent)
        if own in self.live:
            self.live.add(above)
        elif tag.name in FIXED:
            return
        elif own in self._lost:
            self._lost.add(above)
            tag.extract()
        elif sweep and (own in self._shows or (tag.name in MEDIA and amid)):
            self._shows.add(above)
        elif sweep or (own in self._bare and not tag.find(MEDIA_NAMES)):
            self._bare.update((above,) if own in self._bare else ())
            tag.extract()


MEDIA_NAMES = sorted(MEDIA)


class _Scissors:
    """Cuts the places of one block out of its strings, one string after the other; all of it where ``cuts`` is None."""

    def __init__(self, cuts: Cuts | None) -> None:
        self._cuts, self._at = cuts, 0

    def cut(self, step: Step) -> bool:
        """Cut in the strings of one step; whether something stays."""
        stays = False
        for string in _strings(step):
            left = "" if self._cuts is None else self._left(str(string))
            stays = stays or not (left == "" or left.isspace())
            if not left:
                string.extract()
            elif left != string:
                string.replace_with(type(string)(left))
        return stays

    def _left(self, text: str) -> str:
        kept: list[str] = []
        for char in text:
            if not any(start <= self._at < end for start, end in self._cuts or ()):
                kept.append(char)
            self._at += not char.isspace()
        return "".join(kept)


def _strings(step: Step) -> list[Any]:
    """The strings that an event's text was read from: up to the next element, comments left out."""
    from bs4 import Tag  # noqa: PLC0415  # whoever has a soup has paid for the import
    from bs4.element import PreformattedString  # noqa: PLC0415

    node = step.node.node
    at = (node.contents[0] if node.contents else None) if step.event == "start" else node.next_sibling
    found: list[Any] = []
    while at is not None and not isinstance(at, Tag):
        if not isinstance(at, PreformattedString):
            found.append(at)
        at = at.next_sibling
    return found
