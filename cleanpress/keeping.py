"""What the user's rules keep: found on the page as it was read, and put back after all judging."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from cleanpress.config import Config
from cleanpress.model import Block, Evidence, Page
from cleanpress.rules.matcher import Matcher
from cleanpress.rules.pack import NEVER
from cleanpress.rules.rulebook import Rulebook, pack_paths
from cleanpress.signals.markup import Markup
from cleanpress.signals.phrases import Reader
from cleanpress.signals.reading import Reading
from cleanpress.signals.words import Voices
from cleanpress.verdicts.container import ancestors
from cleanpress.verdicts.score import Piece


class Kept(NamedTuple):
    """A stretch of the page's text that stays, and the rule that says so."""

    start: int
    end: int
    rule: str


class Keeper:
    """Finds what keep rules name by words and by classes; their selectors are asked with all others."""

    def __init__(self, config: Config, book: Rulebook, voices: Voices) -> None:
        """Compile a book of keep rules alone."""
        self._reader = Reader(book, Matcher(book), voices, dataclasses.replace(config, templates=""))
        self._markup = Markup(book) if any(rule.tokens for rule in book.rules) else None

    @classmethod
    def of(cls, config: Config, book: Rulebook, voices: Voices) -> Keeper | None:
        """Make one, where the user's own files have such rules."""
        own = config.rules and pack_paths().keys()
        rules = tuple(r for r in book.rules if own and r.points <= NEVER and r.id.partition(":")[0] not in own)
        words = any(rule.phrases or rule.pattern or rule.tokens for rule in rules)
        return cls(config, dataclasses.replace(book, rules=rules), voices) if words else None

    def look(self, page: Page) -> list[Kept]:
        """Give the stretches that stay."""
        copies = [dataclasses.replace(block) for block in page.blocks]  # reading renumbers blocks
        readings, _, _ = self._reader.read(dataclasses.replace(page, blocks=copies))
        kept = [
            Kept(reading.block.start, reading.block.end, evidence.rule)
            for reading in readings
            for evidence in reading.evidence
            if evidence.points <= NEVER
        ]
        return kept + (self._by_class(page, self._markup) if self._markup else [])

    def _by_class(self, page: Page, markup: Markup) -> list[Kept]:
        kept = []
        hits = markup.read(page)
        for block in page.blocks:
            own = markup.hits(block.attrs()) if block.attrs is not None else ()
            rule = next(iter((*own, *(rule for i in ancestors(page, block.place) for rule in hits[i]))), None)
            if rule:
                kept.append(Kept(block.start, block.end, rule.id))
        return kept


def put_back(pieces: list[Piece], kept: list[Kept], whole: list[Block]) -> list[Piece]:
    """Undo the removal of what is kept. A menu is one piece: what is kept in it comes out of it by itself."""
    starts = [block.start for block in whole]
    kept = _merged(kept)
    ends = [k.end for k in kept]
    out: list[Piece] = []
    for piece in pieces:
        block = piece.reading.block
        first = last = bisect_right(ends, block.start)
        while last < len(kept) and kept[last].start < block.end:
            last += 1
        hit = kept[first:last]
        if not hit or piece.taken is None:
            out.append(piece)
            continue
        inner = whole[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        if len(inner) < 2:
            out.append(_stays(piece, hit[0].rule))
        else:
            out += _parted(piece, hit, inner)
    return out


def _merged(kept: list[Kept]) -> list[Kept]:
    """The stretches in order, those that overlap as one."""
    out: list[Kept] = []
    for one in sorted(kept):
        if out and one.start < out[-1].end:
            out[-1] = out[-1]._replace(end=max(out[-1].end, one.end))
        else:
            out.append(one)
    return out


def _stays(piece: Piece, rule: str) -> Piece:
    piece.taken = None
    piece.extra += (Evidence(rule, "", NEVER),)
    return piece


def _parted(piece: Piece, kept: list[Kept], inner: list[Block]) -> list[Piece]:
    """The pieces that one piece over several blocks falls into: what stays, and the stretches between."""
    out: list[Piece] = []
    open_ = False
    at = 0
    for block in inner:
        while at < len(kept) and kept[at].end <= block.start:
            at += 1
        rule = kept[at].rule if at < len(kept) and kept[at].start < block.end else ""
        if not rule and open_:
            out[-1].reading.block.end = block.end
            continue
        fresh = dataclasses.replace(piece, reading=_reading(piece.reading, block))
        out.append(_stays(fresh, rule) if rule else fresh)
        open_ = not rule
    return out


def _reading(reading: Reading, block: Block) -> Reading:
    own = dataclasses.replace(block, inside=reading.block.inside, marks=reading.block.marks)
    return dataclasses.replace(reading, block=own)
