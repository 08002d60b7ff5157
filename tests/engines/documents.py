"""Documents for the tests of engines: pages, texts, nulls and what must not end a job; and what is expected of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cleanpress import clean_batch
from cleanpress.batch.tables import flat_removal
from tests.batches import HTML, text_of

WALL = HTML.replace(
    "</head>",
    '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script></head>',
).replace("</article>", "<p>Subscribe now to continue reading this article.</p></article>")
"""A page that says it is for subscribers, and stops."""
POISON = ("", "\x00", "<div>" * 3000 + "deep", "&#xD800;" * 20, "<p>" + "Support us! " * 2_000, "\ufffe" * 50)
"""What might end a job: nested too deep, no text, one enormous line, characters that are none."""


def document(number: int) -> str | None:
    """Make document ``number``: mostly texts, one in five a page, one in fifty null."""
    if number % 50 == 7:
        return None
    if number % 5 == 0:
        return HTML.replace("Ferries", f"Ferries, day {number}").replace("Monday", f"day {number}")
    return text_of(number)


def address(number: int) -> str | None:
    """Give each document an address; nine of ten are of one host."""
    return None if number % 50 == 9 else f"https://{'big' if number % 10 else f'h{number}'}.example/{number}"


@lru_cache(maxsize=50_000)
def expected(source: str | bytes | None, url: str | None = None) -> dict[str, Any]:
    """Give what the kernel says of a document, as a row of a table."""
    names = ("text", "title", "language", "paywall", "truncated", "removed", "notes", "error")
    if source is None:
        return dict.fromkeys(names)
    article = clean_batch([source], urls=[url])[0]
    values = (
        article.text, article.title or None, article.language or None, article.paywall, article.truncated,
        [flat_removal(removal.to_dict()) for removal in article.removals], list(article.notes), None,
    )  # fmt: skip
    return dict(zip(names, values, strict=True))
