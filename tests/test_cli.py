"""The command line as a user meets it: what it prints where, how it ends, and what it says when something is wrong."""

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.table import Table

import cleanpress
from cleanpress.cli import main
from cleanpress.cli.app import program
from cleanpress.cli.report import removals_table
from cleanpress.cli.sources import COMMANDS, SourceError, refuse_binary
from cleanpress.model import Category, Removal, Span
from cleanpress.rules import index
from cleanpress.rules.choice import STEPS
from cleanpress.rules.rulebook import load, pack_paths, shipped_pack
from cleanpress.writers.visible import escape

ROOT = Path(__file__).parent.parent
BODY = "The ministry said on Monday that it would wait for the report before it changed the law on ferries."
APPEAL = "Support us today!"
TEXT = f"{APPEAL}\n\n{BODY}\n"
COMMAND = (sys.executable, "-m", "cleanpress")


class Program:
    """What CliRunner wants of a click command, around the real entry point with its error handling."""

    name = "cleanpress"

    def main(self, args: list[str], prog_name: str, **extra: Any) -> None:
        main(args)


def run(*args: object, stdin: str | bytes | None = None) -> Result:
    command: Any = Program()
    return CliRunner().invoke(command, [str(a) for a in args], input=stdin)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, "utf-8")
    return path


def one_line_error(result: Result, code: int) -> str:
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert result.stderr.startswith("cleanpress: ")
    return result.stderr


# --- what it does ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [(), ("clean",)])
def test_file_alone_means_clean(page: Path, command: tuple[str, ...]) -> None:
    result = run(*command, page)
    assert (result.exit_code, result.stdout, result.stderr) == (0, BODY + "\n", "")


def test_options_before_the_file_mean_clean_too(page: Path) -> None:
    assert run("--kind", "text", page).stdout == BODY + "\n"


def test_standard_input() -> None:
    assert run("-", stdin=TEXT).stdout == BODY + "\n"


def test_a_text_that_loses_nothing_comes_out_byte_for_byte() -> None:
    raw = f"{BODY} Fähren\u202e \x1b[2J.\r\n\r\nHe did not say when that would be.\r\n".encode()
    assert run("-", "--kind", "text", stdin=raw).stdout_bytes == raw


def test_json_has_the_keys_of_other_extractors_and_every_cut(page: Path) -> None:
    row = json.loads(run(page, "-f", "json", "--url", "https://www.harbourpost.example/a").stdout)
    article = cleanpress.clean(TEXT, kind="text", url="https://www.harbourpost.example/a")
    assert row == {"file": str(page), **json.loads(json.dumps(article.to_dict()))}
    assert {"title", "author", "date", "hostname", "url", "text", "language", "description", "image"} <= set(row)
    assert row["hostname"] == "harbourpost.example"
    assert row["author"] is None
    assert [cut["text"].strip() for cut in row["removed"]] == [APPEAL]


def test_json_escapes_what_no_encoding_has() -> None:
    dictated = cleanpress.clean(f"{BODY} \ud800", kind="text").to_dict()
    from cleanpress.cli.terminal import encode

    assert json.loads(encode(json.dumps(dictated, ensure_ascii=False)))["text"].endswith("\ud800")


def test_explain_option_shows_category_rule_points_and_text_on_stderr(page: Path) -> None:
    result = run(page, "--explain")
    cut = cleanpress.clean(TEXT, kind="text").removals[0]
    assert result.stdout == BODY + "\n"
    for shown in (str(cut.category), cut.rule, str(cut.points), APPEAL):
        assert shown in result.stderr


def test_tables_count_menus_instead_of_listing_them() -> None:
    def piece(i: int, rule: str) -> Removal:
        return Removal(Span(i, i + 1), f"Section {i}", Category.NAVIGATION, rule, 10)

    cuts = (*(piece(i, "place.outside") for i in range(30)), *(piece(i, "en:navigation.label") for i in range(30, 36)))
    table = removals_table(cleanpress.Article(text="", title="", source_text="", removals=cuts))
    assert isinstance(table, Table)
    assert table.row_count == 1 + 6
    assert str(next(iter(table.columns[3].cells))).startswith("30 pieces: Section 0 · Section 1 · ")


