"""Whole text documents: what must be left of each, and what each cut must be called."""

from __future__ import annotations

import tomllib

import pytest

import cleanpress
from cleanpress.rules.rulebook import pack_paths
from tests.known import FIXTURES, cases

TEXTS = FIXTURES / "texts"
NAMES = sorted(str(path.parent.relative_to(TEXTS)) for path in TEXTS.glob("*/*/source.txt"))


def read(name: str, file: str) -> str:
    return (TEXTS / name / file).read_bytes().decode("utf-8")


def removed(name: str) -> list[tuple[set[str], str]]:
    """Allowed categories and first characters of each block that must go."""
    rows = tomllib.loads(read(name, "removed.toml")).get("removed", [])
    return [
        (set(row["category"]) if isinstance(row["category"], list) else {row["category"]}, row["start"]) for row in rows
    ]


def known_language(name: str) -> None:
    """A text waits for the pack of its language; until then nothing is promised about it."""
    if name.partition("/")[0] not in pack_paths():
        pytest.skip("no pack for this language yet")


@pytest.mark.parametrize("name", cases(NAMES, "texts/"))
def test_body_is_what_is_left(name: str) -> None:
    known_language(name)
    article = cleanpress.clean(read(name, "source.txt"), kind="text")
    assert article.text.rstrip() == read(name, "expected.txt").rstrip()


@pytest.mark.parametrize("name", cases(NAMES, "categories/"))
def test_removals_are_called_what_they_are(name: str) -> None:
    known_language(name)
    article = cleanpress.clean(read(name, "source.txt"), kind="text")
    found = [(str(removal.category), removal.text.strip()) for removal in article.removals]
    wrong = [
        (start, sorted(allowed), [category for category, text in found if text.startswith(start)])
        for allowed, start in removed(name)
        if not any(category in allowed for category, text in found if text.startswith(start))
    ]
    assert not wrong


WITH_HEADLINE = [name for name in NAMES if any("headline" in allowed for allowed, _ in removed(name))]


@pytest.mark.parametrize("name", cases(WITH_HEADLINE, "titles/"))
def test_headline_is_the_title(name: str) -> None:
    known_language(name)
    headline = next(start for allowed, start in removed(name) if "headline" in allowed)
    assert cleanpress.clean(read(name, "source.txt"), kind="text").title.lstrip("# ").startswith(headline.lstrip("# "))


def test_every_folder_is_complete() -> None:
    files = {"source.txt", "expected.txt", "removed.toml", "origin.toml"}
    for name in NAMES:
        assert {path.name for path in (TEXTS / name).iterdir()} == files, name
        origin = tomllib.loads(read(name, "origin.toml"))
        assert origin["language"] == name.partition("/")[0]
        assert origin["origin"]
        assert origin["structure"]
