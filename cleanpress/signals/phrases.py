"""Evidence from words: rule phrases, whole-line labels, names and dates, and the shape that makes them count."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpress.config import Config
from cleanpress.model import Block, Evidence, Page, Span
from cleanpress.rules.fold import fold, line_key
from cleanpress.rules.matcher import Hit, Matcher
from cleanpress.rules.rulebook import Rule, Rulebook
from cleanpress.signals.names import is_credit, is_dateline, is_name, starts_with_name
from cleanpress.signals.outlet import Outlet, trim_name
from cleanpress.signals.sentences import mixed_sentences
from cleanpress.signals.shape import LINE, PROSE, SURE_STOPS, Shape, is_listing, long_prose, measure
from cleanpress.signals.words import Lists, Voices, words_of

LONG = 70
"""From this many characters on, a block that ends like a sentence and holds no hit is prose without further measuring."""
LABEL_WORDS = 40
"""A line with more words is not looked at as a row of labels."""
SHARED = ("common", "markup", "shape.dateline", "shape.timeline", "shape.credit")
"""Packs and signals that belong to no language."""
AUTHOR_CHARS, AUTHOR_WORDS = 40, 90
"""Longest name, and longest biography, that a byline's name is looked for in."""
KEY_WORDS = 12
"""A sentence with more words is no label."""
DATE_WORDS = 16
PATTERN_CHARS = 300
_MONEY = re.compile(r"[$€£¥₽₴₺₹￥]\s?\d|\d\s?(?:[$€£¥₽₴₺₹%]|eur|euro|usd|kr|zł|kč|tl|руб|грн|円|元|원)")


@dataclass(slots=True)
class Reading:
    """What was found out about one block."""

    block: Block
    shape: Shape
    evidence: tuple[Evidence, ...] = ()
    opens: bool = False
    data: bool = False
    """A line of figures: results, prices, tables."""
    key: str = ""
    """The folded line, for short blocks: repeats are found by it."""
    hits: list[Hit] | None = None
    mixed: bool = False
    """More than half of it is reporting, and its cues are not sure enough to cut them out."""
    part: int = 0
    """Above 0 for the sentences of a block that is judged by sentences, the same for all of them."""


