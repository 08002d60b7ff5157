"""Addresses of links and pictures: absolute where the page's own is known, and only of schemes that do no harm."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_WEB = re.compile(r"https?://[^/?#\s]", re.I)
_HOST = re.compile(r"""[^\s"'<>\\^`{|}%\[\]]+|[^\s"'<>\\^`{|}%]*\[[0-9a-fA-F:.]+\](?::\d+)?""")
_IGNORED = re.compile(r"[\t\n\r]+")
_UNWRITABLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]+")
LONGEST = 4000
LAZY = ("data-src", "data-lazy-src", "data-original", "data-srcset", "srcset")


def base_address(declared: str, url: str) -> str:
    """What relative addresses are relative to; empty when the page does not say where it is."""
    known = url.strip() if _WEB.match(url.strip()) else ""
    base = _join(known, declared.strip()) if declared else known
    return base if _WEB.match(base) else known


def absolute(address: str, base: str) -> str:
    """Give the address to write; empty when it leads nowhere, or is no address of the web, mail or telephone."""
    address = _IGNORED.sub("", address).strip("".join(map(chr, range(33))))
    if not address or address[0] == "#" or len(address) > LONGEST or not _harmless(address):
        return ""
    joined = _join(base, address)
    return _UNWRITABLE.sub("%20", joined) if _harmless(joined) and _has_host(joined) else ""


def picture_address(node: Any, base: str) -> str:
    """The address of a picture, wherever a page that loads pictures late keeps it; empty when there is none."""
    found = absolute(node.get("src") or "", base)
    for name in LAZY:
        value = node.get(name) or ""
        if found and not (name == "data-src" and value):
            break
        found = absolute(value.split(",")[0].split()[0] if value.strip(" ,") else "", base) or found
    return "" if found.startswith(("mailto:", "tel:")) else found


def _harmless(address: str) -> bool:
    scheme = _SCHEME.match(address)
    return scheme is None or scheme.group(1).lower() in SCHEMES


def _has_host(address: str) -> bool:
    """Whether an address of the web names a host that can exist; others need none."""
    if not address[:5].lower().startswith("http"):
        return True
    try:
        parts = urlsplit(address)
        return parts.scheme not in ("http", "https") or (_HOST.fullmatch(parts.netloc) is not None and parts.port != 0)
    except ValueError:  # a port of letters
        return False


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:  # such as "http://["
        return ""
