"""``cleanpress batch``: what comes out of each kind of input, and what is refused and why."""

import contextlib
import gzip
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

import cleanpress
from cleanpress import extras
from cleanpress.batch import kernel, pool
from cleanpress.batch.pool import Job, Pool
from cleanpress.batch.records import BatchError, Item, Record, Settings, Stats
from cleanpress.batch.worker import work
from cleanpress.cli import main, progress
from cleanpress.errors import MissingExtraError
from tests import deadly
from tests.batches import APPEAL, BODY, HTML, lines, rejects, rows, run, text_of, warc_record

COMMAND = (sys.executable, "-m", "cleanpress", "batch")


def texts(path: Path) -> list[str]:
    return [row["text"].strip() for row in rows(path)]


def want(*numbers: int) -> list[str]:
    return [f"{BODY} That was day {i} of the talks." for i in numbers]


# --- the kernel ------------------------------------------------------------------------------------------------------


def test_the_kernel_is_public_and_equals_single_calls() -> None:
    sources: list[str | bytes] = [text_of(1), HTML.encode()]
    together = cleanpress.clean_batch(sources, urls=["https://post.example/1", None])
    assert [a.to_dict() for a in together] == [
        cleanpress.clean(sources[0], url="https://post.example/1").to_dict(),
        cleanpress.clean(sources[1]).to_dict(),
    ]


# --- inputs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pack"), [("a.jsonl", bytes), ("a.jsonl.gz", gzip.compress), ("a.ndjson.zst", zstandard.compress)]
)
def test_lines_of_json_plain_and_compressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, pack: Callable[[bytes], bytes]
) -> None:
    half = lines(2)
    (tmp_path / name).write_bytes(pack(half) + pack(lines(4)[len(half) :]))
    run(monkeypatch, tmp_path / name, tmp_path / "o.jsonl", ordered=True)
    assert texts(tmp_path / "o.jsonl") == want(0, 1, 2, 3)
    first = rows(tmp_path / "o.jsonl")[0]
    assert (first["input"], first["record"], first["id"]) == (str(tmp_path / name), 1, "0")
    assert first["url"] == "https://post.example/0"
    assert [cut["text"].strip() for cut in first["removed"]] == [APPEAL]
    assert not (tmp_path / "o.jsonl.rejects.jsonl").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "o.jsonl"]), "something was left behind"


def test_fields_html_goes_before_text_and_null_is_no_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [{"html": HTML, "text": "x"}, {"html": None, "text": text_of(1)}, {"html": 7}, {"body": text_of(2)}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, given)) + "\n[1]\n\n")
    out = tmp_path / "o.jsonl"
    run(monkeypatch, tmp_path / "a.jsonl", out, ordered=True)
    assert texts(out) == [f"{BODY}\n\n{BODY}", *want(1)]
    assert [(r["record"], r["reason"]) for r in rejects(out)] == [(3, "not-text"), (4, "no-field"), (5, "broken-json")]
    run(monkeypatch, tmp_path / "a.jsonl", out, settings=Settings(text_field="body"))
    assert texts(out) == want(2)


@pytest.mark.parametrize("codec", ["snappy", "zstd"])
def test_parquet_reads_only_the_columns_that_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codec: str) -> None:
    table = pa.table({"junk": ["x"] * 5, "text": [text_of(0), None, text_of(2), "", text_of(4)], "id": [5, 6, 7, 8, 9]})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2, compression=codec)
    out = tmp_path / "o.jsonl"
    run(monkeypatch, tmp_path / "a.parquet", out, ordered=True)
    assert texts(out) == want(0, 2, 4)
    assert [row["id"] for row in rows(out)] == ["5", "7", "9"]
    assert [(r["record"], r["reason"]) for r in rejects(out)] == [(2, "no-field"), (4, "empty")]
    run(monkeypatch, tmp_path / "a.parquet", out, settings=Settings(text_field="body"))
    assert [r["reason"] for r in rejects(out)] == ["no-field"] and "junk, text, id" in rejects(out)[0]["detail"]


