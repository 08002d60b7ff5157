"""Writing: bytes to pipes and files as they are, to terminals only what cannot steer them."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import IO, TYPE_CHECKING

from cleanpress.writers.visible import escape

if TYPE_CHECKING:
    from rich.console import Console

TABLE_WIDTH = 110
"""Width of tables that do not go to a terminal."""


class OutputError(Exception):
    """The result could not be written; the message says where and why."""


def one_line(text: str) -> str:
    """Escape ``text`` and put it on one line."""
    return escape(" ".join(text.split()))


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether ``stream`` is shown to a person."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # a closed stream
        return False


def say(message: str) -> None:
    """Write one line about the run to standard error."""
    if sys.stderr is not None:
        print(one_line(message), file=sys.stderr)


def encode(text: str) -> bytes:
    r"""Encode for files and pipes: UTF-8; a lone surrogate, which no encoding has, becomes ``\udXXX``."""
    return text.encode("utf-8", "backslashreplace")


def write_out(text: str) -> None:
    """Write a result to standard output: escaped to a terminal, byte for byte to anything else."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; name a file with -o FILE")
    try:
        if is_terminal(sys.stdout):
            sys.stdout.write(escape(text))
        else:
            sys.stdout.buffer.write(encode(text))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write to standard output: {error.strerror or error}") from None


def hush() -> None:
    """Point standard output nowhere, so that the interpreter's last flush does not complain."""
    with contextlib.suppress(OSError, ValueError):  # not a real stream, in tests
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def console(*, err: bool) -> Console:
    """Make a rich console: colours only on a terminal that wants them, and no page text read as markup."""
    from rich.console import Console  # noqa: PLC0415  # 25 ms that only tables need

    stream = sys.stderr if err else sys.stdout
    shown = is_terminal(stream)
    return Console(
        file=stream,
        force_terminal=shown,
        color_system="auto" if shown and not os.environ.get("NO_COLOR") else None,
        width=None if shown else TABLE_WIDTH,
        markup=False,
        emoji=False,
        highlight=False,
    )