def test_explain_shows_kept_blocks_and_the_nearest_survivor(tmp_path: Path) -> None:
    near = "They may make a donation."
    path = tmp_path / "near.txt"
    far = "You can make a donation, the ministry said, and it said that many people who live there did so."
    path.write_text(f"{BODY}\n\n{near}\n\n{BODY} He did not say when.\n\n{far}\n", "utf-8")
    _, verdicts, _ = cleanpress.Cleaner().judge(path.read_bytes())
    assert all(v.keep for v in verdicts)
    assert verdicts[1].points > verdicts[3].points != 0, "the examples must have evidence but stay"
    result = run("explain", path)
    assert result.exit_code == 0
    assert BODY[:40] in result.stdout
    last = result.stdout.partition("Nearest to removal")[2]
    assert f"block 1 with {verdicts[1].points} points of 10" in last
    assert near in last
    assert "rules show en:donation.ask" in last


@pytest.mark.parametrize(("preset", "stays"), [("gentle", True), ("balanced", True), ("STRICT", False)])
def test_presets_move_the_line(page: Path, preset: str, stays: bool) -> None:
    rules = page.with_name("mine.toml")
    rules.write_text(run("rules", "new").stdout.replace("points   = 10", "points   = 9"), "utf-8")
    line = "They all keep the lighthouse of the free press lit, whatever the weather on this coast may bring."
    page.write_text(f"{BODY}\n\n{line}\n\n{BODY} He did not say when.\n", "utf-8")
    assert (line in run(page, "--preset", preset, "--rules", rules).stdout) is stays


def test_keep_and_site_name_reach_the_engine(page: Path) -> None:
    assert APPEAL in run(page, "--keep", "donation").stdout
    config = cleanpress.Config(site_name="Lund & Vik")
    text = f"{BODY}\n\nThe slow and careful paper that would help keep Lund & Vik free is printed on the island.\n"
    told, untold = (cleanpress.Cleaner(c).judge(text)[1][1].points for c in (config, None))
    assert told > untold, "the example must depend on the name"
    path = page.with_name("b.txt")
    path.write_text(text, "utf-8")
    result = run("explain", path, "--site-name", "Lund & Vik", "--preset", "gentle")
    assert f"block 1 with {told} points" in result.stdout


# --- several files and -o -------------------------------------------------------------------------------------------


def test_several_texts_are_separated_by_a_form_feed_line(page: Path) -> None:
    other = page.with_name("other.txt")
    other.write_text("Another day, another council meeting that ended without a vote on the wall.\n", "utf-8")
    assert run(page, other).stdout == f"{BODY}\n\f\n{other.read_text()}"


def test_several_json_documents_are_one_line_each(page: Path) -> None:
    result = run(page, "-", "-f", "json", stdin=TEXT)
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == [str(page), "-"]


def test_one_bad_file_does_not_stop_the_others(page: Path) -> None:
    result = run(page.with_name("missing.txt"), page)
    assert result.exit_code == 1
    assert result.stdout == BODY + "\n"
    assert "missing.txt: no such file" in result.stderr


