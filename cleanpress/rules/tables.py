"""What a rulebook looks for, sorted by script into automata: compiled once, whatever rules are out of force."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ahocorasick

from cleanpress.rules.fold import line_key
from cleanpress.rules.keys import MARK

Entry = tuple[int, int, int, int, str, int, bool, bool, bool, str]
"""One phrase: script of its first letter and ordinal (they order hits), pack and number of its rule, anchor, place of
the anchor in its key, bound at the left, at the right, must start its block led by its anchor, its expression."""


class Source:
    """Phrases and labels of one pack, the same as long as they are the same lists."""

    def __init__(self, phrases: list[Any], labels: list[Any], at: list[str]) -> None:
        """Take the rows of an index; ``at``: where the phrases of each rule must stand."""
        self.phrases, self.labels, self.at = phrases, labels, at

    def __eq__(self, other: object) -> bool:
        """Whether both were made from the same lists."""
        return isinstance(other, Source) and self.phrases is other.phrases and self.labels is other.labels

    def __hash__(self) -> int:
        """Tell lists by their identity."""
        return hash((id(self.phrases), id(self.labels)))


@dataclass(frozen=True, slots=True)
class Tables:
    """What is looked for, by pack and number of the rule; which rules are in force is another matter."""

    scans: dict[int, Any]
    """Automata by script."""
    marks: dict[str, list[Entry]]
    """Phrases without a letter."""
    labels: dict[str, list[tuple[int, int]]]
    heads: frozenset[str]
    """First words of labels."""
    longest: int
    """Words in the longest label."""


@lru_cache(maxsize=4)
def compiled(sources: tuple[Source, ...]) -> Tables:
    """Compile packs."""
    keys: list[dict[str, list[Entry]]] = [{} for _ in range(MARK + 1)]
    labels: dict[str, list[tuple[int, int]]] = {}
    ordinal = 0
    for pack, source in enumerate(sources):
        starts = [at in ("start", "whole") for at in source.at]
        for number, anchor, left, right, leads, expression, script, first, key in source.phrases:
            ordinal += 1
            shift = 0 if script else int(left)
            led = leads and starts[number]
            entry = (first, ordinal, pack, number, anchor, shift, left, right, led, expression)
            known = keys[script].get(key)
            if known is None:
                keys[script][key] = [entry]
            else:
                known.append(entry)
        for key, numbers in source.labels:
            labels.setdefault(key, []).extend([(pack, number) for number in numbers])
    scans = {script: _automaton(found) for script, found in enumerate(keys[:MARK]) if found}
    heads = frozenset(map(line_key, {key.partition(" ")[0] for key in labels}))
    return Tables(scans, keys[MARK], labels, heads, max((key.count(" ") + 1 for key in labels), default=1))


def _automaton(keys: dict[str, list[Entry]]) -> Any:
    automaton = ahocorasick.Automaton()
    for key, entries in keys.items():
        led = entries[0][8] and all([entry[8] for entry in entries])
        automaton.add_word(key, (len(key), led, entries))
    automaton.make_automaton()
    return automaton
