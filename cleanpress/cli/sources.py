"""Reading what the user named, and saying in one line why it cannot be read and what to do instead."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cleanpress.api import fetch

STDIN = "-"
COMMANDS = ("clean", "explain", "rules", "batch", "learn", "templates")

# First bytes of files that hold no text as they are: what the file is, and what to do with it.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "convert it first: pdftotext FILE - | cleanpress -"),
    (b"\x1f\x8b", "gzip-compressed", "unpack it first: gunzip -c FILE | cleanpress -"),
    (b"BZh", "bzip2-compressed", "unpack it first: bunzip2 -c FILE | cleanpress -"),
    (b"\xfd7zXZ", "xz-compressed", "unpack it first: unxz -c FILE | cleanpress -"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed", "unpack it first: unzstd -c FILE | cleanpress -"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and name the pages in it"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save it as plain text or HTML first"),
    (b"{\\rtf", "an RTF document", "save it as plain text or HTML first"),
    (b"%!PS", "a PostScript file", "convert it to text first"),
    (b"bplist00", "a web archive or property list", "save the page as HTML source instead"),
    (b"\x89PNG", "an image", "cleanpress reads text and HTML only"),
    (b"\xff\xd8\xff", "an image", "cleanpress reads text and HTML only"),
    (b"GIF8", "an image", "cleanpress reads text and HTML only"),
    (b"RIFF", "an image, sound or film", "cleanpress reads text and HTML only"),
    (b"SQLite format 3", "a database", "export its texts first"),
    (b"\x7fELF", "a program", "cleanpress reads text and HTML only"),
    (b"ID3", "a sound file", "cleanpress reads text and HTML only"),
    (b"OggS", "a sound file", "cleanpress reads text and HTML only"),
    (b"PAR1", "a Parquet file", "export its text column first"),
    (b"WARC/1", "a WARC archive", "extract its pages first and clean them one by one"),
)
_OFFICE = {b"word/": "a Word document", b"xl/": "an Excel workbook", b"ppt/": "a PowerPoint file"}
_MHTML = re.compile(rb"^Content-Type:\s*multipart/related", re.I | re.M)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_UNSAFE = re.compile(r"[^\w.-]+")
LOOK = 4096


class SourceError(Exception):
    """The named source cannot be cleaned; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class Document:
    """What was read, and what the web said about it."""

    raw: bytes
    url: str | None = None
    charset: str = ""


def read_source(name: str, *, allow_private: bool = False) -> Document:
    """Read a file, standard input for ``-``, or a page of the web.

    :class:`SourceError` says what is wrong with it, :class:`FetchError` why a page cannot be fetched.
    """
    if name.lower().startswith("file://"):
        path = shlex.quote(unquote(urlsplit(name).path))
        raise SourceError(f"only http and https are fetched; name the file itself: cleanpress {path}")
    if is_address(name):
        page = fetch(name, allow_private=allow_private)
        found = Document(page.body, page.url, page.charset)
    else:
        found = Document(_read_stdin() if name == STDIN else _read_file(name))
    if not found.raw.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf"):
        raise SourceError("is empty; there is nothing to clean" if name != STDIN else _nothing_came())
    refuse_binary(found.raw, name)
    return found


def is_address(name: str) -> bool:
    """Whether a source is named by an address of the web. Which ones are fetched is not asked here."""
    return _SCHEME.match(name) is not None


def plain_name(name: str) -> str:
    """Give a file name for what is made of a source, without suffix; of an address, its last part and its query."""
    if name == STDIN:
        return "stdin"
    if not is_address(name):
        return Path(name).stem
    address = urlsplit(name)
    last = address.path.rstrip("/").rpartition("/")[2]
    page = Path(last).stem if last else address.hostname or ""
    return _UNSAFE.sub("-", f"{page}-{address.query}").strip("-.")[:100] or "page"


def _nothing_came() -> str:
    return "nothing came in; send it a page: cleanpress - < page.html"


def _read_stdin() -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise SourceError("is closed; name a file instead")
    if sys.stdin.isatty():
        print("cleanpress: reading from the terminal; paste a page and end with Ctrl-D", file=sys.stderr)
    try:
        return sys.stdin.buffer.read()
    except OSError as error:  # a directory as standard input, a disk error
        raise SourceError(f"cannot be read: {error.strerror or error}") from None


def _read_file(name: str) -> bytes:
    path = Path(name)
    try:
        if path.is_dir():
            raise SourceError(f"is a directory; name the files in it, such as {path / '*.html'}")
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(_absent(name)) from None
    except PermissionError:
        raise SourceError("may not be read by you; change its permissions or run as its owner") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _absent(name: str) -> str:
    command = get_close_matches(name, COMMANDS, n=1, cutoff=0.7)
    if command:
        return f"no such file or command; did you mean: cleanpress {command[0]}"
    if name.startswith("www."):
        return f"no such file; if it is an address: cleanpress https://{name}"
    return "no such file; check the spelling and the folder you are in"


def refuse_binary(raw: bytes, name: str = "FILE") -> None:
    """Raise :class:`SourceError` when the bytes are no text; UTF-16 and legacy charsets are text."""
    for magic, what, cure in _MAGIC:
        if raw.startswith(magic) and not (magic == b"BZh" and not raw[3:4].isdigit()):
            raise SourceError(f"is {what}, not text; {cure.replace('FILE', shlex.quote(name))}")
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise SourceError(_zip(raw))
    if raw[4:8] == b"ftyp":
        raise SourceError("is a film or an image, not text; cleanpress reads text and HTML only")
    if _MHTML.search(raw[:LOOK]) and b"MIME-Version:" in raw[:LOOK]:
        raise SourceError('is an MHTML archive; save the page again as "HTML only"')
    if _looks_binary(raw[:LOOK]):
        raise SourceError("holds binary data, not text; cleanpress reads text and HTML only")


def _zip(raw: bytes) -> str:
    for folder, what in _OFFICE.items():
        if folder in raw:
            return f"is {what}, not text; save it as plain text or HTML first"
    if b"mimetypeapplication/" in raw[:200]:
        return "is an OpenDocument or EPUB file, not text; save it as plain text or HTML first"
    return "is a zip archive, not text; unpack it and name the pages in it"


def _looks_binary(head: bytes) -> bool:
    """Whether controls that no text has make up a tenth of the bytes; wide encodings, all NULs, are text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) * 50 < len(head) and max(even, odd) * 10 > len(head) * 3:
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\x0b\x0c\r\x1b" for byte in head)
    return controls * 10 > len(head)
