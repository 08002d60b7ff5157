"""Nobody lowers a floor by the way: it takes a flag while it is done, and a line in the changelog for good."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from typing import Any

import pytest

from tests.known import ROOT

FLOORS = "tests/quality_floors.toml"
FLAG = "CLEANPRESS_LOWER_FLOORS"
CEILINGS = frozenset({"harm", "harmed"})
"""Figures that are at most what is written; all others are at least that."""

Floors = dict[str, dict[str, Any]]


def lowered(before: Floors, now: Floors) -> list[str]:
    """Floors that promise less than they did, as ``section.name``; one that is gone promises nothing."""
    names = []
    for section, floors in before.items():
        for name, was in floors.items():
            if isinstance(was, str):
                continue
            limit = now.get(section, {}).get(name)
            if limit is None or (limit > was if name in CEILINGS else limit < was):
                names.append(f"{section}.{name}")
    return names


def untold(names: list[str], changelog: str) -> list[str]:
    """Lowered floors that no line of the changelog names."""
    return [name for name in names if f"`{name}`" not in changelog]


def git(*words: str) -> str:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is no checkout with a history")
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"git {words[0]}: {done.stderr.strip()}")
    return done.stdout


def floors_at(commit: str) -> Floors:
    return tomllib.loads(git("show", f"{commit}:{FLOORS}"))


def present() -> tuple[Floors, str]:
    return tomllib.loads((ROOT / FLOORS).read_text("utf-8")), (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_lowering_a_floor_takes_a_flag_and_a_line() -> None:
    now, changelog = present()
    names = lowered(floors_at("HEAD"), now)
    assert not names or os.environ.get(FLAG) == "1", f"{names} lowered: if that is meant, say so with {FLAG}=1"
    assert not untold(names, changelog), "say in CHANGELOG.md why, with these names in backquotes"


def test_what_was_lowered_last_is_in_the_changelog() -> None:
    now, changelog = present()
    last = git("log", "-1", "--format=%H", "--", FLOORS).strip()
    assert not untold(lowered(floors_at(f"{last}~1"), now), changelog)


def test_lowered_floors_are_seen() -> None:
    before: Floors = {"a": {"digest": "x", "harm": 0.01, "recall": 0.9, "f1": 0.8}, "b": {"recall": 0.7}}
    now: Floors = {"a": {"digest": "y", "harm": 0.02, "recall": 0.95, "f1": 0.79}}
    assert lowered(before, now) == ["a.harm", "a.f1", "b.recall"]
    assert lowered(now, now) == []
    assert untold(["a.harm", "b.recall"], "- `a.harm` is lowered: the corpus has grown.") == ["b.recall"]
