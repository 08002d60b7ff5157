"""Reports on disk: one page for a document, an index and many pages for a folder."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import click

from cleanpress.cli.clean import attempt, label
from cleanpress.cli.options import Engine
from cleanpress.cli.sinks import write_file
from cleanpress.cli.sources import STDIN, SourceError, is_address, plain_name
from cleanpress.cli.terminal import OutputError, say, write_out
from cleanpress.errors import ConfigError
from cleanpress.writers.report.index import Entry, index
from cleanpress.writers.report.page import report

PAGES = frozenset((".html", ".htm", ".xhtml", ".txt", ".md", ".text"))
"""Endings of the files in a folder that are taken for documents."""
_UNSAFE = re.compile(r"[^\w.-]+")


def write_report(file: str, out: str, engine: Engine) -> bool:
    """Write the report on one document; whether that worked."""
    article = attempt(file, engine.clean)
    if article is None:
        return False
    page = report(article.explain(), label(file) if file == STDIN or is_address(file) else Path(file).name)
    if out == STDIN:
        write_out(page)
        return True
    target = Path(out)
    if target.is_dir() or out.endswith(("/", os.sep)):
        target = target / f"{plain_name(file)}.html"
    _refuse(target, [] if file == STDIN else [Path(file)])
    _make(target.parent)
    write_file(target, page)
    return True


def write_reports(folder: str, out: str, engine: Engine) -> bool:
    """Write an index and a report on each document below ``folder``; whether all could be read."""
    if out == STDIN:
        raise click.UsageError("a folder gives many pages; name a folder for them: -o report/")
    one = out.lower().endswith((".html", ".htm")) and not Path(out).is_dir()
    home = Path(out) if one else Path(out) / "index.html"
    place = home.with_name(f"{home.stem}-pages") if one else home.with_name("pages")
    sources = [path for path in _documents(Path(folder)) if not _within(path, place)]
    _refuse(home, [path for path in sources if not _is_ours(path)])
    sources = [path for path in sources if not _same(path, home)]
    if not sources:
        raise ConfigError(f"{folder}: holds no document; looked for {', '.join(sorted(PAGES))}")
    _make(place)
    entries, digest = [], ""
    for number, source in enumerate(sources, 1):
        name = str(source.relative_to(folder))
        target = place / f"{number:04}-{_plain(source.stem)}.html"
        entry = _entry(source, name, target, home, engine)
        digest = entry[1] or digest
        entries.append(entry[0])
    write_file(home, index(entries, Path(folder).resolve().name or str(folder), digest))
    failed = sum(1 for entry in entries if entry.error)
    if not engine.quiet:
        say(f"cleanpress: {len(entries) - failed} reports; open {home}")
    return not failed


def _entry(source: Path, name: str, target: Path, home: Path, engine: Engine) -> tuple[Entry, str]:
    article = attempt(str(source), engine.clean)
    if article is None:
        return Entry(name, error="could not be read; the command line said why"), ""
    explained = article.explain()
    write_file(target, report(explained, name, quote(f"../{home.name}")))
    return Entry.of(explained, name, quote(f"{target.parent.name}/{target.name}")), explained.rulebook


def _documents(folder: Path) -> Iterator[Path]:
    """Find the documents below a folder, in order; hidden files and folders stay out."""
    try:
        found = sorted(folder.rglob("*"))
    except OSError as error:
        raise SourceError(f"{folder} cannot be read: {error.strerror or error}") from None
    for path in found:
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in PAGES and not hidden and path.is_file():
            yield path


def _is_ours(path: Path) -> bool:
    """Whether a page is a report of an earlier run."""
    with path.open("rb") as file:
        return b'name="generator" content="cleanpress ' in file.read(4096)


def _within(path: Path, folder: Path) -> bool:
    return os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))


def _same(path: Path, other: Path) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def _refuse(target: Path, sources: list[Path]) -> None:
    if any(_same(source, target) for source in sources):
        raise click.UsageError(f"-o: {target} would overwrite the source itself; name another file or folder")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {folder}: {error.strerror or error}") from None


def _plain(stem: str) -> str:
    """A file name that every system and every address can hold."""
    ascii_ = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", ascii_).strip("-.")[:60] or "page"
