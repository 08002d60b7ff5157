"""Learning site templates: what counts as a page and as a template, what the guards leave alone, and the command."""

from __future__ import annotations

import dataclasses
import json
import pickle
import random
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import cleanpress
from cleanpress import Article, Cleaner, Config, ConfigError, SiteTemplates, TemplateLearner
from cleanpress.cli.app import run
from cleanpress.learning.guards import REFUSALS, judge
from cleanpress.learning.pages import PageReader, PageRows
from cleanpress.learning.store import Sums
from cleanpress.templates.columns import Template
from tests.benchmarks.site_corpus import FURNITURE, TRAPS, generate
from tests.benchmarks.template_scale import expected, fill

pytest.importorskip("duckdb")
HOST = "post.example"
ABOUT = "The Sheet appears on five days of the week and belongs to the people who make it, on paper and screens."
FOOT = "Top of this sheet"


def own(number: int) -> list[str]:
    """Paragraphs that only one article has."""
    rng = random.Random(number)
    draw = "ferry market school library bridge tower chapel archive garden square harbour mill".split()
    return [
        f"The {rng.choice(draw)} near the {rng.choice(draw)} was closed for repairs in week {i} of project "
        f"{'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10 % 10]}, and the {rng.choice(draw)} stayed open."
        for i in "one two three four five".split()
    ]


def text(number: int, *after: str, amid: Iterable[str] = (), before: Iterable[str] = ()) -> str:
    first, *rest = own(number)
    return "\n\n".join([*before, first, *amid, *rest, *after])


def learned(texts: Iterable[str], **options: str) -> SiteTemplates:
    with TemplateLearner() as learner:
        for i, one in enumerate(texts):
            assert learner.add(one, url=f"https://www.{HOST}/{i}")
        return learner.finish()


def examples(found: SiteTemplates) -> dict[str, Template]:
    return {row.example: row for row in found}


# --- what counts ------------------------------------------------------------------------------------------------------


def test_a_line_below_all_articles_is_learned_with_counts_and_place() -> None:
    row = examples(learned(text(i, FOOT) for i in range(12)))[FOOT]
    assert (row.host, row.pages, row.host_pages, row.share) == (HOST, 12, 12, 1.0)
    assert (row.after, row.inside, row.before, row.first_place, row.last_place) == (12, 0, 0, 5, 5)
    assert row.category == "navigation"


def test_a_block_needs_three_articles() -> None:
    for articles, known in ((2, False), (3, True)):
        found = learned(text(i, "Share this article") for i in range(articles))
        assert ("Share this article" in examples(found)) is known


def test_the_same_article_under_several_addresses_counts_once() -> None:
    copies = [text(1, "Share this article")] * 9
    assert not len(learned(copies))
    assert len(learned([text(i, "Share this article") for i in range(9)])), "the control learns nothing either"


def test_a_copy_with_another_frame_is_the_same_article() -> None:
    copies = [text(1, "Share this article", f"Label number {'abcdefgh'[i]}") for i in range(8)]
    assert not len(learned(copies))


def test_pages_without_a_body_are_left_out() -> None:
    with TemplateLearner() as learner:
        assert not learner.add("Home\n\nNews\n\nSport", url=f"https://{HOST}/")
        assert not learner.add(text(1), url="http://[::1]/")
        assert learner.pages == 0


def test_a_page_without_an_address_is_refused_with_the_cure() -> None:
    with TemplateLearner() as learner, pytest.raises(ConfigError, match="url="):
        learner.add(text(1))


def test_html_and_articles_are_learned_as_the_text_they_hold() -> None:
    def html(i: int) -> str:
        body = "".join(f"<p>{p}</p>" for p in own(i))
        return f"<html><body><nav><a href='/'>Front of it all</a></nav><article>{body}</article></body></html>"

    def table(make: Callable[[int, str], str | Article]) -> SiteTemplates:
        with TemplateLearner() as learner:
            for i in range(6):
                learner.add(make(i, f"https://{HOST}/{i}"), url=f"https://{HOST}/{i}")
            return learner.finish()

    pages = table(lambda i, url: html(i))
    assert "Front of it all" in examples(pages)
    assert table(lambda i, url: cleanpress.clean(html(i), url=url)) == pages
    path_text = text(99, before=["FRONT of it all"])
    assert "FRONT" not in _clean(path_text, pages, locator="none").text
    assert "FRONT" in Cleaner(Config(locator="none")).clean(path_text, kind="text").text, "it goes without them too"


def test_anything_in_a_text_is_taken() -> None:
    odd = "Odd \ud800 \0 line 12\u2028 und so weiter"
    found = learned(text(i, odd, FOOT) for i in range(12))
    assert FOOT in examples(found)


# --- order and merging ------------------------------------------------------------------------------------------------