def test_warc_pages_their_charsets_and_encodings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    umlaut = HTML.replace("ferries", "Fähren")
    records = [
        warc_record("http://a/1", umlaut.encode("latin-1"), "text/html; charset=iso-8859-1"),
        warc_record("http://a/2", gzip.compress(HTML.encode()), extra="Content-Encoding: gzip\r\n"),
        warc_record("http://a/3", HTML.encode(), extra="Transfer-Encoding: chunked\r\n"),
        warc_record("http://a/4", b"\x89PNG", "image/png"),
        warc_record("http://a/5", HTML.encode(), status=404),
    ]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(records))
    (tmp_path / "b.warc").write_bytes(gzip.decompress(records[0]))
    outcome = run(monkeypatch, [tmp_path / "a.warc.gz", tmp_path / "b.warc"], tmp_path / "o.jsonl", ordered=True)
    found = rows(tmp_path / "o.jsonl")
    assert [row["url"] for row in found] == ["http://a/1", "http://a/2", "http://a/3", "http://a/1"]
    assert "Fähren" in found[0]["text"] and all(BODY[:60] in row["text"] for row in found)
    assert (outcome.stats.documents, outcome.stats.skipped, outcome.stats.rejected.total()) == (4, 2, 0)


def test_a_truncated_warc_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = f"<!-- {os.urandom(3000).hex()} -->".encode()
    records = [warc_record(f"http://a/{i}", HTML.encode() + noise) for i in range(3)]
    out = tmp_path / "o.jsonl"
    for left in (3000, 600, 60, 12):
        (tmp_path / "a.warc.gz").write_bytes(records[0] + records[1] + records[2][:left])
        run(monkeypatch, tmp_path / "a.warc.gz", out)
        assert len(rows(out)) == 2
        assert [(r["record"], r["reason"]) for r in rejects(out)] == [(3, "truncated")], left
    broken = b"".join(records)
    middle = len(records[0]) + 700
    (tmp_path / "a.warc.gz").write_bytes(broken[:middle] + bytes(99) + broken[middle + 99 :])
    run(monkeypatch, tmp_path / "a.warc.gz", out)
    assert (len(rows(out)), [(r["record"], r["reason"]) for r in rejects(out)]) == (1, [(2, "broken-input")])


def test_folders_globs_and_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    for i, name in enumerate(("a.txt", "b.html", "deep/c.txt", ".hidden", "z.txt")):
        (folder / name).write_text(text_of(i))
    (tmp_path / "list.txt").write_text(f"{folder}/z.txt\n\n{folder}/gone.txt\n")
    out = tmp_path / "o.jsonl"
    run(monkeypatch, folder, out, ordered=True, settings=Settings(kind="text"))
    assert texts(out) == want(0, 1, 2, 4)
    run(monkeypatch, f"{folder}/**/*.txt", out, ordered=True)
    assert texts(out) == want(0, 2, 4)
    run(monkeypatch, f"@{tmp_path / 'list.txt'}", out)
    assert texts(out) == want(4)
    assert [(r["input"], r["reason"]) for r in rejects(out)] == [(f"{folder}/gone.txt", "unreadable")]
    for wrong in ("nothing-here", f"{folder}/*.pdf", f"@{folder}/gone.txt"):
        with pytest.raises(BatchError, match=re.escape(wrong)):
            run(monkeypatch, wrong, out)


def test_standard_input_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = lines(2), gzip.compress(lines(2)), text_of(0).encode(), warc_record("http://a/1", HTML.encode())
    for data, count in zip(given, (2, 2, 1, 1), strict=True):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
        assert run(monkeypatch, "-", tmp_path / "o.jsonl").stats.documents == count


# --- what is refused -------------------------------------------------------------------------------------------------


