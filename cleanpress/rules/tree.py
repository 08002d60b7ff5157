"""A page's elements for selectors to choose from, and the bound on the work of choosing."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleanpress.rules.selector import Selector

if TYPE_CHECKING:
    from cleanpress.model import Page

WORK = 20_000_000
"""Steps that one selector may take on one page: about a second."""


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
            starts = len(selector.starts(self.root)) if selector.starts else size
            steps += int(10 * starts * (self.spread / size) ** selector.above)
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


def rebuilt(views: Any) -> Any:
    """Make an lxml tree of a replay (a soup, or a page of endless depth) that has the same elements in order."""
    from lxml import etree  # noqa: PLC0415  # as above

    made: dict[Any, Any] = {}
    for view in views.again():
        above = made.get(view.up)
        try:
            node = etree.Element(view.tag) if above is None else etree.SubElement(above, view.tag)
        except ValueError:  # a name that XML does not know
            node = etree.Element("span") if above is None else etree.SubElement(above, "span")
        for name, value in view.attrs:
            try:
                node.set(name, _clean(value) or "")
            except ValueError:
                continue
        node.text = _clean(view.text)
        node.tail = _clean(view.tail) if above is not None else None
        made[view] = node
    return made[views.top]


_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _clean(text: str | None) -> str | None:
    return _BARRED.sub("", text) if text else text
