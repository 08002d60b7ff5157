"""Wrong use raises, names what was wrong and says what is right; content never raises."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import cleanpress
from cleanpress import Config, ConfigError, Removal, SourceTypeError, Span, apply_removals
from cleanpress.model import Category


@pytest.mark.parametrize("source", [None, 3, 2.5, ["a"], {"html": "x"}, object(), ("a", "b")], ids=repr)
def test_another_source_type_names_itself_and_the_accepted_ones(source: Any) -> None:
    with pytest.raises(SourceTypeError) as caught:
        cleanpress.clean(source)
    message = str(caught.value)
    assert type(source).__name__ in message
    for accepted in ("str", "bytes", "lxml", "BeautifulSoup"):
        assert accepted in message
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({"keep": {"donations"}}, ["keep", "'donations'", "did you mean 'donation'"]),
        ({"keep": {"zzzz"}}, ["keep", "valid are:", "donation", "paywall"]),
        ({"drop": {"byeline"}}, ["drop", "did you mean 'byline'"]),
        ({"keep": "donation"}, ["keep", "set of names", "{'donation'}"]),
        ({"remove_at": 3}, ["edge_at=6", "remove_at=3"]),
        ({"edge_at": 0}, ["edge_at=0"]),
        ({"locator": "readabilty"}, ["locator", "did you mean 'readability'"]),
    ],
)
def test_a_wrong_option_names_the_nearest_right_one(options: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        Config(**options)
    assert all(part in str(caught.value) for part in parts), caught.value
    assert isinstance(caught.value, ValueError)


def test_a_wrong_preset_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="did you mean 'balanced'"):
        Config.preset("balance")


def test_a_preset_takes_changes() -> None:
    assert Config.preset("Strict", place=False) == Config(remove_at=8, edge_at=4, place=False)


def test_a_wrong_kind_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="did you mean 'html'"):
        cleanpress.clean("x", kind="htm")  # type: ignore[arg-type]  # wrong on purpose


def test_a_wrong_language_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"no language pack 'xx'; (valid are: .*\ben\b|did you mean)"):
        cleanpress.Cleaner(Config(languages=("xx",)))


def test_a_tree_is_no_text() -> None:
    from lxml import etree

    with pytest.raises(ConfigError, match="needs str or bytes"):
        cleanpress.clean(etree.fromstring("<p>a</p>"), kind="text")


EMPTY = ["", " ", b"", "\ufeff", b"\xff\xfe", "<html></html>", "\x00", "\ud800", "<p>\ud800</p>"]


@pytest.mark.parametrize("source", EMPTY, ids=ascii)
def test_content_never_raises(source: str | bytes) -> None:
    assert isinstance(cleanpress.clean(source).text, str)


def test_empty_content_is_noted() -> None:
    assert cleanpress.clean("").notes == ("empty",)


def test_removals_of_another_text_are_refused() -> None:
    removal = Removal(Span(2, 9), "x", Category.AD, "x", 10)
    with pytest.raises(ValueError, match="pass the source_text that belongs to these removals"):
        apply_removals("short", [removal])
    with pytest.raises(ValueError, match="overlaps"):
        apply_removals("long enough for both", [removal, removal])


def test_every_error_is_a_cleanpress_error() -> None:
    names = [name for name in cleanpress.__all__ if name.endswith("Error")]
    assert len(names) >= 6
    assert all(issubclass(getattr(cleanpress, name), cleanpress.CleanpressError) for name in names)


def test_a_cleaner_survives_pickling() -> None:
    text = "Donate now\n\nThe bridge was opened on Monday by the mayor and two goats."
    cleaner = cleanpress.Cleaner(cleanpress.STRICT)
    assert pickle.loads(pickle.dumps(cleaner)).clean(text) == cleaner.clean(text)
    assert pickle.loads(pickle.dumps(cleaner.clean(text))) == cleaner.clean(text)
