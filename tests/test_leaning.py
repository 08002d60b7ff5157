"""A sentence of reporting that stands last, right before an appeal, is not taken for the company it keeps.

Found by planting: of the sentences that packs keep as all but hit, a quarter went where an appeal followed them. They
hold an appeal's words by design, so they are the hardest that an article can end with.
"""

import tomllib
from collections.abc import Iterator

import pytest

import cleanpress
from cleanpress.rules.rulebook import pack_paths
from cleanpress.verdicts.ear import Ear
from tests.benchmarks.planting import languages, parts_of

CLEANER = cleanpress.Cleaner()
LONG = 45
"""Shorter ones may be headings."""
KNOWN = 0.06
"""Share that is lost as measured on 2026-12-01: sentences that say "we" or "you", and those of biographies."""


def misses(language: str) -> set[str]:
    rules = tomllib.loads(pack_paths()[language].read_text("utf-8"))["rule"]
    return {line for rule in rules for line in rule.get("miss", []) if len(line.encode()) >= LONG}


def appeals(language: str) -> Iterator[str]:
    for rule in tomllib.loads(pack_paths()[language].read_text("utf-8"))["rule"]:
        if rule["category"] == "donation":
            yield from (line for line in rule["match"] if not CLEANER.clean_text(line, kind="text").strip())


def lost(language: str) -> tuple[int, int]:
    """How many sentences went that stay without the appeal below them, and how many there were."""
    article, appeal = parts_of(language).texts[0], next(appeals(language))
    losses = sentences = 0
    for line in misses(language):
        if line in CLEANER.clean_text("\n\n".join([*article, line]), kind="text"):
            losses += line not in CLEANER.clean_text("\n\n".join([*article, line, appeal]), kind="text")
            sentences += 1
    return losses, sentences


def share(names: list[str]) -> float:
    losses, sentences = (sum(column) for column in zip(*map(lost, names), strict=True))
    assert sentences > 60 * len(names)
    return float(losses / sentences)


def test_the_last_sentence_stays_beside_an_appeal() -> None:
    assert share(languages()) <= KNOWN


def test_the_check_would_see_sentences_that_go_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ear, "is_impersonal", lambda ear, piece: False)
    assert share(languages()[:5]) > 2 * KNOWN
