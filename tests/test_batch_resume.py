"""``cleanpress batch`` that is interrupted, killed, starved of disk or started twice: every input exactly once."""

import errno
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanpress.batch import run as running
from cleanpress.batch import sinks
from cleanpress.batch.ledger import Ledger
from cleanpress.batch.records import BatchError, Position, Result, WriteError
from cleanpress.batch.state import Lock
from tests.batches import lines, rejects, rows, run, text_of, warc_record

COMMAND = (sys.executable, "-m", "cleanpress", "batch")
KILLS = 50


# --- the account -----------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.data())
def test_the_ledger_gives_every_record_once_however_often_a_run_breaks(data: st.DataObject) -> None:
    """A model of runs that are cut off: chunks of any size, written in any order, committed now and then."""
    sizes = data.draw(st.lists(st.integers(0, 9), min_size=1, max_size=6))
    everything = [(n, k) for n, size in enumerate(sizes) for k in range(size)]
    stored, committed = Ledger().to_json(), list[Position]()
    for last in (False, False, False, True):
        patience = 9999 if last else data.draw(st.integers(0, 20))
        stored, committed = one_run(everything, stored, committed, patience, data)
    assert sorted(committed) == everything


def one_run(
    everything: list[Position], stored: dict[str, Any], committed: list[Position], patience: int, data: st.DataObject
) -> tuple[dict[str, Any], list[Position]]:
    """Read, write and commit until ``patience`` is over; give what is stored and what counts as written then."""
    ledger, written = Ledger.from_json(json.loads(json.dumps(stored))), list(committed)
    chunks, chunk, seen = dict[int, list[Position]](), list[Position](), list[int]()

    def cut() -> None:
        if chunk:
            number = len(seen)
            seen.append(number)
            chunks[number] = list(chunk)
            ledger.opened(number, chunk[0], chunk[-1])
            chunk.clear()

    for position in [*(p for p in everything if p >= ledger.start), None]:
        if position is None or not ledger.wanted(position):
            cut()
        else:
            chunk.append(position)
            if data.draw(st.booleans()):
                cut()
        while chunks and not chunk and (position is None or data.draw(st.booleans())):
            number = data.draw(st.sampled_from(sorted(chunks)))
            patience -= 1
            if patience < 0:
                return stored, committed
            written += chunks.pop(number)
            ledger.closed(number)
            if position is None or data.draw(st.booleans()):
                stored, committed = ledger.to_json(), list(written)
    return ledger.to_json(), written


# --- interrupted -----------------------------------------------------------------------------------------------------


class Stop(Exception):
    pass


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("name", ["o.jsonl", "o.jsonl.gz", "o.jsonl.zst", "o.parquet", "o/"])
def test_a_run_that_breaks_anywhere_is_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, ordered: bool
) -> None:
    monkeypatch.setattr(running, "CHUNK_ITEMS", 3)
    folder = make_inputs(tmp_path, 30)
    out = f"{tmp_path}/{name}"
    real, chance = running._Run._write, random.Random(name)

    def break_sometimes(self: running._Run, *args: Any) -> None:
        if chance.random() < 0.2:
            raise Stop
        real(self, *args)
        if chance.random() < 0.2:
            raise Stop

    monkeypatch.setattr(running._Run, "_write", break_sometimes)
    breaks = 0
    while True:
        try:
            run(monkeypatch, folder, out, ordered=ordered, resume=True, commit_every=0)
            break
        except Stop:
            breaks += 1
    assert breaks > 3
    check(folder, Path(out), 30)
    if ordered and name == "o.jsonl":
        found = [(row["input"], row["record"]) for row in rows(Path(out))]
        assert found == sorted(found)


def make_inputs(tmp_path: Path, count: int) -> Path:
    """A folder with every kind of input; ``count`` lines in the largest, a bad one in each tenth."""
    folder = tmp_path / "in"
    folder.mkdir()
    data = lines(count, bad=tuple(range(5, count, 10)))
    (folder / "a.jsonl").write_bytes(data)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(data)[:-20])
    for i in range(7):
        (folder / f"c{i}.txt").write_text(text_of(i))
    records = [warc_record(f"http://a/{i}", f"<p>{text_of(i)}</p>".encode()) for i in range(9)]
    (folder / "d.warc.gz").write_bytes(b"".join(records)[:-40])
    return folder


def check(folder: Path, out: Path, count: int) -> None:
    """Every input is in the output or in the rejects, once; and nothing else is left."""
    found = Counter((Path(r["input"]).name, r["record"]) for r in rejects(out))
    if out.is_dir():
        names = [p.relative_to(out) for p in out.rglob("*") if p.is_file()]
        found.update((p.name[:-4], 1) if len(p.parts) == 1 else (p.parts[0], int(p.stem) + 1) for p in names)
    else:
        found.update((Path(r["input"]).name, r["record"]) for r in read_rows(out))
    assert {place: n for place, n in found.items() if n > 1} == {}
    wanted = {("a.jsonl", i + 1) for i in range(count)} | {(f"c{i}.txt", 1) for i in range(7)}
    wanted |= {("d.warc.gz", i + 1) for i in range(9)}
    assert {place for place in found if place[0] != "b.jsonl.gz"} == wanted
    cut = sorted(record for name, record in found if name == "b.jsonl.gz")
    assert cut == list(range(1, len(cut) + 1))
    assert {p.name for p in folder.parent.iterdir()} - {"in", out.name, f"{out.name}.rejects.jsonl"} == set()


