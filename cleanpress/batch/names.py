"""Names of files in an output folder: those of the inputs, made distinct where two would meet."""

from __future__ import annotations

import hashlib
import sqlite3
import unicodedata

LONGEST = 200
"""Bytes of one part of a path; file systems take 255, and a suffix and a number must fit too."""


class Names:
    """The names that are taken, kept on disk while the list of inputs is made.

    File systems that ignore case, or how a letter is composed, take some names for one; so does this.
    """

    def __init__(self, db: sqlite3.Connection, suffix: str) -> None:
        """Keep the names in a table of ``db``; ``suffix`` ends the name of a document's file."""
        self._db, self._suffix = db, suffix
        db.execute("create table names (key text primary key, folder integer) without rowid")

    def forget(self) -> None:
        """Drop the table: all names are given."""
        self._db.execute("drop table names")

    def claim(self, wanted: str, page: bool) -> str:
        """Give a path of its own to an input: a file for a page, a folder for a container of many documents."""
        *folders, last = wanted.split("/")
        path = ""
        for part in folders:
            path = self._free(path, part, shared=True)
        return self._free(path, last + self._suffix if page else last, shared=False)

    def _free(self, above: str, part: str, shared: bool) -> str:
        part = _shortened(part)
        number = 1
        while True:
            name = "/".join(filter(None, (above, _numbered(part, number, self._suffix))))
            key = unicodedata.normalize("NFC", name).casefold().encode("utf-8", "backslashreplace").decode("utf-8")
            taken = self._db.execute("select folder from names where key = ?", (key,)).fetchone()
            if taken is None:
                self._db.execute("insert into names values (?, ?)", (key, shared))
                return name
            if shared and taken[0]:
                return name
            number += 1


def _numbered(part: str, number: int, suffix: str) -> str:
    if number == 1:
        return part
    stem = part.removesuffix(suffix)
    return f"{stem}~{number}{part[len(stem):]}"


def _shortened(part: str) -> str:
    raw = part.encode("utf-8", "surrogateescape")
    if len(raw) <= LONGEST:
        return part
    return raw[: LONGEST - 60].decode("utf-8", "ignore") + "~" + hashlib.sha256(raw).hexdigest()[:16] + part[-20:]