def corpus() -> list[PageRows]:
    reader = PageReader()
    pages = [reader.read("\n\n".join(b["text"] for b in d["doc"]), d["url"]) for d in generate(14, hosts=3)]
    return [page for page in pages if page is not None]


@pytest.fixture(scope="module")
def rows() -> list[PageRows]:
    return corpus()


def finish(*parts: Iterable[PageRows]) -> SiteTemplates:
    learners = [TemplateLearner() for _ in parts]
    for learner, part in zip(learners, parts, strict=True):
        learner.add_rows(part)
    first, *rest = learners
    for learner in rest:
        first.merge(learner)
    found = first.finish()
    for learner in learners:
        learner.close()
    return found


def test_order_does_not_matter(rows: list[PageRows]) -> None:
    whole = finish(rows)
    assert len(whole) > 20
    for seed in range(3):
        mixed = random.Random(seed).sample(rows, len(rows))
        assert finish(mixed) == whole
    assert finish(rows[: len(rows) // 2]) != whole, "the control sees no difference"


def test_merging_is_commutative_and_associative_and_sees_no_page_twice(rows: list[PageRows]) -> None:
    a, b, c = rows[::3], rows[1::3], rows[2::3]
    whole = finish(rows)
    assert finish(a, b, c) == finish(c, b, a) == whole
    left = TemplateLearner()
    left.add_rows(b)
    right = TemplateLearner()
    right.add_rows(c)
    left.merge(right)
    start = TemplateLearner()
    start.add_rows(a)
    assert start.merge(left).finish() == whole
    assert start.merge(left).merge(start).finish() == whole, "pages that both have seen count twice"


def test_a_learner_pickles_with_what_it_has_seen(rows: list[PageRows]) -> None:
    learner = TemplateLearner()
    learner.add_rows(rows)
    again = pickle.loads(pickle.dumps(learner))
    assert again.pages == learner.pages
    assert again.finish() == learner.finish()


def test_counts_are_those_of_plain_python(rows: list[PageRows]) -> None:
    """The queries against a dictionary, over blocks that no guard touches."""
    distinct = {(page.host, page.page): {row.block for row in page.rows} for page in rows}
    counts = Counter(block for blocks in distinct.values() for block in blocks)
    for row in finish(rows):
        assert row.pages == counts[int(row.hash, 16)]
        assert row.host_pages == sum(host == row.host for host, _ in distinct)


def test_synthetic_templates_are_found_exactly_under_little_memory(tmp_path: Path) -> None:
    with TemplateLearner(memory="100MB", folder=str(tmp_path)) as learner:
        fill(learner, 2000)
        assert len(learner.finish()) == expected(learner, 2000) > 100
    assert list(tmp_path.iterdir()) == []


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="such as 1GB"):
        TemplateLearner(memory="much")


# --- guards -----------------------------------------------------------------------------------------------------------

PLAIN = Sums(HOST, 1, 20, 20, 20, 0, 0, False, False, 0, 0, 20, None, 9, 9, None, None, FOOT, 0, 200)
"""A line below all twenty articles, which the cleaner keeps."""


def change(**changes: Any) -> Sums:
    return PLAIN._replace(**changes)


@pytest.mark.parametrize(
    ("sums", "refusal"),
    [
        (change(spoken=True), "quote"),
        (change(spoken=True, kept=0), "quote"),
        (change(before=0, after=15), "inside"),
        (change(figures=True), "figures"),
        (change(pages=5, kept=5, after=5), "rare"),
        (change(kind=2, pages=10, kept=10, after=10), "rare"),
        (change(kind=2, pages=5, host_pages=5, kept=5, after=5), "rare"),
        (change(kind=2, kept=0, placed=20, host_pages=100), "rare"),
        (change(first_day=100, last_day=110), "brief"),
    ],
)
def test_guards_refuse(sums: Sums, refusal: str) -> None:
    assert judge(sums) == ("", refusal)
    assert refusal in REFUSALS


@pytest.mark.parametrize(
    ("sums", "basis"),
    [
        (PLAIN, "line"),
        (change(kind=2), "prose"),
        (change(kept=0, placed=20, host_pages=200), "furniture"),
        (change(kept=0, figures=True, after=0), "furniture"),
        (change(kind=2, kept=0, placed=20), "text"),
        (change(kind=2, kept=0, placed=0, host_pages=200), "furniture"),
        (change(kind=2, leaning=20, after=0, host_pages=100), "leaning"),
        (change(first_day=10, last_day=190), "line"),
    ],
)
def test_guards_let_furniture_pass(sums: Sums, basis: str) -> None:
    assert judge(sums) == (basis, "")


@pytest.mark.parametrize("way", ["guarded", "bare"])
def test_traps_stay_in_a_corpus_full_of_them(way: str, tmp_path: Path) -> None:
    """Body that recurs as furniture does; without guards most kinds of it are lost, so the traps are real."""
    documents = [d for d in generate(24, hosts=5) if "?" not in d["url"]]
    with TemplateLearner() as learner:
        for document in documents:
            learner.add("\n\n".join(b["text"] for b in document["doc"]), url=document["url"])
        refused: list[Template] = []
        from cleanpress.learning.guards import template_of

        found = learner.finish(lambda sums, why: refused.append(template_of(sums, "furniture")))
    table = found if way == "guarded" else SiteTemplates.of([*found, *refused])
    table.write(tmp_path / "t.parquet")
    cleaner, plain = Cleaner(templates=str(tmp_path / "t.parquet")), Cleaner()
    lost: Counter[str] = Counter()
    gone = 0
    for document in documents:
        source = "\n\n".join(b["text"] for b in document["doc"])
        before, after = (c.clean(source, url=document["url"]).text for c in (plain, cleaner))
        for block in document["doc"]:
            if block["text"] in before and block["text"] not in after:
                lost[block["category"]] += block["keep"]
                gone += not block["keep"]
    lost = +lost
    assert gone > 300
    if way == "guarded":
        assert not lost
    else:
        assert lost.keys() & TRAPS.keys() >= {"background", "subhead", "prayer", "results", "refrain", "notice"}


# --- use --------------------------------------------------------------------------------------------------------------


def _clean(source: str, found: SiteTemplates, path: Path | None = None, **options: object) -> Article:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found.write(Path(folder) / "t.parquet")
        config = Config(templates=str(Path(folder) / "t.parquet"), **options)  # type: ignore[arg-type]  # as given
        return Cleaner(config).clean(source, url=f"http://www.{HOST}/new", kind="text")


@pytest.fixture(scope="module")
def table() -> SiteTemplates:
    return learned(text(i, ABOUT, FOOT) for i in range(17))


def test_a_template_goes_and_says_why(table: SiteTemplates) -> None:
    article = _clean(text(80, ABOUT, FOOT), table)
    assert article.text == text(80)
    row = examples(table)[FOOT]
    rule = f"template:{row.hash}"
    removal = article.removals[-1]
    assert (removal.rule, removal.category) == (rule, "navigation")
    assert removal.points == sum(e.points for e in removal.evidence) >= 10
    note = next(e.note for e in removal.evidence if e.rule == rule)
    assert note == f"on {row.pages} of {row.host_pages} pages of this host"
    assert note in next(b for b in article.explain().removed if b.rule == rule).why
    assert cleanpress.apply_removals(article.source_text, article.removals) == article.text
    assert article.rulebook != cleanpress.clean(text(80)).rulebook


def test_a_template_holds_on_its_host_only(table: SiteTemplates, tmp_path: Path) -> None:
    table.write(tmp_path / "t.parquet")
    cleaner = Cleaner(templates=str(tmp_path / "t.parquet"))
    for url in ("https://other.example/1", None, "http://["):
        assert cleaner.clean(text(80, FOOT), url=url, kind="text").text == text(80, FOOT)


def test_a_template_takes_no_neighbour_along(table: SiteTemplates) -> None:
    """Lines beside a sure line go by place; a template is sure of itself only."""
    rows = "Northhaven and Ostby", "Lowmere and Sandholm"
    assert _clean(text(80, *rows, FOOT), table).text == text(80, *rows)
    sure = "Share this article on Facebook"
    assert rows[0] not in cleanpress.clean_text(text(80, *rows, sure)), "the control: a rule's line does"


def test_keep_rules_win(table: SiteTemplates, tmp_path: Path) -> None:
    rule = f"template:{examples(table)[FOOT].hash}"
    source = text(80, ABOUT, FOOT)
    assert _clean(source, table, keep=frozenset((rule,))).text == text(80, FOOT)
    assert _clean(source, table, keep=frozenset(("navigation",))).text == source
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'language = "en"\n[[rule]]\nid = "keep.foot"\npoints = "never"\nphrases = ["top of this sheet"]\n'
        'why = "Ours."\nmatch = ["Top of this sheet"]\nmiss = ["A sheet."]\n',
        "utf-8",
    )
    assert _clean(source, table, rules=(str(mine),)).text == text(80, FOOT)