def test_output_file_is_replaced_whole_and_keeps_its_mode(page: Path) -> None:
    out = page.with_name("out.txt")
    out.write_text("old")
    out.chmod(0o640)
    before = os.stat(out).st_ino
    result = run(page, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text("utf-8") == BODY + "\n"
    assert out.stat().st_mode & 0o777 == 0o640
    assert out.stat().st_ino != before, "written in place instead of renamed over"
    assert {p.name for p in page.parent.iterdir()} == {"page.txt", "out.txt"}


def test_a_new_output_file_obeys_the_umask(page: Path) -> None:
    mask = os.umask(0o027)
    try:
        run(page, "-o", page.with_name("out.txt"))
    finally:
        os.umask(mask)
    assert page.with_name("out.txt").stat().st_mode & 0o777 == 0o640


def test_output_through_a_link_keeps_the_link(page: Path) -> None:
    (page.parent / "real.txt").write_text("old")
    link = page.parent / "link.txt"
    link.symlink_to("real.txt")
    run(page, "-o", link)
    assert link.is_symlink()
    assert (page.parent / "real.txt").read_text("utf-8") == BODY + "\n"


def test_output_file_stays_when_the_document_fails(page: Path) -> None:
    out = page.with_name("out.txt")
    out.write_text("old")
    assert run(page.with_name("missing.txt"), "-o", out).exit_code == 1
    assert out.read_text() == "old"


def test_output_folder_gets_a_file_per_document(page: Path) -> None:
    result = run(page, "-", "-f", "json", "-o", f"{page.parent / 'new' / 'clean'}/", stdin=TEXT)
    assert (result.exit_code, result.stdout) == (0, "")
    folder = page.parent / "new" / "clean"
    assert sorted(p.name for p in folder.iterdir()) == ["page.json", "stdin.json"]
    assert json.loads((folder / "page.json").read_text("utf-8"))["text"].strip() == BODY


@pytest.mark.parametrize("out", ["page.txt", "./page.txt", "."])
def test_a_source_is_never_overwritten(page: Path, monkeypatch: pytest.MonkeyPatch, out: str) -> None:
    monkeypatch.chdir(page.parent)
    assert "would overwrite" in one_line_error(run("page.txt", "-o", out), 2)
    assert page.read_text("utf-8") == TEXT


def test_two_results_never_share_a_file(page: Path) -> None:
    twin = page.parent / "sub" / "page.html"
    twin.parent.mkdir()
    twin.write_text(TEXT)
    error = one_line_error(run(page, twin, "-o", f"{page.parent / 'out'}/"), 2)
    assert str(twin) in error
    assert not (page.parent / "out").exists()


def test_output_that_cannot_be_written(page: Path) -> None:
    assert "no folder" in one_line_error(run(page, "-o", page.parent / "nowhere" / "out.txt"), 2)
    (page.parent / "file").write_text("x")
    assert "cannot make the folder" in one_line_error(run(page, "-o", f"{page.parent / 'file' / 'sub'}/"), 1)


# --- what cannot be cleaned -----------------------------------------------------------------------------------------


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


BAD = {
    "empty": (b"", "is empty"),
    "white space": (b" \r\n\t\n", "is empty"),
    "byte-order mark": (b"\xef\xbb\xbf\n", "is empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF, not text; convert it first: pdftotext"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is an image"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "is an image"),
    "docx": (docx(), "is a Word document"),
    "zip": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00page.html", "is a zip archive"),
    "gzip": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "gunzip -c"),
    "mhtml": (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "MHTML"),
    "mp4": (b"\x00\x00\x00\x20ftypisom\x00\x00", "is a film"),
    "unknown binary": (bytes(range(32)) * 40, "holds binary data"),
    "page without text": (b"<html><body><script>start()</script><div id=app></div></body></html>", "holds no text"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["clean", "explain"])
def test_what_holds_no_text_is_refused_in_one_line(tmp_path: Path, name: str, command: str) -> None:
    raw, says = BAD[name]
    path = tmp_path / "bad file"
    path.write_bytes(raw)
    error = one_line_error(run(command, path), 1)
    assert f"{path}" in error
    assert says in error
    assert "a fault in cleanpress" not in error


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_text_in_other_charsets_is_not_binary(charset: str) -> None:
    refuse_binary((BODY + " Die Fähre fährt.").encode(charset))


def test_control_characters_in_text_are_not_binary_but_many_are() -> None:
    refuse_binary(b"\x1b[1mBold\x1b[0m and a form feed \x0c in an old mail.")
    with pytest.raises(SourceError):
        refuse_binary(b"\x00\x01\x02abc" * 50)


def test_directory_missing_file_and_address(tmp_path: Path) -> None:
    assert "is a directory; name the files in it" in one_line_error(run(tmp_path), 1)
    assert "no such file" in one_line_error(run(tmp_path / "gone.html"), 1)
    assert "cleanpress https://www.harbourpost.example/a" in one_line_error(run("www.harbourpost.example/a"), 1)
    assert "nothing came in" in one_line_error(run("-", stdin=""), 1)


def test_unreadable_file(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "may not be read by you" in one_line_error(run(page), 1)


def test_a_fault_in_one_document_is_reported_and_the_rest_go_on(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = page.with_name("other.txt")
    other.write_text(TEXT + "boom", "utf-8")
    right = cleanpress.Cleaner.clean

    def fail(self: cleanpress.Cleaner, source: bytes, **options: Any) -> cleanpress.Article:
        if b"boom" in source:
            raise KeyError("boom")
        return right(self, source, **options)

    monkeypatch.setattr(cleanpress.Cleaner, "clean", fail)
    result = run(other, page)
    assert (result.exit_code, result.stdout) == (1, BODY + "\n")
    assert "a fault in cleanpress" in result.stderr and "Traceback" not in result.stderr


# --- wrong usage ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--keep", "donatoin"], "did you mean 'donation'?"),
        (["--drop", "captions"], "did you mean 'caption'?"),
        (["--preset", "strikt"], "did you mean 'strict'?"),
        (["--keep", "en:donation.aks"], "did you mean 'en:donation.ask'?"),
        (["--rules", "nowhere.toml"], "nowhere.toml: cannot be read"),
        (["--fromat", "json"], "--fromat"),
        (["-f", "pdf"], "valid are: html, json, markdown, text"),
        (["-f", "markdwn"], "did you mean 'markdown'?"),
        (["--kind", "htm"], "did you mean 'html'?"),
    ],
)
def test_wrong_options_name_the_right_ones(page: Path, args: list[str], says: str) -> None:
    assert says in one_line_error(run(page, *args), 2)


def test_url_with_several_files_and_no_file(page: Path) -> None:
    assert "--site-name" in one_line_error(run(page, page, "--url", "https://a.example/"), 2)
    assert "cleanpress clean --help" in one_line_error(run("clean"), 2)


def test_broken_rule_file_names_file_and_line(page: Path) -> None:
    rules = page.with_name("mine.toml")
    rules.write_text('[[rule]]\nid = "donation.x"\ncategory = "donatoin"\nwhy = "x"\nmatch = []\nmiss = []\n')
    error = one_line_error(run(page, "--rules", rules), 2)
    assert f"{rules}, line 2" in error and "did you mean 'donation'?" in error


def test_help_tells_commands_in_whole_sentences() -> None:
    for group in ((), ("rules",)):
        rows = run(*group, "--help").stdout.partition("Commands:\n")[2].splitlines()
        assert len(rows) >= 4
        assert all(row.endswith(".") and not row.endswith("...") for row in rows), rows


def test_help_teaches_and_version(page: Path) -> None:
    text = run("--help").stdout
    assert "Examples:" in text and "cleanpress page.html --explain" in text and "Exit codes:" in " ".join(text.split())
    assert run().stdout == text
    assert run("--version").stdout == f"cleanpress {cleanpress.__version__}\n"
    for command in ("clean", "explain", "rules"):
        assert "Examples:" in run(command, "--help").stdout


# --- rules ----------------------------------------------------------------------------------------------------------


def test_misspelt_commands_are_recognised() -> None:
    assert tuple(program.commands) == COMMANDS
    assert "did you mean: cleanpress rules" in one_line_error(run("rule"), 1)
    assert "show" in one_line_error(run("rules", "shwo"), 2)


def test_rules_list_shows_every_rule_and_filters_by_pack() -> None:
    ids = [line.split()[0] for line in run("rules", "list").stdout.splitlines()]
    assert ids == [rule.id for rule in load().rules]
    english = [line.split()[0] for line in run("rules", "list", "en").stdout.splitlines()]
    assert english == [i for i in ids if i.startswith("en:")] != []
    assert "no pack 'enn'" in one_line_error(run("rules", "list", "enn"), 2)


def test_rules_show_tells_all() -> None:
    rule = next(rule for rule in load(full=True).rules if rule.id == "en:donation.ask")
    text = run("rules", "show", rule.id).stdout
    for part in (*rule.phrases, *rule.match, *rule.miss, rule.why, f"{rule.points:+d}"):
        assert part in text
    assert "points  +2" in run("rules", "show", "shape.short").stdout
    assert "did you mean 'en:donation.ask'?" in one_line_error(run("rules", "show", "en:donation.aks"), 2)


def test_every_step_that_can_stand_in_a_verdict_can_be_shown() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "cleanpress" / "verdicts").glob("*.py"))
    named = set(re.findall(r'"((?:place|run)\.[a-z-]+)"', source))
    assert named, "the pattern above finds no step any more"
    assert set(STEPS) == named, (
        "say in cleanpress/rules/choice.py what each step does, and nothing of steps that are gone"
    )
    for step in named:
        assert STEPS[step] in run("rules", "show", step).stdout


