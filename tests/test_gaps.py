"""A line of junk in any gap of an article takes none of the paragraphs around it along.

Found by planting: a label before the last paragraph ended articles, "Shop owners" was heard as an imperative, and
journalists in the news as the publisher's own voice.
"""

import tomllib
from collections.abc import Iterator

import pytest

import cleanpress
from cleanpress.rules.rulebook import pack_paths
from cleanpress.verdicts import edges
from tests.benchmarks.planting import languages, parts_of

CLEANER = cleanpress.Cleaner()
PER_CATEGORY = 2
KNOWN = 0.002
"""Share of the cases that is lost as measured on 2026-11-24: a lone first paragraph, above an offer or label."""


def sure_lines(language: str) -> Iterator[str]:
    """Examples of the pack's rules that go by themselves, a few of each category."""
    seen: dict[str, int] = {}
    for rule in tomllib.loads(pack_paths()[language].read_text("utf-8"))["rule"]:
        for line in rule.get("match", []):
            known = seen.get(rule["category"], 0)
            if known < PER_CATEGORY and not CLEANER.clean_text(line, kind="text").strip():
                seen[rule["category"]] = known + 1
                yield line


def lost(language: str) -> tuple[int, int]:
    """How many planted texts lost a paragraph that they keep without the line, and how many texts there were."""
    losses = texts = 0
    lines = list(sure_lines(language))
    for text in parts_of(language).texts:
        kept = CLEANER.clean_text("\n\n".join(text), kind="text")
        for line in lines:
            for at in range(1, len(text)):
                planted = CLEANER.clean_text("\n\n".join([*text[:at], line, *text[at:]]), kind="text")
                losses += any(paragraph in kept and paragraph not in planted for paragraph in text)
                texts += 1
    return losses, texts


def test_a_line_in_a_gap_takes_nothing_along() -> None:
    counts = [lost(language) for language in languages()]
    losses, texts = (sum(column) for column in zip(*counts, strict=True))
    assert texts > 5000
    assert losses <= KNOWN * texts


def test_the_check_would_see_articles_that_end_at_a_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edges, "BETWEEN", 0)
    losses, texts = lost("en")
    assert losses > KNOWN * texts