def test_a_quotation_of_the_same_words_stays(table: SiteTemplates) -> None:
    said = f"“{ABOUT}”"
    assert said in _clean(text(80, said), table).text


def test_the_teaser_below_many_articles_stays_where_it_is_the_lead() -> None:
    teaser = own(70)[0]
    rows = [dataclasses.replace(row, example=teaser) for row in learned(text(i, ABOUT) for i in range(12))]
    from cleanpress.templates.keys import block_keys

    key = f"{block_keys().of(HOST, teaser):016x}"
    table = SiteTemplates.of([dataclasses.replace(rows[0], hash=key)])
    assert _clean(text(70), table).text == text(70)
    assert teaser not in _clean(text(71, teaser), table).text


def test_cleaning_twice_changes_nothing(table: SiteTemplates) -> None:
    sources = text(80, ABOUT, FOOT), text(81, FOOT, before=[FOOT, ABOUT]), f"{FOOT}\n\n{ABOUT}", text(3, amid=[FOOT])
    for source in sources:
        once = _clean(source, table).text
        assert _clean(once, table).text == once


def test_cleaning_html_twice_changes_nothing(table: SiteTemplates, tmp_path: Path) -> None:
    table.write(tmp_path / "t.parquet")
    cleaner = Cleaner(templates=str(tmp_path / "t.parquet"))
    body = "".join(f"<p>{p}</p>" for p in (*own(80), ABOUT, FOOT))
    once = cleaner.clean_html(f"<html><body><article>{body}</article></body></html>", url=f"https://{HOST}/80")
    assert own(80)[-1] in once and FOOT not in once and ABOUT not in once
    assert cleaner.clean_html(once, url=f"https://{HOST}/80") == once


