"""Plain text to blocks: where each begins and ends in the untouched input."""

from __future__ import annotations

import pytest

from cleanpress.readers.text import read_text


def blocks(text: str) -> list[str]:
    return [text[block.start : block.end] for block in read_text(text).blocks]


LINE_ENDS = ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", " \n\t\n ", *"\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"]


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_every_line_end_parts_blocks(end: str) -> None:
    assert blocks(f"First one.{end}Second one.{end}") == ["First one.", "Second one."]


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000"], ids=ascii)
def test_white_space_around_a_block_is_no_part_of_it(space: str) -> None:
    text = f"{space}\n{space}First one.{space}\n{space}Second one.{space}"
    assert blocks(text) == ["First one.", "Second one."]


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\t", "\u200b", "\u00ad"], ids=ascii)
def test_other_characters_inside_a_line_stay_inside(space: str) -> None:
    assert blocks(f"one{space}two\nthree") == [f"one{space}two", "three"]


def test_offsets_count_code_points_of_the_input() -> None:
    page = read_text("\ufeff😀 one\n\n  İki ŉ\n")
    assert page.text == "\ufeff😀 one\n\n  İki ŉ\n"
    assert [page.text[b.start : b.end].strip("\ufeff") for b in page.blocks] == ["😀 one", "İki ŉ"]
    assert [b.index for b in page.blocks] == [0, 1]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2028\u00a0\r\n"], ids=ascii)
def test_nothing_is_noted_as_empty(text: str) -> None:
    page = read_text(text)
    assert page.blocks == []
    assert page.notes == ("empty",)


WRAPPED = (
    "The parish meeting on Thursday evening was the best attended for twenty\n"
    "years. Ninety people came to hear what the county means to do with the\n"
    "old maltings, which have stood empty since the brewery moved."
)


def test_hard_wrapped_lines_are_one_block() -> None:
    assert blocks(WRAPPED) == [WRAPPED]


def test_hard_wraps_with_windows_line_ends_are_one_block() -> None:
    text = WRAPPED.replace("\n", "\r\n")
    assert blocks(text) == [text]


def test_an_empty_line_ends_a_wrapped_paragraph() -> None:
    assert blocks(f"{WRAPPED}\n\n{WRAPPED}\n") == [WRAPPED, WRAPPED]


def test_short_lines_are_never_joined() -> None:
    verse = ["Nobody rings the ferry bell", "since the bridge was thrown across", "the rope hangs over the empty quay"]
    assert blocks("\n".join(verse)) == verse


def test_wide_lines_are_paragraphs_of_their_own() -> None:
    first = "The board voted on Monday to move the market to the eastern quay, which ended a quarrel of eleven years,"
    assert blocks(f"{first}\nand went home.") == [first, "and went home."]


def test_full_lines_that_end_like_sentences_stay_apart() -> None:
    lines = [
        "The second bridge is going to be opened on the last day of June.",
        "Nobody has yet said who is going to cut the ribbon there.",
    ]
    assert blocks("\n".join(lines)) == lines


def test_blocks_do_not_depend_on_far_away_lines() -> None:
    inner = f"{WRAPPED}\n\nA line.\n\nAnother line of the text."
    around = f"Before.\n\n{inner}\n\nAfter."
    assert blocks(around) == ["Before.", *blocks(inner), "After."]
