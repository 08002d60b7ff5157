"""Documents that grow with one number: markup and text of ``n`` equal pieces, or of ``n`` levels."""

from __future__ import annotations

from collections.abc import Callable

PROSE = (
    "<p>The harbour board voted on Monday to move the fish market to the eastern quay, ending a quarrel of eleven "
    "years between the town and its fishermen, who had feared for their berths.</p>"
    "<p>Rents near the new tram line rose by a fifth within two years, the statistics office said in its yearly survey "
    "of the town, while those in the hills stayed where they had been.</p>"
)
HEAD = "<!DOCTYPE html><html><head><title>The fish market moves</title></head><body><article>" + PROSE
TAIL = PROSE + "</article></body></html>"
Make = Callable[[int], str]


def page(inner: str, head: str = "") -> str:
    """A page with known prose before and after ``inner``."""
    return HEAD.replace("</head>", f"{head}</head>") + inner + TAIL


def _repeated(piece: str) -> Make:
    return lambda n: page(piece * n)


def _numbered(piece: str) -> Make:
    return lambda n: page("".join(piece.replace("#", str(i)) for i in range(n)))


def _nested(opening: str, closing: str, inner: str = "inside") -> Make:
    return lambda n: page(opening * n + inner + closing * n)


def _headed(piece: str, before: str, after: str) -> Make:
    return lambda n: page("", before + piece * n + after)