def test_bad_records_go_to_the_rejects_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (folder / "b.html").write_bytes(b"\xef\xbb\xbf<p>" + b"\xff\xfe\xfd " * 400 + b"</p>")
    (folder / "c.txt").write_text("x" * 5000)
    (folder / "d.txt").write_text(" \n")
    (folder / "e.jsonl").write_bytes(lines(3, bad=(1,)) + b'{"text": "' + b"y" * 9000 + b'"}\n' + lines(1))
    (folder / "f.jsonl.gz").write_bytes(gzip.compress(lines(200))[:-30])
    (folder / "g.jsonl.zst").write_bytes(zstandard.compress(lines(200))[:-30])
    (folder / "h.parquet").write_bytes(b"PAR1 but no table")
    (folder / "i.txt.gz").write_bytes(gzip.compress(text_of(9).encode()))
    out = tmp_path / "o.jsonl"
    outcome = run(monkeypatch, folder, out, settings=Settings(max_bytes=4000))
    reasons = [(os.path.basename(r["input"])[0], r["record"], r["reason"]) for r in rejects(out)]
    assert [r for r in reasons if r[0] not in "fgh"] == [
        ("a", 1, "not-text"), ("b", 1, "undecodable"), ("c", 1, "too-long"), ("d", 1, "empty"), ("e", 2, "broken-json"),
        ("e", 4, "too-long"),
    ]  # fmt: skip
    assert sorted((r[0], r[2]) for r in reasons if r[0] in "fgh") == [(name, "broken-input") for name in "fgh"]
    assert want(9)[0] in texts(out)
    assert outcome.stats.rejected.total() == len(reasons)


