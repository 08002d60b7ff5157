"""Who is heard in a paragraph without cues: the publisher, the publisher talking to its reader, or a source."""

from __future__ import annotations

from dataclasses import dataclass

from cleanpress.model import Page
from cleanpress.signals.company import MONEY
from cleanpress.signals.outlet import Outlet
from cleanpress.signals.shape import measure
from cleanpress.signals.words import Voices, words_of
from cleanpress.verdicts.score import Piece

SHORT = 14
"""A longer sentence that begins with an imperative's word may begin with a noun: "Shop owners have complained"."""
ASIDE = 200
"""What the publisher says in more characters must be of giving or journalism, or name it: columns say "we"."""


@dataclass(frozen=True, slots=True)
class Ear:
    """Listens to the blocks of one document, in the language of the appeal beside them."""

    page: Page
    folded: str
    outlet: Outlet
    voices: Voices

    def reports(self, piece: Piece, appeal: Piece) -> bool:
        """Whether a source is quoted or reported: then it is no appeal, whatever stands around it."""
        block = piece.reading.block
        if measure(self.page.text[block.start : block.end]).quoted:
            return True
        line = self.folded[block.start : block.end]
        return self.voices.of(e.rule for e in appeal.reading.evidence).speech.hits(words_of(line), line)

    def speaks(self, piece: Piece, appeal: Piece, to_reader: bool = False) -> bool:
        """Whether the publisher speaks of itself (or, with ``to_reader``, to its reader) and nobody is reported."""
        block = piece.reading.block
        line = self.folded[block.start : block.end]
        words = words_of(line)
        lists = self.voices.of(e.rule for e in appeal.reading.evidence)
        named = self.outlet.named_in(self.page.text[block.start : block.end])
        heard = lists.we.hits(words, line) or (to_reader and lists.reader.hits(words, line))
        if not heard and not named:
            return False
        giving = any(not hit.rule.points for hit in piece.reading.hits or ())
        if block.end - block.start > ASIDE and not (named or giving or lists.press.hits(words, line)):
            return False
        return not self.reports(piece, appeal)

    def argues(self, pieces: list[Piece], appeal: Piece) -> bool:
        """Whether sentences speak of journalism, and of the publisher or to its reader."""
        lists = self.voices.of(e.rule for e in appeal.reading.evidence)
        press = spoken = False
        for piece in pieces:
            block = piece.reading.block
            line = self.folded[block.start : block.end]
            words = words_of(line)
            press = press or lists.press.hits(words, line)
            spoken = spoken or lists.we.hits(words, line) or lists.reader.hits(words, line)
            spoken = spoken or self.outlet.named_in(self.page.text[block.start : block.end])
        return press and spoken

    def belongs(self, piece: Piece, appeal: Piece) -> bool:
        """Whether a block beside an appeal is part of it: two of publisher, reader, giving, journalism and (to the
        reader) an amount are heard in it, three where the publisher is not and it is no short line.

        Publisher or reader must be among them, and nobody may be reported. Service pieces speak to "you" throughout.
        """
        block = piece.reading.block
        line = self.folded[block.start : block.end]
        words = words_of(line)
        lists = self.voices.of(e.rule for e in appeal.reading.evidence)
        short = piece.reading.shape.words <= SHORT
        voice = lists.we.hits(words, line) or self.outlet.named_in(self.page.text[block.start : block.end])
        reader = lists.reader.hits(words, line) or (short and lists.imperative.starts(words, line))
        giving = any(not hit.rule.points for hit in piece.reading.hits or ())
        heard = voice + reader + giving + lists.press.hits(words, line)
        heard += bool(reader and MONEY.search(line))
        need = 2 if voice or short else 3
        return (voice or reader) and heard >= need and not self.reports(piece, appeal)
