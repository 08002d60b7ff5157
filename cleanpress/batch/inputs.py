"""From what the user named to a list of inputs, written down at the start so that a resumed run reads the very same."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from cleanpress.batch.records import BatchError

STDIN = "-"
_CONTAINERS = {
    "jsonl": (".jsonl", ".ndjson", ".jsonlines", ".json"),
    "parquet": (".parquet", ".pq"),
    "warc": (".warc", ".wet"),
}


@dataclass(frozen=True, slots=True)
class Input:
    """A file (or standard input) with its number, format, size and name for outputs."""

    number: int
    path: str
    format: str
    """``page``, ``jsonl``, ``parquet``, ``warc``, or ``stdin``, which is looked at when it is read."""
    size: int
    mtime: int
    name: str
    """Relative path that its output gets in a folder."""


def format_of(path: str) -> str:
    """Tell a container by its name, compression suffix aside; every other file is one document."""
    name = path.lower().removesuffix(".gz").removesuffix(".zst")
    return next((form for form, endings in _CONTAINERS.items() if name.endswith(endings)), "page")


def expand(named: Sequence[str], outputs: Sequence[str]) -> Iterator[Input]:
    """List the inputs in order: arguments as given, folders and globs sorted by name; ``outputs`` are left out.

    Only the names of one folder (or one glob) are held at a time.
    """
    ours = {os.path.realpath(path) for path in outputs}
    number = 0
    for argument in named:
        for path, name in _paths(argument, len(named) > 1, ours):
            if path == STDIN:
                yield Input(number, path, "stdin", 0, 0, "stdin")
            else:
                yield _input(number, path, name)
            number += 1


def _input(number: int, path: str, name: str) -> Input:
    try:
        about = os.stat(path)
    except (OSError, ValueError):  # reading it will say why, and reject it
        return Input(number, path, format_of(path), 0, 0, name)
    return Input(number, path, format_of(path), about.st_size, about.st_mtime_ns, name)


def _paths(argument: str, several: bool, ours: set[str]) -> Iterator[tuple[str, str]]:
    """Give (path, relative name) of every file behind one argument."""
    if argument == STDIN:
        yield STDIN, STDIN
    elif argument.startswith("@") and not os.path.exists(argument):
        for path in _listed(argument[1:]):
            yield path, _relative(path)
    elif os.path.isdir(argument):
        prefix = os.path.basename(os.path.abspath(argument)) if several else ""
        for path in _walk(argument, ours):
            yield path, os.path.join(prefix, os.path.relpath(path, argument))
    elif os.path.lexists(argument):
        _refuse(argument, ours)
        yield argument, _relative(argument)
    elif glob.has_magic(argument):
        found = sorted(path for path in _matching(argument, ours) if _wanted(path, ours))
        if not found:
            raise BatchError(f"{argument}: no file matches")
        yield from ((path, _relative(path)) for path in found)
    elif "://" in argument:
        raise BatchError(f"{argument}: batch reads files and fetches nothing; single pages: cleanpress URL")
    else:
        raise BatchError(f"{argument}: no such file, folder or glob; @FILE names a file that lists paths")


def _listed(path: str) -> Iterator[str]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as lines:
            yield from (line.rstrip("\r\n") for line in lines if line.strip())
    except OSError as error:
        raise BatchError(f"@{path}: cannot be read: {error.strerror}") from None


def _matching(pattern: str, ours: set[str]) -> Iterator[str]:
    """Give what fits a glob. ``**`` passes over hidden folders and links to folders: links in a ring would never end,
    and ``glob`` follows them."""
    before, deep, after = pattern.partition("**")
    if not deep or before[-1:] not in ("", os.sep) or after[:1] not in ("", os.sep):
        yield from glob.iglob(pattern)
        return
    wanted = ["**", *filter(None, after.split(os.sep))]
    for top in glob.iglob(before) if before else ("",):
        for path in _walk(top or os.curdir, ours):
            inner = os.path.relpath(path, top or os.curdir)
            if _fits(inner.split(os.sep), wanted):
                yield os.path.join(top, inner)


def _fits(parts: list[str], wanted: list[str]) -> bool:
    """Whether the parts of a path fit those of a pattern; ``**`` stands for any number of them."""
    if not wanted:
        return not parts
    if wanted[0] == "**":
        return _fits(parts, wanted[1:]) or (bool(parts) and _fits(parts[1:], wanted))
    return bool(parts) and fnmatch(parts[0], wanted[0]) and _fits(parts[1:], wanted[1:])


def _walk(folder: str, ours: set[str]) -> Iterator[str]:
    """Give a folder's files, sorted, hidden ones and links to folders left out."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise BatchError(f"{folder}: cannot be read: {error.strerror}") from None
    for entry in entries:
        if entry.name.startswith(".") or os.path.realpath(entry.path) in ours:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, ours)
        elif os.path.isfile(entry.path):  # entry.is_file() raises for a link to itself
            yield entry.path


def _wanted(path: str, ours: set[str]) -> bool:
    return os.path.isfile(path) and os.path.realpath(path) not in ours


def _refuse(path: str, ours: set[str]) -> None:
    if os.path.realpath(path) in ours:
        raise BatchError(f"{path} is both an input and an output; name another output")


def _relative(path: str) -> str:
    """Keep of a path what is safe below another folder."""
    return "/".join(part for part in Path(path).parts if part not in ("/", ".", "..", Path(path).anchor))


def unchanged(item: Input) -> bool:
    """Whether a file is still what it was when the run began; positions in it hold only then."""
    try:
        about = os.stat(item.path)
    except OSError:
        return item.size == item.mtime == 0
    return not stat.S_ISREG(about.st_mode) or (about.st_size, about.st_mtime_ns) == (item.size, item.mtime)