def read_rows(out: Path) -> list[dict[str, Any]]:
    if out.suffix == ".parquet":
        return list(pq.read_table(out, columns=["input", "record"]).to_pylist())
    data = out.read_bytes()
    if out.suffix == ".gz":
        data = gzip.decompress(data)
    if out.suffix == ".zst":
        data = zstandard.ZstdDecompressor().stream_reader(data).read()
    return [json.loads(line) for line in data.splitlines()]


def test_the_end_of_a_run_may_break_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_inputs(tmp_path, 10)
    out, real = tmp_path / "o.jsonl", sinks.publish
    for fail_after in (False, True, False, True):

        def broken(ready: Path, target: Path, fail_after: bool = fail_after) -> None:
            if fail_after:
                real(ready, target)
            raise Stop

        monkeypatch.setattr(sinks, "publish", broken)
        with pytest.raises(Stop):
            run(monkeypatch, folder, out, resume=True)
    monkeypatch.setattr(sinks, "publish", real)
    run(monkeypatch, folder, out, resume=True)
    check(folder, out, 10)
    assert run(monkeypatch, folder, out, resume=True).complete_before


def test_what_cannot_be_resumed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_inputs(tmp_path, 10)
    out = tmp_path / "o.jsonl"
    monkeypatch.setattr(sinks.FileSink, "finish", lambda self: (_ for _ in ()).throw(Stop()))
    monkeypatch.setattr(running, "CHUNK_ITEMS", 3)
    with pytest.raises(Stop):
        run(monkeypatch, folder, out)
    with pytest.raises(BatchError, match="interrupted run"):
        run(monkeypatch, folder, out)
    with pytest.raises(BatchError, match=r"other options .ordered."):
        run(monkeypatch, folder, out, ordered=True, resume=True)


def test_an_input_that_changed_in_between_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(9))
    monkeypatch.setattr(running, "CHUNK_ITEMS", 3)
    real = running._Run._write

    def once(self: running._Run, number: int, result: Result) -> None:
        if number:
            raise Stop
        real(self, number, result)

    monkeypatch.setattr(running._Run, "_write", once)
    with pytest.raises(Stop):
        run(monkeypatch, tmp_path / "a.jsonl", tmp_path / "o.jsonl", commit_every=0)
    (tmp_path / "a.jsonl").write_bytes(lines(12))
    with pytest.raises(BatchError, match="has changed"):
        run(monkeypatch, tmp_path / "a.jsonl", tmp_path / "o.jsonl", resume=True)


# --- full disks, second runs -----------------------------------------------------------------------------------------


def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_inputs(tmp_path, 30)
    out, real, room = tmp_path / "o.jsonl", sinks.Growing.append, [9000]
    monkeypatch.setattr(running, "CHUNK_ITEMS", 3)

    def limited(self: sinks.Growing, data: bytes) -> None:
        if len(data) > room[0]:
            real(self, data[: room[0]])
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= len(data)
        real(self, data)

    monkeypatch.setattr(sinks.Growing, "append", limited)
    for _ in range(2):
        with pytest.raises(WriteError, match=r"disk is full; .*--resume"):
            run(monkeypatch, folder, out, resume=True, commit_every=0)
    assert (tmp_path / "o.jsonl.part" / "rows").stat().st_size > 3000
    room[0] = 1 << 30
    run(monkeypatch, folder, out, resume=True, commit_every=0)
    check(folder, out, 30)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
@pytest.mark.parametrize("name", ["o.jsonl", "o.parquet", "o/"])
def test_a_really_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    folder = make_inputs(tmp_path, 150)
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("tmpfs cannot be mounted here")
    try:
        monkeypatch.setattr(running, "CHUNK_ITEMS", 20)
        out = f"{disk}/{name}"
        with pytest.raises(WriteError, match=r"full|I/O"):
            run(monkeypatch, folder, out, commit_every=0)
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        run(monkeypatch, folder, out, resume=True)
        names = {p.name for p in disk.iterdir()}
        assert names == {Path(out).name, f"{Path(out).name}.rejects.jsonl"}
        if Path(out).is_dir():
            assert not list(disk.rglob(".cleanpress-*"))
        else:
            found = Counter((r["input"], r["record"]) for r in [*read_rows(Path(out)), *rejects(Path(out))])
            assert max(found.values()) == 1
    finally:
        subprocess.run(["umount", disk], check=True)


