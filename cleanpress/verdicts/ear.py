"""Who is heard in a paragraph without cues: the publisher, the publisher talking to its reader, or a source."""

from __future__ import annotations

from dataclasses import dataclass

from cleanpress.model import Page
from cleanpress.signals.outlet import Outlet
from cleanpress.signals.shape import measure
from cleanpress.signals.words import Voices, words_of
from cleanpress.verdicts.score import Piece


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
        heard = lists.voice.hits(words, line) or (to_reader and lists.reader.hits(words, line))
        if not heard and not self.outlet.named_in(self.page.text[block.start : block.end]):
            return False
        return not self.reports(piece, appeal)

    def argues(self, piece: Piece, appeal: Piece) -> bool:
        """Whether a sentence speaks of journalism, or of the publisher by name or as "we"."""
        block = piece.reading.block
        line = self.folded[block.start : block.end]
        words = words_of(line)
        lists = self.voices.of(e.rule for e in appeal.reading.evidence)
        if lists.press.hits(words, line) or lists.voice.hits(words, line):
            return True
        return self.outlet.named_in(self.page.text[block.start : block.end])

    def belongs(self, piece: Piece, appeal: Piece) -> bool:
        """Whether a block beside an appeal is part of it: two of publisher, reader, giving and journalism are heard
        in it.

        One of the first two must be among them, and nobody may be reported.
        """
        block = piece.reading.block
        line = self.folded[block.start : block.end]
        words = words_of(line)
        lists = self.voices.of(e.rule for e in appeal.reading.evidence)
        voice = lists.voice.hits(words, line) or self.outlet.named_in(self.page.text[block.start : block.end])
        reader = lists.reader.hits(words, line) or lists.imperative.starts(words, line)
        giving = any(not hit.rule.points for hit in piece.reading.hits or ())
        heard = voice + reader + giving + lists.press.hits(words, line)
        return (voice or reader) and heard >= 2 and not self.reports(piece, appeal)
