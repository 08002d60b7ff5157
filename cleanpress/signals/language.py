"""The language of a text, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

SAMPLE = 1500
TELLING = 3
"""Fewer common words of the likeliest language say nothing."""
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
_WORD = re.compile(r"[^\W\d_]+")
_ASCII_WORD = re.compile(r"[a-z]+")
"""The same for ASCII in lower case, at twice the speed."""


def index_common(common: dict[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Turn word lists by language into languages by word."""
    words: dict[str, list[str]] = {}
    for code, known in sorted(common.items()):
        for word in known:
            words.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in words.items()}


def guess_language(text: str, index: dict[str, tuple[str, ...]]) -> str:
    """ISO 639-1 code of the pack whose common words occur most in the first 1,500 characters; empty when unclear."""
    sample = text[:SAMPLE].lower()
    if not sample.isascii():
        for code, script in _SCRIPTS:
            if len(script.findall(sample)) * 10 > len(sample):
                return code
    words = (_ASCII_WORD if sample.isascii() else _WORD).findall(sample)
    counts = count_languages(words, index)
    best, count = counts.most_common(1)[0] if counts else ("", 0)
    return best if count >= max(2, len(words) // 40) else ""


def count_languages(words: list[str], index: dict[str, tuple[str, ...]]) -> Counter[str]:
    """How many of the words are common ones of each language."""
    return Counter(chain.from_iterable(filter(None, map(index.get, words))))


def may_be(counts: Counter[str], code: str) -> bool:
    """Whether a line's common words leave a language possible: half as many as of the likeliest, or too few to tell.

    Close relatives share most of them, so both stay possible.
    """
    best = max(counts.values(), default=0)
    return best < TELLING or 2 * counts[code] >= best
