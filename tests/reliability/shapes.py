"""Malformed markup: pairs and sequences of tags that a tree builder treats in ways of their own, open or crossed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

FORMATTING = "a b i font nobr code small tt u s em strong big".split()
BLOCKS = "p div h1 li ul dl dd blockquote pre address center form fieldset button article".split()
TABLES = "table caption colgroup col thead tbody tfoot tr td th".split()
RAW = "script style textarea title noscript iframe xmp plaintext noembed noframes template".split()
FOREIGN = "svg math foreignObject mtext annotation-xml desc mi".split()
ODD = (
    "select option optgroup frameset frame html head body br hr img input isindex image ruby rt marquee object".split()
)
TAGS = [*FORMATTING, *BLOCKS, *TABLES, *RAW, *FOREIGN, *ODD]
BROKEN = (
    "<", "</", "<>", "</>", "< p>", "<p", "<p/", "</p ", "<p a", "<p a=", '<p a="', "<p a='x", "<p a=b/>",
    "<!", "<!-", "<!--",
    "<!-->", "<!--->", "<!-- -- >", "<!--x--!>", "<![CDATA[", "<![CDATA[x]]>", "<![x[", "<!DOCTYPE",
    "<!DOCTYPE html SYSTEM",
    "<?", "<?xml version='1.0'", "<?php echo 1 ?>", "&", "&#", "&#x", "&#x0;", "&#27;", "&#55296;",
    "&#x110000;", "&#99999999999;",
    "&notit;", "&am", "&amp", "&CounterClockwiseContourIntegral;", "\x00", "<\x00p>", "<p \x00=1>", "\r",
    "\x0c", "]]>", "-->",
    "<p =x>", '<p "">', "<p a=1 a=2>", "<P/X>", "<a<b>", "<svg><p>", "<math><td>", "<table><a>", "</table>",
    "</body>text",
    "</html><p>", "<td colspan=9007199254740991>", "<td rowspan=-1>", "<ol start=99999999999999999999><li>",
)  # fmt: skip


def pairs() -> Iterator[str]:
    """Each tag in each other, closed in the wrong order, with text at every place."""
    for outer, inner in product(TAGS, TAGS):
        yield f"<p>before</p>1<{outer}>2<{inner}>3</{outer}>4</{inner}>5<p>after</p>"


def broken() -> Iterator[str]:
    """Each broken piece at the start, amid text, within an element of its own, and at the end."""
    for piece in BROKEN:
        yield from (piece, f"{piece}<p>text</p>", f"<p>text {piece} text</p>")
        yield from (f"<table><tr>{piece}<td>text", f"<p>text{piece}")


def mixed(count: int, seed: int = 1) -> Iterator[str]:
    """Random sequences of openings, closings, broken pieces and text."""
    rng = random.Random(seed)
    for _ in range(count):
        parts = []
        for _ in range(rng.randrange(1, 25)):
            tag = rng.choice(TAGS)
            choices = (f"<{tag}>", f"<{tag}>", f"</{tag}>", rng.choice(BROKEN), f"text of {tag} ", "Read more: ")
            parts.append(rng.choice(choices))
        yield "".join(parts)