def test_two_runs_on_one_output_are_refused_and_a_stale_lock_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(text_of(1))
    out, lock = tmp_path / "o.jsonl", tmp_path / "o.jsonl.lock"
    with Lock(lock):
        assert lock.read_text() == f"{os.getpid()}\n"
        with pytest.raises(BatchError, match=rf"another run \(process {os.getpid()}\)"):
            run(monkeypatch, tmp_path / "a.txt", out)
    assert not lock.exists()
    lock.write_text("99999999\n")
    run(monkeypatch, tmp_path / "a.txt", out)
    assert len(rows(out)) == 1 and not lock.exists()


# --- killed for real -------------------------------------------------------------------------------------------------


def start(folder: Path, out: Path | str, *options: str) -> subprocess.Popen[bytes]:
    words = [*COMMAND, folder, "-o", out, "-j2", "--resume", "--commit-every", "0.05", "-q", *options]
    return subprocess.Popen(list(map(str, words)), stderr=subprocess.PIPE, start_new_session=True)


def test_nothing_to_resume_is_told_unless_asked_to_be_quiet(tmp_path: Path) -> None:
    folder, out = make_inputs(tmp_path, 3), tmp_path / "o.jsonl"
    words = list(map(str, [*COMMAND, folder, "-o", out, "--resume"]))
    told = [subprocess.run([*words, *quiet], capture_output=True, check=True).stderr for quiet in (["-q"], ["-q"], [])]
    assert told[:2] == [b"", b""]
    assert b"nothing to resume" in told[2]


def workers_of(pid: int) -> list[int]:
    found = []
    for task in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = task.read_text().rpartition(")")[2].split()
            command = (task.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == pid and b"spawn_main" in command:
            found.append(int(task.parent.name))
    return found


def strike(process: subprocess.Popen[bytes], chance: random.Random) -> str:
    """End the run in one of the ways that runs end, or one of its workers, which the run must outlive."""
    way = chance.choice(["kill", "kill", "group", "term", "int", "worker"])
    if way == "worker":
        for pid in workers_of(process.pid)[:1]:
            os.kill(pid, signal.SIGKILL)
        return way
    if way == "group":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.send_signal({"kill": signal.SIGKILL, "term": signal.SIGTERM, "int": signal.SIGINT}[way])
    code = process.wait(60)
    if way in ("term", "int") and code not in (0, -signal.SIGINT, -signal.SIGTERM):  # Python was up already
        assert code == {"term": 143, "int": 130}[way]
        assert process.stderr is not None
        assert "--resume" in process.stderr.read().decode() or way == "int"
    return way


def kill_until(tmp_path: Path, kills: int, count: int, seed: int) -> tuple[Counter[str], int]:
    """Kill runs at random moments, resume them, check each that gets to its end; go on until ``kills`` hit."""
    chance, ways, finished = random.Random(seed), Counter[str](), 0
    folder = make_inputs(tmp_path, count)
    names = [("o.jsonl",), ("o.jsonl.zst",), ("o/",), ("o.parquet",), ("o.jsonl.gz", "--ordered")]
    while ways.total() < kills:
        name, *options = names[finished % len(names)]
        out = tmp_path / name
        while True:
            process, way = start(folder, f"{tmp_path}/{name}", *options), ""
            assert process.stderr is not None
            if ways.total() < kills:
                try:
                    process.wait(chance.uniform(0.3, 4))
                except subprocess.TimeoutExpired:
                    way = strike(process, chance)
                    ways[way] += 1
            if process.wait(120) == 0:
                break
            assert way not in ("", "worker"), process.stderr.read().decode()
            process.stderr.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        check(folder, out, count)
        finished += 1
        for path in [*out.rglob("*"), out, tmp_path / f"{out.name}.rejects.jsonl"]:
            if path.is_file():
                path.unlink()
        if out.is_dir():
            subprocess.run(["rm", "-r", out], check=True)
    return ways, finished


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="Linux only")
def test_killed_once(tmp_path: Path) -> None:
    folder = make_inputs(tmp_path, 300)
    process = start(folder, tmp_path / "o.jsonl")
    assert process.stderr is not None
    rows_file = tmp_path / "o.jsonl.part" / "rows"
    while not rows_file.exists() or not rows_file.stat().st_size:
        assert process.poll() is None, process.stderr.read().decode()
        time.sleep(0.02)
    process.kill()
    process.communicate()
    again = start(folder, tmp_path / "o.jsonl")
    assert again.communicate()[1] == b"" and again.returncode == 0
    check(folder, tmp_path / "o.jsonl", 300)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="Linux only")
def test_killed_at_fifty_random_moments(tmp_path: Path) -> None:
    seed = int(os.environ.get("CLEANPRESS_SEED", time.time()))
    ways, finished = kill_until(tmp_path, KILLS, 4000, seed)
    print(f"seed {seed}: {dict(ways)}, {finished} runs came to their end")
    assert ways.total() >= KILLS and finished >= 2
