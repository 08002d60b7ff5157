"""A counted gallery of other stories amid an article goes, whatever its size; counted items of the article stay."""

import pytest

import cleanpress

STORY = [
    f"The council of Ostvik met for the {word} time this month to decide on the bridge. It heard an engineer, two "
    f"shop owners and a ferryman, and put the vote off until the engineers have measured the piers once more."
    for word in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
]


def gallery(count: int, heading: str = "{i}/{n} Picture of the week") -> str:
    items = "".join(
        f"<li><h2>{heading.format(i=i, n=count)}</h2><p>Number {i} shows something else altogether: a market, a dog "
        f"that won a prize, a lorry in a ditch, or a mayor who opens a hall, with two sentences about each.</p></li>"
        for i in range(1, count + 1)
    )
    return f"<div class='x'><ul>{items}</ul></div>"


def page(*parts: str) -> str:
    return f"<html><body><article><h1>The bridge of Ostvik</h1>{''.join(parts)}</article></body></html>"


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_counted_gallery_between_paragraphs_goes_even_when_it_is_longer_than_the_story() -> None:
    article = cleanpress.clean(page(paragraphs(STORY[:4]), gallery(30), paragraphs(STORY[4:])))
    assert all(text in article.text for text in STORY)
    assert "something else" not in article.text
    assert {r.rule for r in article.removals if "something else" in r.text} == {"shape.gallery"}


@pytest.mark.parametrize(
    "parts",
    [
        (paragraphs(STORY), gallery(30)),
        (gallery(30), paragraphs(STORY)),
        (paragraphs(STORY[:4]), gallery(4), paragraphs(STORY[4:])),
        (paragraphs(STORY[:4]), gallery(30, "Step {i} of {n}"), paragraphs(STORY[4:])),
    ],
    ids=["at the end", "at the start", "too few", "not counted through"],
)
def test_counted_items_that_may_be_the_article_stay(parts: tuple[str, ...]) -> None:
    assert "something else" in cleanpress.clean(page(*parts)).text


def test_a_user_who_keeps_captions_keeps_the_gallery() -> None:
    source = page(paragraphs(STORY[:4]), gallery(30), paragraphs(STORY[4:]))
    assert "something else" in cleanpress.clean(source, config=cleanpress.Config(keep=frozenset({"caption"}))).text
