"""A web for tests: servers on 127.0.0.1, names and public addresses that lead to them, and a guard against all else."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

PUBLIC = "198.41.0.4"
"""An address that counts as public. The guard leads it to a server here; nothing ever goes there."""
Handler = Callable[[socket.socket, str], None]


def answer(
    body: bytes = b"", *headers: str, status: str = "200 OK", media: str = "text/html", length: bool = True
) -> Handler:
    """Answer with a whole response."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {media}"] if media else []), *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join([*lines, "", ""]).encode("utf-8")
    return lambda connection, request: connection.sendall(head + body)


def redirect(target: str, *headers: str, status: str = "302 Found") -> Handler:
    return answer(b"", f"Location: {target}", *headers, status=status)


class Server:
    """Answers each path by its handler, and remembers who connected and what was asked."""

    def __init__(self, handlers: dict[str, Handler], context: ssl.SSLContext | None = None) -> None:
        self.handlers, self.context = handlers, context
        self.requests: list[str] = []
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Server:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            secure = self.context.wrap_socket(connection, server_side=True) if self.context else connection
            with secure:
                request = b""
                while b"\r\n\r\n" not in request and (piece := secure.recv(65536)):
                    request += piece
                text = request.decode("latin-1")
                self.requests.append(text)
                path = text.split(" ")[1] if " " in text else "/"
                self.handlers.get(path, answer(b"", status="404 Not Found"))(secure, text)


class Web:
    """Names, and public addresses that lead here."""

    def __init__(self) -> None:
        self.names: dict[str, Callable[[], Sequence[str]]] = {}
        self.routes: dict[str, int] = {}
        self.tried: list[str] = []
        self.looked_up: list[str] = []

    def name(self, name: str, *addresses: str) -> None:
        self.names[name] = lambda: addresses


@contextlib.contextmanager
def guarded() -> Iterator[Web]:
    """Let connections go to 127.0.0.1 only, and to what the web of this test leads there."""
    web = Web()
    connect: Any = socket.socket.connect
    lookup = socket.getaddrinfo

    def guard(self: socket.socket, address: Any) -> None:
        host, port = address[:2]
        web.tried.append(host)
        if host in web.routes:
            host, port = "127.0.0.1", web.routes[host]
        assert host == "127.0.0.1", f"the guard stops a connection to {host}"
        connect(self, (host, port))

    def find(host: str, port: int, *rest: Any, **options: Any) -> Any:
        web.looked_up.append(host)
        answers = web.names[host]() if host in web.names else None
        if answers is None:
            with contextlib.suppress(OSError):  # an address in any spelling that the system knows
                return lookup(host, port, *rest, **{**options, "flags": socket.AI_NUMERICHOST})
            answers = ["127.0.0.1"] if host.rstrip(".") == "localhost" else []
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "no such name here")
        families = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [
            (families[ipaddress.ip_address(one).version], socket.SOCK_STREAM, 6, "", (one, port)) for one in answers
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guard)
        patch.setattr(socket, "getaddrinfo", find)
        yield web
