"""Fetching a page: what is sent, what comes back, where it leads, and what each error says."""

from __future__ import annotations

import gzip
import socket
import sys
import time
import urllib.request
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanpress
from cleanpress import FetchError, MissingExtraError
from cleanpress.web.fetch import WebPage
from tests.benchmarks.text_speed import peak
from tests.loopback import PUBLIC, Handler, Server, Web, answer, guarded, redirect

BODY = b"<html><body><p>The harbour was closed on Monday because of the storm.</p></body></html>"
LIMIT = 1 << 20


@pytest.fixture(autouse=True)
def web() -> Iterator[Web]:
    with guarded() as found:
        yield found


@pytest.fixture
def serve(web: Web) -> Iterator[Callable[..., Server]]:
    """Serve handlers as http://news.example, which has a public address."""
    servers = []

    def start(handlers: dict[str, Handler]) -> Server:
        server = Server(handlers).__enter__()
        servers.append(server)
        web.name("news.example", PUBLIC)
        web.routes[PUBLIC] = server.port
        return server

    yield start
    for server in servers:
        server.__exit__()


def fetch(path: str = "/", **options: float) -> WebPage:
    return cleanpress.fetch(f"http://news.example{path}", **{"timeout": 10, **options})  # type: ignore[arg-type]


def error(path: str = "/", **options: float) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(path, **options)
    message = str(caught.value)
    assert "\n" not in message
    assert ";" in message or ": " in message
    return message


# --- what is sent ---------------------------------------------------------------------------------------------------


def test_a_page_comes_with_its_address_charset_and_type(serve: Callable[..., Server]) -> None:
    serve({"/a?b=c": answer(BODY, media='Text/HTML; charset="ISO-8859-2"')})
    assert fetch("/a?b=c#part") == WebPage("http://news.example/a?b=c", BODY, "iso-8859-2", "text/html")


def test_the_request_is_honest_and_says_nothing_else(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = Server({})
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{trap.port}")
    server = serve({"/": answer(BODY)})
    with trap:
        fetch()
        assert trap.connections == 0
        assert urllib.request.getproxies()["http"].endswith(str(trap.port)), "the variables would be heeded by nobody"
    head = server.requests[0].split("\r\n")
    assert head[0] == "GET / HTTP/1.1"
    sent = dict(line.split(": ", 1) for line in head[1:] if line)
    assert set(sent) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert sent["Host"] == "news.example"
    assert sent["User-Agent"].startswith(f"cleanpress/{cleanpress.__version__} (")
    assert sent["Accept-Encoding"] == "gzip, deflate, br"


def test_cookies_are_not_sent_back(serve: Callable[..., Server]) -> None:
    server = serve({"/": redirect("/b", "Set-Cookie: id=1; Path=/"), "/b": answer(BODY, "Set-Cookie: id=2")})
    fetch()
    assert len(server.requests) == 2
    assert not any("cookie" in request.lower() for request in server.requests)


def test_another_port_stands_in_host(serve: Callable[..., Server]) -> None:
    server = serve({"/": answer(BODY)})
    assert cleanpress.fetch("http://news.example:8080").url == "http://news.example:8080/"
    assert "Host: news.example:8080\r\n" in server.requests[0]


def test_names_and_paths_in_other_scripts(serve: Callable[..., Server], web: Web) -> None:
    server = serve({"/%C3%BC?q=%C3%A4": answer(BODY)})
    web.name("xn--bcher-kva.example", PUBLIC)
    assert cleanpress.fetch(" http://bücher.example/ü?q=ä ").url == "http://xn--bcher-kva.example/%C3%BC?q=%C3%A4"
    assert "Host: xn--bcher-kva.example\r\n" in server.requests[0]


def test_line_breaks_in_an_address_add_no_header(serve: Callable[..., Server]) -> None:
    server = serve({})
    error("/a\r\nX-Planted: 1")
    assert server.requests
    assert "\nX-Planted" not in server.requests[0]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://news.example/a", "ftp is not fetched, only http and https"),
        ("file:///etc/hostname", "file is not fetched"),
        ("javascript:alert(1)", "javascript is not fetched"),
        ("page.html", "no address of the web; write it as https://"),
        ("", "no address of the web"),
        ("http:///a", "names no server"),
        ("http://news.example:99999/", "no valid address"),
        ("http://a b/", "no valid address"),
        ("http://a..b/", "no address is known for a..b"),
        ("http://nowhere.example/", "no address is known for nowhere.example"),
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_sent(url: str, says: str, web: Web) -> None:
    with pytest.raises(FetchError) as caught:
        cleanpress.fetch(url)
    assert says in str(caught.value)
    assert web.tried == []


def test_passwords_are_neither_sent_nor_shown(serve: Callable[..., Server], web: Web) -> None:
    serve({"/": redirect("http://user:secret@news.example/b")})
    for url in ("http://user:secret@news.example/", "http://news.example/"):
        with pytest.raises(FetchError, match="names and passwords in addresses are not sent") as caught:
            cleanpress.fetch(url)
        assert "secret" not in str(caught.value)
    assert len(web.tried) == 1


@pytest.mark.parametrize("wrong", [{"timeout": 0}, {"timeout": float("inf")}, {"max_bytes": 0}, {"max_redirects": -1}])
def test_bounds_that_are_none_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(cleanpress.ConfigError, match="must be above 0"):
        fetch("/", **wrong)


# --- what comes back ------------------------------------------------------------------------------------------------


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "deflate": ("deflate", raw_deflate),
    "br": ("br", lambda data: brotli.compress(data, quality=1)),
    "two": ("gzip, br", lambda data: brotli.compress(gzip.compress(data), quality=1)),
}


