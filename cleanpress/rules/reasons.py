"""Why a rule is there, in words: from the packs' TOML, read when someone asks, and of the steps that are no rules."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from cleanpress.errors import RuleError
from cleanpress.rules.choice import STEPS
from cleanpress.rules.pack import parse_pack
from cleanpress.rules.rulebook import HERE, categories, pack_paths, rule_title, shipped_pack

MARKUP = {
    "markup.h1": "The page's main heading is the headline, which becomes the title.",
    "markup.time": "An element that holds nothing but a date tells when, not what.",
    "markup.hidden": "The markup says that it is not shown.",
    "shape.link-list": "A list whose items are links: it leads to other pages.",
    "shape.links": "A line that is nearly all link, to another page of the site.",
    "shape.cards": "A box of other articles' titles.",
    "shape.gallery": "Captions counted through (\"3/50\") between two parts of the article: other stories.",
    "shape.picture": "A few words beside a picture are its caption.",
    "shape.appeal": "Words of giving in the mouth of the publisher, who speaks to the reader or of its own work.",
}
"""What the markup of a page or the voice of a block shows, without a rule of a pack."""
FILES = {
    "filter.": "A filter list that the options name takes out this element.",
    "site.": "The site config for the page's host takes out this element.",
    "template:": "The same block recurs on pages of this host.",
}


def reason(rule: str, extra: tuple[str, ...] = ()) -> str:
    """Say why a term of a sum is there; ``extra``: paths of own rule files. A rule that nobody knows gives its name."""
    for prefix, why in FILES.items():
        if rule.startswith(prefix):
            return why
    pack, colon, name = rule.partition(":")
    if colon and name.startswith("shape."):
        rule, colon = name, ""
    if not colon:
        found = STEPS.get(rule) or MARKUP.get(rule) or _shapes().get(rule) or _by_element(rule)
    else:
        path = next((p for p in extra if Path(p).stem == pack), None)
        own = _own(path).get(rule) if path else None
        found = own or _shipped(pack).get(rule, "")
    return found or f"{rule_title(rule)}."


def _by_element(rule: str) -> str:
    if not rule.startswith("markup."):
        return ""
    return f"The element {rule.removeprefix('markup.')} never holds an article's text."


@cache
def _shapes() -> dict[str, str]:
    rows = tomllib.loads((HERE / "weights.toml").read_text("utf-8"))
    return {f"shape.{name}": str(row["why"]) for name, row in rows.items()}


@cache
def _shipped(pack: str) -> dict[str, str]:
    return {rule.id: rule.why for rule in shipped_pack(pack).rules} if pack in pack_paths() else {}


@cache
def _own(path: str) -> dict[str, str]:
    """Reasons of an own rule file, which may have gone since it was used."""
    try:
        pack = parse_pack(Path(path).read_text("utf-8"), path, Path(path).stem, categories())
    except (OSError, UnicodeDecodeError, RuleError):
        return {}
    return {rule.id: rule.why for rule in pack.rules}
