"""The JSON that articles give, held to the schema that is shipped."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest

import cleanpress
from cleanpress.rules.rulebook import categories
from tests.test_outputs import PAGE

SCHEMA: dict[str, Any] = json.loads(
    (resources.files("cleanpress") / "writers" / "article.schema.json").read_text("utf-8")
)
VALID = jsonschema.Draft202012Validator(SCHEMA)
SOURCES: dict[str, str | bytes] = {
    "page": PAGE,
    "text": "Support us!\n\nThe ministry said on Monday that it would wait for the report.",
    "empty": "",
    "bytes": b"<p>\xff\xfe\xfa broken",
    "lang": "<html lang='xx-unknown'><p>Some text of no known language at all.</p></html>",
}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", SOURCES)
def test_articles_obey_the_schema(name: str) -> None:
    found = json.loads(json.dumps(cleanpress.clean(SOURCES[name]).to_dict()))
    VALID.validate(found)


def test_the_schema_names_every_key_and_category() -> None:
    found = cleanpress.clean(PAGE).to_dict()
    assert set(found) == set(SCHEMA["required"])
    removal = SCHEMA["$defs"]["removal"]
    assert found["removed"]
    assert set(found["removed"][0]) == set(removal["required"]) == set(removal["properties"])
    assert set(removal["properties"]["category"]["enum"]) == set(categories())


def _broken(key: str, value: Any) -> dict[str, Any]:
    return {**cleanpress.clean(PAGE).to_dict(), key: value}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("text", None),
        ("title", ""),
        ("removed", {}),
        ("notes", [1]),
        ("language", "English"),
        ("sources", []),
        ("removed", [{"category": "donation"}]),
        ("rulebook", 7),
    ],
)
def test_the_schema_would_see_what_is_wrong(key: str, value: Any) -> None:
    assert not VALID.is_valid(_broken(key, value))


def test_spans_and_categories_are_checked() -> None:
    found = cleanpress.clean(PAGE).to_dict()
    for change in ({"span": [1]}, {"span": [1, 2, 3]}, {"category": "nonsense"}, {"node": -2}, {"text": ""}):
        assert not VALID.is_valid({**found, "removed": [{**found["removed"][0], **change}]})
