"""Who is heard in a paragraph without cues: the publisher, the publisher talking to its reader, or a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from cleanpress.model import Page
from cleanpress.signals.company import APPEAL, MONEY
from cleanpress.signals.outlet import Outlet
from cleanpress.signals.shape import LINE, measure
from cleanpress.signals.words import Lists, Voices, words_of
from cleanpress.verdicts.score import Piece

SHORT = 14
"""A longer sentence that begins with an imperative's word may begin with a noun: "Shop owners have complained"."""
ASIDE = 200
"""What the publisher says in more characters must be of giving or journalism, or name it: columns say "we"."""

_SENTENCES = re.compile(r"(?<=[.!?:])\s+|(?<=[。！？：])")


class Heard(NamedTuple):
    """Who and what is heard in one block."""

    voice: bool
    """The publisher, as "we" or by its name."""
    named: bool
    reader: bool
    ordered: bool
    """It begins with an imperative's word."""
    giving: bool
    press: bool
    money: bool


@dataclass(frozen=True, slots=True)
class Ear:
    """Listens to the blocks of one document, in the language of the appeal beside them."""

    page: Page
    folded: str
    outlet: Outlet
    voices: Voices

    def _lists(self, appeal: Piece) -> Lists:
        return self.voices.of(e.rule for e in appeal.reading.evidence)

    def _hear(self, piece: Piece, appeal: Piece) -> Heard:
        block, lists = piece.reading.block, self._lists(appeal)
        line = self.folded[block.start : block.end]
        words = words_of(line)
        named = self.outlet.named_in(self.page.text[block.start : block.end])
        return Heard(
            voice=named or lists.we.hits(words, line),
            named=named,
            reader=lists.reader.hits(words, line),
            ordered=lists.imperative.starts(words, line),
            giving=any(not hit.rule.points for hit in piece.reading.hits or ()),
            press=lists.press.hits(words, line),
            money=MONEY.search(line) is not None,
        )

    def reports(self, piece: Piece, appeal: Piece) -> bool:
        """Whether a source is quoted or reported: then it is no appeal, whatever stands around it."""
        block = piece.reading.block
        if measure(self.page.text[block.start : block.end]).quoted:
            return True
        line = self.folded[block.start : block.end]
        return self._lists(appeal).speech.hits(words_of(line), line)

    def speaks(self, piece: Piece, appeal: Piece, to_reader: bool = False) -> bool:
        """Whether the publisher speaks of itself (or, with ``to_reader``, to its reader) and nobody is reported."""
        block, heard = piece.reading.block, self._hear(piece, appeal)
        if not (heard.voice or (to_reader and heard.reader)):
            return False
        if block.end - block.start > ASIDE and not (heard.named or heard.giving or heard.press):
            return False
        return not self.reports(piece, appeal)

    def is_impersonal(self, piece: Piece) -> bool:
        """Whether a block is a whole sentence that only one rule knows and that neither speaks to the reader nor of the
        publisher: "Rents are due until the end of each month" holds the words of many an appeal.
        """
        shape = piece.reading.shape
        if shape.kind == LINE or shape.loose or shape.exclaim:
            return False
        rules = {e.rule for e in piece.reading.evidence if e.category}
        if len(rules) > 1 or any(rule.endswith(APPEAL) for rule in rules):
            return False
        heard, block = self._hear(piece, piece), piece.reading.block
        if heard.voice or heard.reader:
            return False
        starts = self._lists(piece).imperative.starts
        sentences = _SENTENCES.split(self.folded[block.start : block.end])
        return not any(starts(words_of(sentence), sentence) for sentence in sentences)

    def argues(self, pieces: list[Piece], appeal: Piece) -> bool:
        """Whether sentences speak of journalism, and of the publisher or to its reader."""
        heard = [self._hear(piece, appeal) for piece in pieces]
        return any(one.press for one in heard) and any(one.voice or one.reader for one in heard)

    def belongs(self, piece: Piece, appeal: Piece) -> bool:
        """Whether a block beside an appeal is part of it: two of publisher, reader, giving, journalism and (to the
        reader) an amount are heard in it, three where the publisher is not and it is no short line.

        Publisher or reader must be among them, and nobody may be reported. Service pieces speak to "you" throughout.
        """
        heard, short = self._hear(piece, appeal), piece.reading.shape.words <= SHORT
        reader = heard.reader or (short and heard.ordered)
        signs = (heard.voice, reader, heard.giving, heard.press, reader and heard.money)
        need = 2 if heard.voice or short else 3
        return (heard.voice or reader) and sum(signs) >= need and not self.reports(piece, appeal)
