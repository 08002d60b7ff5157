"""One request to one server, over the very address that was checked, within the time that is left.

urllib3's connections are used without its pools: those would follow redirects, try again, and look the name up once
more between the check and the connection. Here the name is looked up once, every address is checked, and the connection
gets an address; the name stays in SNI, in the certificate's check and in Host.
"""

from __future__ import annotations

import contextlib
import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url

from cleanpress._version import __version__
from cleanpress.web.addresses import special

PORTS = {"http": 80, "https": 443}
PER_ADDRESS = 8.0
"""Seconds for reaching one address: of a server with several, a dead one must not use up all the time."""
AGENT = f"cleanpress/{__version__} (cleans news pages; fetches single pages that its user names)"
LATER = "try again later, or save the page in a browser and name the file"
SAVE = "save the page in a browser and name the file"

_BROKEN = f"the connection broke before the page was whole; {LATER}"
_MEANINGS: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLError, "no secure connection comes about; check whether it is meant to be http"),
    (DecodeError, f"the page is packed in another way than the server says; {SAVE}"),
    (TimeoutError, f"the server does not answer; {LATER}"),
    (ConnectionRefusedError, "nothing listens there; check the address, the port included"),
    (ConnectionError, _BROKEN),
    (http.client.HTTPException, "what answers there speaks no proper HTTP; check the address, the port included"),
    (OSError, "it cannot be reached; see whether the network works"),
)
"""What exceptions of the libraries mean, the first that fits; all others of theirs mean a broken connection."""


class RequestError(Exception):
    """What went wrong on the way to a page, and what to do next; with the server's status, where it answered."""

    def __init__(self, message: str, status: int | None = None) -> None:
        """Keep the status beside the message."""
        super().__init__(message)
        self.status = status


class PrivateError(RequestError):
    """All addresses of a server lie outside the public internet."""


def codings() -> list[str]:
    """Give the compressions that urllib3 undoes piece by piece here; Brotli below 1.2 would unpack a bomb whole."""
    for name in ("brotlicffi", "brotli"):  # as urllib3 looks for them
        if find_spec(name):
            bounded = hasattr(import_module(name).Decompressor, "can_accept_more_data")
            return ["gzip", "deflate", *(["br"] if bounded else [])]
    return ["gzip", "deflate"]


class Clock:
    """The time for everything: looking up names, all redirects, the body."""

    def __init__(self, seconds: float) -> None:
        """Start now."""
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def left(self) -> float:
        """Give the seconds that are left; :class:`RequestError` when none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise RequestError(f"took longer than {self._seconds:g} seconds; {LATER}")
        return left


@contextmanager
def requested(url: Url, clock: Clock, allow_private: bool) -> Iterator[BaseHTTPResponse]:
    """Give the response to a GET, its body unread; whatever goes wrong until it is closed is a RequestError."""
    try:
        with (
            contextlib.closing(_connected(url, clock, allow_private)) as connection,
            _cut_in_time(connection.sock, clock),
        ):
            connection.request("GET", url.request_uri, headers=_headers(url), preload_content=False)
            with contextlib.closing(connection.getresponse()) as response:
                try:
                    yield response
                finally:
                    clock.left()  # an answer that was cut off may look whole, or empty, or broken
    except (OSError, HTTPError, http.client.HTTPException) as error:
        clock.left()
        raise RequestError(_said(error)) from None


@contextmanager
def _cut_in_time(sock: socket.socket, clock: Clock) -> Iterator[None]:
    """End a connection under whoever waits for it: a socket's own timeout would begin anew with each byte."""

    def cut() -> None:
        with contextlib.suppress(OSError):  # closed meanwhile
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # not SSLSocket's, which would take the decryption away

    watch = threading.Timer(clock.left(), cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _connected(url: Url, clock: Clock, allow_private: bool) -> HTTPConnection:
    """Connect to the first address of the server that answers and may be reached."""
    host, port = (url.host or "").strip("[]"), PORTS[url.scheme or "http"] if url.port is None else url.port
    addresses = _addresses(host, port, clock.left())
    allowed = [address for address in addresses if allow_private or not special(address)]
    if not allowed:
        raise PrivateError(f"{addresses[0]} is {special(addresses[0])}, not an address of the public internet")
    for address in allowed[:-1]:
        with contextlib.suppress(OSError, HTTPError):
            return _connection(url, host, address, port, clock)
    return _connection(url, host, allowed[-1], port, clock)


def _connection(url: Url, host: str, address: str, port: int, clock: Clock) -> HTTPConnection:
    seconds = min(clock.left(), PER_ADDRESS)
    if url.scheme == "https":
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())  # beside the system's own, which some systems lack
        made: HTTPConnection = HTTPSConnection(
            address, port, timeout=seconds, server_hostname=host, ssl_context=context
        )
    else:
        made = HTTPConnection(address, port, timeout=seconds)
    try:
        made.connect()
    except BaseException:
        made.close()
        raise
    made.timeout = clock.left()
    return made


def _addresses(host: str, port: int, seconds: float) -> list[str]:
    """Look a name up, once. In a thread of its own, since the system's resolver knows no timeout."""
    answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def look() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=look, daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty:
        raise RequestError(f"looking up {host} took too long; see whether the network works") from None
    if isinstance(found, Exception) or not found:
        raise RequestError(f"no address is known for {host}; check the spelling, and whether the network works")
    return found


def _headers(url: Url) -> dict[str, str]:
    port = "" if url.port in (None, PORTS[url.scheme or "http"]) else f":{url.port}"
    return {
        "Host": f"{url.host}{port}",
        "User-Agent": AGENT,
        "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
        "Accept-Encoding": ", ".join(codings()),
        "Connection": "close",
    }


def _said(error: Exception) -> str:
    """Say what an exception of the libraries means to a user."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate does not vouch for it ({cause.verify_message}); if you trust it nevertheless, {SAVE}"
    return next((text for kind, text in _MEANINGS if isinstance(cause, kind)), _BROKEN)
