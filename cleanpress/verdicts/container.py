"""Where the article lies in the tree: down from the top, into the child that holds nearly all the prose there is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from cleanpress.model import Block, Element, Page
from cleanpress.readers.walk import is_hidden
from cleanpress.rules.rulebook import Rule
from cleanpress.signals.markup import Markup
from cleanpress.signals.shape import STOPS, ends_sentence

_HOST = re.compile(r"https?://(?:www\.)?([^/?#:]+)", re.I)
HOST_WITHIN = 80
PROSE = 60
"""A shorter block is a label or a subhead: it weighs nothing (in characters, CJK counted threefold)."""
LINKED = 0.5
"""A block with a larger share of link characters is a teaser."""
FOREIGN = frozenset(("aside", "nav", "footer", "form", "dialog", "figure", "button", "noscript", "template"))
TAGS = {
    "nav": "navigation", "footer": "navigation", "form": "navigation", "button": "navigation", "dialog": "navigation",
    "aside": "related", "figcaption": "caption", "figure": "caption", "noscript": "navigation",
    "template": "navigation", "label": "navigation", "legend": "navigation", "address": "byline",
}  # fmt: skip
UNSEEN = 200
"""Hidden elements with less prose (characters) are labels; with more, the rest of an article behind a button."""
KINDS = ("main", "article")
DAMP = 0.08
"""What prose in a marked or foreign element weighs: it may still be the article, if there is no other."""
HOLDS = 0.6
"""An element with a larger share of the page's prose is not damped: sites put the whole article into a "widget"."""
CARD, CARD_SHARE = 20, 0.85
"""A link of more characters, and of this share of its block, is another article's title."""
SOLID = frozenset(("td", "th", "tr", "blockquote", "pre"))
ALL, MOST = 0.92, 0.5
PARAGRAPHS = frozenset(("p", "li", "h2", "h3", "h4", "tr", "td", "th", "dd", "dt", "blockquote", "pre"))
LISTS = frozenset(("ul", "ol", "dl"))
EXTRA = 0.8
"""How much text (share of what is there) may come along on the way back up."""
FIRST = 0.15
"""Of several parts with an h1 each the first is the article, unless it holds less of the prose: others load below."""
APART = 0.2
"""What may lie beside an ``article``, a ``main`` or the part with the headline, and is given up: share of the prose."""
LEAVES = frozenset("p li h1 h2 h3 h4 h5 h6 td th dd dt pre blockquote br figcaption caption address".split())


@dataclass(slots=True)
class Region:
    """What an element holds."""

    prose: float = 0.0
    """Characters of prose."""
    chars: int = 0
    links: int = 0
    inner: int = 0
    """Link characters of blocks whose first link stays on the site."""
    cards: int = 0
    """Characters of blocks that are nothing but a link of some words: titles of other articles."""
    blocks: int = 0
    h1: bool = False
    paragraph: bool = False
    """Holds a p, an item of a list or a heading."""
    table: bool = False
    """Holds a table, a quotation or code."""
    weight: float = 0.0
    """Its prose, damped by what the markup says."""
    longest: float = 0.0
    """Characters of prose in its longest block."""
    foreign: bool = False
    """By its own tag or tokens no article, or inside such an element."""


def ancestors(page: Page, place: int) -> list[int]:
    """An element and all above it, from the inside out."""
    chain = []
    while place >= 0:
        chain.append(place)
        place = page.elements[place].parent
    return chain


def home_of(page: Page) -> str:
    """The page's own host, without www: as told, else the one that most links name."""
    told = _HOST.match(page.hints.url)
    if told:
        return told.group(1).lower()
    hosts = Counter(found.group(1).lower() for block in page.blocks if (found := _HOST.match(block.href)))
    return hosts.most_common(1)[0][0] if hosts else ""


def leads_away(address: str, home: str) -> bool:
    """Whether a link leaves the site, to a source or a shop; other articles are on the page's own host."""
    return address[:4] == "http" and bool(home) and home not in address[:HOST_WITHIN]


