"""What two blocks of a host have in common when they are one template: their words, with numbers and dates masked."""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b

from cleanpress.rules.fold import fold
from cleanpress.rules.rulebook import load

FORM = 1
"""Raised when the same text gets another key; files of another form are refused."""
SHORTEST = 2
"""A key of fewer letters says nothing."""
_NUMBER = re.compile(r"\d+(?:[^\w\n]\d+)*")
_WORD = re.compile(r"\w+")


class BlockKeys:
    """Makes keys. They hold words only: quotes, dashes, marks and capitals differ between a page and its extract."""

    def __init__(self, dates: frozenset[str]) -> None:
        """Mask numbers, and the words of ``dates`` beside them."""
        self._dates = dates
        seen = blake2b(" ".join(sorted(dates)).encode(), digest_size=4).hexdigest()
        self.version = f"{FORM}-{seen}"
        """Names the form of the keys and the words of dates; keys of two versions may differ where a date stands."""

    def mask(self, text: str) -> str:
        """Give the words of a block; a number with the words of a date beside it becomes ``0``. Empty: only numbers."""
        out: list[str] = []
        run: list[str] = []
        numbered = False
        for word in (*_WORD.findall(_NUMBER.sub("0", fold(text))), ""):
            if word == "0" or word in self._dates:
                run.append(word)
                numbered |= word == "0"
                continue
            out += ["0"] if numbered else run
            out.append(word)
            run, numbered = [], False
        key = " ".join(out[:-1])
        return key if sum(map(str.isalpha, key)) >= SHORTEST else ""

    def of(self, host: str, text: str) -> int:
        """Give the 64-bit key of a block of ``host``; 0 where there is nothing to tell it by."""
        masked = self.mask(text)
        return digest(f"{host}\n{masked}") if masked else 0


def digest(text: str) -> int:
    """Hash a text to 64 bits, the same on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


@cache
def block_keys() -> BlockKeys:
    """Give the keys of this version; they know the dates of all packs, whichever are in force."""
    return BlockKeys(load().words["dates"])
