"""``cleanpress URL``: pages of the web on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click.testing
import pytest

import cleanpress
from cleanpress.cli import main
from cleanpress.cli.sources import plain_name
from tests.loopback import PUBLIC, Server, Web, answer, guarded, redirect

LINE = "The harbour was closed on Monday, the ministry said, because of the storm that had come up overnight."
PAGE = f"""<html><head><title>Harbour closed</title></head><body><article><h1>Harbour closed</h1>
<p>{LINE}</p><p>Ferries to the islands will go again on Wednesday, its head of traffic told reporters in the town.</p>
<p>Support our journalism. Please make a donation today.</p><a href="/more">More</a></article></body></html>"""


class Program:
    name = "cleanpress"

    def main(self, args: Sequence[str], prog_name: str, **extra: object) -> None:
        main(args)


def run(*args: object) -> click.testing.Result:
    return click.testing.CliRunner().invoke(Program(), [str(one) for one in args])  # type: ignore[arg-type]


def one_line_error(result: click.testing.Result, code: int) -> str:
    assert (result.exit_code, result.stdout) == (code, "")
    assert len(result.stderr.splitlines()) == 1, result.stderr
    return result.stderr


@pytest.fixture
def web() -> Iterator[Web]:
    handlers = {
        "/news/1": answer(PAGE.encode()),
        "/old": redirect("/news/1"),
        "/cyrillic": answer("<p>Порт закрыт до среды, сообщили в министерстве.</p>".encode("cp1251"),
                            media="text/html; charset=windows-1251"),
        "/lies": answer(b"<meta charset=koi8-r>" + "<p>Порт закрыт до среды.</p>".encode("cp1251"),
                        media="text/html; charset=windows-1251"),
        "/file": answer(b"%PDF-1.7 ..."),
        "/empty": answer(b"<html><script>start()</script></html>"),
    }  # fmt: skip
    with guarded() as found, Server(handlers) as server:
        found.name("news.example", PUBLIC)
        found.routes[PUBLIC] = server.port
        found.routes["self"] = server.port
        yield found


def test_an_address_is_fetched_and_cleaned(web: Web) -> None:
    result = run("http://news.example/news/1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert LINE in result.stdout
    assert "donation" not in result.stdout


def test_the_last_address_is_the_page_s(web: Web) -> None:
    found = json.loads(run("http://news.example/old", "-f", "json").stdout)
    assert (found["url"], found["hostname"]) == ("http://news.example/news/1", "news.example")
    assert found["file"] == "http://news.example/old"
    told = json.loads(run("http://news.example/old", "-f", "json", "--url", "https://other.example/x").stdout)
    assert told["url"] == "https://other.example/x"


@pytest.mark.parametrize("path", ["cyrillic", "lies"])
def test_the_charset_of_http_is_heeded(web: Web, path: str) -> None:
    assert run(f"http://news.example/{path}").stdout.startswith("Порт закрыт до среды")
    raw = "<p>Порт закрыт до среды.</p>".encode("cp1251")
    assert "Порт" not in cleanpress.clean_text(raw, charset="koi8-r"), "nobody heeds it"


def test_explain_takes_addresses(web: Web, tmp_path: Path) -> None:
    assert "donation" in run("explain", "http://news.example/news/1").stdout
    assert "This went as" in run("explain", "http://news.example/old", "--why", "make a donation").stdout
    assert run("explain", "http://news.example/old", "-o", tmp_path / "report.html").exit_code == 0
    assert "http://news.example/old" in (tmp_path / "report.html").read_text("utf-8")


def test_addresses_and_files_beside_one_another_into_a_folder(web: Web, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE, "utf-8")
    args = ("http://news.example/news/1", "http://news.example/cyrillic", tmp_path / "a.txt", "-o", f"{tmp_path}/out/")
    assert run(*args).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1.txt", "a.txt", "cyrillic.txt"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://a.example", "a.example"),
        ("https://a.example/", "a.example"),
        ("https://a.example/b/c.html", "c"),
        ("https://a.example/b/", "b"),
        ("https://a.example/b?id=5&p=1", "b-id-5-p-1"),
        ("https://a.example/../..", "page"),
        ("https://a.example/%2e%2e%2fetc", "2e-2e-2fetc"),
        ("https://a.example/größe", "größe"),
    ],
)
def test_an_address_gives_a_file_name(address: str, name: str) -> None:
    assert plain_name(address) == name


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://news.example/nothing", "the server answers 404 Not Found: check the address"),
        ("http://127.0.0.1:1/", "loopback), not an address of the public internet; --allow-private"),
        ("ftp://news.example/", "ftp is not fetched, only http and https"),
        ("http://news.example/file", "is a PDF, not text"),
        ("http://news.example/empty", "holds no text"),
    ],
)
def test_an_error_is_one_line_that_begins_with_the_address(web: Web, address: str, says: str) -> None:
    for command in ("clean", "explain"):
        told = one_line_error(run(command, address), 1)
        assert told.startswith(f"cleanpress: {address}: ")
        assert says in told


def test_one_address_that_fails_does_not_end_the_others(web: Web) -> None:
    result = run("http://news.example/nothing", "http://news.example/news/1")
    assert result.exit_code == 1
    assert LINE in result.stdout


def test_allow_private(web: Web) -> None:
    address = f"http://127.0.0.1:{web.routes['self']}/news/1"
    assert LINE in run(address, "--allow-private").stdout
    assert LINE[:20] in run("explain", address, "--allow-private").stdout
    assert "loopback" in one_line_error(run(address), 1)


def test_a_local_file_is_named_instead_of_its_address(tmp_path: Path) -> None:
    told = one_line_error(run(f"file://{tmp_path}/a.html"), 1)
    assert f"only http and https are fetched; name the file itself: cleanpress {tmp_path}/a.html" in told


def test_batch_says_that_it_fetches_nothing(tmp_path: Path) -> None:
    told = one_line_error(run("batch", "https://news.example/", "-o", tmp_path / "a.jsonl"), 2)
    assert "batch reads files and fetches nothing" in told


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "urllib3", None)
    told = one_line_error(run("https://news.example/", "https://news.example/b"), 2)
    assert told == "cleanpress: fetching a page needs urllib3: pip install 'cleanpress[fetch]'\n"


def test_nothing_of_it_is_loaded_before_it_is_needed() -> None:
    def loaded(code: str) -> set[str]:
        script = f"import sys\n{code}\nprint(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        return {"urllib3", "certifi", "ssl", "cleanpress.web.fetch"} & set(done.stdout.split())

    assert loaded("import cleanpress, cleanpress.cli.app; cleanpress.fetch") == set()
    assert "urllib3" in loaded("import cleanpress.web.fetch"), "the probe sees nothing"
