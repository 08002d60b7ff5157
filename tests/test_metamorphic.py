"""Pages changed in a way that must not matter, or only as said; each change with a control that must be seen."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from zlib import crc32

import pytest

import cleanpress
from tests.known import FIXTURES

PAGES = sorted((FIXTURES / "pages").glob("*/page.html"))
APPEAL = "Please support our newsroom: donate to us today, our journalism depends on readers like you."
_CLASS = re.compile(r'\s(?:class|id)="[^"]*"')
_TAG = re.compile(r'<([a-z][a-z0-9]*)((?:\s[\w-]+="[^"<>]*")+)(\s*/?)>')
_ATTRIBUTE = re.compile(r'\s[\w-]+="[^"<>]*"')
_PARAGRAPH = re.compile(r"</p>\s*(?=<p>)")
Change = Callable[[str, random.Random], str | bytes]


def other_order(page: str, rng: random.Random) -> str:
    """The attributes of each element in another order."""

    def shuffled(found: re.Match[str]) -> str:
        attributes = _ATTRIBUTE.findall(found[2])
        rng.shuffle(attributes)
        return f"<{found[1]}{''.join(attributes)}{found[3]}>"

    return _TAG.sub(shuffled, page)


def other_case(page: str, rng: random.Random) -> str:
    """Names of elements in capitals, without the end tags of paragraphs."""
    return re.sub(r"<(/?)(p|div|h2|ul|li|article)\b", lambda found: f"<{found[1]}{found[2].upper()}", page)


def encoded(charset: str) -> Change:
    """In another charset, without a declaration but a byte order mark where there is one."""

    def change(page: str, rng: random.Random) -> bytes:
        bare = re.sub(r"<meta[^>]*charset[^>]*>", "", page)
        if charset != "utf-16":
            bare = bare.replace("<head>", f'<head><meta charset="{charset}">', 1)
        return bare.encode(charset, "xmlcharrefreplace")

    return change


def commented(page: str, rng: random.Random) -> str:
    """With comments and empty scripts between paragraphs."""
    return _PARAGRAPH.sub("</p><!-- ad --><script>if (a < b) {}</script>", page)


def appealed(page: str, rng: random.Random) -> str:
    """With an appeal after each third paragraph at most, never the first."""
    places = [found.end() for found in _PARAGRAPH.finditer(page)][1::3]
    for place in reversed(places):
        page = f'{page[:place]}<p class="box-{rng.randrange(99)}">{APPEAL}</p>{page[place:]}'
    return page


SAME: dict[str, Change] = {
    "attribute order": other_order, "case of names": other_case, "comments": commented, "appeals": appealed,
    "cp1252": encoded("cp1252"), "utf-16": encoded("utf-16"), "koi8-r": encoded("koi8-r"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_the_body_stays_the_same(path: object, name: str) -> None:
    page = path.read_text("utf-8")  # type: ignore[attr-defined]
    changed = SAME[name](page, random.Random(5))
    assert changed != page
    assert cleanpress.clean_text(changed, kind="html") == cleanpress.clean_text(page, kind="html")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_without_classes_no_paragraph_of_the_body_is_lost(path: object) -> None:
    """Classes are hints: a site that names them anew may show a little more, and loses nothing."""
    page = path.read_text("utf-8")  # type: ignore[attr-defined]
    renamed = _CLASS.sub(lambda found: f' class="c{crc32(found[0].encode()) % 997}"', page)
    left = cleanpress.clean_text(renamed, kind="html")
    prose = [line for line in cleanpress.clean_text(page, kind="html").split("\n\n") if len(line) > 80]
    assert prose
    assert not [line for line in prose if line not in left]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_the_changes_would_be_seen(path: object) -> None:
    """Controls: what is added and is no appeal shows, and what is taken is missing."""
    page = path.read_text("utf-8")  # type: ignore[attr-defined]
    body = cleanpress.clean_text(page, kind="html")
    line = "The committee met again on Tuesday and put the question of the harbour off until the autumn of next year."
    added = appealed(page, random.Random(5)).replace(APPEAL, line)
    assert line in cleanpress.clean_text(added, kind="html")
    longest = max(re.findall(r"<p>([^<]{80,})</p>", page), key=len)
    assert cleanpress.clean_text(page.replace(longest, ""), kind="html") != body
