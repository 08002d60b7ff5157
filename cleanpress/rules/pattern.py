"""The escape hatch of a rule pack: regular expressions, accepted only when they cannot backtrack far."""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]  # no stubs; the parse tree alone says what a pattern does
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from typing import Any

MAX_REPEAT = 100
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_REFUSED = {op.GROUPREF: "a back-reference", op.GROUPREF_EXISTS: "a conditional group"}


class PatternError(ValueError):
    """The pattern is refused; the text says why and what to write instead."""


def _check(tree: Any, depth: int) -> None:
    for kind, value in tree:
        if kind in _REFUSED:
            raise PatternError(f"{_REFUSED[kind]} is refused; write the alternatives out")
        if kind in _REPEATS:
            low, high, inner = value
            single = high == 1 and low == 0
            if high is parser.MAXREPEAT or high > MAX_REPEAT:
                raise PatternError(
                    f"an open repeat (*, +, or over {MAX_REPEAT}) is refused; write a bound such as {{0,30}}"
                )
            if depth and not single:
                raise PatternError("a repeat inside a repeat is refused; write the inner one out")
            _check(inner, depth + (not single))
        elif kind is op.SUBPATTERN:
            _check(value[3], depth)
        elif kind is op.BRANCH:
            for branch in value[1]:
                _check(branch, depth)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            _check(value[1], depth)


def compile_pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern against folded text; :class:`PatternError` when it is broken or could be slow."""
    try:
        tree = parser.parse(text)
        _check(tree, 0)
        return re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"not a regular expression: {error}") from None


def begins_line(text: str) -> bool:
    """Whether a pattern can match only where a line begins."""
    tree = parser.parse(text)
    return len(tree) > 0 and tree[0] == (op.AT, op.AT_BEGINNING)
