"""Cosmetic filters: filed by token and domain, guarded, quick to load, and what is not supported is told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import cleanpress
from cleanpress import Config, ConfigError
from cleanpress.filters import Filters

LINES = [
    "The brass band of the lower valley has found a new hall, in the loft of what was a mill until last year.",
    "It is dry, it is warm, and the neighbours on both sides are a road and a river, the conductor said on Sunday.",
    "The first concert is planned for the week before Christmas, with a march that nobody has played since the war.",
]
BOX = "Visitors who come by boat will find a landing stage behind the mill and a lamp to tie up to in the dark."
URL = "https://news.valley.example/band"


def page(box: str) -> str:
    rest = f"<p>{LINES[1]}</p><p>{LINES[2]}</p>"
    return f"<html><body><article class='story'><h1>A new hall</h1><p>{LINES[0]}</p>{box}{rest}</article></body></html>"


def clean(folder: Path, text: str, box: str, url: str = URL) -> cleanpress.Article:
    path = folder / "list.txt"
    path.write_text(text, "utf-8")
    return cleanpress.Cleaner(Config(filters=(str(path),))).clean(page(box), url=url)


@pytest.mark.parametrize(
    ("rule", "box", "gone"),
    [
        ("##.sky-unit", f"<div class='a sky-unit'><p>{BOX}</p></div>", True),
        ("###sky", f"<div id='sky'><p>{BOX}</p></div>", True),
        ("##div.sky-unit > p", f"<div class='sky-unit'><p>{BOX}</p></div>", False),
        ("##.sky-unit > .in", f"<div class='sky-unit'><p class='in'>{BOX}</p></div>", True),
        ("##.sky", f"<div class='sky-unit'><p>{BOX}</p></div>", False),
        ("valley.example##.sky-unit", f"<div class='sky-unit'><p>{BOX}</p></div>", True),
        ("valley.example,other.example##div[data-x] > p", f"<div data-x='1'><p>{BOX}</p></div>", True),
        ("other.example##.sky-unit", f"<div class='sky-unit'><p>{BOX}</p></div>", False),
        ("~valley.example##.sky-unit", f"<div class='sky-unit'><p>{BOX}</p></div>", False),
        ("##.sky-unit\nvalley.example#@#.sky-unit", f"<div class='sky-unit'><p>{BOX}</p></div>", False),
        ("##.sky-unit\nother.example#@#.sky-unit", f"<div class='sky-unit'><p>{BOX}</p></div>", True),
        ("##.sky-unit\n#@#.sky-unit", f"<div class='sky-unit'><p>{BOX}</p></div>", False),
    ],
)
def test_filters_take_what_they_hide(rule: str, box: str, gone: bool, tmp_path: Path) -> None:
    article = clean(tmp_path, f"! a comment\n{rule}\n##.other-token\n", box)
    assert (BOX not in article.text) == gone
    assert all(line in article.text for line in LINES)
    if gone:
        removal = next(r for r in article.removals if BOX in r.text)
        assert removal.rule.startswith("filter.list:##")
        assert cleanpress.apply_removals(article.source_text, article.removals) == article.text


def test_names_tell_the_category_and_keep_wins(tmp_path: Path) -> None:
    box = f"<div class='nl-newsletter-unit'><p>{BOX}</p></div>"
    article = clean(tmp_path, "##.nl-newsletter-unit", box)
    assert str(next(r for r in article.removals if BOX in r.text).category) == "newsletter"
    path = str(tmp_path / "list.txt")
    for name in ("newsletter", "filter.list:##.nl-newsletter-unit"):
        config = Config(filters=(path,), keep=frozenset({name}))
        kept = [r for r in cleanpress.clean(page(box), url=URL, config=config).removals if r.rule.startswith("filter.")]
        assert not kept


@pytest.mark.parametrize("rule", ["##.story", "##.body", "valley.example##p", "valley.example##article > p"])
def test_no_filter_takes_the_article(rule: str, tmp_path: Path) -> None:
    article = clean(tmp_path, rule, "")
    wrapped = clean(tmp_path, rule, "").text
    assert all(line in article.text and line in wrapped for line in LINES)


def test_what_is_not_supported_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "! title\n[Adblock Plus 2.0]\n##.fine\n##div:has-text(x)\n##+js(abort)\n||ads.example^\n"
        "x.example#?#.a:-abp-has(.b)\n"
        "##a[href^='x']\nx.example##div[\nx.*##.wild\n##div[\n##.\n",
        "utf-8",
    )
    filters = Filters.read((str(path),))
    told = "\n".join(filters.warnings)
    assert filters.count == 1
    for number in (4, 5, 7, 8, 9, 10, 11, 12):
        assert f"{path}, line {number}: " in told
    assert "line 8: without a class or id" in told
    assert "line 11: 'div[' is no CSS selector" in told
    assert "line 12: '.' is no CSS selector" in told
    assert "1 filters of requests are left out" in told


def test_a_list_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        Filters.read((str(tmp_path / "none.txt"),))
    path = tmp_path / "list.txt"
    path.write_text("##div:has-text(x)\n", "utf-8")
    with pytest.raises(ConfigError, match=r"holds no filter such as ##\.ad-box; line 1"):
        Filters.read((str(path),))


def test_twenty_thousand_filters_load_at_once_and_pages_stay_quick(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    rows = [f"##.unit-{i}\n###slot-{i}\nsite-{i}.example##.box > .x{i}\n##div.a{i}[data-k]\n" for i in range(5_000)]
    path.write_text("".join(rows), "utf-8")
    start = time.perf_counter()
    filters = Filters.read((str(path),))
    assert time.perf_counter() - start < 1.0
    assert filters.count == 20_000
    cleaner = cleanpress.Cleaner(Config(filters=(str(path),)))
    html = page(f"<div class='unit-7'><p>{BOX}</p></div>")
    assert BOX not in cleaner.clean_text(html, url=URL)
    start = time.perf_counter()
    for _ in range(20):
        cleaner.clean_text(html, url=URL)
    assert (time.perf_counter() - start) / 20 < 0.02
