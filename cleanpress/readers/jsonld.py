"""JSON-LD as pages have it: lists, @graph, comments around it, stray commas, line breaks in strings, or cut short."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_WRAP = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)"
    r"|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/|;)\s*$"
)
_COMMA = re.compile(r",\s*(?=[}\]])")
_FIELD = re.compile(
    r'"(headline|description|datePublished|articleBody|inLanguage)"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.)*)"', re.S
)
NODES = 400
"""Objects looked at; the rest of a list of hundreds of teasers tells nothing."""
_NAMES = {
    "title": "headline",
    "description": "description",
    "date": "datePublished",
    "body": "articleBody",
    "language": "inLanguage",
}
_BELOW = ("@graph", "mainEntity", "mainEntityOfPage")


def article_of(text: str) -> dict[str, str]:
    """Give title, description, date, body, language, author, image, site_name and url of the article in one script."""
    if not text.strip():
        return {}
    data = _load(text)
    if data is None:
        return _salvage(text)
    best: dict[str, str] = {}
    for node in _nodes(data):
        kinds = node.get("@type")
        kind = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
        if kind.endswith(("Article", "Posting", "Report", "Review")) or "Article" in kind:
            return _values(node)
        if not best and node.get("headline"):
            best = _values(node)
    return best


def nodes_of(text: str) -> list[dict[str, Any]]:
    """Give the objects of one script that say what the page is; none where it is no JSON."""
    return list(_nodes(_load(text)))


def _load(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _mend(text)


def _mend(text: str) -> Any:
    plain = text.strip()
    for _ in range(2):
        plain = _WRAP.sub("", plain).strip()
    try:
        return json.loads(_COMMA.sub("", plain), strict=False)
    except (ValueError, RecursionError):
        return None


def _salvage(text: str) -> dict[str, str]:
    """Pick plain strings out of what is no JSON."""
    found: dict[str, str] = {}
    names = {key: name for name, key in _NAMES.items()}
    for match in _FIELD.finditer(text):
        try:
            found.setdefault(names[match.group(1)], json.loads(f'"{match.group(2)}"', strict=False))
        except ValueError:
            continue
    return found


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Objects of the top level, of lists and of @graph, and what the page says it is about."""
    queue, seen = [data], 0
    while queue and seen < NODES:
        seen += 1
        node = queue.pop(0)
        if isinstance(node, list):
            queue += node[:NODES]
        elif isinstance(node, dict):
            yield node
            queue += [node[key] for key in _BELOW if isinstance(node.get(key), (dict, list))]


def _values(node: dict[str, Any]) -> dict[str, str]:
    values = {name: _string(node.get(key)) for name, key in _NAMES.items()}
    values["author"] = ", ".join(filter(None, map(_name, _list(node.get("author") or node.get("creator")))))
    values["site_name"] = next(filter(None, map(_name, _list(node.get("publisher")))), "")
    values["image"] = next(filter(None, map(_address, _list(node.get("image")))), "")
    values["url"] = _address(node.get("url") or node.get("mainEntityOfPage"))
    return {name: value for name, value in values.items() if value}


def _list(value: Any) -> list[Any]:
    return value[:20] if isinstance(value, list) else [value]


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    name = _string(value.get("name")) if isinstance(value, dict) else _string(value)
    return "" if name.startswith("http") else name


def _address(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
    return _string(value)
