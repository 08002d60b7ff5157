"""Code blocks of Markdown pages, and how they are run.

``python`` blocks of a page run in one namespace, ``sh`` blocks in bash, ``console`` blocks command by command (``$``);
all in one folder, in order. What ``python`` prints is compared with a ``text`` block right below it, what a command of
a ``console`` block prints with the lines below it; ``...`` stands for anything. ``toml`` and ``json`` must parse. A
comment ``<!-- not run: REASON -->`` right above a block leaves it out. A page, as an ``html`` block, with the word
"becomes" and a ``text`` block below it is cleaned, and must give that text.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cleanpress

RUN = ("python", "sh", "console", "toml", "json", "html")
SHOWN = ("text", "markdown")
_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[^\n`]*)\n(?P<code>.*?)^(?P=indent)```$", re.M | re.S)
_COMMENT = re.compile(r"<!-- (not run: \S.*?|ci:\w+) -->\s*$")
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    page: str
    line: int
    language: str
    code: str
    note: str
    """Why it is not run here; empty when it is."""
    prints: str | None
    """What it must print, where the page says so."""


def blocks(path: Path) -> Iterator[Block]:
    text = path.read_text("utf-8")
    found = list(_FENCE.finditer(text))
    for at, fence in enumerate(found):
        indent = len(fence["indent"])
        code = "".join(line[indent:] for line in fence["code"].splitlines(keepends=True))
        note = _COMMENT.search(text[: fence.start()])
        below = found[at + 1] if at + 1 < len(found) else None
        shown = below and below["language"] == "text" and text[fence.end() : below.start()].strip() in ("", "becomes")
        line = text.count("\n", 0, fence.start()) + 1
        prints = below["code"] if below and shown else None
        yield Block(path.name, line, fence["language"], code, note[1] if note else "", prints)


class Runner:
    """A folder, a namespace and a search path, for the blocks of one page."""

    def __init__(self, folder: Path, package: Path) -> None:
        """``package``: the folder that the package is imported from in processes of their own."""
        self.folder = folder
        self.names: dict[str, Any] = {"__name__": "page"}
        programs = folder.parent / "bin"
        programs.mkdir()
        for name, args in (("python", ""), ("cleanpress", " -m cleanpress")):
            (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}"{args} "$@"\n')
            (programs / name).chmod(0o755)
        self.environment = os.environ | {
            "PATH": f"{programs}:{os.environ['PATH']}", "COLUMNS": "88", "NO_COLOR": "1", "TERM": "dumb",
            "PYTHONPATH": os.pathsep.join(filter(None, (str(package), os.environ.get("PYTHONPATH")))),
        }  # fmt: skip

    def run(self, block: Block) -> None:
        where = f"{block.page}, line {block.line}"
        if block.language == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(block.code, where, "exec"), self.names)
            if block.prints is not None:
                compare(where, block.prints, out.getvalue())
        elif block.language == "console":
            for command, prints in commands(block.code):
                compare(f"{where}: {command}", prints, self.shell(command))
        elif block.language == "sh":
            self.shell(block.code)
        elif block.language == "html":
            assert block.prints, f"{where}: say what it becomes"
            compare(where, block.prints, cleanpress.clean_text(block.code))
        elif block.language == "toml":
            tomllib.loads(block.code)
        else:
            json.loads(block.code)

    def shell(self, script: str) -> str:
        done = subprocess.run(
            ["bash", "-euc", script], cwd=self.folder, env=self.environment, text=True, check=False, timeout=120,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\ngave exit code {done.returncode}:\n{done.stdout}"
        return done.stdout


def commands(code: str) -> Iterator[tuple[str, str]]:
    """Command and output, for each line that begins with ``$``."""
    for piece in re.split(r"^\$ ", code, flags=re.M)[1:]:
        command, _, prints = piece.partition("\n")
        yield command, prints


def compare(where: str, want: str, got: str) -> None:
    checker = doctest.OutputChecker()
    same = checker.check_output(want.rstrip() + "\n", got.rstrip() + "\n", _FLAGS)
    assert same, f"{where} says\n{want}\nbut it prints\n{got}"
