"""The table of site templates: keys of blocks, and what becomes of files that are broken or made to harm."""

from __future__ import annotations

import dataclasses
import pickle
import random
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleanpress import Cleaner, Config, ConfigError, MissingExtraError, SiteTemplates, TemplateError
from cleanpress.cli.app import run
from cleanpress.templates import file
from cleanpress.templates.columns import COLUMNS, Template
from cleanpress.templates.keys import block_keys
from cleanpress.templates.table import enough, needs

KEYS = block_keys()
ROW = Template(
    "post.example", f"{KEYS.of('post.example', 'Top of this sheet'):016x}", 14, 17, 14 / 17, "navigation", "line",
    "furniture", 14, 0, 0, 14, 5, 9, "2026-01-02", "2026-03-04", "Top of this sheet", KEYS.version,
)  # fmt: skip
BODY = "The ferry near the harbour was closed for repairs, and the school in the old town stayed open all week long."


# --- keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Sheet of 3 May 2024, 10:05", "SHEET of 28 November 2025, 9:30"),
        ("Ausgabe Montag, 03.05.2024", "Ausgabe Freitag, 28.11.2025"),
        ("12 comments", "3,104 comments"),
        ("“Read more” – here", '"Read more" - here.'),
        ("• Share this", "Share   this"),
        ("Выпуск 3 мая 2024", "Выпуск 12 июня 2025"),
    ],
)
def test_numbers_dates_and_marks_are_masked(one: str, two: str) -> None:
    assert KEYS.mask(one) == KEYS.mask(two) != ""


@pytest.mark.parametrize(
    ("one", "two"),
    [("Read more", "Read less"), ("It may rain", "It june rain"), ("12 votes", "votes"), ("更多新闻", "更多评论")],
)
def test_words_are_not_masked(one: str, two: str) -> None:
    assert KEYS.mask(one) != KEYS.mask(two)


@pytest.mark.parametrize("text", ["", "12:30", "– * –", "3 May 2024", "\ud800", "7"])
def test_what_holds_no_words_has_no_key(text: str) -> None:
    assert KEYS.of("post.example", text) == 0


def test_a_key_belongs_to_its_host() -> None:
    assert KEYS.of("a.example", "Read more") != KEYS.of("b.example", "Read more")


# --- the file ---------------------------------------------------------------------------------------------------------


def write(path: Path, **changes: object) -> Path:
    """A table of one row, some of its values replaced; checks of pyarrow's own are evaded by leaving the types out."""
    row = dataclasses.asdict(ROW) | changes
    pq.write_table(pa.table({name: [value] for name, value in row.items()}), path)
    return path


def test_a_table_survives_writing_and_reading(tmp_path: Path) -> None:
    rows = [dataclasses.replace(ROW, host=f"{name}.example", pages=pages) for name in "ba" for pages in (14, 17)]
    rows = [dataclasses.replace(row, hash=f"{i:016x}") for i, row in enumerate(rows)]
    table = SiteTemplates.of(rows)
    table.write(tmp_path / "t.parquet")
    again = SiteTemplates.read(tmp_path / "t.parquet")
    assert again == table
    assert again.hosts == ("a.example", "b.example")
    assert [row.pages for row in again.on("a.example")] == [17, 14]
    assert list(tmp_path.iterdir()) == [tmp_path / "t.parquet"]


def test_a_table_without_metadata_or_with_more_columns_is_read(tmp_path: Path) -> None:
    assert list(SiteTemplates.read(write(tmp_path / "t.parquet", more=1))) == [ROW]


HOSTILE = {
    "host": ("Post.Example", "a b", "", "x" * 300, None, 7, "a\x00b"),
    "hash": ("", "xyz", "0" * 15, "0" * 17, "../../etc/passwd", None),
    "category": ("__import__('os')", "", None),
    "kind": ("essay", 3),
    "basis": ("always", "often", None),
    "pages": (2, -1, 18, 2.5, "14", None, True),
    "host_pages": (3, 0, 1 << 50, None),
    "removed": (-1, 15),
    "inside": (-1, 15),
    "last_place": (4,),
    "first_day": ("yesterday", "2026-1-2", None),
    "example": ("x" * 301, None, 7),
    "version": ("", "2-6d22267a", "1-xyz", None, 1),
}


@pytest.mark.parametrize(("column", "value"), [(c, v) for c, values in HOSTILE.items() for v in values])
def test_a_hostile_value_is_an_error_that_names_it(tmp_path: Path, column: str, value: object) -> None:
    path = write(tmp_path / "t.parquet", **{column: value})
    with pytest.raises(TemplateError, match="cleanpress learn") as raised:
        Cleaner(templates=str(path))
    told = str(raised.value)
    assert str(path) in told and len(told) < 500
    assert column in told


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_must_not_lack(tmp_path: Path, column: str) -> None:
    path = write(tmp_path / "t.parquet")
    pq.write_table(pq.read_table(path).drop_columns([column]), path)
    with pytest.raises(TemplateError, match=f"no column {column}"):
        SiteTemplates.read(path)


