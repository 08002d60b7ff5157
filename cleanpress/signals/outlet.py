"""The outlet's name: told by the caller or the page, or given away by the document's own appeals."""

from __future__ import annotations

import re
from collections import Counter

from cleanpress.model import Hints
from cleanpress.signals.words import Voices

_TOKEN = re.compile(r"[^\s]+")
_MARKS = re.compile(r"[\W_]+")
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_QUOTED = re.compile(r"\s*[«„“\"「『]([^«»„“”\"「」『』]{2,40})[»“”\"」』]")
_ENDS = ".,;:!?\"'”’»)"


def squash(name: str) -> str:
    """Letters and digits of a name, lower-cased: how a name is compared with a host."""
    if name.isascii():
        return name.lower().encode().translate(None, _ASCII_MARKS).decode()
    return _MARKS.sub("", name).lower()


def trim_name(text: str, start: int, end: int, voices: Voices) -> str:
    """The name at the start of ``text[start:end]``: in quotation marks, or capitalised; empty when there is none.

    An article before the name is left out; particles may stand in it ("Journal of the North"); it ends before the first
    other word. What stands in quotation marks may reach beyond the slot.
    """
    quoted = _QUOTED.match(text, start, end + 40)
    if quoted:
        return quoted.group(1)
    first = last = start
    for token in _TOKEN.finditer(text, start, end):
        word = token.group().strip(_ENDS)
        if word[:1].isupper():
            first = token.start() if first == last else first
            last = token.start() + len(token.group().rstrip(_ENDS))
        elif word.lower() not in voices.particles or (first != last and token.start() - last > 1):
            break
    return text[first:last]


class Outlet:
    """What is known of the outlet's name in one document."""

    def __init__(self, hints: Hints, told: str) -> None:
        """Start from what the caller and the page say."""
        self.names = {squash(name) for name in (told, hints.site_name) if name}
        host = hints.url.partition("://")[2].partition("/")[0].removeprefix("www.").rpartition(".")[0]
        self.host = squash(host)
        self._seen: Counter[str] = Counter()

    def add(self, names: set[str], bare: bool, text: str) -> None:
        """Learn from the names that one block's appeals ask for.

        A name asked for in two blocks is the outlet's; so is one that a bare line asks for ("Support X!") and that
        stands
        elsewhere in the document too.
        """
        for name in names:
            key = squash(name)
            self._seen[key] += 1
            if self._seen[key] >= 2 or (bare and text.count(name) >= 2):
                self.names.add(key)

    def knows(self, name: str) -> bool:
        """Whether ``name`` is the outlet's."""
        key = squash(name)
        return len(key) > 2 and (
            key in self.names or (len(key) > 3 and bool(self.host) and (key in self.host or self.host in key))
        )

    def named_in(self, text: str) -> bool:
        """Whether a text speaks of the outlet by name."""
        flat = squash(text) if self.names else ""
        return any(len(name) > 3 and name in flat for name in self.names)
