"""The language of a text, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

SAMPLE = 1500
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
_WORD = re.compile(r"[^\W\d_]+")


def guess_language(text: str, common: dict[str, frozenset[str]]) -> str:
    """ISO 639-1 code of the pack whose common words occur most in the first 1,500 characters; empty when unclear."""
    sample = text[:SAMPLE].lower()
    if not sample.isascii():
        for code, script in _SCRIPTS:
            if len(script.findall(sample)) * 10 > len(sample):
                return code
    words = Counter(_WORD.findall(sample))
    counts = {code: sum(words[word] for word in known & words.keys()) for code, known in common.items()}
    best = max(counts, key=lambda code: counts[code], default="")
    return best if best and counts[best] >= max(2, words.total() // 40) else ""