def chunked(body: bytes, *headers: str, end: bytes = b"0\r\n\r\n", size: int = 3000) -> Handler:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    packed = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + end
    return answer(packed, "Transfer-Encoding: chunked", *headers, length=False)


@pytest.mark.parametrize("name", PACKERS)
def test_packed_pages_are_unpacked(serve: Callable[..., Server], name: str) -> None:
    coding, pack = PACKERS[name]
    body = BODY * 2000
    said = f"Content-Encoding: {coding}"
    serve({"/": answer(pack(body), said), "/chunked": chunked(pack(body), said)})
    assert fetch().body == body
    assert fetch("/chunked").body == body


def test_other_packings_are_named(serve: Callable[..., Server]) -> None:
    serve({"/": answer(BODY, "Content-Encoding: compress"), "/lie": answer(BODY, "Content-Encoding: gzip")})
    assert "packed as compress, which nobody asked for" in error()
    assert "packed in another way than the server says" in error("/lie")


def test_a_page_of_any_size_up_to_the_bound(serve: Callable[..., Server]) -> None:
    serve({"/": answer(b"a" * LIMIT), "/more": answer(b"a" * (LIMIT + 1)), "/endless": endless})
    assert len(fetch(max_bytes=LIMIT).body) == LIMIT
    assert "holds more than 1 MiB" in error("/more", max_bytes=LIMIT)
    assert "holds more than 1 MiB" in error("/endless", max_bytes=LIMIT)


def endless(connection: socket.socket, request: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"a" * 65536)


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_is_stopped_while_it_unpacks(serve: Callable[..., Server], name: str) -> None:
    coding, pack = PACKERS[name]
    bomb = pack(bytes(64 << 20))
    said = f"Content-Encoding: {coding}"
    serve({"/": answer(bomb, said), "/chunked": chunked(bomb, said, size=1 << 20)})
    for path in ("/", "/chunked"):
        assert peak(lambda path=path: error(path, max_bytes=LIMIT)) < 12 << 20  # type: ignore[misc]
    assert peak(lambda: gzip.decompress(gzip.compress(bytes(64 << 20)))) > 64 << 20, "the probe sees no memory"