LD = '<script type="application/ld+json">'
NESTED: dict[str, Make] = {
    f"nested {tag}": _nested(f"<{tag}>", f"</{tag}>")
    for tag in "div span b a p font table ul section blockquote svg math select form button template noscript".split()
} | {
    "nested li": _nested("<ul><li>", "</li></ul>"),
    "nested cells": _nested("<table><tr><td>", "</td></tr></table>"),
    "nested, never closed": _nested("<div>", ""),
    "nested, one text each": _nested("<div>text of a level ", "</div>"),
    "nested with class": _nested('<div class="related share">', "</div>"),
    "nested bold paragraphs": _nested("<b><p>", ""),
    "nested links": _nested('<a href="/x"><div>', ""),
    "closed, never opened": _nested("", "</div>"),
    "closed p, never opened": _nested("", "</p>"),
    "misnested": _nested("<b><i>", "</b></i>"),
    "nested comments": _nested("<!--", "-->"),
    "deep, then text": lambda n: page("<div>" * 3000 + "<p>A line of text inside.</p>" * n),
    "deep, then open comments": lambda n: page("<div>" * 3000 + "<!-- x " * n),
    "deep, then declarations": lambda n: page("<div>" * 3000 + "<!x " * n),
    "deep, then marked sections": lambda n: page("<div>" * 3000 + "<![x[" * n),
    "deep, then CDATA": lambda n: page("<div>" * 3000 + "<![CDATA[" * n),
    "deep, then open tags": lambda n: page("<div>" * 3000 + "<a " * n),
    "deep, then open quotes": lambda n: page("<div>" * 3000 + '<a b="' * n),
    "deep, then end tags cut": lambda n: page("<div>" * 3000 + "</a " * n),
    "deep, then instructions": lambda n: page("<div>" * 3000 + "<?x " * n),
    "deep, then ampersands": lambda n: page("<div>" * 3000 + "&am" * n),
    "deep, then scripts": lambda n: page("<div>" * 3000 + "<script>x" * n),
}
WIDE: dict[str, Make] = {
    "paragraphs": _numbered("<p>Line # of many, which says little.</p>"),
    "same paragraphs": _repeated("<p>The same line of text once more, word by word.</p>"),
    "empty div": _repeated("<div></div>"),
    "siblings in a div": _numbered("<div>box #</div>"),
    "line breaks": _repeated("<br>"),
    "lines and breaks": _numbered("line #<br>"),
    "attributes": lambda n: page("<div " + " ".join(f'a{i}="{i}"' for i in range(n)) + ">text</div>"),
    "brackets in attributes": lambda n: page("<div " + " ".join(f'a{i}=">{i}<"' for i in range(n)) + ">text</div>"),
    "unclosed anchors": _numbered("<a name=n#><p>Line # of many, which says little.</p>"),
    "unclosed links": _numbered('<p><a href="/#">Story # of many'),
    "unclosed selects": _repeated("<select><option>x<p>text of it</p>"),
    "text after the end": _repeated("</body></html><p>The end, once more.</p>"),
    "same attribute": lambda n: page("<div " + 'class="x" ' * n + ">text</div>"),
    "class tokens": lambda n: page('<div class="' + "".join(f"token{i} " for i in range(n)) + '">text</div>'),
    "one long attribute": lambda n: page('<div class="' + "abcdefgh" * n + '">text</div>'),
    "long style": lambda n: page('<div style="' + "display : " * n + '">text</div>'),
    "long address": lambda n: page('<p><a href="' + "http://x/" * n + '">A link in the text</a></p>'),
    "options": lambda n: page("<select>" + "".join(f"<option>{i}" for i in range(n)) + "</select>"),
    "inline links": lambda n: page("<p>" + "".join(f'<a href="/{i}">word {i}</a> ' for i in range(n)) + "</p>"),
    "inline spans": lambda n: page("<p>" + "<span>word</span> " * n + "</p>"),
    "links in a list": _numbered('<ul><li><a href="/#">Story #</a></ul>'),
    "read more": _repeated("<p>Read more: Something else happened elsewhere</p>"),
    "appeals": _numbered("<p>Please donate # euros to our newsroom today.</p>"),
    "headings": _numbered("<h2>Heading #</h2>"),
    "first headings": _numbered("<h1>The fish market moves</h1>"),
    "list items": lambda n: page("<ul>" + "<li>item" * n + "</ul>"),
    "definitions": lambda n: page("<dl>" + "<dt>term<dd>meaning of it" * n + "</dl>"),
    "table rows": lambda n: page("<table>" + "<tr><td>a<td>b" * n + "</table>"),
    "table cells": lambda n: page("<table><tr>" + "<td>cell" * n + "</table>"),
    "tables": _repeated("<table><tr><td>one<td>two</table>"),
    "text in tables": _repeated("<table>x<tr>y<td>z</table>"),
    "figures": _repeated('<figure><img src="/a.jpg"><figcaption>Photo: A. Photographer</figcaption></figure>'),
    "svg": _repeated("<svg><path d='M0 0'/><text>drawn</text></svg>"),
    "math": _repeated("<math><mi>x</mi><mo>+</mo></math>"),
    "frames": lambda n: "<html><frameset>" + "<frame src=a>" * n + "</frameset></html>",
    "iframes": _repeated("<iframe src='/x'></iframe>"),
    "buttons": _repeated("<button>Share</button>"),
    "open comments": _repeated("<!-- x "),
    "comments": _repeated("<!-- x -->"),
    "open scripts": _repeated("<script>var x = 1;"),
    "open styles": _repeated("<style>p {}"),
    "open CDATA": _repeated("<![CDATA[ x "),
    "open textareas": _repeated("<textarea>x"),
    "open titles": _repeated("<title>x"),
    "open tags": _repeated("<a "),
    "open quotes": _repeated('<a b="'),
    "less-than signs": _repeated("< "),
    "entities": _repeated("&amp;"),
    "half entities": _repeated("&am"),
    "numbers": _repeated("&#"),
    "big numbers": lambda n: page("&#" + "9" * n + ";"),
    "controls as numbers": _repeated("&#27;"),
    "NUL": _repeated("\x00"),
    "NUL amid text": _repeated("te\x00xt "),
    "one text node": _repeated("Words without an end and still more of them, one after the other. "),
    "one long word": _repeated("wordwithoutend"),
    "no-break spaces": _repeated("\u00a0"),
    "spaces": lambda n: page("<p>a" + " " * n + "b</p>"),
    "line feeds": lambda n: page("<pre>a" + "\n" * n + "b</pre>"),
    "lines of code": lambda n: page("<pre>" + "x = 1\n" * n + "</pre>"),
    "metas": _headed('<meta name="author" content="A. Writer">', "", ""),
    "json-ld scripts": _headed(LD + '{"@type":"Article","headline":"x"}</script>', "", ""),
    "json-ld list": _headed('{"@type":"Article"},', LD + "[", "{}]</script>"),
    "json-ld nesting": _headed("[", LD, "</script>"),
    "json-ld graphs": _headed('{"@graph":[', LD, "</script>"),
    "json-ld commas": _headed(",  ", LD, "</script>"),
    "json-ld semicolons": _headed(";  ", LD, "x</script>"),
    "json-ld quotes": _headed('"headline":"', LD, "</script>"),
    "json-ld backslashes": _headed("\\\\", LD + '"headline":"', "</script>"),
    "json-ld closers": _headed("--> ", LD, "x</script>"),
    "canonicals": _headed('<link rel="canonical" href="/x">', "", ""),
}
TEXT: dict[str, Make] = {
    "text: one line": lambda n: "Words without an end and still more of them, " * n,
    "text: one word": lambda n: "wordwithoutend" * n,
    "text: sentences on one line": lambda n: "This is a sentence of some words. " * n,
    "text: lines": lambda n: "".join(f"Line {i} of very many lines of text.\n" for i in range(n)),
    "text: same lines": lambda n: "The same line of text, over and over.\n" * n,
    "text: read more": lambda n: "Read more: Something else happened elsewhere\n" * n,
    "text: appeals": lambda n: "Please donate to our newsroom today.\n\n" * n,
    "text: appeals on one line": lambda n: "Please donate to our newsroom today. " * n,
    "text: mixed sentences": lambda n: "The council met on Monday. Please support our work with a donation. " * n,
    "text: line feeds": lambda n: "a" + "\n" * n + "b",
    "text: spaces": lambda n: "a" + " " * n + "b",
    "text: short lines": lambda n: "Share\n" * n,
    "text: labels on a line": lambda n: "Share Tweet Print " * n,
    "text: wrapped": lambda n: "a line that is as wide as the lines of a letter sent by mail are\n" * n,
    "text: names": lambda n: "By John Smith and Mary Jones\n" * n,
    "text: quotes": lambda n: "“" * n,
    "text: full stops": lambda n: "." * n,
    "text: exclamation": lambda n: "Donate now! " * n,
    "text: bars": lambda n: "| " * n,
    "text: fences": lambda n: "```\n" * n,
    "text: comments": lambda n: "<!---->" * n + "x",
    "text: comments with text": lambda n: "<!-- a --> " * n + "x",
    "text: less-than signs": lambda n: "<" * n,
    "text: half tags": lambda n: "<p " * n,
    "text: half end tags": lambda n: "</p" + " " * n,
    "text: instructions": lambda n: "<?xml " * n,
    "text: Chinese": lambda n: "请支持我们的报道，立即订阅。" * n,
    "text: Arabic": lambda n: "تبرع الآن لدعم الصحافة المستقلة. " * n,
    "text: Thai": lambda n: "สนับสนุนเรา" * n,
    "text: combining marks": lambda n: "a" + "\u0301" * n,
    "text: joiners": lambda n: "a\u200d" * n,
    "text: overrides": lambda n: "\u202eabc\u202c " * n,
    "text: surrogates": lambda n: "\ud800 " * n,
    "text: copyright": lambda n: "© 2026 The Harbour Post. All rights reserved.\n" * n,
    "text: dates": lambda n: "Monday 24 November 2026 10:00\n" * n,
    "text: addresses": lambda n: "https://example.org/a/b?c=d " * n,
    "text: at signs": lambda n: "a@" * n,
    "text: digits": lambda n: "1,234." * n,
    "text: hyphens": lambda n: "-" * n,
    "text: capitals": lambda n: "BREAKING NEWS " * n,
}
ALL: dict[str, Make] = {**NESTED, **WIDE, **TEXT}