def block_mass(page: Page, block: Block) -> float:
    """Characters of prose in one block; 0 for labels, headings and teasers."""
    size = block.end - block.start
    if 3 * size < PROSE:
        return 0.0
    text = page.text
    if text[(block.start + block.end) // 2] > "\u2e80":
        size *= 3
    if size < PROSE or block.link_chars > LINKED * (block.end - block.start) or block.tag in ("h1", "h2", "h3", "h4"):
        return 0.0
    ended = text[block.end - 1] in STOPS or ends_sentence(text[block.end - 4 : block.end])
    return float(size) if ended or size > 2 * PROSE else 0.0


def measure_regions(page: Page, hits: list[tuple[Rule, ...]], markup: Markup) -> list[Region]:
    """Sum up every element. Its blocks stand in a row, so what it holds is what two sums over all blocks differ by."""
    masses = [block_mass(page, block) for block in page.blocks]
    places = [(element.first, element.last) for element in page.elements]
    prose = _held(masses, places)
    chars, links, inner, cards, *flags = (_held(column, places) for column in _columns(page))
    blocks = [last - first for first, last in places]
    regions = list(map(Region, prose, chars, links, inner, cards, blocks, *(map(bool, flag) for flag in flags)))
    own = [0.0] * len(regions)
    for block, mass in zip(page.blocks, masses, strict=True):
        if mass and block.place >= 0:
            own[block.place] += mass * DAMP if leaf_mark(page, block, mass, markup) else mass
            regions[block.place].longest = max(regions[block.place].longest, mass)
    _pass_up(page.elements, regions)
    _weigh(page.elements, regions, hits, own)
    return regions


def _held(column: Iterable[float], places: list[tuple[int, int]]) -> list[float]:
    """The sum of a column over the blocks of each element."""
    total = list(accumulate(column, initial=0))
    return [total[last] - total[first] for first, last in places]


def _columns(page: Page) -> Iterator[list[int]]:
    """What is counted of each block: characters, in links, in links of the site, in cards; h1, paragraph, table."""
    blocks, home = page.blocks, home_of(page)
    sizes = [block.end - block.start for block in blocks]
    links = [block.link_chars for block in blocks]
    inner = [n if n and not leads_away(block.href, home) else 0 for n, block in zip(links, blocks, strict=True)]
    yield from (sizes, links, inner)
    yield [n if n > CARD and n > CARD_SHARE * size else 0 for n, size in zip(inner, sizes, strict=True)]
    tags = [block.tag for block in blocks]
    yield [tag == "h1" for tag in tags]
    yield [tag in PARAGRAPHS for tag in tags]
    yield [tag in SOLID for tag in tags]


def _pass_up(elements: list[Element], regions: list[Region]) -> None:
    for i in range(len(elements) - 1, 0, -1):
        element, region = elements[i], regions[i]
        if element.parent >= 0:
            up = regions[element.parent]
            up.longest = max(up.longest, region.longest)
            if region.table or element.tag in SOLID:
                up.table = True


def mark_points(hits: tuple[Rule, ...], region: Region) -> int:
    """Points of an element's heaviest token; names that say little count in full only beside links, without prose."""
    if not hits:
        return 0
    points = max(rule.points for rule in hits)
    if 0 < points < 10:
        if region.chars < 300 and region.blocks <= 2 and any(rule.category == "caption" for rule in hits):
            return 10
        points += (5 if region.links > 0.2 * region.chars else 0) + (2 if region.prose == 0 else 0)
    return points


def is_teasers(region: Region) -> bool:
    """A list whose items each hold another article's title."""
    return region.blocks >= 3 and region.inner > 0.2 * region.chars and region.inner > 35 * region.blocks


def leaf_mark(page: Page, block: Block, mass: float, markup: Markup) -> tuple[str, str, int] | None:
    """Rule, category and points that condemn a block by its own element; None for the most."""
    tag = block.tag
    if tag in TAGS:
        return f"markup.{tag}", TAGS[tag], 10
    attrs = block.attrs() if block.attrs is not None else []
    if not attrs:
        return None
    if is_hidden(tag, attrs) and mass < UNSEEN:
        return "markup.hidden", "navigation", 10
    rules = markup.hits(attrs)
    if not rules:
        return None
    region = Region(mass, block.end - block.start, block.link_chars, blocks=1)
    points = mark_points(rules, region)
    best = max(rules, key=_points)
    return (best.id, best.category, points) if points >= 10 else None


def _points(rule: Rule) -> int:
    return rule.points


def _weigh(elements: list[Element], regions: list[Region], hits: list[tuple[Rule, ...]], own: list[float]) -> None:
    limit = HOLDS * (regions[0].prose if regions else 0.0)
    for i, element in enumerate(elements):
        region = regions[i]
        if element.parent >= 0 and regions[element.parent].foreign:
            region.foreign = True
        elif _is_marked(element, region, hits[i]):
            pictures = element.tag not in KINDS and any(rule.category == "caption" for rule in hits[i])
            region.foreign = pictures or region.prose <= limit
        if own[i]:
            region.weight = own[i] * (DAMP if region.foreign else 1.0)
    for i in range(len(elements) - 1, 0, -1):
        if regions[i].weight and elements[i].parent >= 0:
            regions[elements[i].parent].weight += regions[i].weight


def _is_marked(element: Element, region: Region, hits: tuple[Rule, ...]) -> bool:
    tag = element.tag
    if tag in FOREIGN or element.hidden or (hits and mark_points(hits, region) >= 10):
        return True
    return tag in LISTS and is_teasers(region)


def find_container(page: Page, regions: list[Region]) -> int:
    """Index of the article's element; -1 when the page holds no prose."""
    below: dict[int, list[int]] = {}
    for i, element in enumerate(page.elements):
        if regions[i].weight > 0:
            below.setdefault(element.parent, []).append(i)
    tops = [i for i, e in enumerate(page.elements) if e.parent < 0]
    at = max(tops, key=lambda i: regions[i].weight, default=-1)
    while at >= 0:
        down = _step(page.elements, regions, at, below.get(at, []))
        if down < 0:
            break
        at = down
    return climb(page, regions, at)


def climb(page: Page, regions: list[Region], at: int) -> int:
    """Go back up while what comes along is text without links: ingredients, tables, subheads weigh nothing as prose."""
    while at >= 0:
        up = page.elements[at].parent
        if up < 0 or page.elements[up].tag in ("body", "html") or regions[up].h1 != regions[at].h1:
            return at
        chars = regions[up].chars - regions[at].chars
        links = regions[up].links - regions[at].links
        damped = (regions[up].prose - regions[up].weight) - (regions[at].prose - regions[at].weight)
        if chars > EXTRA * regions[at].chars or links > 0.25 * chars or damped > 0.25 * chars:
            return at
        at = up
    return at


def _step(elements: list[Element], regions: list[Region], at: int, children: list[int]) -> int:
    """The child to go down to; -1 to stay."""
    best = max(children, key=lambda i: regions[i].weight, default=-1)
    if best < 0 or elements[best].tag in LEAVES or elements[best].tag in LISTS:
        return -1
    total, share = regions[at].weight, regions[best].weight / regions[at].weight
    if share >= ALL:
        return best
    headed = [i for i in children if regions[i].h1]
    if len(headed) > 1 and regions[headed[0]].weight > FIRST * total:
        return headed[0]
    if share < MOST:
        return -1
    rest = total - sum(regions[i].weight for i in children if i == best or _other(elements, regions, i, best))
    spare = APART if regions[best].h1 or elements[best].tag in KINDS else 1 - ALL
    return best if rest < spare * total else -1


def _other(elements: list[Element], regions: list[Region], i: int, best: int) -> bool:
    """Whether a child is no further part of the article: marked, or full of links and not built the same way."""
    if regions[i].foreign or regions[i].weight < 0.4 * regions[i].prose:
        return True
    twin = elements[i].tag == elements[best].tag and _class(elements[i]) == _class(elements[best])
    return _linky(regions[i]) and not twin


def _class(element: Element) -> str:
    return next((value for name, value in element.attrs if name == "class"), "")


def _linky(region: Region) -> bool:
    return region.links > 0.3 * region.chars
