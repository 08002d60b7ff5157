"""Tags of so many attributes that lxml's parser would take very long."""

from __future__ import annotations

import re

from cleanpress.readers.unclosed import CODE

CROWD = 2000
"""A tag of more attributes is read by the other parser: lxml's takes four times as long for twice as many."""
# A tag as browsers see it: only after "=" does a quotation mark open a value. No part of it can give anything back.
_INTO_VALUE = r"""=\s*+(?:"[^"]*+"|'[^']*+')?+"""
_TAG = re.compile(rf"<[A-Za-z](?:[^=>]*+{_INTO_VALUE})*+[^=>]*+")
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
# All up to a tag that may be crowded: 41 stretches of 97 characters hold fewer than 2,000 names. One match passes over
# most of a page; one for each tag took half as long as parsing.
_SHORT = rf"<[A-Za-z](?:[^=>]{{0,97}}+{_INTO_VALUE}){{0,40}}+[^=>]{{0,97}}+(?![^>])"
_ORDINARY = re.compile(rf"(?:[^<]++|<(?![A-Za-z])|{_SHORT})*+")


def is_crowded(text: str) -> bool:
    """Whether a tag has more attributes than lxml's parser takes in good time."""
    at = 0
    while (ordinary := _ORDINARY.match(text, at)) and (found := _TAG.match(text, ordinary.end())):
        if found.end() - found.start() > 2 * CROWD:
            bare = _VALUE.sub("=", found.group())
            if max(bare.count("="), len(bare.split())) > CROWD and not _in_code(text, found.start()):
                return True
        at = found.end()
    return False


def _in_code(text: str, at: int) -> bool:
    before = text[:at].lower()
    return any(before.rfind(f"<{name}") > before.rfind(f"</{name}") for name in CODE)
