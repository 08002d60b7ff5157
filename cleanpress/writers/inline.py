"""A line of Markdown: escapes, emphasis where it works, links, pictures, code."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import Any

_SPECIAL = re.compile(
    r"[\\`*\[\]|]|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]{0,31};)"
)
_OPENING = re.compile(r"(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+(?=\s*$)|-+(?=\s*$)|~~~|:-+:?(?=\s*$))")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
APART = frozenset("p li dt dd tr td th pre h1 h2 h3 h4 h5 h6 blockquote figcaption caption".split())
DELIMITERS = {"strong": "**", "em": "*", "s": "~~", "del": "~~"}
_HARD = "\\\n"
_SPACES = re.compile(r" +")
_UNSAFE = {c: f"%{ord(c):02X}" for c in " ()<>\\\"`[]|"}


def escaped(text: str) -> str:
    """Escape what would be read as markup anywhere in a line."""
    return _SPECIAL.sub(lambda found: "\\" + found.group(), text)


def inline(pieces: list[Any]) -> str:
    """Write str and elements as one paragraph; its lines start with nothing that opens a block."""
    pen = _Pen(_HARD)
    for piece in pieces:
        pen.add(piece)
    lines = pen.text().split("\n")
    return "\n".join(_safe_start(_SPACES.sub(" ", line).strip(" ")) for line in lines).strip("\n")


def one_line(node: Any) -> str:
    """Write what is in an element as one line; blocks and breaks in it become spaces."""
    pen = _Pen(" ")
    pen.inside(node)
    return " ".join(pen.text().split())


def _safe_start(line: str) -> str:
    if _OPENING.match(line):
        return "\\" + line
    return _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line


class _Delimiter:
    """One end of an emphasis."""

    __slots__ = ("live", "opens", "partner", "sign")

    def __init__(self, sign: str, partner: _Delimiter | None = None) -> None:
        self.sign, self.opens, self.live = sign, partner is None, True
        self.partner = partner or self
        if partner is not None:
            partner.partner = self

    def drop(self) -> None:
        self.live = self.partner.live = False


class _Pen:
    """Writes one line."""

    def __init__(self, breaks: str) -> None:
        self._out: list[str | _Delimiter] = []
        self._breaks = breaks

    def add(self, piece: Any) -> None:
        """Write a str or an element, without what follows it."""
        if isinstance(piece, str):
            self._say(escaped(_SPACES.sub(" ", piece.translate({9: 32, 10: 32, 13: 32}))))
        elif piece.tag == "br":
            self._say(self._breaks)
        elif piece.tag == "img":
            self._say(f"![{escaped(piece.get('alt') or '')}]({_target(piece.get('src') or '')})")
        elif piece.tag == "code":
            self._say(_code("".join(piece.itertext())))
        elif piece.tag == "a" and piece.get("href"):
            self._link(piece)
        elif piece.tag in DELIMITERS:
            first = _Delimiter(DELIMITERS[piece.tag])
            self._out.append(first)
            self.inside(piece)
            self._out.append(_Delimiter(first.sign, first))
        else:
            self._say(" " if piece.tag in APART else "")
            self.inside(piece)
            self._say(" " if piece.tag in APART else "")

    def inside(self, node: Any) -> None:
        """Write what is in an element."""
        self.add(node.text or "")
        for child in node:
            self.add(child)
            self.add(child.tail or "")

    def text(self) -> str:
        """Give the line. Emphasis that no reader would take for such, as inside some scripts, goes without signs."""
        while self._drop_one():
            pass
        return "".join(piece if isinstance(piece, str) else piece.sign for piece in self._live())

    def _say(self, text: str) -> None:
        if text:
            self._out.append(text)

    def _link(self, node: Any) -> None:
        last = self._out[-1] if self._out else ""
        if isinstance(last, str) and last.endswith("!"):
            self._out[-1] = f"{last[:-1]}\\!"  # it would make the link a picture
        self._say("[")
        self.inside(node)
        self._say(f"]({_target(node.get('href'))})")

    def _live(self) -> list[str | _Delimiter]:
        return [piece for piece in self._out if isinstance(piece, str) or piece.live]

    def _drop_one(self) -> bool:
        """Drop the first delimiters that CommonMark would not take for such; whether there were any."""
        before = ""
        runs = [(told, list(run)) for told, run in groupby(self._live(), key=lambda piece: isinstance(piece, str))]
        for i, (told, run) in enumerate(runs):
            if told:
                before = str(run[-1])[-1]
                continue
            after = str(runs[i + 1][1][0])[0] if i + 1 < len(runs) else ""
            signs = [sign for sign in run if isinstance(sign, _Delimiter)]
            opening = [sign for sign in signs if sign.opens]
            closing = [sign for sign in signs if not sign.opens]
            wrong = opening if opening and closing else []
            if not closing and not _flanks(before, after):
                wrong = opening
            elif not opening and not _flanks(after, before):
                wrong = closing
            for sign in wrong:
                sign.drop()
            if wrong:
                return True
        return False


def _flanks(outer: str, inner: str) -> bool:
    """Whether a delimiter between these characters belongs to the inner one."""
    if not inner or inner.isspace():
        return False
    return not _is_sign(inner) or not outer or outer.isspace() or _is_sign(outer)


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _target(address: str) -> str:
    return "".join(_UNSAFE.get(char, char) for char in address)


def _code(text: str) -> str:
    """Write a code span, fenced by more backticks than it holds in a row."""
    text = " ".join(text.split())
    if not text:
        return ""
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
