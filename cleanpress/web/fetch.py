"""Fetch one page: along its redirects, and only what is a page."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from cleanpress.errors import FetchError
from cleanpress.web.request import LATER, PORTS, SAVE, Clock, PrivateError, RequestError, codings, requested

PIECE = 1 << 16
"""Bytes unpacked at a time."""
_LOGIN = re.compile(r"//[^/?#]*@")
REDIRECTS = frozenset((301, 302, 303, 307, 308))
PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "text/markdown", ""))
_OTHERS = {
    "application/pdf": "a PDF; download it and convert it first (pdftotext)",
    "application/json": "data (JSON), not a page; download it and clean the text in it",
    "application/rss+xml": "a feed, not a page; fetch a page that it lists",
    "application/atom+xml": "a feed, not a page; fetch a page that it lists",
    "xml": "XML, maybe a feed, not a page; fetch a page that it lists",
    "image": "an image, not a page; cleanpress reads text and HTML only",
    "video": "a film, not a page; cleanpress reads text and HTML only",
    "audio": "sound, not a page; cleanpress reads text and HTML only",
}
_STATUS = {
    401: "it asks for a password; " + SAVE,
    403: "it does not serve programs like this one; " + SAVE,
    404: "check the address",
    410: "the page is gone; check the address",
    429: "it asks for a pause; " + LATER,
    451: "it may not serve the page, for legal reasons",
}


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a server sent. ``clean(page.body, url=page.url, charset=page.charset)`` cleans it."""

    url: str
    """The page's address, after redirects."""
    body: bytes
    """The page, unpacked."""
    charset: str
    """The charset that the server named; "" when it named none."""
    media_type: str
    """As in "text/html"; "" when the server named none."""


def fetch(url: str, *, allow_private: bool, timeout: float, max_bytes: int, max_redirects: int) -> WebPage:
    """Fetch one page; see :func:`cleanpress.fetch`."""
    led, clock = "", Clock(timeout)
    try:
        here = _parsed(url)
        seen = {here.url}
        for _ in range(max_redirects + 1):
            with requested(here, clock, allow_private) as response:
                location = _location(response)
                if not location:
                    return _page(response, here, max_bytes)
            target = urljoin(here.url, location)
            led = f"leads to {_shown(target)}: "
            here = _parsed(target)
            if here.url in seen:
                raise RequestError(f"the redirects go in a circle, mostly because a site wants cookies; {SAVE}")
            seen.add(here.url)
        raise RequestError(f"that is one redirect more than the {max_redirects} that are followed; {SAVE}")
    except PrivateError as error:  # whoever is led there unasked gets no advice how to go on
        next_ = "nothing was sent to it" if led else "--allow-private (in Python allow_private=True) lets it be fetched"
        raise FetchError(f"{_shown(url)}: {led}{error}; {next_}") from None
    except RequestError as error:
        raise FetchError(f"{_shown(url)}: {led}{error}", error.status) from None


def _shown(url: str) -> str:
    """Give an address for an error message, without the password that it may hold."""
    return _LOGIN.sub("//", " ".join(url.split()))


def _parsed(url: str) -> Url:
    """Check an address before anything is sent."""
    try:
        found = parse_url(url.strip())
    except LocationParseError:
        raise RequestError("that is no valid address; check its spelling") from None
    if not found.scheme:
        raise RequestError("that is no address of the web; write it as https://server/page")
    if found.scheme not in PORTS:
        raise RequestError(f"{found.scheme} is not fetched, only http and https; {SAVE}")
    if not found.host:
        raise RequestError("the address names no server; write it as https://server/page")
    if found.auth is not None:
        raise RequestError(f"names and passwords in addresses are not sent; {SAVE}")
    return found._replace(path=found.path or "/", fragment=None)


def _location(response: BaseHTTPResponse) -> str:
    """Give the address that the server leads on to, if it does."""
    location = response.headers.get("Location", "") if response.status in REDIRECTS else ""
    with contextlib.suppress(UnicodeError):  # headers come as Latin-1; what is not ASCII in an address is UTF-8
        location = location.encode("latin-1").decode("utf-8")
    return location


def _page(response: BaseHTTPResponse, here: Url, limit: int) -> WebPage:
    if response.status not in (200, 203):
        raise RequestError(_refused(response.status), response.status)
    said = Message()
    said["Content-Type"] = response.headers.get("Content-Type", "")
    media_type = said.get_content_type() if response.headers.get("Content-Type") else ""
    if media_type not in PAGES:
        raise RequestError(f"is {_other(media_type)}")
    packed = {name.strip().lower() for name in response.headers.get("Content-Encoding", "").split(",")}
    unknown = packed - {*codings(), "x-gzip", "identity", ""}
    if unknown:
        raise RequestError(f"comes packed as {', '.join(sorted(unknown))}, which nobody asked for; {SAVE}")
    body = _body(response, limit)
    if not body:
        raise RequestError(f"the server sends an empty page; {LATER}")
    return WebPage(here.url, body, said.get_content_charset() or "", media_type)


def _other(media_type: str) -> str:
    if media_type.endswith(("/xml", "+xml")) and media_type not in _OTHERS:
        return _OTHERS["xml"]
    main = media_type.partition("/")[0]
    known = _OTHERS.get(media_type) or _OTHERS.get(main)
    return known or f"of the type {media_type}, not a page; cleanpress reads text and HTML only"


def _refused(status: int) -> str:
    try:
        name = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        name = str(status)
    hint = _STATUS.get(status, LATER if status >= 500 else SAVE)
    return f"the server answers {name}: {hint}"


def _body(response: BaseHTTPResponse, limit: int) -> bytes:
    """Read a body piece by piece, and stop where it grows too large: a small one may unpack to anything."""
    pieces, size = [], 0
    for piece in response.stream(PIECE, decode_content=True):
        size += len(piece)
        if size > limit:
            raise RequestError(f"holds more than {limit / (1 << 20):g} MiB; {SAVE}")
        pieces.append(piece)
    return b"".join(pieces)
