"""What the page says about itself: JSON-LD, meta elements, link, title, html lang, and the page's own first heading.

Each value comes with its source. Nothing here is trusted as body text: ``articleBody`` is kept as a clue for finding
the article (of 39 measured, 6 were cut short or were another text).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from cleanpress.model import Clues, Hints
from cleanpress.readers.jsonld import article_of
from cleanpress.readers.signs import Signs
from cleanpress.readers.walk import Collector

META = {
    "title": ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title"),
    "description": ("og:description", "description", "twitter:description", "sailthru.description", "dc.description"),
    "site_name": ("og:site_name", "application-name", "al:ios:app_name", "apple-mobile-web-app-title"),
    "author": (
        "author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
        "cxenseparse:author",
    ),
    "date": (
        "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
        "publishdate", "date",
        "dc.date", "dcterms.date", "dc.date.issued", "dcterms.created", "cxenseparse:recs:publishtime",
    ),
    "image": ("og:image", "og:image:url", "twitter:image", "twitter:image:src"),
    "url": ("og:url",),
    "language": ("og:locale", "content-language", "dc.language", "inlanguage"),
}  # fmt: skip
"""Names of meta elements, best first; lower case."""
ORDER = {
    "title": ("json-ld", "meta", "h1", "title"),
    "language": ("html", "json-ld", "meta"),
    "url": ("caller", "canonical", "meta", "json-ld"),
}
USUAL = ("json-ld", "meta", "page")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")
_SITE_TAIL = re.compile(r"\s+[|·•»–—-]\s+[^|·•»–—]{2,60}$")
TAGS = ("meta", "script", "title", "link", "time")


class Facts:
    """Values by name and source, as found."""

    def __init__(self) -> None:
        """Start knowing nothing."""
        self.found: dict[str, dict[str, str]] = {name: {} for name in (*META, "body")}
        self._meta: dict[str, str] = {}
        self.signs = Signs(self._meta)

    def add(self, name: str, source: str, value: str | None) -> None:
        """Keep the first value of each source."""
        value = " ".join((value or "").split())
        if value and source not in self.found[name]:
            self.found[name][source] = value

    def read(self, tag: str, node: Any) -> None:  # noqa: C901  # one branch a kind of element; split, it reads worse
        """Look at one element of the ``TAGS``."""
        if tag == "meta":
            key = node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv")
            if key:
                self._meta.setdefault(key.lower(), node.get("content") or "")
        elif tag == "script":
            if "ld+json" in (node.get("type") or ""):
                self.signs.data.append(node.text or "")
                for name, value in article_of(node.text or "").items():
                    self.add(name, "json-ld", value)
            elif src := node.get("src"):
                self.signs.scripts.append(src)
        elif tag == "title":
            self.add("title", "title", node.text)
        elif tag == "link":
            if (node.get("rel") or "").lower() == "canonical":
                self.add("url", "canonical", node.get("href"))
        elif "page" not in self.found["date"]:
            self.add("date", "page", node.get("datetime"))

    def finish(self) -> None:
        """Sort the meta elements into values."""
        for name, keys in META.items():
            for key in keys:
                value = self._meta.get(key)
                if value and not (name == "author" and value.startswith("http")):
                    self.add(name, "meta", value)

    def hints(self, url: str) -> Hints:
        """Choose the values."""
        self.add("url", "caller", url)
        values: dict[str, str] = {}
        sources: dict[str, str] = {}
        for name in META:
            for source in ORDER.get(name, USUAL):
                value = self.found[name].get(source)
                if value and name == "language":
                    code = _LANGUAGE.match(value.lower())
                    value = code.group() if code else ""
                if value:
                    values[name], sources[name] = value, source
                    break
        if sources.get("title") == "title":
            values["title"] = _SITE_TAIL.sub("", values["title"])
        return Hints(**values, sources=sources)

    def clues(self) -> Clues:
        """Give what helps to find the article."""
        return Clues(
            tuple(dict.fromkeys(self.found["title"].values())),
            tuple(dict.fromkeys(self.found["description"].values())),
            self.found["body"].get("json-ld", ""),
        )

    def add_heading(self, page: Collector) -> None:
        """Take the first h1 as a title."""
        for i, block in enumerate(page.blocks):
            if block.tag == "h1":
                self.add("title", "h1", page.pieces[i])
                return


def facts_of(nodes: Iterable[Any], language: str | None, page: Collector) -> Facts:
    """Read the elements named in ``TAGS``."""
    facts = Facts()
    facts.add("language", "html", language)
    for node in nodes:
        facts.read(node.tag, node)
    facts.finish()
    facts.add_heading(page)
    return facts
