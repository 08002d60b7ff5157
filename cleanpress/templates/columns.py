"""One row of a table of site templates, and what its columns mean."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

BASES = ("furniture", "text", "leaning", "line", "prose")
"""Why a block is a template, the most careless first; of two tables the more careful one wins."""
KINDS = ("line", "sentence", "prose")
HOST = r"^[^\s\x00-\x20/\\:@?#A-Z]{1,253}$"
"""What a host may be."""
EXAMPLE = 300
"""Characters of an example."""


@dataclass(frozen=True, slots=True)
class Template:
    """One row: a block that recurs on the pages of a host."""

    host: str
    """Without ``www.``, in lower case."""
    hash: str
    """16 hexadecimal digits: the key of the host and the masked words."""
    pages: int
    """Distinct articles of the host that it stands on."""
    host_pages: int
    """Distinct articles of the host that were seen."""
    share: float
    """``pages / host_pages``; for people, and computed anew when it is used."""
    category: str
    kind: str
    """``line``, ``sentence`` or ``prose``."""
    basis: str
    """Why it is a template: a section of ``needs.toml``."""
    removed: int
    """On how many of its pages it was removed before there was a template."""
    before: int
    inside: int
    after: int
    """On how many pages it stood before, between and after the paragraphs that only that page has."""
    first_place: int
    last_place: int
    """Its smallest and greatest place among the blocks of a page, from 0."""
    first_day: str
    last_day: str
    """ISO dates of the oldest and newest article that it stands on; empty where no page tells."""
    example: str
    """The block as it stands on one of the pages, cut after 300 characters."""
    version: str
    """Of the keys, such as ``1-9f3c2a10``."""


COLUMNS = tuple(field.name for field in dataclasses.fields(Template))