def test_nested_values_are_refused(tmp_path: Path) -> None:
    for value in ([ROW.host], {"host": ROW.host}):
        with pytest.raises(TemplateError):
            SiteTemplates.read(write(tmp_path / "t.parquet", host=value))


def test_files_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    whole = write(path).read_bytes()
    junk = random.Random(1)
    broken = [b"", b"PAR1", b"PAR1PAR1", b"<html>", whole[:-20], whole[: len(whole) // 2], pickle.dumps(ROW)]
    broken += [bytes(junk.randrange(256) for _ in range(400)) for _ in range(5)]
    for data in broken:
        path.write_bytes(data)
        with pytest.raises(TemplateError, match="cleanpress learn"):
            SiteTemplates.read(path)


def test_flipped_bytes_give_an_error_or_a_table_never_another_failure(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    whole = write(path).read_bytes()
    junk = random.Random(2)
    refused = 0
    for _ in range(300):
        data = bytearray(whole)
        data[junk.randrange(len(data))] ^= 1 << junk.randrange(8)
        path.write_bytes(data)
        try:
            SiteTemplates.read(path)
        except TemplateError:
            refused += 1
    assert refused > 20, "the flips hit nothing"


def test_a_file_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "t.parquet")
    assert len(SiteTemplates.read(path)) == 1
    monkeypatch.setattr(file, "MAX_ROWS", 0)
    with pytest.raises(TemplateError, match="too large"):
        SiteTemplates.read(path)


def test_a_missing_file_is_an_error_before_any_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TemplateError, match="cannot be read"):
        Cleaner(Config(templates=str(tmp_path / "none.parquet")))
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    assert run([str(tmp_path / "a.txt"), "--templates", str(tmp_path / "none.parquet")]) == 2
    assert "none.parquet" in capsys.readouterr().err


def test_without_pyarrow_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "t.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"cleanpress\[parquet\]"):
        SiteTemplates.read(path)


def test_a_table_of_other_date_words_works_with_a_warning(tmp_path: Path) -> None:
    cleaner = Cleaner(templates=str(write(tmp_path / "t.parquet", version="1-00000000")))
    assert "learned anew" in cleaner.warnings[0]
    assert cleaner.clean(f"{BODY}\n\nTop of this sheet", url="https://post.example/").text == BODY
    assert not Cleaner(templates=str(write(tmp_path / "u.parquet"))).warnings


# --- what a row counts ------------------------------------------------------------------------------------------------


def test_rows_that_no_longer_recur_often_enough_do_nothing(tmp_path: Path) -> None:
    source = f"{BODY}\n\nTop of this sheet"
    for host_pages, stays in ((140, False), (141, True)):
        path = write(tmp_path / f"{host_pages}.parquet", host_pages=host_pages)
        found = Cleaner(templates=str(path)).clean(source, url="https://post.example/").text
        assert (found == source) is stays


def test_a_table_can_do_no_more_than_vote(tmp_path: Path) -> None:
    """A row for a paragraph of reporting, made by hand: the quotation in it outweighs the template."""
    said = "“We were never asked about it and will not be silent,” the mayor said on Monday at the quay."
    path = write(tmp_path / "t.parquet", hash=f"{KEYS.of(ROW.host, said):016x}", kind="prose", basis="furniture")
    article = Cleaner(templates=str(path)).clean(f"{BODY}\n\n{said}", url="https://post.example/")
    assert said in article.text
    quiet = BODY.replace("ferry", "tram")
    path = write(tmp_path / "u.parquet", hash=f"{KEYS.of(ROW.host, quiet):016x}", kind="prose", basis="furniture")
    article = Cleaner(templates=str(path)).clean(f"{BODY}\n\n{quiet}", url="https://post.example/")
    assert quiet not in article.text, "the control stays too"


def test_needs_are_complete_and_never_below_three_articles() -> None:
    assert all({"pages", "share", "points", "why"} == row.keys() for row in needs().values())
    assert all(row["pages"] >= 3 for row in needs().values())
    assert enough("furniture", 3, 30) and not enough("furniture", 3, 31) and not enough("furniture", 2, 2)


def test_options_name_the_table_and_single_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "t.parquet")
    (tmp_path / "cleanpress.toml").write_text('templates = "t.parquet"\n', "utf-8")
    config = Config.from_file(str(tmp_path / "cleanpress.toml"), keep=frozenset((f"template:{ROW.hash}",)))
    assert config.templates == str(tmp_path / "t.parquet")
    assert Cleaner(config).clean(f"{BODY}\n\n{ROW.example}", url="https://post.example/").text.endswith(ROW.example)
    with pytest.raises(ConfigError):
        Cleaner(Config(keep=frozenset(("templat:1",))))
