"""Evidence from words: rule phrases, whole-line labels, names and dates, and the shape that makes them count."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Iterator
from operator import itemgetter

from cleanpress.clock import check, timed
from cleanpress.config import Config
from cleanpress.model import Block, Evidence, Page, Span
from cleanpress.rules.fold import fold, line_key
from cleanpress.rules.matcher import Hit, Matcher
from cleanpress.rules.rulebook import Rulebook
from cleanpress.signals.company import SAID, Company
from cleanpress.signals.echoes import mark_authors, mark_repeats
from cleanpress.signals.names import is_credit, is_dateline, is_name
from cleanpress.signals.outlet import Outlet, trim_name
from cleanpress.signals.reading import Reading, holds, in_its_language, one_language
from cleanpress.signals.sentences import mixed_sentences
from cleanpress.signals.shape import LINE, PROSE, SURE_STOPS, Shape, is_listing, long_prose, measure, quotations
from cleanpress.signals.templates import TemplateMarks
from cleanpress.signals.words import Voices, words_of

LONG = 70
"""From this many characters on, a block that ends like a sentence and holds no hit is prose, whatever its measures."""
LABEL_WORDS = 40
"""A line with more words is not looked at as a row of labels."""
KEY_WORDS = 12
"""A sentence with more words is no label."""
DATE_WORDS = 16
PATTERN_CHARS = 300


class Reader:
    """Reads the blocks of one page against a compiled rulebook."""

    def __init__(self, book: Rulebook, matcher: Matcher, voices: Voices, config: Config) -> None:
        """Share the compiled parts; nothing here changes from page to page."""
        self.book, self.matcher, self.voices = book, matcher, voices
        self.site_name, self.remove_at = config.site_name, config.remove_at
        self.company = Company(book, voices)
        self.templates = TemplateMarks(config) if config.templates else None

    def read(self, page: Page) -> tuple[list[Reading], Outlet, str]:
        """Read all blocks; also give the outlet and the folded text."""
        folded = fold(page.text)
        outlet = Outlet(page.hints, self.site_name)
        readings = [self._start(page.text, block) for block in page.blocks]
        self._spread(folded, page.blocks, readings)
        if self.templates:
            self.templates.mark(page, readings)
        for reading in readings:
            if reading.hits:
                self._settle_slots(page.text, reading, reading.hits, outlet)
        readings = self._split(page, folded, readings, outlet)
        for reading in timed(readings):
            if (reading.hits or reading.template or not reading.shape.rough) and not reading.part:
                self._judge(page.text, folded, reading, outlet)
        check()
        mark_authors(page.text, readings, self.voices, self.book.weights)
        mark_repeats(readings, self.book.weights)
        return readings, outlet, folded

    def _start(self, text: str, block: Block) -> Reading:
        start, end = block.start, block.end
        if end - start >= LONG and text[end - 1] in SURE_STOPS:
            return Reading(block, long_prose(end - start))
        return Reading(block, measure(text[start:end]))

    def _spread(self, folded: str, blocks: list[Block], readings: list[Reading]) -> None:
        """Confirm each anchor in the block that holds it."""
        spots, late = self.matcher.scan(folded, [(block.start, block.end) for block in blocks])
        for at, found in timed(spots.items()):
            block = blocks[at]
            hits = self.matcher.confirm(folded, block.start, block.end, found)
            if hits:
                readings[at].hits, readings[at].spots = hits, found + late.get(at, [])

    def _settle_slots(self, text: str, reading: Reading, hits: list[Hit], outlet: Outlet) -> None:
        """Drop hits whose slots hold no name, and tell the outlet which names this block asks for."""
        kept: list[Hit] = []
        names: set[str] = set()
        for hit in hits:
            if hit.name is not None and not is_name(text[hit.name[0] : hit.name[1]], self.voices):
                continue
            if hit.outlet is not None:
                name = trim_name(text, *hit.outlet, self.voices)
                if not name:
                    continue
                names.add(name)
            kept.append(hit)
        reading.hits = sorted(kept, key=lambda hit: hit.start)
        outlet.add(names, reading.shape.words <= 12, text)

    def _split(self, page: Page, folded: str, readings: list[Reading], outlet: Outlet) -> list[Reading]:
        """Put the sentences of mixed blocks in their place; the page's blocks follow suit."""
        split: list[Reading] = []
        for reading in timed(readings):
            hits = reading.hits
            if not hits or reading.template:
                split.append(reading)
                continue
            lists = self.voices.of(hit.rule.id for hit in hits)
            spans = mixed_sentences(page.text, folded, reading.block, hits, lists)
            parts = self._parts(page.text, folded, reading, spans, outlet) if spans else []
            reading.mixed = bool(spans) and not parts
            split += parts or (reading,)
        if len(split) > len(readings):
            for i, reading in enumerate(split):
                reading.block.index = i
            page.blocks = [reading.block for reading in split]
        return split

    def _parts(
        self, text: str, folded: str, whole: Reading, spans: list[tuple[int, int]], outlet: Outlet
    ) -> list[Reading]:
        """Readings of a mixed block's sentences; none unless one of them is sure to go.

        What is left must end like a sentence. It is mixed as before, so a second run judges it by sentences again.
        """
        parts: list[Reading] = []
        here = whole.block
        # In order, so that each sentence looks up its own: going through all of them for each would be the square.
        ordered = sorted(whole.spots or (), key=itemgetter(0))
        for start, end in spans:
            block = Block(
                here.index, start, end, here.tag, here.node, here.link_chars, here.inside, here.marks, here.place,
                here.href, here.attrs, here.images,
            )  # fmt: skip
            part = Reading(block, measure(text[start:end]), part=whole.block.index + 1)
            first = bisect_left(ordered, start - 1, key=itemgetter(0))
            spots = ordered[first : bisect_left(ordered, end, first, key=itemgetter(0))]
            part.hits = self.matcher.confirm(folded, start, end, spots) if spots else None
            if part.hits:
                self._settle_slots(text, part, part.hits, outlet)
            self._judge(text, folded, part, outlet)
            parts.append(part)
        kept = [part for part in parts if sum(e.points for e in part.evidence) < self.remove_at]
        cut = kept and len(kept) < len(parts) and kept[-1].shape.stop and sum(p.shape.words for p in kept) >= 3
        return parts if cut else []

    def _judge(self, text: str, folded: str, reading: Reading, outlet: Outlet) -> None:
        block = reading.block
        if reading.shape.rough:
            reading.shape = measure(text[block.start : block.end])
        line = folded[block.start : block.end]
        if not (reading.hits or reading.template) and _is_plain(reading.shape, line):
            return
        if reading.shape.quoted and reading.hits:
            quoted = quotations(text, block.start, block.end)
            reading.hits = [hit for hit in reading.hits if not any(a <= hit.start and hit.end <= b for a, b in quoted)]
        found = list(self._from_hits(text, reading, outlet))
        if reading.shape.kind != PROSE or reading.shape.words <= LABEL_WORDS:
            found += self._from_line(text[block.start : block.end], line, reading)
            reading.data = not found and reading.shape.kind == LINE and is_listing(line)
        words = words_of(line) if reading.hits or found or reading.template else []
        appeal = self.company.appeal(line, words, reading, found) if reading.hits else None
        if appeal:
            found.append(appeal)
        cued = bool(found)
        if cued and reading.shape.words >= SAID and reading.shape.kind == PROSE:
            found = in_its_language(found, words, self.voices.common, self.book.appeals)
        raw = text[block.start : block.end]
        if reading.template:
            reading.known = self._in_company(raw, line, words, reading, [*found, reading.template])
        reading.evidence = self._in_company(raw, line, words, reading, found) if cued else ()

    def _in_company(
        self, raw: str, line: str, words: list[str], reading: Reading, found: list[Evidence]
    ) -> tuple[Evidence, ...]:
        guards = self.voices.of(e.rule for e in found)
        found = one_language(found)
        return (*found, *self.company.marks(raw, line, words, reading, found, guards))

    def _from_hits(self, text: str, reading: Reading, outlet: Outlet) -> Iterator[Evidence]:
        """One term per rule; a rule's second and third phrase in the block make it weigh more."""
        best: dict[str, Evidence] = {}
        reach: dict[str, int] = {}
        said: dict[tuple[int, int, str], int] = {}
        weights = self.book.weights
        for hit in reading.hits or ():
            rule = hit.rule
            points = rule.points
            if not points or not holds(rule, reading.shape):
                continue
            if hit.outlet is not None and not outlet.knows(trim_name(text, *hit.outlet, self.voices)):
                points = max(1, points - weights["stranger"])
            have = best.get(rule.id)
            where = (hit.start, hit.end, rule.category)
            if have is None and points > 0 and points <= said.get(where, 0):
                continue  # another pack has the same words; they count once
            said[where] = points
            if have is None:
                best[rule.id] = Evidence(rule.id, rule.category, points, Span(hit.start, hit.end))
            elif hit.start >= reach[rule.id] and have.points < rule.points + 2 * weights["again"]:
                best[rule.id] = dataclasses.replace(have, points=have.points + weights["again"])
            reach[rule.id] = max(reach.get(rule.id, 0), hit.end)
            reading.opens |= rule.opens
        return iter(best.values())

    def _from_line(self, raw: str, line: str, reading: Reading) -> Iterator[Evidence]:
        """Whole-line labels, patterns and date lines."""
        shape, rules = reading.shape, []
        if shape.words <= KEY_WORDS or shape.kind == LINE:
            key = reading.key = line_key(line)
            rules = self.matcher.label(key)
            if not rules and " " in key and shape.kind == LINE:
                rules = self.matcher.cover(key)
        bare = shape.kind != PROSE or "©" in line
        patterned = self.matcher.patterned(line) if bare and len(line) <= PATTERN_CHARS else []
        seen: set[str] = set()
        for rule in (*rules, *patterned):
            if rule.id not in seen and holds(rule, shape) and not (rule.category == "navigation" and line[-1:] == ":"):
                seen.add(rule.id)
                reading.opens |= rule.opens
                yield Evidence(rule.id, rule.category, rule.points)
        date = is_dateline(line, self.voices) if shape.words <= DATE_WORDS else ""
        if date:
            yield Evidence(f"shape.{date}line", "byline", self.book.weights[f"{date}line"])
        elif shape.kind == LINE and is_credit(raw, self.voices):
            yield Evidence("shape.credit", "caption", self.book.weights["credit"])


def _is_plain(shape: Shape, line: str) -> bool:
    """Whether a block is prose too long for a label or a date: without a hit, nothing in it can be evidence."""
    return shape.kind == PROSE and shape.words > DATE_WORDS and "©" not in line
