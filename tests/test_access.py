"""Walls and cuts: every spelling of a mark counts, marks that contradict each other lower the confidence, nothing is
removed."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

import cleanpress
from cleanpress.access import VALUES
from cleanpress.readers.signs import as_bool
from tests.benchmarks.paywall import labels

FIRST = "The old ferry across the sound will run for one more winter, the board decided on Monday after a debate."
SECOND = "Its two boats need new engines, and the money for them is to come from the sale of the former customs house."
THIRD = (
    "The bridge that was to replace it has been put off three times since the first drawings were shown to the town."
)


def page(*paragraphs: str, data: dict[str, Any] | None = None, head: str = "", after: str = "") -> str:
    ld = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **data})}</script>' if data else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    article = f"<article><h1>The ferry</h1>{body}</article>"
    return f"<html><head><title>The ferry</title>{ld}{head}</head><body>{article}{after}</body></html>"


WHOLE = (FIRST, SECOND, THIRD) * 3


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (False, False), ("False", False), ("false", False), ("http://schema.org/False", False), ("no", False),
        (0, False), ("0", False), ({"@value": "false"}, False), (["False"], False), (True, True),
        ("https://schema.org/True", True), ("TRUE ", True), (1, True), ("maybe", None), (None, None), ("", None),
    ],
)  # fmt: skip
def test_truth_in_any_spelling(value: Any, answer: bool | None) -> None:
    assert as_bool(value) is answer
    if answer is not None:
        access = cleanpress.clean(page(*WHOLE, data={"isAccessibleForFree": value})).access
        assert access.paywall.value == ("none" if answer else "subscribers")
        assert access.paywall.evidence[0][0] == "json-ld isAccessibleForFree"


def test_a_part_that_is_marked_closed_stays() -> None:
    data = {"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".locked"}}
    html = page(FIRST, data=data).replace(
        "</article>", f'<div class="locked"><p>{SECOND}</p><p>{THIRD}</p></div></article>'
    )
    article = cleanpress.clean(html)
    assert SECOND in article.text
    assert THIRD in article.text
    assert article.paywall == "subscribers"


@pytest.mark.parametrize(
    ("name", "content", "value"),
    [
        ("article:content_tier", "metered", "metered"),
        ("article:content_tier", "locked", "subscribers"),
        ("og:article:content_tier", "free", "none"),
        ("cXenseParse:abc-tier", "metered", "metered"),
        ("isPremium", "1", "subscribers"),
        ("isPremium", "0", "none"),
        ("content:accessLevel", "registered", "registration"),
    ],
)
def test_tiers_of_meta_elements(name: str, content: str, value: str) -> None:
    article = cleanpress.clean(page(*WHOLE, head=f'<meta name="{name}" content="{content}">'))
    assert article.paywall == value
    assert article.access.paywall.confidence > 0.6


def test_the_tier_says_which_wall_json_ld_means() -> None:
    head = '<meta property="article:content_tier" content="metered">'
    finding = cleanpress.clean(page(*WHOLE, head=head, data={"isAccessibleForFree": False})).access.paywall
    assert finding.value == "metered"
    assert len(finding.evidence) == 2


def test_what_contradicts_lowers_the_confidence_and_is_shown() -> None:
    agreed = cleanpress.clean(page(*WHOLE, data={"isAccessibleForFree": True})).access.paywall
    head = '<meta property="article:content_tier" content="locked">'
    torn = cleanpress.clean(page(*WHOLE, head=head, data={"isAccessibleForFree": True})).access.paywall
    assert torn.value == "subscribers"
    assert torn.confidence < 0.3 < agreed.confidence
    assert sorted(points for _, _, points in torn.evidence) == [-4, 5]


def test_scripts_of_vendors_are_shown_and_decide_nothing() -> None:
    article = cleanpress.clean(
        page(*WHOLE, head='<script src="https://cdn.tinypass.example/tinypass.min.js"></script>')
    )
    assert article.paywall == "none"
    assert ("script", "tinypass", 0) in article.access.paywall.evidence
    assert article.access.paywall.confidence < 0.3


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Subscribe to continue reading this story", "subscribers"),
        ("You have reached your limit of free articles this month", "metered"),
        ("Create a free account to continue reading", "registration"),
        ("Maybe later, continue reading without a gift", "donation-wall"),
        ("Jetzt weiterlesen mit dem Hafen-Abo", "subscribers"),
        ("La suite est réservée à nos abonnés", "subscribers"),
    ],
)
def test_a_line_at_the_cut_tells_the_wall(line: str, value: str) -> None:
    article = cleanpress.clean(page(FIRST, SECOND + " The board …", after=f'<div class="offer"><p>{line}</p></div>'))
    assert article.paywall == value
    assert article.truncated is True
    assert article.access.truncated.confidence > 0.4


def test_lines_about_comments_are_no_wall() -> None:
    after = "<div><p>Para continuar leyendo los comentarios, regístrate gratis para comentar</p></div>"
    assert cleanpress.clean(page(*WHOLE, after=after)).paywall == "none"


def test_a_template_of_a_wall_under_a_whole_text_cuts_nothing() -> None:
    data = {"wordCount": 180, "isAccessibleForFree": False}
    article = cleanpress.clean(page(*WHOLE, data=data, after="<div><p>Subscribe to continue reading</p></div>"))
    assert article.paywall == "subscribers"
    assert article.truncated is False


def test_fewer_words_than_declared_are_a_sign() -> None:
    short = cleanpress.clean(page(FIRST, data={"isAccessibleForFree": False, "wordCount": 900}))
    assert short.truncated is True
    whole = cleanpress.clean(page(*WHOLE, data={"isAccessibleForFree": True, "wordCount": 190}))
    assert whole.truncated is False
    assert whole.access.truncated.confidence > short.access.truncated.confidence / 2


def test_dots_alone_prove_nothing() -> None:
    article = cleanpress.clean(page(*WHOLE, "Who would have thought that of a ferry, of all things that float …"))
    assert article.truncated is not True


def test_texts_have_walls_too() -> None:
    article = cleanpress.clean(f"{FIRST}\n\n{SECOND} The board …\n\nSubscribe to continue reading.", kind="text")
    assert article.paywall == "subscribers"
    assert article.truncated is True
    assert cleanpress.clean(f"{FIRST}\n\n{SECOND}", kind="text").paywall == "unknown"


@pytest.mark.parametrize(
    "source", ["", " ", "<html></html>", "<p>x</p>", '<script type="application/ld+json">{</script>']
)
def test_there_is_always_an_answer(source: str) -> None:
    article = cleanpress.clean(source)
    assert article.paywall in VALUES
    assert article.truncated in (True, False, None)
    assert 0 <= article.access.paywall.confidence <= 1
    assert 0 <= article.access.truncated.confidence <= 1


def test_broken_json_ld_still_tells() -> None:
    head = '<script type="application/ld+json">{"headline": "x", "isAccessibleForFree": "False", "a": </script>'
    assert cleanpress.clean(page(*WHOLE, head=head)).paywall == "subscribers"


def test_answers_survive_pickling_and_wait_until_asked() -> None:
    article = cleanpress.clean(page(*WHOLE, data={"isAccessibleForFree": False}))
    assert article._access._answer is None
    again = pickle.loads(pickle.dumps(article))
    assert again.paywall == article.paywall == "subscribers"
    assert again.access == article.access


def test_an_article_made_by_hand_knows_nothing() -> None:
    article = cleanpress.Article(text="x", title="", source_text="x", removals=())
    assert (article.paywall, article.truncated, article.access) == ("unknown", None, None)


def test_the_dictionary_has_both_answers_with_reasons() -> None:
    row = cleanpress.clean(page(*WHOLE, data={"isAccessibleForFree": False})).to_dict()
    assert (row["paywall"], row["truncated"]) == ("subscribers", False)
    assert row["access"]["paywall"] == [{"source": "json-ld isAccessibleForFree", "value": "false", "points": 4}]
    assert set(row["confidence"]) == {"paywall", "truncated"}


def test_labels_are_many_and_well_formed() -> None:
    pages = labels()
    assert len(pages) >= 60
    assert len({entry["id"] for entry in pages}) == len(pages)
    assert all(entry["value"] in VALUES and len(entry["reason"]) > 20 for entry in pages)
