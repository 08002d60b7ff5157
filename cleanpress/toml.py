"""TOML that users name: what the standard library's parser cannot take in good time is refused before it starts."""

from __future__ import annotations

import re
import tomllib
from typing import Any

PARTS = 100
"""How many parts a dotted key may have: the parser takes four times as long for twice as many."""
_PART = r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\."""
_LONG_KEY = re.compile(rf"(?:{_PART}[ \t]*+){{{PARTS}}}")


def loads(text: str) -> dict[str, Any]:
    """Read a TOML text; whatever is wrong with it, and a number of too many digits, is a ValueError that names it."""
    found = _LONG_KEY.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"a key of more than {PARTS} parts (at line {line})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None
