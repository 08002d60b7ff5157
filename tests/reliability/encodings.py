"""Bytes: pages in any charset, declared rightly or wrongly, mixed, cut off and with bits flipped."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.known import FIXTURES

WORDS = {
    "cp1251": "Совет порта решил перенести рынок. Поддержите редакцию.",
    "koi8-r": "Совет порта решил перенести рынок. Поддержите редакцию.",
    "gb18030": "港务局决定迁移鱼市。请支持我们的报道。",
    "shift_jis": "港湾局は魚市場の移転を決めた。ご支援ください。",
    "euc-kr": "항만청은 어시장을 옮기기로 했다. 후원해 주세요.",
    "cp1252": "Der Hafenrat verlegt den Markt. Unterstützen Sie uns – für 5 €.",
    "utf-8": "Le conseil déplace le marché. Soutenez-nous…",
}
UTF16 = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")
EDGES = (b"", b"\x00", b"\x00" * 99, b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xff\xfe\x00\x00", b"\xef\xbb\xbf",
         b"\xed\xa0\x80",          b"\xc0\x80", b"\xf4\x90\x80\x80", b"\x80" * 50, b"<\x00p\x00>", b"\xff\xfe<",
         bytes(range(256)))  # fmt: skip


def page_bytes() -> bytes:
    """The fixture page."""
    return Path(FIXTURES / "pages" / "harbour-post" / "page.html").read_bytes()


def declared() -> Iterator[bytes]:
    """Each charset's words under each charset's name, and under names that are none."""
    for real, words in WORDS.items():
        for said in (*WORDS, "utf-16", "x-user-defined", "no-such", "rot13", "hex", "punycode", "idna", "undefined"):
            head = f'<html><head><meta charset="{said}"></head><body><p>'
            yield head.encode("ascii") + (words * 5).encode(real) + b"</p></body></html>"
    for name in UTF16:
        yield f"<p>{WORDS['koi8-r'] * 5}</p>".encode(name)


def mixtures() -> Iterator[bytes]:
    """Two charsets in one page."""
    encoded = [words.encode(name) for name, words in WORDS.items()]
    for one in encoded:
        for other in encoded:
            yield b"<p>" + one + b"</p><p>" + other + b"</p>"


def damaged(count: int, seed: int = 1) -> Iterator[bytes]:
    """The fixture page cut off anywhere, and with some bits flipped."""
    rng, whole = random.Random(seed), page_bytes()
    for number in range(count):
        if number % 2:
            yield whole[: rng.randrange(len(whole))]
            continue
        raw = bytearray(whole)
        for _ in range(rng.randrange(1, 60)):
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        yield bytes(raw)
