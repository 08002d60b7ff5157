"""What must hold for any document. Every property has a control: a wrong variant that the same documents must catch."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import cleanpress
from cleanpress.model import Article, Category, Removal, Span, apply_removals
from cleanpress.readers.text import read_text
from cleanpress.signals.sentences import split_sentences
from tests.documents import documents
from tests.known import cases

Clean = Callable[..., Article]
CONFIGS = (cleanpress.GENTLE, cleanpress.BALANCED, cleanpress.STRICT)
KEEPING = cleanpress.Config(keep=frozenset({"donation", "share"}))


def is_made_of_pieces(text: str, result: str) -> bool:
    """Whether ``result`` is a choice of the sentences of ``text``, whole and in order, with only white space between.

    Blocks are cut whole but for those that mix reporting and appeal, and these between sentences only.
    """
    places = {0}
    blocks = read_text(text).blocks
    spans = (span for block in blocks for span in split_sentences(text, block.start, block.end))
    for piece in (text[start:end] for start, end in spans):
        for place in tuple(places):
            start = place
            while start < len(result) and result[start].isspace():
                start += 1
            if result.startswith(piece, start):
                places.add(start + len(piece))
    return any(not result[place:].strip() for place in places)


# --- properties ------------------------------------------------------------------------------------------------------


def output_is_made_of_whole_pieces_of_the_input(clean: Clean, text: str) -> None:
    assert is_made_of_pieces(text, clean(text, kind="text").text)


def cleaning_twice_changes_nothing_more(clean: Clean, text: str) -> None:
    for config in CONFIGS:
        once = clean(text, kind="text", config=config).text
        assert clean(once, kind="text", config=config).text == once


def spans_hold_the_removed_text(clean: Clean, text: str) -> None:
    article = clean(text, kind="text")
    assert article.source_text == text
    for removal in article.removals:
        assert removal.span.of(text) == removal.text
        assert removal.text.strip()


def removals_are_ordered_and_disjoint(clean: Clean, text: str) -> None:
    spans = [removal.span for removal in clean(text, kind="text").removals]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


def replaying_the_removals_gives_the_text(clean: Clean, text: str) -> None:
    article = clean(text, kind="text")
    assert apply_removals(article.source_text, article.removals) == article.text


def the_same_text_gives_the_same_article(clean: Clean, text: str) -> None:
    assert clean(text, kind="text").to_dict() == clean(text, kind="text").to_dict()


def every_removal_gives_its_reasons(clean: Clean, text: str) -> None:
    for removal in clean(text, kind="text").removals:
        assert removal.rule
        assert removal.evidence
        assert removal.points == sum(evidence.points for evidence in removal.evidence)
        for evidence in removal.evidence:
            assert evidence.span is None or 0 <= evidence.span.start < evidence.span.end <= len(text)


def kept_categories_are_never_cut(clean: Clean, text: str) -> None:
    article = clean(text, kind="text", config=KEEPING)
    assert KEEPING.keep.isdisjoint(str(removal.category) for removal in article.removals)


def nothing_raises(clean: Clean, source: str | bytes) -> None:
    for kind in ("auto", "text", "html"):
        article = clean(source, kind=kind)
        assert apply_removals(article.source_text, article.removals) == article.text


# --- wrong variants, one for each property ---------------------------------------------------------------------------


def cut_one_character_more(*args: Any, **options: Any) -> Article:
    article = cleanpress.clean(*args, **options)
    longer = (Span(r.span.start, min(r.span.end + 1, len(article.source_text))) for r in article.removals[-1:])
    removals = tuple(replace(r, span=span) for r, span in zip(article.removals[-1:], longer, strict=True))
    return replace(article, text=apply_removals(article.source_text, removals))


def cut_short_lines_in_the_last_fifth(*args: Any, **options: Any) -> Article:
    article = cleanpress.clean(*args, **options)
    blocks = read_text(article.text).blocks
    cut = [b for b in blocks if b.index > len(blocks) * 4 // 5 and b.end - b.start < 60]
    removals = [Removal(Span(b.start, b.end), "", Category.RELATED, "last.fifth", 0) for b in cut]
    return replace(article, text=apply_removals(article.text, removals))


def _change_removals(article: Article, **changes: Any) -> Article:
    return replace(article, removals=tuple(replace(removal, **changes) for removal in article.removals))


def say_stripped_text(*args: Any, **options: Any) -> Article:
    article = cleanpress.clean(*args, **options)
    return replace(article, removals=tuple(replace(r, text=r.text.strip()) for r in article.removals))


def say_removals_backwards(*args: Any, **options: Any) -> Article:
    article = cleanpress.clean(*args, **options)
    return replace(article, removals=article.removals[::-1])


def tidy_the_text_afterwards(*args: Any, **options: Any) -> Article:
    article = cleanpress.clean(*args, **options)
    return replace(article, text=" ".join(article.text.split()))


def change_with_every_call(*args: Any, count: Any = itertools.count(), **options: Any) -> Article:  # noqa: B008  # meant
    return replace(cleanpress.clean(*args, **options), title=str(next(count)))


def lose_the_evidence(*args: Any, **options: Any) -> Article:
    return _change_removals(cleanpress.clean(*args, **options), evidence=())


def call_everything_a_donation(*args: Any, **options: Any) -> Article:
    return _change_removals(cleanpress.clean(*args, **options), category=Category.DONATION)


def trip_over_line_separators(*args: Any, **options: Any) -> Article:
    article = cleanpress.clean(*args, **options)
    assert "\u2028" not in article.source_text
    return article


class Property(NamedTuple):
    holds: Callable[[Clean, Any], None]
    wrong: Clean


PROPERTIES = {
    holds.__name__: Property(holds, wrong)
    for holds, wrong in (
        (output_is_made_of_whole_pieces_of_the_input, cut_one_character_more),
        (cleaning_twice_changes_nothing_more, cut_short_lines_in_the_last_fifth),
        (spans_hold_the_removed_text, say_stripped_text),
        (removals_are_ordered_and_disjoint, say_removals_backwards),
        (replaying_the_removals_gives_the_text, tidy_the_text_afterwards),
        (the_same_text_gives_the_same_article, change_with_every_call),
        (every_removal_gives_its_reasons, lose_the_evidence),
        (kept_categories_are_never_cut, call_everything_a_donation),
        (nothing_raises, trip_over_line_separators),
    )
}


@pytest.mark.parametrize("name", cases(PROPERTIES, "properties/"))
def test_holds_for_any_text(name: str) -> None:
    @given(documents())
    def check(text: str) -> None:
        PROPERTIES[name].holds(cleanpress.clean, text)

    check()


@given(
    st.one_of(
        st.binary(),
        documents().map(lambda text: text.encode("utf-8", "surrogatepass")),
        documents().map(lambda text: text.encode("utf-16-le", "replace")),
        documents().map(lambda text: text.encode("cp1251", "replace")[:-1]),
    )
)
def test_no_bytes_raise(raw: bytes) -> None:
    nothing_raises(cleanpress.clean, raw)


@pytest.mark.parametrize("name", PROPERTIES)
def test_control_is_caught(name: str) -> None:
    """The property is worth something only when it fails for code that is wrong in the way it speaks of."""
    holds, wrong = PROPERTIES[name]

    def fails(text: str) -> bool:
        try:
            holds(wrong, text)
        except AssertionError:
            return True
        return False

    try:
        find(documents(), fails, settings=settings(max_examples=2000, phases=[Phase.generate], database=None))
    except NoSuchExample:
        pytest.fail(f"{wrong.__name__} went unnoticed")
