"""The explanation: every block with its terms, sentences that say why, and the report page without a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import pickle
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest

import cleanpress
from cleanpress import Cleaner, Config
from cleanpress.cli import main
from cleanpress.config import Kind
from cleanpress.explanation import Explanation
from cleanpress.rules.reasons import reason
from cleanpress.rules.rulebook import load
from cleanpress.writers.report.element import el, joined
from cleanpress.writers.report.page import report
from tests.payloads import PAYLOADS

PAGE = Path(__file__).parent.parent / "fixtures" / "pages" / "harbour-post" / "page.html"
BODY = "The ministry said on Monday that it would wait for the report before it changed the law on ferries."
TEXT = f"Support us today! Donate now.\n\n{BODY}\n\n{BODY} He did not say when.\n"


@pytest.fixture(scope="module")
def explained() -> Explanation:
    return cleanpress.clean(PAGE.read_bytes()).explain()


def test_every_character_belongs_to_a_block_or_between_two(explained: Explanation) -> None:
    assert "".join(explained.source_text.split()) == "".join("".join(b.text.split()) for b in explained.blocks)
    assert [b.index for b in explained.blocks] == list(range(len(explained.blocks)))
    for block in explained.blocks:
        assert block.span.of(explained.source_text) == block.text


def test_it_says_the_same_as_the_article_and_the_verdicts(explained: Explanation) -> None:
    article = cleanpress.clean(PAGE.read_bytes())
    assert [(b.category, b.rule, b.points) for b in explained.removed] == [
        (str(r.category), r.rule, r.points) for r in article.removals
    ]
    _, verdicts, _ = Cleaner().judge(PAGE.read_bytes())
    assert [(b.kept, b.points, len(b.terms)) for b in explained.blocks] == [
        (v.keep, v.points, len(v.evidence)) for v in verdicts
    ]
    assert explained.counts() == dict(sorted(explained.counts().items(), key=lambda item: -item[1]))
    assert sum(explained.counts().values()) == len(article.removals)


def test_sums_are_those_of_the_terms_and_terms_say_why(explained: Explanation) -> None:
    for block in explained.blocks:
        assert block.points == sum(term.points for term in block.terms)
        for term in block.terms:
            assert term.why.strip()
            assert " ".join(term.why.split()) in block.why


def test_sentences_answer_both_questions() -> None:
    found = cleanpress.clean(TEXT, kind="text").explain()
    gone, kept = found.find("support  US today")[0], found.find("did not say when")[0]
    assert not gone.kept
    begin = "This went as “Donation and membership appeal”: its terms add up to"
    assert gone.why.startswith(f"{begin} {gone.points} points, and 10 are enough.")
    assert "For removal speaks en:donation." in gone.why
    assert kept.kept
    assert kept.why.startswith("This stayed: ")
    assert found.find("no such words") == ()
    assert found.find("") == ()


def test_the_nearest_survivor_lacks_points() -> None:
    near = "Those who want to may make a donation to the museum, which is open on most days of the week in summer."
    found = cleanpress.clean(f"{BODY}\n\n{near}\n\n{BODY} He did not say when.\n", kind="text").explain()
    block = found.nearest_survivor
    assert block is not None
    assert block.text == near
    assert block.nearest == "en:donation.ask"
    assert block.missing == found.remove_at - block.points > 0
    assert f"{block.missing} short of the {found.remove_at} that remove" in block.why
    assert cleanpress.clean(BODY, kind="text").explain().nearest_survivor is None


def test_what_the_options_keep_says_so() -> None:
    found = Cleaner(Config(keep=frozenset({"headline"}))).clean(f"{TEXT}", kind="text").explain()
    assert all(block.why for block in found.blocks)


def test_it_pickles_and_becomes_json_and_so_does_the_article(explained: Explanation) -> None:
    assert pickle.loads(pickle.dumps(explained)) == explained
    article = pickle.loads(pickle.dumps(cleanpress.clean(PAGE.read_bytes())))
    assert article.explain() == explained
    assert json.loads(json.dumps(explained.to_dict()))["blocks"][0]["why"] == explained.blocks[0].why


def test_trees_may_change_and_workers_may_end_before_the_question(explained: Explanation) -> None:
    tree = lxml.html.fromstring(PAGE.read_bytes())
    article = cleanpress.clean(tree)
    before = article.explain()
    tree.clear()
    assert article.explain() == before
    pages = [PAGE.read_bytes()] * 2
    assert [a.explain() for a in Cleaner().clean_many(pages, workers=2)] == [explained, explained]


def test_an_article_made_by_hand_cannot_explain_itself() -> None:
    with pytest.raises(ValueError, match="made by hand"):
        cleanpress.Article(text="", title="", source_text="", removals=()).explain()


def test_every_shipped_rule_has_its_reason() -> None:
    for rule in load((), (), full=True).rules:
        assert reason(rule.id) == rule.why


def test_own_rules_have_theirs_even_when_the_file_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[rule]]\nid = "ad.tide"\ncategory = "ad"\npoints = 12\nphrases = ["buy the tide table"]\n'
        'why = "Sold at the harbour."\nmatch = ["Buy the tide table."]\nmiss = ["He read the tide table."]\n'
    )
    article = Cleaner(Config(rules=(str(path),))).clean(f"{BODY}\n\nBuy the tide table.\n", kind="text")
    assert "Sold at the harbour." in article.explain().removed[0].why
    path.unlink()
    assert article.explain().removed[0].rule == "mine:ad.tide"


# --- the page -------------------------------------------------------------------------------------------------------


def test_elements_escape_whatever_is_no_element() -> None:
    assert el("p", "<b>", title='"x"&') == '<p title="&quot;x&quot;&amp;">&lt;b&gt;</p>'
    assert el("input", checked=True, disabled=False, data_x=None) == "<input checked>"
    assert joined("<", el("br"), None) == "&lt;<br>"
    assert joined("a\u202eb\x1bc\ud800") == "a\\u202eb\\u001bc\\ud800"


@pytest.mark.parametrize("kind", ["text", "html"])
def test_the_page_holds_no_markup_of_the_input_and_no_steering_character(kind: Kind) -> None:
    steering = "\u202e\u2066\x1b[2J\x07\x9b\ufeff"
    source = "\n\n".join(f"{BODY} {payload} {steering}" for payload in PAYLOADS)
    if kind == "html":
        source = "".join(f"<p>{BODY} {p.replace('&', '&amp;').replace('<', '&lt;')} {steering}</p>" for p in PAYLOADS)
    page = report(cleanpress.clean(source, kind=kind).explain(), "".join(PAYLOADS) + steering)
    assert not set(page) & set(steering.replace("[2J", ""))
    tree: Any = lxml.html.fromstring(page)
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert not [a for e in tree.iter() for a in getattr(e, "attrib", ()) if a.startswith("on") or a in ("src", "style")]
    assert set(tree.xpath("//@href")) <= {"#document", "data:,"} | {f"#b{i}" for i in range(999)}


def test_the_policy_knows_style_and_script_by_their_hashes(explained: Explanation) -> None:
    page = report(explained, "page.html")
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    policy = found[1].replace("&#x27;", "'")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert inner
        digest = base64.b64encode(hashlib.sha256(inner[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "http:" not in page.replace("http-equiv", "")
    assert "https:" not in page


def run(*args: object) -> object:
    with pytest.raises(SystemExit) as ended:
        main([str(arg) for arg in args])
    return ended.value.code


def test_the_command_writes_a_page_and_answers_in_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "report.html"
    assert run("explain", PAGE, "-o", target) == 0
    assert "en:read-more.line" in str(lxml.html.fromstring(target.read_text("utf-8")).xpath("string()"))
    assert run("explain", PAGE, "-o", f"{tmp_path}/new/") == 0
    assert (tmp_path / "new" / "page.html").is_file()
    assert run("explain", PAGE, "-o", "-") == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")
    assert run("explain", PAGE, "--why", "better still a monthly one") == 0
    assert "This went as “Donation and membership appeal”" in capsys.readouterr().out
    assert run("explain", PAGE, "--why", "no such words") == 1
    assert run("explain", PAGE, "--why", "x", "-o", "y") == 2


def test_a_folder_gives_an_index_and_its_own_reports_are_no_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("a b.html", "deep/ü#%.htm"):
        (tmp_path / "in" / name).write_bytes(PAGE.read_bytes())
    (tmp_path / "in" / "notes.pdf").write_bytes(b"%PDF")
    for _ in range(2):
        assert run("explain", tmp_path / "in", "-o", tmp_path / "in") == 0
    pages = sorted(path.name for path in (tmp_path / "in" / "pages").iterdir())
    assert pages == ["0001-a-b.html", "0002-u.html"]
    index = (tmp_path / "in" / "index.html").read_text("utf-8")
    assert all(f'href="pages/{name}"' in index for name in pages)
    assert "harbourpost.example" in index
    assert run("explain", tmp_path / "in", "-o", tmp_path / "all.html") == 0
    assert (tmp_path / "all-pages" / "0001-a-b.html").is_file()
    assert "2 reports; open " in capsys.readouterr().err
    assert run("explain", tmp_path / "in", "-o", tmp_path / "quiet.html", "--quiet") == 0
    assert capsys.readouterr().err == ""


def test_nothing_is_overwritten_and_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(PAGE.read_bytes())
    assert run("explain", page, "-o", page) == 2
    assert run("explain", tmp_path, "-o", tmp_path) == 2
    assert page.read_bytes() == PAGE.read_bytes()
    (tmp_path / "empty").mkdir()
    assert run("explain", tmp_path / "empty", "-o", tmp_path / "out") == 2
    assert run("explain", tmp_path, "-o", "-") == 2
    assert run("explain", tmp_path) == 1
    assert "holds no document" in capsys.readouterr().err
