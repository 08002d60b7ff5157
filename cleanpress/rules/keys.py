"""Under which key a phrase is looked for. Packs are compiled while building, when no other package is installed yet."""

from __future__ import annotations

import re

# One automaton per script: a node's children are searched one by one, so a root with thousands of Chinese characters
# made Latin text three times slower; and a script that the text lacks costs one fast look.
SCRIPTS = (
    re.compile("[\u0370-\u058f]"),
    re.compile("[\u0590-\u0dff]"),
    re.compile("[\u0e00-\u1fff\u2e80-\ufdff\ufe10-\uffef\U00020000-\U0003ffff]"),
)
DENSE = SCRIPTS[2]
OTHER = re.compile(f"[{''.join(script.pattern[1:-1] for script in SCRIPTS)}]")
"""A letter of any script but Latin."""
MARK = len(SCRIPTS) + 1
"""Stands for a script where a phrase is nothing but marks."""
KEY = 12
"""Characters of a key: whole phrases made the automaton ten times as large, and it then found a tenth fewer spots."""
_WORDS = bytes(code if chr(code).isalnum() else ord(" ") for code in range(256))


def words_alone(folded: str) -> str:
    """All but letters and digits of Latin-1 as spaces, character by character, so that a bound of a word is a space.

    It costs little more than a copy, and then most phrases of other languages are not found inside words.
    """
    return folded.encode("latin-1", "replace").translate(_WORDS).decode("latin-1")


def bytewise(text: str) -> str:
    """Each byte of UTF-8 as a character: phrases of dense scripts begin with 875 letters, but with 35 bytes."""
    return text.encode("utf-8", "replace").decode("latin-1")


def textwise(wide: str) -> str:
    """The text that :func:`bytewise` was given, or a part of it that begins and ends with a character."""
    return wide.encode("latin-1").decode("utf-8")


def key_of(anchor: str, left: bool, right: bool) -> tuple[int, int, str]:
    """Which of ``SCRIPTS``, counted from 1, an anchor belongs to, and its first letter; and what is looked for.

    Latin is 0, and looked for with spaces at its bounds; marks alone are ``MARK``. The beginning is enough: whatever
    is found is compared with the whole anchor.
    """
    found = OTHER.search(anchor) if not anchor.isascii() else None
    if found:
        script = next(i for i, script in enumerate(SCRIPTS, 1) if script.match(found.group()))
        return script, 0 if found.start() else script, anchor[:KEY]
    plain = words_alone(anchor)
    return (MARK, 0, anchor) if plain.isspace() else (0, 0, f"{' ' * left}{plain}{' ' * right}"[:KEY])
