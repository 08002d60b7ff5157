"""What users name may be hostile too: links in a ring, odd file names, bombs, deep JSON, rule files that are none."""

from __future__ import annotations

import gzip
import pickle
import re
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

import cleanpress
from cleanpress import Config, ConfigError, toml
from cleanpress.batch.records import Settings
from cleanpress.errors import CleanpressError
from tests.batches import BODY, lines, rejects, rows, run, text_of, warc_record


def looped(folder: Path) -> Path:
    """A folder with three links back to itself, one above it, and one that is its own target."""
    (folder / "deep").mkdir(parents=True)
    for name in ("a.txt", "deep/b.txt"):
        (folder / name).write_text(text_of(1))
    for name, target in (("x", folder), ("y", folder), ("deep/up", folder), ("deep/top", folder.parent)):
        (folder / name).symlink_to(target)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "nothing")
    return folder


@pytest.mark.parametrize("pattern", ["", "/**/*.txt", "/**", "/*/../**/*.txt"])
def test_links_in_a_ring_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    folder = looped(tmp_path / "in")
    if pattern.startswith("/*/"):
        for name in ("x", "y"):
            (folder / name).unlink()
    out = tmp_path / "o.jsonl"
    run(monkeypatch, f"{folder}{pattern}", out, ordered=True)
    assert [Path(row["input"]).name for row in rows(out)] == ["a.txt", "b.txt"]


def test_globs_mean_what_they_mean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "x/b.txt", "x/y/c.txt", "x/y/d.html", ".h/e.txt", "x/.f.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text_of(1))
    monkeypatch.chdir(tmp_path)
    for pattern, names in (
        ("in/**/*.txt", ["a.txt", "b.txt", "c.txt"]), ("in/**/y/*", ["c.txt", "d.html"]), ("in/*/*.txt", ["b.txt"]),
        ("**/c.txt", ["c.txt"]), ("in/**/x/**/*.txt", ["b.txt", "c.txt"]), ("i?/**/[cd].*", ["c.txt", "d.html"]),
    ):  # fmt: skip
        run(monkeypatch, pattern, tmp_path / "o.jsonl", ordered=True)
        assert [Path(row["input"]).name for row in rows(tmp_path / "o.jsonl")] == names, pattern


def test_odd_file_names_stay_in_the_output_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("new\nline.txt", "\x1b[31mred.txt", "\u202etxt.exe", " ", "...", "a\\..\\b", "-o", "{x}%s$(x)`x`"):
        (folder / name).write_text(text_of(1))
    (tmp_path / "list").write_text("../in/../in/a\\..\\b\n" + "../" * 40 + str(folder)[1:] + "/-o\n")
    monkeypatch.chdir(folder)
    out = tmp_path / "out" / "here"
    out.parent.mkdir()
    run(monkeypatch, [folder, f"@{tmp_path / 'list'}"], f"{out}/")
    before = {tmp_path / "in", tmp_path / "list", tmp_path / "out"}
    assert set(tmp_path.iterdir()) == before
    assert set((tmp_path / "out").iterdir()) <= {out, *(tmp_path / "out").glob("here*"), *(tmp_path / "out").glob(".*")}
    found = [path for path in out.rglob("*.txt") if path.is_file() and "rejects" not in path.name]
    assert len(found) >= 9
    assert all(path.read_text().strip() for path in found)


def test_records_that_are_no_records_are_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = (
        '{"text":' + "[" * 100_000, '{"text": "x", "a":' + '{"a":' * 100_000, '{"html": ' + "9" * 5000 + "}",
        '{"text": NaN}', '"text"', "[1]", '{"text": {"a": 1}}', '{"text": "\\ud800', "\x00" * 99, "{}",
    )  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_bytes("\n".join(bad).encode() + b"\n" + lines(1))
    out = tmp_path / "o.jsonl"
    run(monkeypatch, path, out)
    assert len(rows(out)) == 1
    assert len(rejects(out)) == len(bad)
    assert {row["reason"] for row in rejects(out)} <= {"broken-json", "not-text", "no-field", "empty"}


