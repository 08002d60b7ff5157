"""Elements that the user names: selectors of rule files, site configs and filter lists, applied around the judging.

What is to go leaves the page before it is judged, under the gold guard; what is to stay is put back afterwards, so
that it wins over everything.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cleanpress.config import Config
from cleanpress.filters import Filters
from cleanpress.keeping import Keeper, Kept, put_back
from cleanpress.model import Block, Evidence, Page
from cleanpress.readers.walk import INLINE
from cleanpress.rules.pack import ALWAYS, NEVER, selectors_of
from cleanpress.rules.rulebook import Rulebook
from cleanpress.rules.selector import Selector
from cleanpress.rules.tree import Tree
from cleanpress.signals.markup import Markup
from cleanpress.signals.reading import Reading
from cleanpress.signals.shape import long_prose
from cleanpress.signals.words import Voices
from cleanpress.siteconfig import SiteConfig, SiteConfigs
from cleanpress.verdicts.container import block_mass, find_container, measure_regions
from cleanpress.verdicts.inside import GUARD
from cleanpress.verdicts.score import Piece
from cleanpress.verdicts.settle import Settled

TOGETHER = 0.5
"""All selectors together may take no larger share of the article's prose, each alone no more than ``GUARD``."""
MOST = 0.6
"""The same in characters outside links: articles may be lists or tables, which are no prose."""
SURE = 50
"""Points of what files of the user name: enough under any preset, and less than "always", which no guard stops."""
Judge = Callable[[Page, list[Block]], Settled]


@dataclass(frozen=True, slots=True)
class Pick:
    """A selector with what it means."""

    rule: str
    category: str
    points: int
    selector: Selector | None
    found: list[int] | None = None
    """Ordinals of the chosen elements, where they are known without a search."""

    def choose(self, tree: Tree) -> list[int] | None:
        """Give the chosen elements; None when finding them would take too long."""
        return tree.find(self.selector) if self.found is None and self.selector else self.found


@dataclass(slots=True)
class Picked:
    """What the selectors chose on one page."""

    gone: dict[int, Evidence] = field(default_factory=dict)
    """Why each block goes, by index."""
    kept: list[Kept] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    """The article's blocks, where a site config names them; empty otherwise."""
    notes: tuple[str, ...] = ()


