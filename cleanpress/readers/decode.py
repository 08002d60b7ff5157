"""Bytes to str: BOM, strict UTF-8, the declared charset, a detector; in this order, because pages lie."""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_:.-]{2,40})["']""", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers make of these labels: the superset that pages mean.
_WIDER = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030",
"gbk": "gb18030",
          "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
          "iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874"}  # fmt: skip
_NO_CHARSETS = ("utf-16", "utf-32", "utf-7", "idna", "punycode", "raw-unicode", "unicode-escape", "undefined")
DECLARATION_WITHIN = 20_000
DETECT_WITHIN = 200_000


def decode_utf8(raw: bytes) -> str | None:
    """Decode what is UTF-8 to the last byte, as most pages are; None for all else, and for a byte order mark."""
    if raw.startswith(codecs.BOM_UTF8):
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def decode(raw: bytes, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """Decode bytes; never fails. ``charset``: what HTTP declared, which goes before what the page says of itself.

    Notes say when the charset was guessed or bytes were beyond decoding.
    """
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return _lenient(raw[len(bom) :], name)
    text = decode_utf8(raw)
    if text is not None:
        return text, ()
    wide = _utf16_without_bom(raw)
    if wide:
        return _lenient(raw, wide)
    found = _XML.search(raw[:1000]) or _META.search(raw[:DECLARATION_WITHIN])
    within = _known(found.group(1).decode("ascii")) if found else ""
    declared = [name for name in (_known(charset), within) if name]
    for name in declared:
        try:
            return raw.decode(name), ()
        except UnicodeDecodeError:
            continue
    return _guess(raw, declared[0] if declared else "")


def _guess(raw: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    """The declaration failed or is missing: mostly UTF-8 with a few broken bytes, else what the detector says."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    high = sum(byte >= 0x80 for byte in raw[:DETECT_WITHIN]) or 1
    if broken * 20 <= high:
        return text, ("undecodable-bytes",)
    import cchardet  # noqa: PLC0415  # 3 ms, needed by the few pages that declare nothing

    name = _known(cchardet.detect(raw[:DETECT_WITHIN]).get("encoding") or "")
    for candidate in dict.fromkeys(n for n in (name, declared, "cp1252") if n):
        try:
            return raw.decode(candidate), ("charset-guessed",)
        except UnicodeDecodeError:
            continue
    text, notes = _lenient(raw, declared or name or "cp1252")
    return text, ("charset-guessed", *notes)


def _known(name: str) -> str:
    name = name.strip().lower()
    name = _WIDER.get(name, name)
    try:
        info = codecs.lookup(name)
        b"".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return ""
    # A meta element that is readable as ASCII cannot stand in UTF-16; the declaration is a leftover. What is no charset
    # of the web (rot13, hex, unicode-escape) would turn text into other text, or raise.
    return "" if info.name.startswith(_NO_CHARSETS) or not info._is_text_encoding else info.name


def _lenient(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return raw.decode(name), ()
    except UnicodeDecodeError:
        return raw.decode(name, "replace"), ("undecodable-bytes",)


def _utf16_without_bom(raw: bytes) -> str:
    head = raw[:2000]
    if len(head) < 8:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 10 > len(head) * 3 and even * 50 < len(head):
        return "utf-16-le"
    if even * 10 > len(head) * 3 and odd * 50 < len(head):
        return "utf-16-be"
    return ""
