"""What a page says of access to it: meta elements, JSON-LD and addresses of scripts, noted in passing, read later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cleanpress.readers.jsonld import nodes_of

_FREE = re.compile(r'"isAccessibleForFree"\s{0,9}:\s{0,9}"?([^",}\s]{1,60})')
_COUNT = re.compile(r'"wordCount"\s{0,9}:\s{0,9}"?(\d{1,7})')


@dataclass(slots=True)
class Signs:
    """Notes of the reader; strings only, so that they outlive the page."""

    meta: dict[str, str] = field(default_factory=dict)
    """Values of meta elements by lower-case name."""
    data: list[str] = field(default_factory=list)
    """JSON-LD as it stands."""
    scripts: list[str] = field(default_factory=list)
    """Addresses of scripts."""

    def free(self) -> Iterator[tuple[bool, str]]:
        """Give each statement that the article is free to read, with its source; the same of one source counts once."""
        seen = set()
        for source, value in self._statements():
            free = as_bool(value)
            if free is not None and (free, source) not in seen:
                seen.add((free, source))
                yield free, source

    def _statements(self) -> Iterator[tuple[str, Any]]:
        for text in self.data:
            nodes = list(nodes_of(text))
            for node in nodes:
                yield from _stated(node)
            if not nodes:
                for found in _FREE.finditer(text):
                    yield "json-ld isAccessibleForFree", found.group(1)
        if "isaccessibleforfree" in self.meta:
            yield "meta isAccessibleForFree", self.meta["isaccessibleforfree"]

    def word_count(self) -> int:
        """Give the number of words that JSON-LD declares; 0 when it does not."""
        found = (match for text in self.data for match in _COUNT.finditer(text))
        return max((int(match.group(1)) for match in found), default=0)

    def body_chars(self) -> int:
        """Give the length of the article that JSON-LD holds; 0 when it holds none."""
        bodies = (node.get("articleBody") for text in self.data for node in nodes_of(text))
        return max((len(body) for body in bodies if isinstance(body, str) and "<" not in body), default=0)


def as_bool(value: Any) -> bool | None:
    """Read a truth value in any spelling: ``true``, "False", "http://schema.org/True", "yes", 0; None for all else."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, bool):
        return value
    if isinstance(value, dict):
        value = value.get("@value", value.get("@id"))
    word = str(value).strip().lower().rpartition("/")[2].rstrip(".,;")
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)


def _stated(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What one object of JSON-LD says of access, to itself and to its parts."""
    if "isAccessibleForFree" in node:
        yield "json-ld isAccessibleForFree", node["isAccessibleForFree"]
    parts = node.get("hasPart")
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict) and "isAccessibleForFree" in part:
            yield "json-ld hasPart", part["isAccessibleForFree"]