class Picker:
    """Everything that users have named, compiled once; threads may share it."""

    def __init__(self, config: Config, book: Rulebook, markup: Markup, voices: Voices) -> None:
        """Compile the selectors of the rules in force, and find the site configs and filters."""
        self._config, self._markup = config, markup
        rules = [rule for rule in book.rules if rule.css or rule.xpath]
        self._picks = [Pick(r.id, r.category, r.points, s) for r in rules for s in selectors_of(r)]
        self._keeper = Keeper.of(config, book, voices)
        self._sites = SiteConfigs(config.site_configs) if config.site_configs else None
        self._filters = Filters.read(config.filters) if config.filters else None

    @property
    def idle(self) -> bool:
        """Whether there is nothing to pick: then it costs nothing, either."""
        return not (self._picks or self._keeper or self._sites or self._filters)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was not understood in filters, and in the site configs used so far."""
        return (*(self._filters.warnings if self._filters else ()), *(self._sites.warnings if self._sites else ()))

    def settle(self, page: Page, judge: Judge) -> Settled:
        """Judge a page without what is to go, then put both together."""
        whole = page.blocks
        picked = self._look(page)
        body = [block for block in picked.body if block.index not in picked.gone]  # before the rest is numbered anew
        thin = without_blocks(page, picked.gone)
        settled = judge(thin, body)
        page.notes = (*thin.notes, *picked.notes)
        pieces = settled.pieces + [_taken(whole[i], why) for i, why in picked.gone.items()]
        pieces = put_back(pieces, picked.kept, whole) if picked.kept else pieces
        pieces.sort(key=lambda piece: piece.reading.block.start)
        page.blocks = [piece.reading.block for piece in pieces]
        for i, block in enumerate(page.blocks):
            block.index = i
        return Settled(pieces, settled.title)

    def _look(self, page: Page) -> Picked:
        picked = Picked()
        if self._keeper:
            picked.kept += self._keeper.look(page)
        if page.kind != "html" or page.tree is None or not page.blocks:
            return picked
        tree = Tree(page)
        site = self._sites.of(_host(page)) if self._sites else None
        if site is not None:
            self._read_site(page, tree, site, picked)
        limit, inside = self._guard(page, picked.body)
        guard = _Guard(page, limit, inside, picked)
        for pick in self._picks_of(page, tree, site):
            found = pick.choose(tree)
            if found is None:
                guard.note("selector-skipped")
            elif found:
                chosen = blocks_of(page, tree, found)
                if pick.points <= NEVER:
                    picked.kept += [Kept(page.blocks[i].start, page.blocks[i].end, pick.rule) for i in chosen]
                elif pick.points >= self._config.remove_at:
                    guard.take(pick, chosen)
        if site is not None and site.prune is False:
            rule = f"site.{site.host}:prune"
            picked.kept += [Kept(b.start, b.end, rule) for b in picked.body if b.index not in picked.gone]
        return picked

    def _picks_of(self, page: Page, tree: Tree, site: SiteConfig | None) -> Iterable[Pick]:
        keep = self._config.keep
        picks = list(self._picks)
        if site is not None:
            picks += [Pick(rule, category, SURE, selector) for rule, category, selector in site.strip]
        if self._filters is not None:
            picks += [
                Pick(f.rule, f.category, SURE, f.selector if found is None else None, found)
                for f, found in self._filters.on(_host(page), tree)
            ]
        return (pick for pick in picks if pick.category not in keep and pick.rule not in keep)

    def _read_site(self, page: Page, tree: Tree, site: SiteConfig, picked: Picked) -> None:
        """Take body and metadata from a site config; the first expression that gives something wins."""
        for selector in site.body:
            chosen = blocks_of(page, tree, tree.find(selector) or [])
            if chosen and self._config.locator != "none":
                picked.body = [page.blocks[i] for i in sorted(chosen)]
                break
        values = {}
        for name, selectors in site.facts.items():
            text = next((", ".join(lines[:5]) for s in selectors if (lines := tree.strings(s))), "")
            if text:
                values[name] = text
        sources = {**page.hints.sources, **dict.fromkeys(values, "site-config")}
        page.hints = dataclasses.replace(page.hints, **values, sources=sources)

    def _guard(self, page: Page, body: list[Block]) -> tuple[float, range | set[int]]:
        """How much prose the article holds, and which blocks it is: the body named, or the one found."""
        if body:
            return sum(block_mass(page, block) for block in body), {block.index for block in body}
        regions = measure_regions(page, self._markup.read(page), self._markup)
        top = find_container(page, regions)
        if top < 0:
            return sum(block_mass(page, block) for block in page.blocks), range(len(page.blocks))
        return regions[top].prose, range(page.elements[top].first, page.elements[top].last)


class _Guard:
    """Refuses selectors that would take a good part of the article, whatever their author meant them for."""

    def __init__(self, page: Page, prose: float, inside: range | set[int], picked: Picked) -> None:
        self._page, self._prose, self._inside, self._picked = page, prose, inside, picked
        self._spent, self._cut = 0.0, 0
        self._chars = sum(map(_plain, (page.blocks[i] for i in inside)))

    def note(self, text: str) -> None:
        """Tell the reader of the article once."""
        if text not in self._picked.notes:
            self._picked.notes += (text,)

    def take(self, pick: Pick, chosen: set[int]) -> None:
        """Let the blocks go, unless they hold too much. Only points = "always" is not asked."""
        fresh = chosen - self._picked.gone.keys()
        blocks = self._page.blocks
        own = [blocks[i] for i in fresh if i in self._inside]
        mass, chars = sum(block_mass(self._page, block) for block in own), sum(map(_plain, own))
        much = mass > GUARD * self._prose or self._spent + mass > TOGETHER * self._prose
        if pick.points < ALWAYS and (much or (chars and self._cut + chars > MOST * self._chars)):
            self.note("selector-guarded")
            return
        self._spent += mass
        self._cut += chars
        for i in fresh:
            self._picked.gone[i] = Evidence(pick.rule, pick.category, pick.points)


def _plain(block: Block) -> int:
    return block.end - block.start - block.link_chars


def blocks_of(page: Page, tree: Tree, found: list[int]) -> set[int]:
    """Indexes of the blocks in some elements. An inline element counts where it is all the text of its block."""
    under: set[int] = set()
    lines: set[tuple[int, str]] = set()
    for ordinal in found:
        element = tree.elements[ordinal]
        under.update(tree.below(ordinal) if ordinal not in under else ())
        while element is not None and element.tag in INLINE and element in tree.ordinals:
            element = element.getparent()
        if element is not None and element is not tree.elements[ordinal] and element in tree.ordinals:
            lines.add((tree.ordinals[element], " ".join("".join(tree.elements[ordinal].itertext()).split())))
    return {
        block.index
        for block in page.blocks
        if block.node in under or (lines and (block.node, page.text[block.start : block.end]) in lines)
    }


def without_blocks(page: Page, gone: dict[int, Evidence]) -> Page:
    """A page that lacks some blocks; its elements know of the others only."""
    if not gone:
        return dataclasses.replace(page)
    rest = [block for block in page.blocks if block.index not in gone]
    left = [block.index for block in rest]
    elements = [
        dataclasses.replace(e, first=bisect_left(left, e.first), last=bisect_left(left, e.last)) for e in page.elements
    ]
    for i, block in enumerate(rest):
        block.index = i
    return dataclasses.replace(page, blocks=rest, elements=elements)


def _taken(block: Block, why: Evidence) -> Piece:
    taken = (why.category, why.rule)
    return Piece(Reading(block, long_prose(0), (why,)), why.points, why.category, why.rule, taken=taken)


def _host(page: Page) -> str:
    try:
        return (urlsplit(page.hints.url).hostname or "").lower()
    except ValueError:
        return ""