def test_new_rules_work_are_tested_and_are_not_overwritten(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(page.parent)
    assert run("rules", "new", "mine.toml").exit_code == 0
    assert "already" in one_line_error(run("rules", "new", "mine.toml"), 2)
    result = run("rules", "test", "mine.toml")
    assert (result.exit_code, result.stdout) == (0, "mine: 1 rules, 2 examples, none failed\n")
    line = "Keep the lighthouse of the free press lit, whatever the weather may bring us."
    page.write_text(f"{BODY}\n\n{line}\n\n{BODY} He did not say when.\n", "utf-8")
    assert line in run(page).stdout
    assert line not in run(page, "--rules", "mine.toml").stdout
    assert "mine:donation.lighthouse" in run("rules", "show", "mine:donation.lighthouse", "--rules", "mine.toml").stdout


def test_rules_compile_writes_a_cache_that_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "compiled.json"
    monkeypatch.setattr(index, "CACHE", target)
    index._stored.cache_clear()
    raw = pack_paths()["en"].read_bytes()
    try:
        assert index.cached("en", raw) is None
        assert f"compiled {len(pack_paths())} packs" in run("rules", "compile").stderr
        index._stored.cache_clear()
        stored = index.cached("en", raw)
        assert stored is not None
        assert len(stored[0].rules) == len(shipped_pack("en").rules)
        assert index.cached("en", raw + b"\n") is None, "an edited pack must not be answered from the cache"
        for name, pack in pack_paths().items():
            stored = index.cached(name, pack.read_bytes())
            assert stored is not None, name
            kept, made = stored[1], index.Index.of(shipped_pack(name).rules)
            assert asdict(kept.phrases) == asdict(made.phrases) and kept.labels == made.labels, name
        monkeypatch.setattr(index, "CACHE", tmp_path / "no" / "compiled.json")
        assert "cannot write the compiled rules" in one_line_error(run("rules", "compile"), 1)
    finally:
        index._stored.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('match    = ["Keep', 'match    = ["Sweep', "match is not hit by its rule"),
        ('= ["The keeper of', '= ["Keep the lighthouse of the free press lit. The keeper of', "miss is removed"),
    ],
)
def test_rules_test_reports_what_fails(page: Path, old: str, new: str, says: str) -> None:
    rules = page.with_name("mine.toml")
    text = run("rules", "new").stdout
    assert old in text
    rules.write_text(text.replace(old, new), "utf-8")
    result = run("rules", "test", rules)
    assert result.exit_code == 1
    assert says in result.stdout


