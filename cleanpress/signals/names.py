"""Names and dates in short lines: bylines, credits, date lines. Language comes from the packs' word lists."""

from __future__ import annotations

import re

from cleanpress.signals.words import Voices, words_of

_NAME_SPLIT = re.compile(r"[^\w'.&-]+")
_STAMP = re.compile(r"\d{1,4}[./:\-年月日時分]\s?\d{1,2}|\b(?:19|20)\d\d\b|\d{1,2}\s?[:h.]\s?\d{2}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
_DIGITS = re.compile(r"\d+")
_PRICE = re.compile(r"[$€£¥₽₴₺₹￥%]")
_DATE_GLUE = frozenset(
    "a e h m p s t st nd rd th am pm de der den du le la el il o os en da do dos em of on at um à às klo kl "
    "utc gmt cet cest est edt bst ist et pt ct z".split()
)


def is_name(text: str, voices: Voices, limit: int = 12) -> bool:
    """Whether ``text`` is one or more names: every word capitalised, particles and conjunctions aside."""
    tokens = [t for t in _NAME_SPLIT.split(text.strip()) if t]
    if not 1 <= len(tokens) <= limit:
        return False
    capitals = 0
    for token in tokens:
        if token[0].isupper() or not (token[0].islower() or token[0].isdigit()):
            capitals += 1
        elif token.lower() not in voices.particles:
            return False
    return capitals >= 1 and not any(c.isdigit() for c in text)


def is_dateline(folded: str, voices: Voices) -> str:
    """Tell a short line that is nothing but a date ("Updated 3 May 2024, 10:05 am") or a time ("Sunday, 4 pm").

    ``"date"`` has a year, ``"time"`` has none, as in programmes and timetables too; empty for any other line.
    """
    if len(folded) > 110 or not _DIGITS.search(folded) or _PRICE.search(folded):
        return ""
    if not _STAMP.search(folded) and voices.dates.isdisjoint(words_of(folded)):
        return ""
    for word in words_of(_DIGITS.sub(" ", folded)):
        if word not in voices.dates and word not in _DATE_GLUE:
            return ""
    return "date" if _YEAR.search(folded) else "time"


def is_credit(text: str, voices: Voices) -> bool:
    """Whether a short line is names around a slash or a copyright sign, as picture credits are ("Name / AGENCY")."""
    if len(text) > 80 or not ("/" in text or "©" in text):
        return False
    parts = [part for part in re.split(r"\s?[/|©]\s?|\s[-–]\s", text.strip("()[] ")) if part.strip()]
    return bool(parts) and all(is_name(part, voices, 5) for part in parts)


def starts_with_name(text: str) -> bool:
    """Whether a text begins with two or three capitalised words, the way biographies do ("Anna Berg is ...")."""
    words = text.split(maxsplit=3)
    return len(words) == 4 and all(word[0].isupper() and word.rstrip(".").isalpha() for word in words[:2])