@pytest.mark.parametrize("name", ["page.html.gz", "pages.warc.gz"])
def test_pages_that_unpack_without_end_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    bomb = b"<p>" + bytes(60_000_000)
    packed = warc_record("http://a/1", bomb) + warc_record("http://a/2", f"<p>{BODY}</p>".encode())
    (tmp_path / name).write_bytes(packed if "warc" in name else gzip.compress(bomb))
    out = tmp_path / "o.jsonl"
    run(monkeypatch, tmp_path / name, out, settings=Settings(max_bytes=1_000_000))
    tracemalloc.start()
    run(monkeypatch, tmp_path / name, out, settings=Settings(max_bytes=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [row["reason"] for row in rejects(out)] == ["too-long"]
    assert len(rows(out)) == ("warc" in name)
    assert peak < 30_000_000, peak


class Trap:
    """Unpickled, it writes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (self.path, "run")


HOSTILE = {
    "nothing": b"",
    "controls": bytes(range(256)) * 20,
    "nesting": b"a = " + b"[" * 100_000,
    "long key": b"a." * 100_000 + b"b = 1",
    "long table": b"[" + b"'a' . " * 100_000 + b"b]",
    "long key within": b"x = {" + b'"".' * 100_000 + b"b = 1}",
    "nearly a long key": (b"a." * 99 + b"b = 1\n") * 3 + b'x = "' + b"a" * 200_000 + b'"',
    "long number": b"a = " + b"1" * 5000,
    "a table of tables": b"[[rule]]\n" * 2000,
    "one long phrase": b'[[rule]]\nid="ad.x"\ncategory="ad"\npoints=10\nphrases=["' + b"a " * 50_000 + b'"]\n',
    "yaml": b"!!python/object/apply:os.system ['echo x']\n",
    "filters": b"##div" + b":has(div" * 500 + b"\n" + b"##" + b"a > " * 5000 + b"\n",
    "xpath": b"body: " + b"//*[" * 300 + b"\nstrip: document('file:///etc/hosts')\nstrip: //*[" + b"(" * 900 + b"\n",
}
"""Contents for files that options name."""


@pytest.mark.parametrize("name", ["long key", "long table", "long key within", "nesting", "long number"])
def test_toml_that_would_take_minutes_or_raise_is_refused_at_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(HOSTILE[name])
    begin = time.process_time()
    with pytest.raises(ConfigError, match=r"own\.toml: not valid TOML: "):
        Config.from_file(str(path))
    with pytest.raises(cleanpress.RuleError, match=r"own\.toml: not valid TOML: "):
        cleanpress.Cleaner(Config(rules=(str(path),)))
    assert time.process_time() - begin < 2


def test_the_parser_would_take_a_long_key_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: four times as long for twice as many parts, so minutes for a hundred thousand."""
    monkeypatch.setattr(toml, "_LONG_KEY", re.compile(r"\Z\A."))

    def spent(parts: int) -> float:
        begin = time.process_time()
        toml.loads("a." * parts + "b = 1")
        return time.process_time() - begin

    assert spent(6000) > 2.5 * min(spent(3000), spent(3000))


def test_keys_of_some_parts_and_strings_with_dots_are_read() -> None:
    text = 'a."b.c".d = "' + "one.two " * 500 + '..."\n' + "e." * 90 + "f = 1"
    assert toml.loads(text)["a"]["b.c"]["d"].endswith(" ...")


@pytest.mark.parametrize("name", [*HOSTILE, "pickle"])
def test_files_that_options_name_are_data(tmp_path: Path, name: str) -> None:
    """They are refused by an error of ours or do nothing; none is executed, and none takes text."""
    trap = tmp_path / "trap"
    content = HOSTILE.get(name) or (pickle.dumps(Trap(trap)) if name == "pickle" else b"")
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "post.example.txt").write_bytes(content)
    page = f"<html><body><article><p>{BODY}</p><p>{BODY[::-1]}</p></article></body></html>"
    own = (str(path),)
    options: tuple[dict[str, Any], ...] = ({"rules": own}, {"filters": own}, {"site_configs": str(sites)})
    for option in options:
        try:
            text = cleanpress.clean(page, url="https://post.example/a", config=Config(**option)).text
        except CleanpressError as error:
            assert str(error)
            continue
        assert BODY in text
    if name not in ("nothing", "filters"):  # comments alone are a file without settings
        with pytest.raises(ConfigError):
            Config.from_file(str(path))
    assert not trap.exists()


def test_the_trap_would_spring(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Trap(tmp_path / "trap")))
    assert (tmp_path / "trap").exists()
