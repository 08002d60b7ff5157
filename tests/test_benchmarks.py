"""The benchmarks themselves: that they measure what they say, and that text mode's time grows with the text only."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleanpress import Cleaner
from cleanpress.rules.rulebook import pack_paths
from tests.benchmarks import __main__ as runner
from tests.benchmarks.appeals import measure
from tests.benchmarks.measuring import Score, documents, half_of, score, shares_left, table
from tests.benchmarks.planting import SEPARATORS, SHAPES, languages, parts_of, plant, samples
from tests.benchmarks.text_speed import best_time, peak, text_of

LEAST = {"opener": 6, "reason": 6, "ask": 6, "amount": 4, "closing": 4}
FOUR_TIMES = 9
"""Four times the text may take so many times as long here: noisy machines, but well below the square."""


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def test_every_pack_has_parts() -> None:
    assert set(languages()) == set(pack_paths()) - {"common", "markup"}


@pytest.mark.parametrize("language", languages())
def test_parts_are_enough_and_clean(language: str) -> None:
    parts = parts_of(language)
    for kind, least in LEAST.items():
        assert len(set(parts.kinds[kind])) == len(parts.kinds[kind]) >= least, kind
    assert len(parts.texts) >= 4
    assert all(6 <= len(text) <= 10 for text in parts.texts)
    lines = [line for group in (*parts.kinds.values(), *parts.texts) for line in group]
    assert all(line and line == line.strip() for line in lines)


def test_samples_are_the_same_for_the_same_seed() -> None:
    assert list(samples("en", 3, 1)) == list(samples("en", 3, 1))
    assert list(samples("en", 3, 1)) != list(samples("en", 4, 1))


def test_samples_hold_their_appeal_where_they_say() -> None:
    for sample in samples("ja", 1, 1):
        text = [paragraph for i, paragraph in enumerate(sample.paragraphs) if i not in sample.planted]
        assert text in parts_of("ja").texts
        assert len(sample.planted) == len(sample.kinds) and tuple(sample.kinds) in SHAPES
    assert plant(["a", "b"], ["X", "Y"], "head") == (["X", "Y", "a", "b"], range(2))
    assert plant(["a", "b"], ["X"], "middle") == (["a", "X", "b"], range(1, 2))
    assert plant(["a", "b"], ["X"], "tail") == (["a", "b", "X"], range(2, 3))


@pytest.mark.parametrize("language", languages())
def test_reporting_without_an_appeal_stays_whole(cleaner: Cleaner, language: str) -> None:
    for text in parts_of(language).texts:
        assert cleaner.clean("\n\n".join(text), kind="text").removals == ()


@pytest.mark.parametrize("layout", SEPARATORS)
def test_layouts_keep_the_words_and_the_offsets(layout: str) -> None:
    for sample in samples("de", 1, 1):
        text, at = sample.laid_out(layout), 0
        for paragraph in sample.paragraphs:
            assert text[at : at + len(paragraph)].split() == paragraph.split()
            at += len(paragraph) + len(SEPARATORS[layout])
        if layout == "wrapped":
            assert max(map(len, text.splitlines())) <= 72


def test_report_counts_paragraphs_and_repeats() -> None:
    one, other = (measure(Cleaner().config, ["en"], 1, 1) for _ in range(2))
    assert one.to_dict() == other.to_dict()
    assert one.to_dict()["en"]["all"]["paragraphs"] == 3 * 4 * sum(map(len, SHAPES))
    assert one.markdown().startswith("| language | paragraphs | recall head |")


def test_shares_left_follow_the_removals(cleaner: Cleaner) -> None:
    paragraphs = [*parts_of("en").texts[0][:3], "Share on Facebook"]
    article = cleaner.clean("\n\n".join(paragraphs), kind="text")
    assert [removal.text.strip() for removal in article.removals] == ["Share on Facebook"]
    assert shares_left(article, paragraphs) == [1, 1, 1, 0]


def test_score_counts_body_and_junk() -> None:
    found = Score()
    blocks: list[dict[str, Any]] = [
        {"text": "a" * 90, "keep": True, "category": ""},
        {"text": "b" * 10, "keep": True, "category": ""},
        {"text": "c" * 20, "keep": False, "category": "donation"},
        {"text": "d" * 20, "keep": None, "category": ""},
    ]
    found.add(blocks, [1, 1, 0, 0])
    assert (found.perfect, found.harmed, found.lost, found.gone, found.appeals_gone) == (1, 0, 0, 1, 1)
    found.add(blocks, [1, 0, 1, 1])
    assert (found.perfect, found.harmed, found.lost, found.gone, found.junk_left) == (1, 1, 10, 1, 20)


def test_fixtures_stand_in_for_the_labelled_documents() -> None:
    labelled = documents(None, "*")
    assert {half_of(document["host"]) for document in labelled} == {0, 1}
    untouched = score(None, labelled)
    assert untouched.lost == untouched.gone == 0 < untouched.blocks


def test_table_is_markdown() -> None:
    assert table(["a", "b"], [["x", 1]]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


def test_all_benchmarks_run_on_the_fixtures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "DIAL", (10,))
    monkeypatch.setattr(runner, "TEXT_MB", (0.02,))
    monkeypatch.setattr(sys, "argv", ["", "--corpus", "fixtures", "--out", str(tmp_path), "--systems", "cleanpress"])
    runner.main()
    results = json.loads((tmp_path / "results.json").read_text("utf-8"))
    rows = results["systems"]["cleanpress"]["pages"]
    assert all(row["ms"] > 0 < row["parse_ms"] and not row["error"] for row in rows)
    assert sum(row["recall"] for row in rows) > 0.9 * len(rows) > 0
    assert [row["setting"] for row in results["text"]] == ["gentle", "balanced", "strict", "10"]
    assert results["text"][1]["harm"] < 0.05
    assert results["text"][1]["recall"] > 0.8
    text = (tmp_path / "results.md").read_text("utf-8")
    assert f"| cleanpress {results['about']['cleanpress']} |" in text and "| balanced | 10 | 6 |" in text


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no articles/gold\.jsonl"):
        runner.corpus_folder(str(tmp_path))
    assert runner.corpus_folder("fixtures") is None


def growth(call: Callable[[str], object]) -> float:
    """How many times longer four times the text takes."""
    small, large = text_of(0.1), text_of(0.4)
    return best_time(lambda: call(large), 3) / best_time(lambda: call(small), 3)


def test_time_grows_with_the_text(cleaner: Cleaner) -> None:
    assert growth(lambda text: cleaner.clean(text, kind="text")) < FOUR_TIMES


def test_growth_notices_what_is_not_linear() -> None:
    assert growth(lambda text: [text.count(paragraph) for paragraph in text.split("\n\n")]) > FOUR_TIMES


def test_peak_counts_what_a_call_holds() -> None:
    assert 1_000_000 <= peak(lambda: bytes(1_000_000)) < 1_100_000