class Reader:
    """Reads the blocks of one page against a compiled rulebook."""

    def __init__(self, book: Rulebook, matcher: Matcher, voices: Voices, config: Config) -> None:
        """Share the compiled parts; nothing here changes from page to page."""
        self.book, self.matcher, self.voices = book, matcher, voices
        self.site_name, self.remove_at = config.site_name, config.remove_at

    def read(self, page: Page) -> tuple[list[Reading], Outlet, str]:
        """Read all blocks; also give the outlet and the folded text."""
        folded = fold(page.text)
        outlet = Outlet(page.hints, self.site_name)
        readings = [self._start(page.text, block) for block in page.blocks]
        self._spread(folded, page.blocks, readings)
        for reading in readings:
            if reading.hits:
                self._settle_slots(page.text, reading, reading.hits, outlet)
        readings = self._split(page, folded, readings, outlet)
        for reading in readings:
            if (reading.hits or not reading.shape.rough) and not reading.part:
                self._judge(page.text, folded, reading, outlet)
        self._mark_authors(page.text, readings)
        self._mark_repeats(readings)
        return readings, outlet, folded

    def _start(self, text: str, block: Block) -> Reading:
        start, end = block.start, block.end
        if end - start >= LONG and text[end - 1] in SURE_STOPS:
            return Reading(block, long_prose(end - start))
        return Reading(block, measure(text[start:end]))

    def _spread(self, folded: str, blocks: list[Block], readings: list[Reading]) -> None:
        """Hand each anchor to the block that holds it: blocks and anchors come in order, so one walk does it."""
        for scan in self.matcher.scans(folded, blocks[0].start, blocks[-1].end) if blocks else ():
            at, count = 0, len(blocks)
            for anchor in scan:
                start, end, _ = anchor
                while at < count and blocks[at].end < end:
                    at += 1
                if at == count:
                    break
                if start >= blocks[at].start:
                    hits = list(self.matcher.confirm(folded, blocks[at].start, blocks[at].end, anchor))
                    if hits:
                        readings[at].hits = (readings[at].hits or []) + hits

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
        for reading in readings:
            hits = reading.hits or []
            lists = self.voices.of(hit.rule.id for hit in hits)
            cued = any(hit.rule.points for hit in hits)
            spans = mixed_sentences(page.text, folded, reading.block, hits, lists) if cued else []
            parts = self._parts(page.text, folded, reading, spans, outlet)
            reading.mixed = bool(spans) and not parts
            split += parts or [reading]
        if len(split) > len(readings):
            for i, reading in enumerate(split):
                reading.block.index = i
            page.blocks = [reading.block for reading in split]
        return split

    def _parts(
        self, text: str, folded: str, whole: Reading, spans: list[tuple[int, int]], outlet: Outlet
    ) -> list[Reading]:
        """Readings of a mixed block's sentences; none unless each sentence with a cue is sure to go.

        What is left of the block then holds no cue and ends like a sentence, so a second run finds nothing in it.
        """
        parts: list[Reading] = []
        for start, end in spans:
            block = dataclasses.replace(whole.block, start=start, end=end)
            part = Reading(block, measure(text[start:end]), part=whole.block.index + 1)
            self._spread(folded, [block], [part])
            self._settle_slots(text, part, part.hits or [], outlet)
            self._judge(text, folded, part, outlet)
            if part.hits and sum(e.points for e in part.evidence) < self.remove_at:
                return []
            parts.append(part)
        kept = [part for part in parts if not part.hits]
        return parts if kept and kept[-1].shape.stop and sum(p.shape.words for p in kept) >= 3 else []

    def _judge(self, text: str, folded: str, reading: Reading, outlet: Outlet) -> None:
        block = reading.block
        if reading.shape.rough:
            reading.shape = measure(text[block.start : block.end])
        line = folded[block.start : block.end]
        found = list(self._from_hits(text, reading, outlet))
        if reading.shape.kind != PROSE or reading.shape.words <= LABEL_WORDS:
            found += self._from_line(text[block.start : block.end], line, reading)
            reading.data = not found and reading.shape.kind == LINE and is_listing(line)
        given = [hit.rule.id for hit in reading.hits or () if not hit.rule.points]
        if given:
            found += self._appeal(line, reading, given, found)
        if found:
            guards = self.voices.of(e.rule for e in found)
            found = one_language(found)
            found += self._company(text[block.start : block.end], line, reading, found, guards)
        reading.evidence = tuple(found)

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
            rules = self.matcher.whole.get(key, [])
            if not rules and " " in key and shape.kind == LINE:
                rules = self.matcher.cover(key)
        patterned = self.matcher.patterned(line) if len(line) <= PATTERN_CHARS else []
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

    def _appeal(self, line: str, reading: Reading, given: list[str], found: list[Evidence]) -> Iterator[Evidence]:
        """What words of giving are worth in the mouth of the publisher, to the reader, about its work, with an ask."""
        lists, weights = self.voices.of(given), self.book.weights
        words = words_of(line)
        heard = lists.voice.hits(words, line), lists.reader.hits(words, line) or lists.imperative.starts(words, line)
        if not any(heard) or reading.shape.quoted:
            return
        points = weights["appeal-voice"] * heard[0] + weights["appeal-reader"] * heard[1]
        points += weights["appeal-press"] * lists.press.hits(words, line)
        points += weights["appeal-money"] * (_MONEY.search(line) is not None)
        categories = [e.category for e in found if e.category in self.book.appeals and e.points > 0]
        yield Evidence(f"{given[0].partition(':')[0]}:shape.appeal", categories[0] if categories else "donation", points)

    def _company(self, raw: str, line: str, reading: Reading, found: list[Evidence], guards: Lists) -> Iterator[Evidence]:
        """What shape and voice add to words that already hit, or hold against them."""
        shape, weights = reading.shape, self.book.weights
        lists = self.voices.of(e.rule for e in found)
        words = words_of(line)
        if any(e.category == "bio" for e in found) and starts_with_name(raw):
            yield Evidence("shape.named", "bio", weights["named"])
        marks = {
            "short": shape.words <= 12 and not reading.part,
            "exclaim": shape.exclaim and not shape.quoted,
            "imperative": not shape.quoted and lists.imperative.starts(words, line),
            "voice": lists.voice.hits(words, line) and lists.reader.hits(words, line),
            "mixed": reading.mixed,
            "prose": shape.words >= 40 and shape.stop,
            "quote": shape.quoted,
            "speech": shape.kind != LINE and guards.speech.hits(words, line),
        }
        for name, there in marks.items():
            if there:
                yield Evidence(f"shape.{name}", "", weights[name])

    def _mark_authors(self, text: str, readings: list[Reading]) -> None:
        """Blocks that begin with the name in the article's byline present its author."""
        names = {
            text[hit.name[0] : hit.name[1]].strip(" .,|·-–")
            for reading in readings
            for hit in reading.hits or ()
            if hit.name is not None and hit.rule.category == "byline"
        }
        authors = tuple(name for name in names if " " in name and len(name) <= AUTHOR_CHARS)
        if not authors:
            return
        for reading in readings:
            start = reading.block.start
            if text.startswith(authors, start) and not reading.part:
                if reading.shape.rough:
                    reading.shape = measure(text[start : reading.block.end])
                line = fold(text[start : reading.block.end])
                spoken = reading.shape.quoted or ":" in line[: AUTHOR_CHARS + 2] or self.voices.of(()).speech.hits(words_of(line), line)
                if not spoken and reading.shape.words <= AUTHOR_WORDS:
                    short = () if reading.evidence or reading.shape.words > 12 else (Evidence("shape.short", "", self.book.weights["short"]),)
                    reading.evidence += (Evidence("shape.author", "bio", self.book.weights["author"]), *short)

    def _mark_repeats(self, readings: list[Reading]) -> None:
        keyed = [r for r in readings if r.key]
        counts = Counter(r.key for r in keyed)
        for reading in keyed:
            if counts[reading.key] > 1 and reading.shape.kind == LINE:
                category = "" if reading.evidence else "navigation"
                reading.evidence += (Evidence("shape.repeated", category, self.book.weights["repeated"]),)


def holds(rule: Rule, shape: Shape) -> bool:
    """Whether the block's shape meets the rule's conditions."""
    for name, value in rule.when:
        if (
            (name == "max_words" and shape.words > value)
            or (name == "min_words" and shape.words < value)
            or (name == "no_stop" and shape.stop == value)
            or (name == "exclaim" and shape.exclaim != value)
        ):
            return False
    return True


def one_language(found: list[Evidence]) -> list[Evidence]:
    """Of each category keep the terms of one language: related languages share words, and must not count them twice."""
    sums: dict[tuple[str, str], int] = {}
    for evidence in found:
        key = (evidence.category, evidence.rule.partition(":")[0])
        if key[1] not in SHARED:
            sums[key] = sums.get(key, 0) + evidence.points
    best = {category: max((n, pack) for (c, pack), n in sums.items() if c == category)[1] for category, _ in sums}
    return [e for e in found if e.rule.partition(":")[0] in (*SHARED, best.get(e.category))]
