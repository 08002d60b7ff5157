"""Selectors of users, CSS and XPath: accepted only when the work they can make is bounded, and run within that bound.

libxml2 cannot be stopped amid an expression, and a page may be hostile though the selector is not. So the work is
estimated from the expression's shape and the page's, before it runs: no clock, the same answer on every machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

LONGEST = 2_000
"""Characters of a selector."""
FUNCTIONS = frozenset(
    "boolean ceiling comment concat contains count false floor id lang last local-name name namespace-uri node "
    "normalize-space not number position processing-instruction round starts-with string string-length substring "
    "substring-after substring-before sum text translate true and or mod div".split()
)
"""What may stand before a bracket: XPath 1.0 without extensions. Operators are no functions, but stand there too."""
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALL = re.compile(r"([A-Za-z_][\w.:-]*)\s*\(")
_SCAN = re.compile(r"//|(?:descendant|descendant-or-self|following|preceding)::")
_BESIDE = re.compile(r"(?:following|preceding)-sibling::")
_ABOVE = re.compile(r"ancestor(?:-or-self)?::")
_BELOW = re.compile(r"\.//|(?<!/)descendant(?:-or-self)?::")
_VALUE = re.compile(r"\(\s*\.|(?:string|normalize-space|string-length)\(\s*\)|\.\s*!?=|=\s*\.|text\(\)")


class SelectorError(ValueError):
    """The selector is refused; the text says why and what to write instead."""


@dataclass(frozen=True)
class Selector:
    """A checked expression."""

    text: str
    """As the user wrote it."""
    expression: str
    """The XPath it stands for."""
    scans: int = 1
    """Searches through whole subtrees, one after the other."""
    below: bool = False
    """One of them runs below every element that another one meets."""
    anew: bool = False
    """One of them runs through the page for every such element."""
    above: int = 0
    """Looks up through the elements around, inside one another."""
    beside: bool = False
    """Looks through the elements beside."""
    values: bool = False
    """Compares the text of elements."""

    last: str = ""
    """Of CSS that looks up: the expression of the elements it looks up from."""

    @cached_property
    def compiled(self) -> Any:
        """The compiled expression, made when first needed."""
        return _compile(self.text, self.expression)

    @cached_property
    def starts(self) -> Any:
        """The compiled expression of where the looks up begin; None for XPath."""
        return _compile(self.text, self.last) if self.last else None


def xpath(text: str) -> Selector:
    """Check an XPath; :class:`SelectorError` when it is broken, calls extensions or may take too long."""
    selector = _measured(text, text)
    _ = selector.compiled
    return selector


def css(text: str) -> Selector:
    """Check a CSS selector (or a list of them); :class:`SelectorError` when it is broken or may take too long."""
    from cssselect import SelectorError as CssError  # noqa: PLC0415  # only those with selectors need it

    if len(text) > LONGEST:
        raise SelectorError(f"a selector of {len(text)} characters is refused; {LONGEST} are allowed")
    try:
        expression = _translator().css_to_xpath(text)
        last = _last(text)
    except (CssError, RecursionError) as error:
        raise SelectorError(f"not a CSS selector: {text!r}: {error}") from None
    selector = replace(_measured(text, expression), last=last)
    _ = selector.compiled
    return selector


def _last(text: str) -> str:
    """XPath of the last part of each selector in a list."""
    from cssselect.parser import CombinedSelector, parse  # noqa: PLC0415  # as above

    trees = [selector.parsed_tree for selector in parse(text)]
    parts = [tree.subselector if isinstance(tree, CombinedSelector) else tree for tree in trees]
    return " | ".join(f"descendant-or-self::{_translator().xpath(part)}" for part in parts)


@cache
def _translator() -> Any:
    """CSS to XPath that finds the last element and then looks up from it.

    cssselect itself goes down level by level and meets the same elements again and again, for seconds on nested boxes.
    """
    from cssselect import HTMLTranslator  # noqa: PLC0415  # as above

    class Upward(HTMLTranslator):
        def xpath_descendant_combinator(self, left: Any, right: Any) -> Any:
            return right.add_condition(f"ancestor::{_step(left)}")

        def xpath_child_combinator(self, left: Any, right: Any) -> Any:
            return right.add_condition(f"parent::{_step(left)}")

        def xpath_direct_adjacent_combinator(self, left: Any, right: Any) -> Any:
            own = left.condition if left.element == "*" else f"self::{_step(left)}"
            return right.add_condition("preceding-sibling::*[1]" + (f"[{own}]" if own else ""))

        def xpath_indirect_adjacent_combinator(self, left: Any, right: Any) -> Any:
            return right.add_condition(f"preceding-sibling::{_step(left)}")

    return Upward()


def _step(part: Any) -> str:
    return f"{part.element}[{part.condition}]" if part.condition else str(part.element)


def _measured(text: str, expression: str) -> Selector:
    if len(expression) > 8 * LONGEST or not expression.strip():
        raise SelectorError(f"an expression of {len(expression)} characters is refused; write between 1 and {LONGEST}")
    bare = _LITERAL.sub(lambda found: '"' + "x" * (len(found.group()) - 2) + '"', expression)
    if "$" in bare:
        raise SelectorError(f"{text!r}: variables are refused; write the value itself")
    for name in _CALL.findall(bare):
        if name.rpartition("::")[2] not in FUNCTIONS:
            raise SelectorError(f"{text!r}: the function {name}() is refused; only those of XPath 1.0 are there")
    depths = [_depth(bare, found.start()) for found in _SCAN.finditer(bare)]
    if max(depths, default=0) > 1:
        raise SelectorError(f"{text!r}: searches inside searches inside searches are refused; write it in two levels")
    relative = sum(_depth(bare, found.start()) == 1 for found in _BELOW.finditer(bare))
    return Selector(
        text,
        expression,
        scans=max(1, *(part.count(0) for part in _parts(depths, bare))),
        below=relative > 0,
        anew=depths.count(1) > relative,
        above=max((_depth(bare, found.start()) for found in _ABOVE.finditer(bare)), default=0),
        beside=bool(_BESIDE.search(bare)),
        values=bool(_VALUE.search(bare)),
    )


def _parts(depths: list[int], bare: str) -> list[list[int]]:
    """Depths of the searches, for each of the alternatives (``a | b``) that an expression has."""
    starts = [found.start() for found in _SCAN.finditer(bare)]
    bars = [i for i, char in enumerate(bare) if char == "|" and not _depth(bare, i)]
    edges = [0, *bars, len(bare)]
    return [
        [d for at, d in zip(starts, depths, strict=True) if a <= at < b] for a, b in pairwise(edges)
    ] + [[]]


def _depth(bare: str, at: int) -> int:
    return bare.count("[", 0, at) - bare.count("]", 0, at)


def _compile(text: str, expression: str) -> Any:
    from lxml import etree  # noqa: PLC0415  # cleaning text must not load lxml

    try:
        compiled = etree.XPath(expression, regexp=False, smart_strings=False)
        answer = compiled(etree.Element("html"))  # an unknown function or prefix shows only when it runs
    except etree.XPathError as error:
        raise SelectorError(f"not an XPath: {text!r}: {error}") from None
    if not isinstance(answer, (list, str)):
        raise SelectorError(f"{text!r} gives a {type(answer).__name__}; it must select elements")
    return compiled