@pytest.mark.parametrize(("name", "pack"), [("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstandard.compress)])
def test_a_bomb_is_one_reject_and_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, pack: Callable[[bytes], bytes]
) -> None:
    import tracemalloc

    (tmp_path / name).write_bytes(pack(bytes(60_000_000)) + pack(b"\n" + lines(1)))
    out = tmp_path / "o.jsonl"
    run(monkeypatch, [tmp_path / name], out)  # what the rules take is loaded before the measuring
    tracemalloc.start()
    run(monkeypatch, [tmp_path / name], out, settings=Settings(max_bytes=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(r["record"], r["reason"]) for r in rejects(out)] == [(1, "too-long")]
    assert texts(out) == want(0)
    assert peak < 30_000_000, peak


def test_a_slow_document_is_given_up_and_a_fault_of_ours_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from cleanpress.batch import worker

    real: Callable[..., list[cleanpress.Article]] = kernel.clean_batch

    def odd(sources: list[str], **options: Any) -> list[cleanpress.Article]:
        if "slow" in sources[0]:
            time.sleep(9)
        if "fault" in sources[0]:
            raise ZeroDivisionError("x")
        return real(sources, **options)

    monkeypatch.setattr(worker, "clean_batch", odd)
    signal.signal(signal.SIGALRM, worker.raise_time_up)
    items: list[Item] = [
        Record((0, i), "in", "t", "page", text) for i, text in enumerate(("slow", "fault", text_of(1)))
    ]
    result = work(items, Settings(max_seconds=0.2), [0.0, 0.0])
    assert [reject.reason for reject in result.rejects] == ["too-slow", "fault"]
    assert result.stats.documents == 1


# --- outputs ---------------------------------------------------------------------------------------------------------


def test_outputs_hold_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(300))
    for name in ("o.jsonl", "o.jsonl.gz", "o.jsonl.zst", "o.parquet"):
        run(monkeypatch, tmp_path / "a.jsonl", tmp_path / name, ordered=True)
    plain = (tmp_path / "o.jsonl").read_bytes()
    assert len(plain.splitlines()) == 300
    assert gzip.decompress((tmp_path / "o.jsonl.gz").read_bytes()) == plain
    with zstandard.open(tmp_path / "o.jsonl.zst") as file:  # it reads one frame only, as others do
        assert file.read() == plain
    table = pq.read_table(tmp_path / "o.parquet").to_pylist()
    for row, line in zip(table, plain.splitlines(), strict=True):
        other = json.loads(line)
        more = json.loads(row.pop("more"))
        cuts = [(r["rule"], r["text"], [r["start"], r["end"]]) for r in row.pop("removed")]
        assert cuts == [(r["rule"], r["text"], r["span"]) for r in other.pop("removed")]
        assert row | more == other
    with pytest.raises(BatchError, match=r"end it with / for a folder"):
        run(monkeypatch, tmp_path / "a.jsonl", tmp_path / "o.csv")


def test_a_lone_surrogate_fits_every_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": f"{BODY} \ud800"}) + "\n")
    for name in ("o.jsonl", "o.parquet"):
        run(monkeypatch, tmp_path / "a.jsonl", tmp_path / name)
    assert rows(tmp_path / "o.jsonl")[0]["text"].endswith("\ud800")
    assert "\ufffd" in pq.read_table(tmp_path / "o.parquet")["text"][0].as_py()


def test_a_folder_mirrors_the_input_and_no_two_inputs_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for i, name in enumerate(("x/a.html", "x/A.html", "x/sub/a.html", "y/a.html", "y/b", "y/b.txt/c", "y/b.txt.txt/d")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text_of(i))
    (tmp_path / "x" / "l.jsonl").write_bytes(lines(2))
    monkeypatch.chdir(tmp_path)
    run(monkeypatch, ["x", "y", "x/a.html"], "o/", settings=Settings(kind="text"))
    out = tmp_path / "o"
    found = {str(p.relative_to(out)): p.read_text().strip() for p in out.rglob("*") if p.is_file()}
    assert len(found) == 10
    assert found["x/l.jsonl/000000001.txt"] == want(1)[0]
    assert sorted(found.values()) == sorted([*want(0, 1, 2, 3, 4, 5, 6), *want(0, 1), *want(0)])
    assert {"x/A.html.txt", "x/a.html~2.txt", "x/a.html~3.txt", "y/b.txt", "y/b~2.txt/c.txt"} <= set(found)
    run(monkeypatch, "y", "p/", files="json")
    assert json.loads((tmp_path / "p" / "a.html.json").read_text())["input"] == "y/a.html"


def test_an_output_among_the_inputs_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(text_of(1))
    out = tmp_path / "o.jsonl"
    for _ in range(2):
        run(monkeypatch, tmp_path, out)
        assert texts(out) == want(1)
    with pytest.raises(BatchError, match="both an input and an output"):
        run(monkeypatch, out, out)


@pytest.mark.parametrize(
    ("name", "out", "module"), [("a.parquet", "o.jsonl", "pyarrow.parquet"), ("a.warc", "o.jsonl", "fastwarc.warc"),
                                ("a.jsonl.zst", "o.jsonl", "zstandard"), ("a.txt", "o.parquet", "pyarrow.parquet")]
)  # fmt: skip
def test_what_is_not_installed_is_named_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, out: str, module: str
) -> None:
    (tmp_path / name).write_text(text_of(1))

    def absent(wanted: str) -> None:
        raise ImportError(wanted)

    monkeypatch.setattr(extras, "import_module", absent)
    with pytest.raises(MissingExtraError, match=r"pip install 'cleanpress\[" + extras.EXTRAS[module.partition(".")[0]]):
        run(monkeypatch, tmp_path / name, tmp_path / out)


# --- processes -------------------------------------------------------------------------------------------------------


def test_a_document_that_kills_or_hangs_its_process_is_the_only_one_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "serve", deadly.serve)
    monkeypatch.setattr(pool, "GRACE", 0.3)
    texts = [text_of(i) for i in range(5)]
    texts[1], texts[3] = "die", "hang"
    items: list[Item] = [Record((0, i), "in", "t", "page", text) for i, text in enumerate(texts)]
    with Pool(2, Settings(max_seconds=0.5)) as workers:
        workers.submit(Job(0, items))
        done: list[Job] = []
        while not done:
            done = workers.collect()
    result = done[0].result()
    assert sorted((r.position[1], r.reason) for r in result.rejects) == [(1, "worker-died"), (3, "too-slow")]
    assert [json.loads(line)["record"] for line in result.blob.splitlines()] == [1, 3, 5]


