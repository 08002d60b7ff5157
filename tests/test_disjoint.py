"""Fixtures are our own: they share no line with the documents that cleanpress is measured on."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import ahocorasick
import pytest

from tests import fixtures
from tests.known import SHARED

LONG, LONG_DENSE = 40, 20
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_BREAK = re.compile(r"(?<=[.!?。！？])\s*|\n")


def parts(text: str) -> Iterator[str]:
    """Lines and sentences that are long enough to be someone's; a Chinese, Japanese or Korean character says more."""
    for part in {text, *_BREAK.split(text)}:
        line = " ".join(part.split())
        if len(line) >= (LONG_DENSE if _DENSE.search(line) else LONG):
            yield line


def fixture_parts() -> set[str]:
    cases = [*map(fixtures.text, fixtures.TEXTS), *map(fixtures.page, fixtures.PAGES)]
    return {part for case in cases for line in case.lines for part in parts(line.text)}


def in_common(ours: Iterable[str], theirs: Iterable[str]) -> set[str]:
    """Which of our parts stand anywhere in their texts, whatever the white space."""
    automaton = ahocorasick.Automaton()
    for part in ours:
        automaton.add_word(part, part)
    automaton.make_automaton()
    return {found for text in theirs for _, found in automaton.iter(" ".join(text.split()))}


def read(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8", "replace")


def records(path: Path) -> Iterator[str]:
    for line in read(path).splitlines():
        yield "\n".join(_strings(json.loads(line)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def measured() -> Iterator[str]:
    """Texts of all documents in the shared folder, labels and gold bodies included."""
    for path in (SHARED / "data").rglob("*.jsonl*"):
        yield from records(path)
    yield from map(read, (SHARED / "seed").glob("*.txt"))


shared = pytest.mark.skipif(not SHARED.exists(), reason="the measuring data are not here")


@shared
def test_no_line_of_the_fixtures_is_in_the_measured_texts() -> None:
    assert not in_common(fixture_parts(), measured())


@shared
@pytest.mark.slow
def test_no_line_of_the_fixtures_is_in_the_measured_pages() -> None:
    pages = (SHARED / "data").rglob("*.html.gz")
    assert not in_common(fixture_parts(), (html.unescape(read(path)) for path in pages))


def test_a_line_in_common_is_found() -> None:
    """The control: a line of a fixture, wrapped otherwise, between other lines."""
    ours = max(fixture_parts(), key=len)
    assert in_common(fixture_parts(), ["Something else.\n" + ours.replace(" ", "\n", 3) + "\nMore."]) >= {ours}
    assert not in_common(fixture_parts(), ["Something else."])


def test_short_lines_are_nobodys() -> None:
    assert not list(parts("Share on Facebook"))
    assert list(parts("私たちの報道は、みなさまの寄付で成り立っています。"))
