"""One phrase of a rule pack: literal words, word stems (``donat*``) and slots (``{outlet}``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cleanpress.rules.fold import fold

# Every repeat is bounded and no two neighbours overlap without limit, so a search in a window cannot backtrack far.
_WORD = r"[\w'&.-]{1,30}"
SLOTS = {
    "n": r"\d[\d.,]{0,9}",
    "w": _WORD,
    "money": r"(?:[$€£¥₽₴₺₹]\s?\d[\d.,]{0,9}|\d[\d.,]{0,9}\s?(?:[$€£¥₽₴₺₹]|[a-zа-яёіł.]{2,8}))",
    "outlet": rf"(?P<outlet>{_WORD}(?: {_WORD}){{0,4}})",
    "name": r"(?P<name>[^\n]{2,90})",
}
_PARTS = re.compile(r"\{(\w+)\}|([^{}]+)|([{}])")
# Scripts written without spaces: a phrase may touch other letters there.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
WINDOW = 100
"""How far before and after its anchor a phrase with slots may reach, in characters."""


class PhraseError(ValueError):
    """The phrase cannot be compiled; the text says why and what to write instead."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase. ``anchor`` is what the index looks for; ``source`` confirms it where slots surround it."""

    anchor: str
    bound_left: bool
    """The character before must not belong to the same word."""
    bound_right: bool
    leads: bool
    """The anchor is the phrase's beginning."""
    source: str
    """Regular expression that confirms the phrase; empty where the anchor is the whole phrase."""


def search(source: str, folded: str, start: int, end: int) -> re.Match[str] | None:
    """Look for a phrase in ``folded[start:end]``. Compiled when first needed: most phrases never are."""
    return _compiled(source).search(folded, start, end)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def is_unspaced(char: str) -> bool:
    """Tell whether the character belongs to a script that writes no spaces (Chinese, Japanese, Thai, ...)."""
    return _UNSPACED.match(char) is not None


def _literal(text: str) -> str:
    """Regex of a literal part, where ``*`` continues a word."""
    pieces = [re.escape(piece).replace(r"\ ", " ") for piece in text.split("*")]
    return r"\w{0,16}".join(pieces)


def compile_phrase(text: str) -> Phrase:
    """Compile one phrase; :class:`PhraseError` says what is wrong with it."""
    folded = fold(text).strip()
    parts = _PARTS.findall(folded)
    literals: list[str] = []
    regex = ""
    for slot, literal, stray in parts:
        if stray or (slot and slot not in SLOTS):
            raise PhraseError(
                f"{text!r}: unknown slot or stray brace; slots are {', '.join(f'{{{s}}}' for s in SLOTS)}"
            )
        part = SLOTS[slot] if slot else _literal(literal)
        if slot and f"(?P<{slot}>" in regex:  # the first of two names is the one that is looked at
            part = part.replace(f"(?P<{slot}>", "(?:")
        regex += part
        literals += literal.split("*") if literal else []
    anchor = max((piece.strip() for piece in reversed(literals)), key=len, default="")
    if len(anchor) < 2 and (not anchor or (anchor.isalnum() and not is_unspaced(anchor))):
        raise PhraseError(f"{text!r}: needs at least two characters beside its slots")
    plain = not any(slot for slot, _, _ in parts) and "*" not in folded.rstrip("*")
    first, last = folded[0], folded.rstrip("*")[-1]
    left = first.isalnum() and not is_unspaced(first)
    right = last.isalnum() and not folded.endswith("*") and not is_unspaced(last)
    if plain:
        return Phrase(anchor, left, right, True, "")
    head = r"(?<!\w)" if left or folded[0] == "{" else ""
    tail = r"(?!\w)" if right or folded[-1] == "}" else ""
    at = folded.index(anchor)
    before, after = folded[at - 1 : at], folded[at + len(anchor) :][:1]
    return Phrase(
        anchor,
        bound_left=before in ("", " ") and anchor[0].isalnum() and not is_unspaced(anchor[0]),
        bound_right=after in ("", " ") and anchor[-1].isalnum() and not is_unspaced(anchor[-1]),
        leads=at == 0,
        source=head + regex + tail,
    )
