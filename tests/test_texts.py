"""Whole text documents: what must be left of each, and what each cut must be called."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleanpress
from cleanpress import Article
from tests.fixtures import TEXTS, Case, text, text_case
from tests.known import cases


def cleaned(case: Case) -> Article:
    return cleanpress.clean(case.source, kind="text")


def left(case: Case, article: Article) -> list[str]:
    """What is left, line by line; a document of one line is compared as one."""
    return [article.text.strip()] if case.separator == " " else case.judged(article.text)


def misnamed(case: Case, article: Article) -> list[tuple[str, list[str], str]]:
    """Cut lines that have none of their names; a line that stayed has no name to judge.

    What lies around a page's article goes region by region, each under one name: these names are not judged.
    """
    wrong, at = [], 0
    for line in case.lines:
        found = article.source_text.find(line.text, at)
        if found < 0:
            continue
        at = found + len(line.text)
        cut = next((r for r in article.removals if r.span.start <= found and r.span.end >= at), None)
        named = cut and cut.rule != "place.outside" and line.judged and line.names and not line.stays
        if cut and named and str(cut.category) not in line.names:
            wrong.append((line.text[:60], sorted(line.names), str(cut.category)))
    return wrong


@pytest.mark.parametrize("name", cases(TEXTS, "texts/"))
def test_body_is_what_is_left(name: str) -> None:
    case = text(name)
    wanted = case.wanted()
    assert left(case, cleaned(case)) == ([" ".join(wanted)] if case.separator == " " else wanted)


@pytest.mark.parametrize("name", cases(TEXTS, "categories/"))
def test_removals_are_called_what_they_are(name: str) -> None:
    case = text(name)
    assert not misnamed(case, cleaned(case))


WITH_HEADLINE = [name for name in TEXTS if any("headline" in line.names for line in text(name).lines)]


@pytest.mark.parametrize("name", cases(WITH_HEADLINE, "titles/"))
def test_headline_is_the_title(name: str) -> None:
    headline = next(line.text for line in text(name).lines if "headline" in line.names)
    assert cleaned(text(name)).title.lstrip("# ") == headline.lstrip("# ")


MARKED = """origin: written for a test
structure: three lines
---
The council bought the station on Monday, the mayor said.

[donation|social] Help us to go on.
[?] A line between
"""


def marked(tmp_path: Path, whole: str) -> Case:
    path = tmp_path / "case.txt"
    path.write_text(whole, "utf-8")
    return text_case(path, "en/case")


def test_marks_are_not_part_of_the_source(tmp_path: Path) -> None:
    case = marked(tmp_path, MARKED)
    body = "The council bought the station on Monday, the mayor said."
    assert case.source == f"{body}\n\nHelp us to go on.\nA line between\n"
    assert case.wanted() == case.judged(f"{body}\n\nA line between") == [body]
    assert case.lines[1].names == {"donation", "social"}


def test_a_wrong_category_is_told(tmp_path: Path) -> None:
    """The control: the same line under a name that it cannot have."""
    case = marked(tmp_path, MARKED.replace("donation|social", "cookie").replace("go on.", "go on: donate now!"))
    assert misnamed(case, cleaned(case)) == [("Help us to go on: donate now!", ["cookie"], "donation")]


@pytest.mark.parametrize("known, wrong", [("donation", "gift"), ("origin: written for a test", "")])
def test_unknown_marks_and_missing_heads_are_errors(tmp_path: Path, known: str, wrong: str) -> None:
    with pytest.raises(ValueError, match="en/case: "):
        marked(tmp_path, MARKED.replace(known, wrong))
