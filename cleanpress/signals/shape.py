"""What a block looks like, in any script: prose, a sentence or a bare line; quoted; shouted; how long."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

STOPS = ".!?…。！？؟।॥۔"
SURE_STOPS = ".!?。！？؟।"
"""After one of these a long block needs no second look."""
_CLOSERS = "\"'”’»)]」』）›*_ "
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_THAI = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_INNER_STOP = re.compile(r"[.!?…؟]['\"”’»)\]]*\s|[。！？।]")
# Four words or more between double marks: shorter ones are titles and scare quotes.
_QUOTE = re.compile(
    r"(?<![^\s(])[“„«\"「『‹](?:[^“„«\"”»」』›\s]+\s+){3}|[「『“][^」』”]{10}|‘(?:[^‘’\s]+\s+){3}[^‘]{0,200}?’(?!\w)|(?:^|\s)[»”](?:[^«”\s]+\s+){3}"
)
# Words in quotation marks at the start, a comma or stop at the closing mark: somebody's words and their attribution.
_ATTRIBUTED = re.compile(
    r"[\"„“«‘‹「『][^\"„”»“’›」』]{2,80}(?:[,!?.][\"”»“’›]|[\"”»“’›],)\s|[「『][^」』]{2,80}[」』][、とっ]"
)
_OPENS_QUOTE = re.compile(
    r"[“„«\"「『‹](?!(?:[^\s»“”\"」』›]+\s?){1,3}[»“”\"」』›])|[–—]\s\S+\s\S+\s\S+\s\S+\s\S+\s\S+\s\S"
)

_QUOTATION = re.compile(r"[“„«\"「『‹]([^“”„»\"」』›]{10,1000})[”“»\"」』›]")
_MARK = re.compile('["„“«‘‹「『”»–—]')
"""One of these is in every quotation; in ASCII that leaves the first."""

CUT_OFF = 200

UNSTOPPED = 16
"""From this many words on a line may be a paragraph that lost its full stop."""

READ_ON = 20_000
"""Characters of a line whose words are looked at: a line may be fifty megabytes long."""

LINE, SENTENCE, PROSE = "line", "sentence", "prose"


class Shape(NamedTuple):
    """Measures of one block, independent of language."""

    kind: str
    """``line`` (does not end like a sentence), ``sentence`` (under 12 words) or ``prose``."""
    words: int
    """Words; in scripts without spaces half the characters."""
    mass: int
    """Characters, those of dense scripts counted twice: how much text this is."""
    stop: bool
    """Ends like a sentence."""
    exclaim: bool
    """Ends with an exclamation mark."""
    quoted: bool
    """Opens with a quotation mark or holds a quotation of four words or more."""
    loose: bool = False
    """Prose by its length alone: it does not end like a sentence."""
    rough: bool = False
    """Estimated from the length alone."""


@cache
def _long(mass: int) -> Shape:
    return Shape(PROSE, mass // 6, mass, True, False, False, rough=True)


def long_prose(chars: int) -> Shape:
    """Stand-in for a long paragraph without a hit, whose exact measures nobody asks for."""
    return _long(min(chars, 1000) // 10 * 10)


def ends_sentence(text: str) -> bool:
    """Whether the text ends with the mark of a sentence, closing quotes aside."""
    last = text[-1:]
    if last == "…" or text.endswith("..."):
        return len(text) >= CUT_OFF  # a shorter one is the teaser of another article, cut for space
    if last in STOPS:
        return True
    return last in _CLOSERS and (text.rstrip(_CLOSERS)[-1:] in STOPS or _SIGNED_STOP.search(text) is not None)


def measure(text: str) -> Shape:
    """Measure one block's own text (not folded)."""
    words, dense, plain = text.count(" ") + 1, 0, text.isascii()
    if not plain:
        dense = len(_UNSPACED.findall(text))
        words += dense // 2
    stop = ends_sentence(text)
    bare = text.rstrip(_CLOSERS)
    exclaim = bare[-1:] in "!！" and bool(bare)
    closed = stop or text[-1] in ":;"
    open_end = not closed and _goes_on(text, words, dense)
    loose = words >= UNSTOPPED and not closed and not open_end and _reads_on(text)
    if words >= 12 and (closed or open_end or loose):
        kind = PROSE
    elif stop and words >= 3:
        kind = SENTENCE
    else:
        kind = LINE
    quoted = words >= 3 and ('"' in text if plain else _MARK.search(text) is not None) and _is_quoted(text, words)
    return Shape(kind, words, len(text) + dense, stop, exclaim, quoted, loose=loose)


def _goes_on(text: str, words: int, dense: int) -> bool:
    """Whether a text that does not end like a sentence is prose for what is in it: full stops, or length in Thai."""
    if dense:
        return words >= 30 and _THAI.search(text) is not None
    return words >= 20 and _INNER_STOP.search(text) is not None


def _is_quoted(text: str, words: int) -> bool:
    return (
        _ATTRIBUTED.match(text) is not None
        or _QUOTE.search(text) is not None
        or (words >= 5 and _OPENS_QUOTE.match(text) is not None)
    )


def quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the quotations of four words or more in a block: what is said there is not the outlet's to say."""
    found = _QUOTATION.finditer(text, start, end)
    return [one.span() for one in found if one[1].count(" ") >= 3 or is_dense(one[1])]


def is_dense(text: str) -> bool:
    """Whether a text is written without spaces, for the most part."""
    return 2 * len(_UNSPACED.findall(text)) > len(text)


def _reads_on(text: str) -> bool:
    """Whether two of five words begin with a small letter, as in a (German) sentence; in menus fewer do."""
    words = text[:READ_ON].split()
    return 5 * sum(word[0].islower() for word in words) > 2 * len(words)


_SIGNED_STOP = re.compile(r"[.!?。！？]\s?[（(][^（）()]{1,12}[)）]$")  # the agency in brackets after the last sentence
_NUMBER = re.compile(r"\d[\d.,:%]*")
_COMMA = re.compile(r"[,;](?=\s)|[、،；，]")


def is_listing(line: str) -> bool:
    """Whether a bare line holds figures or an enumeration: results, prices, places. Articles end with such."""
    return len(_NUMBER.findall(line)) >= 3 or (len(line) >= 12 and len(_COMMA.findall(line)) >= 3)