def test_what_templates_took_is_no_proof_for_templates(table: SiteTemplates, tmp_path: Path) -> None:
    """Learning from articles that were cleaned with a table gives what learning from the pages gives."""
    table.write(tmp_path / "t.parquet")
    cleaner = Cleaner(templates=str(tmp_path / "t.parquet"))
    with TemplateLearner() as learner:
        for i in range(17):
            url = f"https://www.{HOST}/{i}"
            article = cleaner.clean(text(i, ABOUT, FOOT), url=url)
            assert FOOT not in article.text
            learner.add(article, url=url)
        assert learner.finish() == table


def test_the_cleaner_pickles_and_finds_its_table(table: SiteTemplates, tmp_path: Path) -> None:
    table.write(tmp_path / "t.parquet")
    cleaner = pickle.loads(pickle.dumps(Cleaner(templates=str(tmp_path / "t.parquet"))))
    assert cleaner.clean(text(80, FOOT), url=f"https://{HOST}/").text == text(80)


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_learn_show_and_batch_from_files(tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    lines = [json.dumps({"text": text(i, FOOT), "url": f"https://{HOST}/{i}"}) for i in range(12)]
    (tmp_path / "in.jsonl").write_text("\n".join([*lines, "{broken", json.dumps({"text": text(90)})]) + "\n", "utf-8")
    out = str(tmp_path / "t.parquet")
    assert run(["learn", str(tmp_path / "in.jsonl"), "-o", out, "-j", jobs]) == 0
    told = capsys.readouterr().err
    assert "12 pages (1 refused, 1 no address): 1 templates of 1 hosts" in told
    assert "--host" in told
    assert run(["templates", "show", f"www.{HOST}", "--templates", out]) == 0
    shown = capsys.readouterr().out
    assert FOOT in shown and "12 of 12 pages" in shown
    assert run(["templates", "list", "--templates", out, "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"host": HOST, "pages": 12, "templates": 1}
    rows = tmp_path / "clean.jsonl"
    batch = ["batch", str(tmp_path / "in.jsonl"), "--templates", out, "-o", str(rows), "-j", jobs, "-q"]
    assert run(batch) == 0
    assert all(FOOT not in json.loads(line)["text"] for line in rows.read_text("utf-8").splitlines()[:12])


def test_learn_says_when_nothing_recurs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(text(1, FOOT), "utf-8")
    out = str(tmp_path / "t.parquet")
    assert run(["learn", str(tmp_path / "a.txt"), "--host", HOST, "-o", out, "-j", "1"]) == 1
    assert "at least three articles" in capsys.readouterr().err
    assert len(SiteTemplates.read(out)) == 0
    assert run(["templates", "show", HOST, "--templates", out]) == 2


def test_tables_are_merged_in_any_order(tmp_path: Path) -> None:
    parts = [learned(text(10 * k + i, FOOT) for i in range(8)) for k in range(3)]
    for i, part in enumerate(parts):
        part.write(tmp_path / f"{i}.parquet")
    names = [str(tmp_path / f"{i}.parquet") for i in range(3)]
    found = []
    for order in (names, names[::-1]):
        assert run(["templates", "merge", *order, "-o", str(tmp_path / "m.parquet")]) == 0
        found.append(SiteTemplates.read(tmp_path / "m.parquet"))
    assert found[0] == found[1]
    assert found[0] == parts[0].merge(parts[1].merge(parts[2]))
    row = examples(found[0])[FOOT]
    assert (row.pages, row.host_pages) == (24, 24)


def test_the_furniture_of_the_corpus_is_what_the_tests_say() -> None:
    assert FOOT in FURNITURE["tail"]
