"""Fetching over TLS: the name that was asked for stays in SNI and in the certificate's check, whatever the address."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

import cleanpress
from cleanpress import FetchError
from tests.loopback import PUBLIC, Handler, Server, Web, answer, guarded, redirect
from tests.test_fetch import BODY, dripping

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CA = trustme.CA()


class Secure:
    """A server as https://news.example, with the certificate that a test wants."""

    def __init__(self, web: Web) -> None:
        self.web, self.asked = web, ""
        web.name("news.example", PUBLIC)

    def serve(self, handlers: dict[str, Handler], certificate: trustme.LeafCert) -> Server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        context.sni_callback = self._note
        server = Server(handlers, context)
        self.web.routes[PUBLIC] = server.port
        return server

    def _note(self, connection: object, name: str | None, context: object) -> None:
        self.asked = name or ""


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Secure]:
    CA.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with guarded() as web:
        yield Secure(web)


def test_a_good_certificate_is_taken_and_the_name_is_kept(secure: Secure) -> None:
    with secure.serve({"/": answer(BODY)}, CA.issue_cert("news.example")) as server:
        page = cleanpress.fetch("https://news.example/")
    assert (page.url, page.body) == ("https://news.example/", BODY)
    assert secure.asked == "news.example"
    assert secure.web.tried == [PUBLIC]
    assert "Host: news.example\r\n" in server.requests[0]


OLD = datetime.now(UTC) - timedelta(days=3)
BAD = {
    "of another authority": (trustme.CA().issue_cert("news.example"), "certificate does not vouch for it"),
    "for another name": (CA.issue_cert("evil.example"), "Hostname mismatch"),
    "for the address": (CA.issue_cert(PUBLIC), "Hostname mismatch"),
    "expired": (CA.issue_cert("news.example", not_before=OLD, not_after=OLD + timedelta(days=1)), "expired"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_certificate_ends_it_before_anything_is_sent(secure: Secure, name: str) -> None:
    certificate, says = BAD[name]
    with secure.serve({"/": answer(BODY)}, certificate) as server:
        with pytest.raises(FetchError, match=r"its certificate does not vouch for it .*if you trust it") as caught:
            cleanpress.fetch("https://news.example/")
        assert says in str(caught.value)
        assert server.requests == []


def test_what_speaks_no_tls_is_named(secure: Secure) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:
        secure.web.routes[PUBLIC] = plain.getsockname()[1]
        threading.Thread(target=lambda: plain.accept()[0].sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")).start()
        with pytest.raises(FetchError, match="no secure connection comes about; check whether it is meant to be http"):
            cleanpress.fetch("https://news.example/", timeout=5)


def test_the_time_is_bounded_in_the_handshake_and_after_it(secure: Secure) -> None:
    started = time.monotonic()
    with Server({}) as silent:  # waits for a request that never comes
        secure.web.routes[PUBLIC] = silent.port
        with pytest.raises(FetchError, match=r"took longer than 0\.7 seconds"):
            cleanpress.fetch("https://news.example/", timeout=0.7)
    slow = dripping(HEAD + b"\r\n", b"a")
    with (
        secure.serve({"/": slow}, CA.issue_cert("news.example")),
        pytest.raises(FetchError, match=r"took longer than 0\.7 seconds"),
    ):
        cleanpress.fetch("https://news.example/", timeout=0.7)
    assert time.monotonic() - started < 6


def test_redirects_change_between_http_and_https(secure: Secure) -> None:
    secure.web.name("plain.example", "198.41.0.10")
    with (
        Server({"/": redirect("https://news.example/a")}) as plain,
        secure.serve({"/a": answer(BODY)}, CA.issue_cert("news.example")),
    ):
        secure.web.routes["198.41.0.10"] = plain.port
        assert cleanpress.fetch("http://plain.example/").url == "https://news.example/a"
