"""Where results go: standard output, one file, or a folder with a file per document."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import click

from cleanpress.cli.sources import STDIN, plain_name
from cleanpress.cli.terminal import OutputError, encode, write_out

SUFFIX = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}
BETWEEN = {"text": "\f\n", "markdown": "\f\n", "html": "", "json": ""}
"""What stands between two documents in one stream: a line with a form feed, where the format itself shows no border."""


class Sink(Protocol):
    """Takes the results one by one."""

    def put(self, name: str, text: str) -> None:
        """Take the result of the source called ``name``."""

    def close(self) -> None:
        """Finish: nothing more will come."""


class StdoutSink:
    """Standard output, each document as soon as it is done."""

    def __init__(self, form: str) -> None:
        """Keep what separates documents."""
        self._between, self._next = BETWEEN[form], ""

    def put(self, name: str, text: str) -> None:
        """Write ``text`` at once."""
        write_out(self._next + text)
        self._next = self._between

    def close(self) -> None:
        """Leave standard output open; it is not ours."""


class FileSink:
    """One file that gets what standard output would; it appears whole, at the end, when a document came through."""

    def __init__(self, path: Path, form: str) -> None:
        """Keep the place and what separates documents."""
        self._path, self._between = path, BETWEEN[form]
        self._texts: list[str] = []

    def put(self, name: str, text: str) -> None:
        """Keep ``text`` until the end."""
        self._texts.append(text)

    def close(self) -> None:
        """Write the file, unless every document failed."""
        if self._texts:
            write_file(self._path, self._between.join(self._texts))


class FolderSink:
    """A folder with one file per document, named after its source."""

    def __init__(self, targets: dict[str, Path]) -> None:
        """Know every source's place in advance."""
        self._targets = targets

    def put(self, name: str, text: str) -> None:
        """Write the document's own file."""
        target = self._targets[name]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot make the folder {target.parent}: {error.strerror or error}") from None
        write_file(target, text)

    def close(self) -> None:
        """Nothing is left to do."""


def choose_sink(out: str | None, files: Sequence[str], form: str) -> Sink:
    """Pick the sink that ``-o`` asks for, and refuse what would overwrite a source or another result."""
    if out is None or out == STDIN:
        return StdoutSink(form)
    path = Path(out)
    if path.is_dir() or out.endswith(("/", os.sep)):
        targets = _targets(path, files, SUFFIX[form])
        _refuse_sources(targets.values(), files)
        return FolderSink(targets)
    if not path.parent.is_dir():
        raise click.UsageError(f"-o {out}: no folder {path.parent}; make it first, or end OUT with / for a folder")
    _refuse_sources([path], files)
    return FileSink(path, form)


def _targets(folder: Path, files: Sequence[str], suffix: str) -> dict[str, Path]:
    by_path: dict[Path, str] = {}
    for name in dict.fromkeys(files):
        path = folder / f"{plain_name(name)}{suffix}"
        if path in by_path:
            raise click.UsageError(
                f"{by_path[path]} and {name} would both become {path}; clean them in two runs with a folder each, "
                "or into one file: -f json -o OUT.jsonl"
            )
        by_path[path] = name
    return {name: path for path, name in by_path.items()}


def _refuse_sources(targets: Iterable[Path], files: Sequence[str]) -> None:
    sources = {os.path.realpath(name): name for name in files if name != STDIN}
    for target in targets:
        if os.path.realpath(target) in sources:
            raise click.UsageError(f"-o: {target} would overwrite the source itself; name another file or folder")


def write_file(path: Path, text: str) -> None:
    """Write ``path`` whole or not at all: to a file beside it first, which is then renamed."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():  # /dev/null, a named pipe
            target.write_bytes(encode(text))
        else:
            _replace(target, encode(text))
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None


def _replace(target: Path, data: bytes) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, beside = tempfile.mkstemp(prefix=".cleanpress-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(beside, mode)
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
