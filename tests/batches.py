"""Inputs for the tests of ``cleanpress batch``, and a pool without processes for those that are not about processes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cleanpress.batch import run as running
from cleanpress.batch.pool import Job
from cleanpress.batch.records import Settings
from cleanpress.batch.request import Request
from cleanpress.batch.worker import work

BODY = "The ministry said on Monday that it would wait for the report before it changed the law on ferries."
APPEAL = "Support us today!"
HTML = f"<html><head><title>Ferries</title></head><body><article><p>{BODY}</p><p>{BODY}</p></article></body></html>"


def text_of(number: int) -> str:
    return f"{APPEAL}\n\n{BODY} That was day {number} of the talks.\n"


def lines(count: int, bad: tuple[int, ...] = ()) -> bytes:
    rows = (json.dumps({"id": i, "url": f"https://post.example/{i}", "text": text_of(i)}) for i in range(count))
    return b"".join(b"{broken\n" if i in bad else row.encode() + b"\n" for i, row in enumerate(rows))


def warc_record(url: str, body: bytes, media: str = "text/html", status: int = 200, extra: str = "") -> bytes:
    http = f"HTTP/1.1 {status} X\r\nContent-Type: {media}\r\n{extra}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:{url}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


class Inline:
    """Stands in for the pool: does the work at once, in this process."""

    full = False

    def __init__(self, size: int, settings: Settings) -> None:
        self._settings = settings
        self._done: list[Job] = []

    def __enter__(self) -> Inline:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def submit(self, job: Job) -> None:
        job.parts[0] = work(job.items, self._settings, [0.0, 0.0])
        self._done.append(job)

    def collect(self, timeout: float = 0.0) -> list[Job]:
        done, self._done = self._done, []
        return done[::-1]


def run(monkeypatch: pytest.MonkeyPatch, inputs: object, out: object, **options: Any) -> Any:
    monkeypatch.setattr(running, "Pool", Inline)
    names = [str(name) for name in (inputs if isinstance(inputs, list | tuple) else [inputs])]
    return running.run_batch(Request(tuple(names), str(out), **options))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def rejects(out: Path) -> list[dict[str, Any]]:
    return rows(out.with_name(out.name + ".rejects.jsonl"))
