"""Selectors of users, CSS and XPath: accepted only when the work they can make is bounded, and run within that bound.

libxml2 cannot be stopped amid an expression, and a page may be hostile though the selector is not. So the work is estimated
from the expression's shape and the page's, before it runs: no clock, the same answer on every machine.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleanpress.model import Page

LONGEST = 2_000
"""Characters of a selector."""
WORK = 20_000_000
"""Steps that one selector may take on one page: about a second."""
FUNCTIONS = frozenset(
    "boolean ceiling comment concat contains count false floor id lang last local-name name namespace-uri node normalize-space "
    "not number position processing-instruction round starts-with string string-length substring substring-after "
    "substring-before sum text translate true and or mod div".split()
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

    @cached_property
    def compiled(self) -> Any:
        """The compiled expression, made when first needed."""
        return _compile(self.text, self.expression)


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
    except (CssError, RecursionError) as error:
        raise SelectorError(f"not a CSS selector: {text!r}: {error}") from None
    selector = _measured(text, expression)
    _ = selector.compiled
    return selector


@cache
def _translator() -> Any:
    """CSS to XPath that finds the last element and then looks up from it.

    cssselect itself goes down level by level and meets the same elements again and again: on nested boxes that took seconds.
    """
    from cssselect import HTMLTranslator  # noqa: PLC0415  # as above

    class Upward(HTMLTranslator):
        def xpath_descendant_combinator(self, left: Any, right: Any) -> Any:
            return right.add_condition(f"ancestor::{_step(left)}")

        def xpath_child_combinator(self, left: Any, right: Any) -> Any:
            return right.add_condition(f"parent::{_step(left)}")

        def xpath_direct_adjacent_combinator(self, left: Any, right: Any) -> Any:
            own = left.condition if left.element == "*" else f"self::{_step(left)}"
            return right.add_condition(f"preceding-sibling::*[1]" + (f"[{own}]" if own else ""))

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
        [d for at, d in zip(starts, depths, strict=True) if a <= at < b] for a, b in zip(edges, edges[1:], strict=False)
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


class Tree:
    """A page's elements by ordinal, for selectors to choose from. The page's own tree is read, never changed."""

    def __init__(self, page: Page) -> None:
        """Number the elements as the reader did."""
        from lxml import etree  # noqa: PLC0415  # as above

        self.root = page.tree if hasattr(page.tree, "iterchildren") else rebuilt(page.tree)
        self.elements: list[Any] = list(self.root.iter(etree.Element))
        self.ordinals: dict[Any, int] = {element: i for i, element in enumerate(self.elements)}

    @cached_property
    def _depths(self) -> list[int]:
        depths: list[int] = []
        for i, element in enumerate(self.elements):
            above = self.ordinals.get(element.getparent()) if i else None
            depths.append(depths[above] + 1 if above is not None else 1)
        return depths

    @cached_property
    def spread(self) -> int:
        """Sizes of all subtrees together: what one search from every element would meet."""
        return sum(self._depths)

    @cached_property
    def crowds(self) -> int:
        """What looking at all siblings of every element would meet."""
        return sum(count * count for count in Counter(element.getparent() for element in self.elements).values()) // 5

    @cached_property
    def letters(self) -> int:
        """Characters of all subtrees together: what comparing the text of every element would read."""
        pairs = zip(self.elements, self._depths, strict=True)
        return sum((len(e.text or "") + len(e.tail or "")) * depth for e, depth in pairs)

    def work(self, selector: Selector) -> int:
        """Estimate the steps that a selector takes on this page."""
        size = len(self.elements)
        steps = size
        if selector.scans > 1:
            steps += (selector.scans - 1) * self.spread * size // 50
        if selector.above:
            steps += int(size * (self.spread / size) ** selector.above)
        if selector.below:
            steps += self.spread
        if selector.beside:
            steps += self.crowds
        if selector.anew:
            steps += size * size // 5
        if selector.values:
            steps += self.letters // 20
        return steps

    def find(self, selector: Selector) -> list[int] | None:
        """Give the ordinals of the chosen elements; None when finding them would take too long."""
        if self.work(selector) > WORK:
            return None
        return [self.ordinals[node] for node in self._ask(selector) if node in self.ordinals]

    def strings(self, selector: Selector) -> list[str]:
        """Give the texts that a selector chooses: of elements, attributes or strings."""
        if self.work(selector) > WORK:
            return []
        texts = (node if isinstance(node, str) else "".join(node.itertext()) for node in self._ask(selector))
        return [line for line in (" ".join(text.split()) for text in texts) if line]

    def _ask(self, selector: Selector) -> list[Any]:
        from lxml import etree  # noqa: PLC0415  # as above

        try:
            found = selector.compiled(self.root)
        except etree.XPathError:  # libxml2 has bounds of its own
            return []
        return [found] if isinstance(found, str) else [n for n in found if isinstance(n, str) or isinstance(n.tag, str)]

    def below(self, ordinal: int) -> range:
        """Ordinals of an element and all below it."""
        from lxml import etree  # noqa: PLC0415  # as above

        return range(ordinal, ordinal + sum(1 for _ in self.elements[ordinal].iter(etree.Element)))


def rebuilt(events: Any) -> Any:
    """Make an lxml tree of a replay (a soup, or a page of endless depth) that has the same elements in the same order."""
    from lxml import etree  # noqa: PLC0415  # as above

    top: Any = None
    opened: list[Any] = []
    for event, view in events.again():
        if event == "end":
            opened.pop().tail = _clean(view.tail)
            continue
        try:
            made = etree.Element(view.tag) if not opened else etree.SubElement(opened[-1], view.tag)
        except ValueError:  # a name that XML does not know
            made = etree.Element("span") if not opened else etree.SubElement(opened[-1], "span")
        for name, value in view.attrs:
            try:
                made.set(name, _clean(value) or "")
            except ValueError:
                continue
        made.text = _clean(view.text)
        top = made if top is None else top
        opened.append(made)
    return top


_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _clean(text: str | None) -> str | None:
    return _BARRED.sub("", text) if text else text
