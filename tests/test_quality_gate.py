"""Quality may not fall unseen: floors of harm, recall and F1, on composed texts and on measurement data if present."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

import cleanpress
from tests import fixtures
from tests.benchmarks.appeals import measure
from tests.benchmarks.bodies import PAGES, f1, pages
from tests.benchmarks.measuring import documents, score
from tests.benchmarks.mistakes import body_scores
from tests.benchmarks.planting import languages

FLOORS = tomllib.loads((Path(__file__).parent / "quality_floors.toml").read_text("utf-8"))
BLOCKS = PAGES.parent / "blocks"


def same_corpus(path: Path, digest: str) -> None:
    if not path.exists():
        pytest.skip(f"{path.name} is not here; the floors on composed texts are tested anyway")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, (
        f"{path.name} changed: measure anew and set the floors"
    )


def test_composed_appeals_go_and_reporting_stays() -> None:
    cell = measure(cleanpress.Config(), languages(), 1, 1).cells["all", "all"]
    assert cell.lost / cell.body <= FLOORS["composed"]["harm"]
    assert cell.caught / cell.met >= FLOORS["composed"]["appeal_recall"]


def test_fixtures_keep_their_text_and_lose_their_junk() -> None:
    floors = FLOORS["fixtures"]
    assert fixtures.digest() == floors["digest"], (
        "the fixtures changed: python -m tests.benchmarks.mistakes says what to write into quality_floors.toml"
    )
    found = score(cleanpress.Cleaner(), documents(None, "*"))
    assert found.lost / found.body <= floors["harm"]
    assert found.harmed / found.documents <= floors["harmed"]
    assert found.appeals_gone / found.appeals >= floors["appeal_recall"]
    assert found.gone / found.blocks >= floors["recall"]


def test_bodies_of_fixture_pages() -> None:
    precision, recall, mean = body_scores(map(fixtures.page, fixtures.PAGES))
    floors = FLOORS["fixture-pages"]
    assert precision >= floors["precision"]
    assert recall >= floors["recall"]
    assert mean >= floors["f1"]


def test_labelled_documents_are_not_harmed_and_lose_their_junk() -> None:
    floors = FLOORS["labelled"]
    same_corpus(BLOCKS / "handlabelled.jsonl", floors["digest"])
    found = score(cleanpress.Cleaner(), documents(BLOCKS, "handlabelled*.jsonl"))
    assert found.lost / found.body <= floors["harm"]
    assert found.harmed / found.documents <= floors["harmed"]
    assert found.appeals_gone / found.appeals >= floors["appeal_recall"]
    assert found.gone / found.blocks >= floors["recall"]


@pytest.mark.parametrize("corpus", ["fundus", "scrapinghub", "mozilla"])
def test_bodies_of_pages(corpus: str) -> None:
    same_corpus(PAGES / "gold.jsonl", FLOORS["bodies"]["digest"])
    answers = [(page.gold, cleanpress.clean_text(page.html)) for page in pages(PAGES, [corpus])]
    assert all(found.strip() for _, found in answers), "a page that has a body came out empty"
    assert f1(answers)[2] >= FLOORS["bodies"][corpus]


def test_the_gate_can_fail() -> None:
    """The controls: a cleaner that removes nothing, and one that removes everything, miss the floors."""
    lazy = measure(cleanpress.Config(keep=frozenset(str(c) for c in cleanpress.Category)), ["en"], 1, 1).cells[
        "all", "all"
    ]
    assert lazy.caught / lazy.met < FLOORS["composed"]["appeal_recall"]
    assert f1([("one two three four five", "six seven eight nine ten")])[2] < FLOORS["bodies"]["fundus"]
    untouched = score(None, documents(None, "*"))
    assert untouched.gone / untouched.blocks < FLOORS["fixtures"]["recall"]