# --- terminals, pipes, signals: real processes ----------------------------------------------------------------------


COLOURFUL = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}


def in_terminal(*args: object, stderr_too: bool = False, **env: str) -> str:
    """Run with standard output (and error) on a pseudo-terminal; give what it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *map(str, args)],
        stdout=theirs, stderr=theirs if stderr_too else subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        env=COLOURFUL | {"TERM": "xterm-256color", "COLUMNS": "100", **env},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait(30) == 0
    return shown.replace(b"\r\n", b"\n").decode("utf-8")


STEERING = "\x1b]0;owned\x07\x9b31m\u202e\u2066\u200b\ufeff\x08"


def test_a_page_cannot_steer_the_terminal(page: Path) -> None:
    page.write_text(f"Support us today{STEERING}!\n\n{BODY} {STEERING} It did.\n", "utf-8")
    shown = in_terminal(page, "--kind", "text", "--explain", stderr_too=True, NO_COLOR="1")
    assert "\\u001b]0;owned\\u0007\\u009b31m\\u202e\\u2066" in shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown), repr(shown)


def test_a_hostile_file_name_is_escaped(tmp_path: Path) -> None:
    result = run(tmp_path / "a\x1b[2Jb\nc.html")
    assert "\x1b" not in one_line_error(result, 1)
    assert "\\u001b[2J" in one_line_error(run("a", "-o", tmp_path / "a\x1b[2J\nb" / "c"), 2)


def test_tables_that_go_to_a_file_are_escaped_too(page: Path) -> None:
    page.write_text(f"Support us today{STEERING}!\n\n{BODY}\n", "utf-8")
    result = run(page, "--kind", "text", "--explain")
    assert "\\u001b]0;owned" in result.stderr
    assert "\x1b" not in result.stderr and "\u202e" not in result.stderr


def test_escape_leaves_letters_and_their_joiners() -> None:
    text = "نمی\u200cخواهم क्\u200dष שלום\u200f ok\tno\nyes"
    assert escape(text.replace("\n", "\r\n")) == text


def test_colours_only_on_a_terminal_that_wants_them(page: Path) -> None:
    assert "\x1b[" in in_terminal("explain", page)
    assert "\x1b[" not in in_terminal("explain", page, NO_COLOR="1")
    env = COLOURFUL | {"FORCE_COLOR": "1"}
    piped = subprocess.run([*COMMAND, "explain", page], capture_output=True, env=env, check=True)
    assert b"\x1b[" not in piped.stdout


def test_a_summary_is_for_people_only(page: Path) -> None:
    assert "removed 1 donation" in in_terminal(page, stderr_too=True)
    assert "removed" not in in_terminal(page, "--quiet", stderr_too=True)
    assert run(page).stderr == ""


def test_broken_pipe_is_quiet(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(f"{BODY} That was day {i} of the talks." for i in range(20_000)), "utf-8")
    process = subprocess.Popen([*COMMAND, path, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(60) == 141
    assert process.stderr.read() == b""


def until_it_waits(process: subprocess.Popen[bytes]) -> None:
    """Return once a process uses no more time: a signal amid an import may be lost, and that may take long."""
    time.sleep(1.5)
    times = Path(f"/proc/{process.pid}/stat")
    used, before = list[str](), None
    while times.exists() and used != before:
        before, used = used, times.read_text().rpartition(")")[2].split()[11:13]
        time.sleep(0.3)


def test_interrupt_is_quiet() -> None:
    process = subprocess.Popen([*COMMAND, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until_it_waits(process)  # for input
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    assert process.stderr is not None
    assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
def test_full_disk_is_one_line(page: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, page], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "No space left" in done.stderr and len(done.stderr.splitlines()) == 1


def test_closed_streams_are_no_traceback(page: Path) -> None:
    for redirect in (">&-", "2>&-", "<&-"):
        line = f'"$@" {redirect}'
        words = ["bash", "-c", line, "bash", *COMMAND, str(page)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr, redirect
        assert done.returncode == (1 if redirect == ">&-" else 0)


def test_ascii_terminals_and_pipes(page: Path) -> None:
    page.write_text(f"Support us today, für immer!\n\n{BODY} Für immer.\n", "utf-8")
    env = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([*COMMAND, page, "--explain"], capture_output=True, env=env, check=True)
    assert done.stdout.decode("utf-8").endswith("Für immer.\n")
    subprocess.run([*COMMAND, "explain", page], capture_output=True, env=env, check=True)


def test_completion_offers_options_categories_commands_and_files() -> None:
    def offers(*words: str) -> list[str]:
        env = os.environ | {
            "_CLEANPRESS_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["cleanpress", *words]),
            "COMP_CWORD": str(len(words)),
        }
        return subprocess.run([*COMMAND], capture_output=True, text=True, env=env, check=True).stdout.split()

    assert "plain,--keep" in offers("page.html", "--ke")
    assert "plain,donation" in offers("page.html", "--keep", "don")
    assert "plain,strict" in offers("page.html", "--preset", "st")
    assert {"plain,explain", "file,ex"} <= set(offers("ex"))


# --- the page that the README cleans --------------------------------------------------------------------------------


def test_the_page_of_the_readme() -> None:
    page = ROOT / "fixtures" / "pages" / "harbour-post" / "page.html"
    assert run(page).stdout == page.with_name("expected.txt").read_text("utf-8")


# --- bounds ----------------------------------------------------------------------------------------------------------


def test_max_chars_and_time_limit_bound_a_document_and_say_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    body = "The ministry said on Monday that it would wait."
    path.write_text(f"Support us!\n\n{body}\nSign up to our newsletter!\n", "utf-8")
    whole, cut = run(path), run(path, "--max-chars", 60)
    assert "newsletter" not in whole.stdout and not whole.stderr
    assert "newsletter" in cut.stdout and "Support us" not in cut.stdout
    assert "longer than max_chars" in cut.stderr
    late = run(path, "--time-limit", "0.0000001")
    assert late.stdout == path.read_text("utf-8")
    assert "not judged within time_limit" in late.stderr
    assert run(path, "--max-chars", 60, "-q").stderr == ""


def test_bounds_of_zero_lift_those_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, options = tmp_path / "a.txt", tmp_path / "cleanpress.toml"
    path.write_text("The ministry said on Monday that it would wait.\n\nSign up to our newsletter!\n", "utf-8")
    options.write_text("max_chars = 50\n")
    assert "newsletter" in run(path, "--config", options).stdout
    assert "newsletter" not in run(path, "--config", options, "--max-chars", 0).stdout
    one_line_error(run(path, "--max-chars", "-1"), 2)
    one_line_error(run(path, "--time-limit", "soon"), 2)