def test_processes_that_cannot_even_start_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "serve", deadly.never)
    with Pool(1, Settings()) as workers, pytest.raises(BatchError, match="die as they start"):
        workers.submit(Job(0, [Record((0, 0), "in", "t", "page", "x")]))
        for _ in range(99):
            workers.collect()


def test_progress_in_lines_summary_and_exit_codes(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(500, bad=(7,)))
    args = ["a.jsonl", "-o", "o.jsonl", "-j2", "--summary", "s.json", "--interval", "0.01"]
    done = subprocess.run([*COMMAND, *args], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    line = r"documents, [\d.]+ MB/s, [\d.]+ % removed \(donation [\d.]+\), 1 rejected, \d+:\d\d left"
    assert re.search(line, done.stderr)
    assert "rejected: 1 broken-json; see" in done.stderr
    summary = json.loads((tmp_path / "s.json").read_text())
    assert (summary["documents"], summary["rejected"], summary["inputs"]) == (499, {"broken-json": 1}, 1)
    assert 0 < summary["removed_share"]["donation"] < 1


FIELDS = (
    r"[\d,]+ documents", r"[\d.]+ MB/s", r"[\d.]+ % removed \(donation [\d.]+\)", r"\d+ rejected", r"\d+:\d\d left",
)  # fmt: skip


def bare(shown: str) -> str:
    """Take the codes that steer a terminal out of what was written to it."""
    return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown)


def test_the_bar_shows_documents_speed_share_errors_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    screen = io.StringIO()
    monkeypatch.setattr(progress, "console", lambda err: Console(file=screen, force_terminal=True, width=160))
    monkeypatch.setattr(progress, "is_terminal", lambda stream: True)
    monkeypatch.setattr(progress, "REDRAW", 0)
    stats = Stats(documents=1234, input_bytes=5_000_000, source_chars=1000, seconds=2.0)
    stats.removed_chars.update(donation=150, share=50)
    stats.rejected.update(empty=3)
    with progress.make_progress(30, quiet=False) as watch:
        watch(stats, 100, 1000)
        time.sleep(0.01)
        watch(stats, 500, 1000)
    shown = bare(screen.getvalue())
    assert "1,234 documents, 2.5 MB/s, 20.0 % removed (donation 15.0, share 5.0), 3 rejected, 0:00 left" in shown
    assert "\u2501" in shown, "there is a bar"


def test_a_terminal_gets_a_live_line_and_a_log_none(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(4000, bad=(7,)))
    ours, theirs = pty.openpty()
    with subprocess.Popen([*COMMAND, "a.jsonl", "-o", "o.jsonl", "-j1"], cwd=tmp_path, stderr=theirs,
                          env=os.environ | {"COLUMNS": "160", "TERM": "xterm"}) as running:  # fmt: skip
        os.close(theirs)
        parts = []
        with contextlib.suppress(OSError):  # the other end is gone
            while data := os.read(ours, 65536):
                parts.append(data)
    os.close(ours)
    assert running.returncode == 0
    shown = bare(b"".join(parts).decode())
    assert re.search(", ".join(FIELDS), shown), shown[-2000:]
    assert "\x1b[" in b"".join(parts).decode()


def test_wrong_usage_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_bytes(lines(1))
    for args, says in (
        ("gone -o o.jsonl", "no such file"),
        ("a.jsonl -o o.csv", "end it with"),
        ("a.jsonl -o no/o.jsonl", "no folder"),
        ("a.jsonl -o o.jsonl --url x", "--url-field"),
    ):
        with pytest.raises(SystemExit) as stop:
            main(["batch", *args.split()])
        said = capsys.readouterr().err
        assert (stop.value.code, len(said.splitlines())) == (2, 1) and says in said
    assert sorted(os.listdir()) == ["a.jsonl"]