def test_empty_members_do_not_go_on_for_ever(serve: Callable[..., Server]) -> None:
    def members(connection: socket.socket, request: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n")
        while True:
            connection.sendall(gzip.compress(b"") * 1000)

    serve({"/": members})
    started = time.monotonic()
    assert "took longer than 0.5 seconds" in error(timeout=0.5)
    assert time.monotonic() - started < 5


def cut(connection: socket.socket, request: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n" + BODY)


@pytest.mark.parametrize(
    "handler",
    [
        cut,
        chunked(BODY, end=b""),
        chunked(BODY, end=b"500\r\nabc"),
        answer(gzip.compress(BODY)[:-20], "Content-Encoding: gzip", "Content-Length: 999", length=False),
        lambda connection, request: None,
    ],
    ids=["length", "last chunk", "chunk", "gzip", "nothing"],
)
def test_a_page_that_was_cut_is_not_taken_for_whole(serve: Callable[..., Server], handler: Handler) -> None:
    serve({"/": handler, "/whole": chunked(BODY)})
    assert "the connection broke before the page was whole; try again later" in error()
    assert fetch("/whole").body == BODY


@pytest.mark.parametrize("sent", [b"HTTP/1.1 200 OK\r\nContent-Ty", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"])
def test_an_empty_page_is_none(serve: Callable[..., Server], sent: bytes) -> None:
    serve({"/": lambda connection, request: connection.sendall(sent)})
    assert "the server sends an empty page; try again later" in error()


@pytest.mark.parametrize(
    ("media", "says"),
    [
        ("application/pdf", "is a PDF; download it and convert it first (pdftotext)"),
        ("image/png", "is an image, not a page"),
        ("application/json", "is data (JSON), not a page"),
        ("application/rss+xml; charset=utf-8", "is a feed, not a page"),
        ("text/xml", "is XML, maybe a feed"),
        ("video/mp4", "is a film"),
        ("application/octet-stream", "is of the type application/octet-stream, not a page"),
    ],
)
def test_what_is_no_page_is_named(serve: Callable[..., Server], media: str, says: str) -> None:
    serve({"/": answer(BODY, media=media)})
    assert says in error()


@pytest.mark.parametrize("media", ["text/html", "application/xhtml+xml", "text/plain; charset=x", "", "TEXT/HTML;"])
def test_pages_are_taken(serve: Callable[..., Server], media: str) -> None:
    serve({"/": answer(BODY, media=media)})
    assert fetch().body == BODY


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("404 Not Found", "the server answers 404 Not Found: check the address"),
        ("403 Go Away", "the server answers 403 Forbidden: it does not serve programs like this one; save the page"),
        ("429 Too Many", "429 Too Many Requests: it asks for a pause; try again later"),
        ("503 x", "503 Service Unavailable: try again later"),
        ("206 Partial Content", "206 Partial Content: save the page"),
        ("204 No Content", "204 No Content"),
        ("304 Not Modified", "304 Not Modified"),
        ("302 Found", "302 Found"),
        ("799 x", "the server answers 799"),
    ],
)
def test_a_status_that_is_no_page_is_named(serve: Callable[..., Server], status: str, says: str) -> None:
    serve({"/": answer(b"", status=status)})
    with pytest.raises(FetchError) as caught:
        fetch()
    assert says in str(caught.value)
    assert caught.value.status == int(status[:3])


def test_what_speaks_no_http_is_named(serve: Callable[..., Server]) -> None:
    serve({"/": lambda connection, request: connection.sendall(b"220 mail.example ESMTP\r\n")})
    assert "speaks no proper HTTP" in error()


@given(st.binary(max_size=300), st.booleans())
def test_whatever_a_server_sends_only_fetch_errors_are_raised(noise: bytes, headed: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" if headed else b""
    with guarded(), Server({"/": lambda connection, request: connection.sendall(head + noise)}) as server:
        try:
            page = cleanpress.fetch(f"http://127.0.0.1:{server.port}/", allow_private=True, timeout=5)
        except FetchError:
            return
    assert isinstance(page.body, bytes)


# --- where it leads -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_redirects_are_followed_and_the_last_address_counts(serve: Callable[..., Server], status: str) -> None:
    serve({"/a/b": redirect("../c?d=1#e", status=status), "/c?d=1": answer(BODY)})
    assert fetch("/a/b").url == "http://news.example/c?d=1"


def test_an_address_in_a_redirect_may_hold_any_letters(serve: Callable[..., Server]) -> None:
    serve({"/": redirect("/größe"), "/gr%C3%B6%C3%9Fe": answer(BODY)})
    assert fetch().url == "http://news.example/gr%C3%B6%C3%9Fe"


def test_five_redirects_are_followed_and_six_are_not(serve: Callable[..., Server]) -> None:
    server = serve({**{f"/{n}": redirect(f"/{n - 1}") for n in range(1, 7)}, "/0": answer(BODY)})
    assert fetch("/5").body == BODY
    assert len(server.requests) == 6
    assert "one redirect more than the 5 that are followed" in error("/6")
    assert len(server.requests) == 12


def test_a_circle_of_redirects_is_told(serve: Callable[..., Server]) -> None:
    server = serve({"/": redirect("/b"), "/b": redirect("/")})
    assert "the redirects go in a circle, mostly because a site wants cookies" in error()
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("file:///etc/passwd", "leads to file:///etc/passwd: file is not fetched"),
        ("ftp://news.example/", "ftp is not fetched"),
        ("javascript:alert(1)", "javascript is not fetched"),
        ("data:text/html,x", "data is not fetched"),
        ("http://127.0.0.1:{port}/secret", "127.0.0.1 is this machine (loopback), not an address of the public"),
        ("http://localhost:{port}/secret", "127.0.0.1 is this machine"),
        ("//localhost:{port}/secret", "127.0.0.1 is this machine"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is a cloud's metadata service"),
        ("http://[fd00:ec2::254]/", "fd00:ec2::254 is a cloud's metadata service"),
        ("http://10.1.2.3/", "10.1.2.3 is private"),
        ("http://inside.example/", "10.9.9.9 is private"),
    ],
)
def test_a_redirect_leads_to_the_public_web_only(
    serve: Callable[..., Server], web: Web, target: str, says: str
) -> None:
    server = serve({"/secret": answer(b"secret")})
    server.handlers["/"] = redirect(target.format(port=server.port))
    web.name("inside.example", "10.9.9.9")
    told = error()
    assert says in told
    assert "allow" not in told, "no advice on how to follow a stranger inside"
    assert web.tried == [PUBLIC]
    assert len(server.requests) == 1


def test_allow_private_follows_them(serve: Callable[..., Server]) -> None:
    server = serve({"/secret": answer(BODY)})
    server.handlers["/"] = redirect(f"http://localhost:{server.port}/secret")
    page = cleanpress.fetch("http://news.example/", allow_private=True)
    assert page.url == f"http://localhost:{server.port}/secret"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "localhost.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "%31%32%37.0.0.1",
     "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "0.0.0.0", "0", "[::]"],
)  # fmt: skip
def test_no_spelling_of_this_machine_gets_through(web: Web, host: str) -> None:
    with Server({"/": answer(BODY)}) as server:
        with pytest.raises(FetchError, match="not an address of the public internet; --allow-private"):
            cleanpress.fetch(f"http://{host}:{server.port}/")
        assert (web.tried, server.connections) == ([], 0)
        if host == "127.1":
            assert cleanpress.fetch(f"http://{host}:{server.port}/", allow_private=True).body == BODY


class Rebinding:
    """A name that has a public address when it is first asked for, and a private one from then on."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> list[str]:
        self.asked += 1
        return [PUBLIC] if self.asked == 1 else ["127.0.0.1"]


def naive_fetch(host: str, port: int) -> bytes:
    """The mistake: look the name up to check it, then connect by name."""
    from cleanpress.web.addresses import special

    found = socket.getaddrinfo(host, port)[0][4][0]
    assert not special(str(found))
    with socket.socket() as connection:
        connection.connect(socket.getaddrinfo(host, port)[0][4])
        connection.sendall(f"GET /secret HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        return connection.recv(65536)


def test_a_name_that_changes_its_address_gets_nothing(serve: Callable[..., Server], web: Web) -> None:
    outside = serve({"/": answer(BODY)})
    with Server({"/": answer(b"secret"), "/secret": answer(b"secret")}) as inside:
        web.names["rebind.example"] = Rebinding()
        assert cleanpress.fetch(f"http://rebind.example:{inside.port}/").body == BODY
        assert web.tried == [PUBLIC]
        assert (outside.connections, inside.connections) == (1, 0)
        with pytest.raises(FetchError, match=r"127\.0\.0\.1 is this machine"):
            cleanpress.fetch(f"http://rebind.example:{inside.port}/")
        web.names["rebind.example"] = Rebinding()
        assert b"secret" in naive_fetch("rebind.example", inside.port), "the name does not change its address"


def test_a_redirect_to_itself_is_looked_up_and_checked_again(serve: Callable[..., Server], web: Web) -> None:
    server = serve({"/": redirect("/secret"), "/secret": answer(b"secret")})
    web.names["rebind.example"] = Rebinding()
    with pytest.raises(FetchError, match=r"leads to http://rebind.example:\d+/secret: 127\.0\.0\.1 is this machine"):
        cleanpress.fetch(f"http://rebind.example:{server.port}/")
    assert len(server.requests) == 1


def test_of_several_addresses_only_public_ones_are_tried_one_after_another(
    serve: Callable[..., Server], web: Web
) -> None:
    server = serve({"/": answer(BODY)})
    with socket.create_server(("127.0.0.1", 0)) as closed:
        web.routes["198.41.0.10"] = closed.getsockname()[1]
    web.name("news.example", "10.0.0.1", "198.41.0.10", PUBLIC)
    assert fetch().body == BODY
    assert web.tried == ["198.41.0.10", PUBLIC]
    assert len(server.requests) == 1


# --- how long it takes ----------------------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def dripping(start: bytes, drop: bytes, pause: float = 0.1) -> Handler:
    def drip(connection: socket.socket, request: str) -> None:
        connection.sendall(start)
        for _ in range(300):
            time.sleep(pause)
            connection.sendall(drop)

    return drip


SLOW: dict[str, Handler] = {
    "silent": lambda connection, request: time.sleep(20),
    "head": dripping(HEAD, b"X: y\r\n", 0.3),
    "head line": dripping(HEAD + b"X: ", b"y"),
    "body": dripping(HEAD + b"Content-Length: 9999\r\n\r\n", b"a"),
    "body without length": dripping(HEAD + b"\r\n", b"a"),
    "chunks": dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "chunk size": dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "continue": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "packed": dripping(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
}


@pytest.mark.parametrize("name", SLOW)
def test_the_time_is_bounded_as_a_whole(serve: Callable[..., Server], name: str) -> None:
    serve({"/": SLOW[name]})
    started = time.monotonic()
    assert "took longer than 0.7 seconds; try again later" in error(timeout=0.7)
    assert time.monotonic() - started < 4


def test_a_timeout_of_the_socket_alone_would_not_bound_it(serve: Callable[..., Server]) -> None:
    server = serve({"/": SLOW["body"]})
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/", timeout=0.7) as response:
        started = time.monotonic()
        response.read(15)
        assert time.monotonic() - started > 1


def test_redirects_share_the_time(serve: Callable[..., Server]) -> None:
    def slow(target: str) -> Handler:
        def send(connection: socket.socket, request: str) -> None:
            time.sleep(0.3)
            redirect(target)(connection, request)

        return send

    server = serve({f"/{n}": slow(f"/{n + 1}") for n in range(9)})
    assert "took longer than 0.7 seconds" in error("/0", timeout=0.7)
    assert len(server.requests) <= 4


def test_a_name_that_is_never_answered(web: Web) -> None:
    web.names["news.example"] = lambda: time.sleep(20) or []  # type: ignore[func-returns-value]
    started = time.monotonic()
    assert "looking up news.example took too long" in error(timeout=0.3)
    assert time.monotonic() - started < 4


def test_a_port_where_nothing_listens(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(FetchError, match="nothing listens there; check the address, the port included"):
        cleanpress.fetch(f"http://127.0.0.1:{port}/", allow_private=True)


# --- the extra ------------------------------------------------------------------------------------------------------


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "urllib3", None)
    with pytest.raises(MissingExtraError, match=r"fetching a page needs urllib3: pip install 'cleanpress\[fetch\]'"):
        cleanpress.fetch("http://news.example/")


def test_a_urllib3_that_unpacks_bombs_whole_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib3.__version__", "2.5.0")
    with pytest.raises(MissingExtraError, match=r"needs urllib3 2\.6\.3 or newer, not 2\.5\.0: pip install"):
        cleanpress.fetch("http://news.example/")


def test_an_old_brotli_is_not_offered(serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve({"/": answer(BODY), "/br": answer(brotli.compress(BODY), "Content-Encoding: br")})
    assert fetch("/br").body == BODY
    monkeypatch.setattr(brotli, "Decompressor", object)
    fetch()
    assert "Accept-Encoding: gzip, deflate\r\n" in server.requests[-1]
    assert "packed as br" in error("/br")
