"""What the user keeps and drops, put into force: by category, by rule id, and with the names checked."""

from __future__ import annotations

import dataclasses
import hashlib

from cleanpress.config import CATEGORY_NAMES, Config
from cleanpress.errors import ConfigError, nearest
from cleanpress.rules.rulebook import ALWAYS, Rulebook, categories, weights, without

STEPS = {
    "place.head": "A bare line before the first paragraph: navigation, section names, the way to the headline.",
    "place.headline": "The best of the lines before the first paragraph; it becomes the title.",
    "place.box": "A short line below a heading that opens a list of links or a box.",
    "place.tail": "A bare line after the last paragraph, from shortly before the first one that is sure to go.",
    "place.signature": "A short line beside a byline: a name, a role, a caption.",
    "place.last-heading": "A heading at the end with nothing left below it.",
    "place.before": "It stands before the article begins.",
    "place.after": "It stands after the article ends, among lines that are sure to go.",
    "place.empty-heading": "A heading in the article with nothing left below it.",
    "place.outside": "It stands outside the element that holds the article.",
    "place.title": "The article's own headline, which is not part of its body; it becomes the title.",
    "run.appeal": "A paragraph of the publisher's own voice inside an appeal whose first and last paragraph are sure.",
    "run.neighbour": "The publisher speaking right before or after an appeal.",
    "run.block": "The reasons in an appeal's own paragraph, of which several sentences are sure to go.",
}
"""Removals that follow from the neighbourhood, not from a rule of a pack."""
OPEN = ("markup.", "shape.", "filter.", "site.", "template:")
"""Beginnings of the ids that are made from a page's elements, and from files of the user."""


def in_force(config: Config) -> Config:
    """The options with what is kept by default among ``keep``, unless it is dropped."""
    usual = frozenset(name for name, row in categories().items() if row.get("default") == "keep")
    return dataclasses.replace(config, keep=config.keep | (usual - config.drop)) if usual - config.drop else config


def chosen(book: Rulebook, keep: frozenset[str], drop: frozenset[str]) -> Rulebook:
    """Take out the rules of what is kept, and make decisive those that are dropped by their id."""
    book = without(book, keep)
    ids = {name for name in drop if name not in CATEGORY_NAMES} - keep
    if not ids:
        return book
    swap = {id(rule): dataclasses.replace(rule, points=ALWAYS) for rule in book.rules if rule.id in ids}
    mark = hashlib.sha256(" ".join(sorted(ids)).encode()).hexdigest()[:4]
    return dataclasses.replace(
        book,
        rules=tuple(swap.get(id(rule), rule) for rule in book.rules),
        # The matcher knows rules in force by identity, since a user's file may replace one of the same id.
        indexes=tuple(
            dataclasses.replace(index, rules=tuple(swap.get(id(rule), rule) for rule in index.rules))
            for index in book.indexes
        ),
        digest=book.digest + mark,
    )


def check_names(book: Rulebook, config: Config) -> None:
    """Refuse ids that no rule has, naming the nearest; categories are checked by :class:`Config` itself."""
    wanted = {
        name: option for option in ("drop", "keep") for name in getattr(config, option) if name not in CATEGORY_NAMES
    }
    if not wanted:
        return
    known = {*(rule.id for rule in book.rules), *STEPS, *(f"shape.{name}" for name in weights())}
    for name, option in sorted(wanted.items()):
        if name in known and not (option == "drop" and name in STEPS):
            continue
        if name in known:
            raise ConfigError(f"drop: {name!r} is a step that always runs, not a rule; drop its category or a rule")
        if not name.startswith(OPEN) and ":shape." not in name:
            close = nearest(name, known)
            hint = close if close.startswith("did") else "cleanpress rules list shows them all"
            raise ConfigError(f"{option}: no rule {name!r}; {hint}")
