"""The rule packs keep their promises, and a broken rule file says what is wrong with it and how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cleanpress
from cleanpress import Category, Config, RuleError
from cleanpress.rules.fold import PIECE, fold
from cleanpress.rules.pattern import begins_line
from cleanpress.rules.rulebook import categories, compile_check, load, pack_paths, shipped_pack
from cleanpress.rules.selftest import check_pack
from cleanpress.rules.tables import Scan
from tests.known import cases

LANGUAGES = [name for name in pack_paths() if shipped_pack(name).language]
MISSES = 40
LISTS = ("voice", "reader", "speech", "imperative", "dates", "particles", "common")


@pytest.mark.parametrize("name", cases(pack_paths(), "rules/"))
def test_examples_hit_and_miss_as_promised(name: str) -> None:
    failures = [str(failure) for failure in check_pack(name)]
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize("name", cases(LANGUAGES, "misses/"))
def test_a_language_says_what_must_stay(name: str) -> None:
    assert sum(len(rule.miss) for rule in shipped_pack(name).rules) >= MISSES


@pytest.mark.parametrize("name", cases(LANGUAGES, "lists/"))
def test_a_language_has_all_its_word_lists(name: str) -> None:
    pack = shipped_pack(name)
    assert pack.language == name
    assert all(pack.words[words] for words in LISTS)


@pytest.mark.parametrize("name", pack_paths())
def test_a_pack_compiles_and_explains_itself(name: str) -> None:
    for rule in shipped_pack(name).rules:
        compile_check(rule)
        assert rule.why, rule.id
        assert re.fullmatch(r"[\w-]+:[a-z][\w.-]*", rule.id), rule.id


def test_categories_are_the_same_in_code_and_data() -> None:
    assert [str(category) for category in Category] == list(categories())


def test_ids_are_unique() -> None:
    ids = [rule.id for name in pack_paths() for rule in shipped_pack(name).rules]
    assert len(ids) == len(set(ids))


GOOD = """\
# A file of one's own
[[rule]]
id       = "donation.lamp"
category = "donation"
points   = 10
phrases  = ["keep our lamp lit"]
why      = "An outlet's own slogan."
match    = ["Keep our lamp lit, dear readers."]
miss     = ["He kept the lamp lit all night."]
"""
BROKEN = {
    "not toml": ("why      =", "why      : ", ["not valid TOML", "line 7"]),
    "unknown key": ("phrases  =", "phrase =", ["line 3", "'donation.lamp'", "did you mean 'phrases'"]),
    "unknown category": ('"donation"', '"donations"', ["line 3", "did you mean 'donation'"]),
    "missing why": ("why      =", "# why =", ["line 3", "'donation.lamp'", "'why' is missing"]),
    "missing id": ('id       = "donation.lamp"', "", ["line 2", 'add id = "category.name"']),
    "wrong place": (
        "points   = 10",
        'points   = 10\nat = "everywhere"',
        ["at = 'everywhere'", "did you mean 'anywhere'"],
    ),
    "wrong condition": ("points   = 10", "points = 10\nwhen = { max_word = 3 }", ["did you mean 'max_words'"]),
    "wrong points": ("points   = 10", 'points   = "ten"', ["line 3", "whole number", '"always"']),
    "string for a list": ('["keep our lamp lit"]', '"keep our lamp lit"', ["line 3", "list of non-empty strings"]),
    "nothing to look for": ('phrases  = ["keep our lamp lit"]', "", ["has nothing to look for", "phrases, a pattern"]),
    "unknown slot": ("keep our lamp lit", "keep {our} lamp lit", ["line 3", "{our}", "slots are", "{outlet}"]),
    "bare slot": ("keep our lamp lit", "{outlet}", ["line 3", "at least two characters"]),
    "open repeat": ('phrases  = ["keep our lamp lit"]', "pattern = 'lamp.*lit'", ["line 3", "open repeat", "{0,30}"]),
    "nested repeat": ('phrases  = ["keep our lamp lit"]', "pattern = '(?:a{1,9}){1,9}'", ["a repeat inside a repeat"]),
    "back-reference": ('phrases  = ["keep our lamp lit"]', r"pattern = '(a)\1'", ["back-reference is refused"]),
    "an id twice": (
        'miss     = ["He kept the lamp lit all night."]',
        'miss = ["He kept the lamp lit all night."]\n[[rule]]\nid       = "donation.lamp"',
        ["line 3", "'donation.lamp' stands twice", "rename one"],
    ),
    "no pattern at all": ('phrases  = ["keep our lamp lit"]', "pattern = '(a'", ["not a regular expression"]),
    "unknown top key": (
        "# A file of one's own",
        'langauge = "en"',
        ["line 1", "'langauge'", "did you mean 'language'"],
    ),
}


def write(folder: Path, text: str) -> str:
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    return str(path)


@pytest.mark.parametrize("name", cases(BROKEN, "errors/"))
def test_a_broken_rule_file_names_file_line_rule_and_cure(name: str, tmp_path: Path) -> None:
    old, new, parts = BROKEN[name]
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(RuleError) as caught:
        cleanpress.Cleaner(Config(rules=(path,)))
    message = str(caught.value)
    assert message.startswith(path)
    assert all(part in message for part in parts), message


def test_a_missing_rule_file_is_named(tmp_path: Path) -> None:
    path = str(tmp_path / "none.toml")
    with pytest.raises(RuleError, match="cannot be read") as caught:
        cleanpress.Cleaner(Config(rules=(path,)))
    assert path in str(caught.value)


def test_a_rule_file_of_ones_own_counts(tmp_path: Path) -> None:
    config = Config(rules=(write(tmp_path, GOOD),))
    text = "The bridge was opened on Monday by the mayor and two goats.\n\nKeep our lamp lit, dear readers."
    article = cleanpress.clean(text, config=config)
    assert [(str(r.category), r.rule) for r in article.removals] == [("donation", "own:donation.lamp")]
    assert article.rulebook != cleanpress.clean(text).rulebook
    assert not list(check_pack("own", config))


def test_a_rule_with_a_known_id_replaces_the_shipped_one(tmp_path: Path) -> None:
    text = GOOD.replace('"donation.lamp"', '"en:donation.label"').replace("points   = 10", "points   = 1")
    lines = "Remind me later\nMaybe later"
    assert cleanpress.clean_text(lines, kind="text") == ""
    config = Config(rules=(write(tmp_path, text),))
    assert cleanpress.clean_text(lines, kind="text", config=config) == lines


def test_a_false_promise_is_found(tmp_path: Path) -> None:
    text = GOOD.replace("Keep our lamp lit, dear", "Mind our lamp, dear").replace("He kept the lamp", "Keep our lamp")
    config = Config(rules=(write(tmp_path, text),))
    problems = [failure.problem for failure in check_pack("own", config)]
    assert "match is not hit by its rule" in problems
    assert any(problem.startswith("miss is removed") for problem in problems)


def test_fewer_languages_load_fewer_rules() -> None:
    assert {rule.id.partition(":")[0] for rule in load(("en",)).rules} <= {"common", "markup", "en"}
    assert len(load(("en",)).rules) < len(load().rules)


def test_a_dense_scan_finds_what_a_plain_one_finds() -> None:
    keys = {"記者": 0, "者": 1, "기자": 2, "a記": 3, "é者": 4, "\U00020000者": 5}
    text = "xa記者 é者, 기자\ud800者 \U00020000者\U0001f4f7 記者"
    plain, dense = (list(Scan(keys, lambda _: (0, False, []), wide).ends(text)) for wide in (False, True))
    assert dense == plain and {ordinal for _, ordinal in plain} == set(keys.values())
    assert [text[: last + 1].endswith(list(keys)[ordinal]) for last, ordinal in dense] == [True] * len(dense)


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [("^a", True), ("^a|^b", True), ("(?:^a)|(?:^b)", True), ("^(?:a|b)", True), ("^a|b", False), ("a^", False),
     ("(?:^a)?b", False), (r"\ba", False), ("[|^]a", False)],
)  # fmt: skip
def test_what_begins_a_line_is_told_from_what_stands_in_it(pattern: str, begins: bool) -> None:
    assert begins_line(pattern) is begins


@pytest.mark.parametrize("letters", ["ÄÖ’s Ζ\n", "ΔΣ Αα", "ДАЁ\u0130"])
def test_folding_a_long_text_by_pieces_changes_nothing(letters: str) -> None:
    text = letters * (2 * PIECE // len(letters)) + letters
    assert len(text) > 2 * PIECE and fold(text) == fold(letters) * (len(text) // len(letters))
