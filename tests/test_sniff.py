"""HTML or text, when the caller does not say."""

from __future__ import annotations

import pytest

from cleanpress.readers.sniff import looks_like_html

HTML = {
    "doctype": "<!DOCTYPE html>\n<html><body>Hello</body></html>",
    "doctype in capitals": "<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><HTML><BODY>Hello",
    "xhtml behind a prolog": '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="x"><body/></html>',
    "comment first": "<!-- cached at noon -->\n<html><body>Hello</body></html>",
    "byte order mark": "\ufeff<html><body>Hello</body></html>",
    "fragment of paragraphs": "<p>One paragraph.</p>\n<p>And another.</p>",
    "fragment that starts with a link": '<a href="/x">Home</a> and then words',
    "fragment that starts with words": "Lead without a tag.<p>One.</p><p>Two.</p>",
    "line breaks only": "First line<br><br>\nSecond line<br />Third line",
    "article element with attributes": '<article class="story" data-id="1">Hello</article>',
    "upper case tags": "Text first <P>one</P> <P>two</P>",
}
TEXT = {
    "empty": "",
    "white space": " \n\t",
    "plain": "The board met on Monday.",
    "less-than in prose": "If a < b and b < c, then a < c, she wrote on the board.",
    "heart": "I <3 this town, the sticker said.",
    "arrow": "A <- B -> C",
    "address in angle brackets": "From: Anna <anna@example.org>\nTo: a desk <desk@example.org>\n\nThe bridge is open.",
    "one stray tag": "He wrote <b>bold</b> on the wall with white paint.",
    "xml prolog without html": '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>News</title></channel></rss>',
    "code fence": "# How to write a paragraph\n\n```html\n<p>One.</p>\n<p>Two.</p>\n```\n\nThat is all.",
    "code fence of tildes": "Two ways:\n\n~~~\n<div>a</div>\n<div>b</div>\n~~~\n\nEnd.",
    "markdown": "# Title\n\nSome *text* with a [link](https://example.org) and <https://example.org>.\n\n> quoted",
    "one line break tag": "He typed <br> and nothing happened.",
    "placeholder": "Dear <name>, your order <number> has been sent.",
    "generic type": "The function returns a List<String> or a Map<Key, Value>.",
}


@pytest.mark.parametrize("text", HTML.values(), ids=HTML)
def test_is_html(text: str) -> None:
    assert looks_like_html(text)


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
def test_is_text(text: str) -> None:
    assert not looks_like_html(text)


@pytest.mark.parametrize("unit", ["<", "<p", "<!--", "```\n<", "<?xml ", "<br", "</p", "<p a="])
def test_hostile_text_is_looked_at_quickly(unit: str) -> None:
    import time

    start = time.process_time()
    looks_like_html(unit * 30_000)
    assert time.process_time() - start < 1
