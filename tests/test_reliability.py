"""Content never raises or hangs, nothing is invented, and the same input gives the same article anywhere."""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from lxml import etree

from cleanpress import Article, Cleaner, Config, ConfigError, apply_removals
from cleanpress.rules.matcher import Matcher
from cleanpress.rules.pack import is_label
from cleanpress.rules.pattern import compile_pattern
from cleanpress.rules.rulebook import load
from tests.benchmarks.scaling import exponent
from tests.benchmarks.text_speed import best_time
from tests.reliability import encodings, letters, shapes
from tests.reliability.growing import ALL, NESTED, TEXT, page

CLEANER = Cleaner()
SLOW = 0.25
"""Seconds that no rule may take for an attack on it."""
SQUARE = 1.6
"""An exponent between 1 and 2, with room for a busy machine; python -m tests.benchmarks.scaling measures it closer."""
ATTACKS = ("nested div", "attributes", "deep, then marked sections", "line feeds", "text: comments", "text: appeals",
           "text: mixed sentences", "text: Chinese", "nested, one text each")  # fmt: skip


def check(source: str | bytes, clean: Callable[..., Article] = CLEANER.clean) -> Article:
    """Clean one document and look at what must always hold."""
    article = clean(source)
    assert apply_removals(article.source_text, article.removals) == article.text
    assert all(removal.span.of(article.source_text) == removal.text for removal in article.removals)
    return article


def digest(sources: Iterable[str | bytes], cleaner: Cleaner = CLEANER) -> list[str]:
    found = (json.dumps(cleaner.clean(source).to_dict(), sort_keys=True) for source in sources)
    return [hashlib.sha256(text.encode("ascii")).hexdigest() for text in found]


def sample() -> list[str | bytes]:
    return [*shapes.mixed(60, seed=7), *encodings.damaged(20, seed=7), *letters.texts(), *encodings.declared()]


# --- never raises ----------------------------------------------------------------------------------------------------


def test_pairs_of_tags() -> None:
    for number, markup in enumerate(shapes.pairs()):
        if number % 7 == 0:
            check(markup)


def test_the_check_would_see_text_that_is_lost_without_a_removal() -> None:
    def lossy(source: str | bytes) -> Article:
        article = CLEANER.clean(source)
        return dataclasses.replace(article, text=article.text[:-1])

    with pytest.raises(AssertionError):
        check(letters.PROSE, lossy)


def test_broken_markup() -> None:
    for markup in shapes.broken():
        assert isinstance(check(markup).html, str)
    for piece in shapes.BROKEN:
        check("<div>" * 2100 + piece + "<p>text")


def test_mixed_markup() -> None:
    for markup in shapes.mixed(400):
        article = check(markup)
        assert "<script" not in article.html
        assert isinstance(article.markdown, str)


def test_bytes_of_any_charset() -> None:
    for raw in (*encodings.EDGES, *encodings.declared(), *encodings.mixtures()):
        check(raw)


def test_damaged_pages() -> None:
    for raw in encodings.damaged(60):
        check(raw)


def test_letters_that_lie() -> None:
    for text in letters.texts():
        check(text).to_dict()


@pytest.mark.parametrize("name", ALL)
def test_growing_documents(name: str) -> None:
    article = check(ALL[name](300))
    assert isinstance(article.html, str)


@pytest.mark.parametrize("name", ATTACKS)
def test_growing_documents_end(name: str) -> None:
    begin = time.process_time()
    check(ALL[name](4000))
    assert time.process_time() - begin < 10


def growth_of(work: Callable[[int], object], sizes: list[int]) -> float:
    """The exponent of CPU time over size, the shorter of two runs each."""
    return exponent(sizes, [best_time(lambda n=n: work(n), 2) for n in sizes])  # type: ignore[misc]


@pytest.mark.parametrize("name", ["unclosed links", "unclosed selects", "text after the end", "text: appeals"])
def test_time_grows_with_size(name: str) -> None:
    made = {n: ALL[name](n) for n in (3000, 6000, 12_000)}
    assert growth_of(lambda n: CLEANER.clean(made[n]), list(made)) < SQUARE


def test_the_check_would_see_the_square() -> None:
    assert growth_of(lambda n: sum(1 for _ in range(n * n)), [500, 1000, 2000]) > SQUARE


def test_prose_survives_what_stands_beside_it() -> None:
    for name in ("nested div", "attributes", "NUL", "controls as numbers", "deep, then text", "svg", "options"):
        assert "moves to the eastern quay" in check(ALL[name](3000)).text.replace("move the fish market", "moves"), name


# --- text is made of the input ---------------------------------------------------------------------------------------


def invented(text: str, markup: str) -> list[str]:
    """Words of the text that the markup does not hold, after those before them or in a longer one."""
    source, whole = iter(re.findall(r"[a-z]+", markup)), re.findall(r"\w+", markup)
    return [word for word in re.findall(r"[a-z]+", text) if word not in source and not any(word in w for w in whole)]


def test_text_is_made_of_the_input() -> None:
    for markup in shapes.mixed(200, seed=3):
        assert not invented(check(markup).text, markup), markup


def test_the_check_would_see_words_of_ours() -> None:
    assert all(invented(f"{check(markup).text} invented", markup) for markup in shapes.mixed(20, seed=3))


# --- deterministic, threads, memory ----------------------------------------------------------------------------------


def of_seeds(cleaner: str) -> list[list[str]]:
    """Digests of the sample from processes with other hash seeds; ``cleaner`` names one of this module's."""
    code = f"from tests.test_reliability import *; print(json.dumps(digest(sample(), {cleaner})))"
    return [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
            ).stdout
        )
        for seed in ("0", "4242")
    ]  # fmt: skip


class BySet(Cleaner):
    """Wrong on purpose: gives something in the order of a set."""

    def clean(self, *args: Any, **options: Any) -> Article:
        article = super().clean(*args, **options)
        return dataclasses.replace(article, notes=tuple({"cut-at-max-chars", "time-limit", "empty", *article.notes}))


class Shelf(Cleaner):
    """Wrong on purpose: keeps the document that it is at in itself, where other threads put theirs."""

    def clean(self, source: Any, *args: Any, **options: Any) -> Article:
        self.at = source
        time.sleep(0.0001)  # lets others in, as anything may
        return super().clean(self.at, *args, **options)


BY_SET = BySet()


def test_hash_seeds_and_processes_give_the_same() -> None:
    here = digest(sample())
    assert of_seeds("CLEANER") == [here, here]


def test_the_check_would_see_the_order_of_a_set() -> None:
    first, second = of_seeds("BY_SET")
    assert first != second


def of_threads(cleaner: Cleaner, sources: list[str | bytes]) -> list[list[str]]:
    """Digests from eight threads at once, each of which begins at another document."""

    def turned(start: int) -> list[str]:
        found = digest([*sources[start:], *sources[:start]], cleaner)
        return [*found[len(found) - start :], *found[: len(found) - start]]

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(turned, range(0, len(sources), len(sources) // 8 + 1)))


def test_eight_threads_give_what_one_gives() -> None:
    sources = sample()
    found = of_threads(CLEANER, sources)
    assert len(found) == 8
    assert found == [digest(sources)] * 8


def test_the_check_would_see_state_that_threads_share() -> None:
    sources = sample()[:24]
    assert of_threads(Shelf(), sources) != [digest(sources)] * 8


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def growth(clean: Callable[[str | bytes], object]) -> float:
    """How many times as much memory is held after four times as many documents."""
    sources: list[str | bytes] = [encodings.page_bytes(), *list(shapes.mixed(30, seed=5))]

    def run(rounds: int) -> int:
        for _ in range(rounds):
            for source in sources:
                clean(source)
        gc.collect()
        return resident()

    before = run(20)
    return run(80) / before


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_memory_stays_flat() -> None:
    assert growth(CLEANER.clean) < 1.05


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_the_check_would_see_what_is_never_let_go() -> None:
    held, size = list[bytes](), resident() // 5000
    assert growth(lambda source: held.append(b"x" * size)) > 1.05


# --- bounds ----------------------------------------------------------------------------------------------------------


def test_text_beyond_max_chars_is_kept_unjudged() -> None:
    text = f"{letters.PROSE}\n\nPlease donate to our newsroom today.\n\nPlease donate to our newsroom today."
    article = Cleaner(Config(max_chars=len(text) - 3)).clean(text)
    assert article.text == f"{letters.PROSE}\n\nPlease donate to our newsroom today."
    assert article.source_text == text
    assert "cut-at-max-chars" in article.notes
    assert "donate" in article.html


def test_html_beyond_max_chars_is_not_read() -> None:
    markup = page("<p>The end of the page.</p>" * 100)
    article = Cleaner(Config(max_chars=len(markup) - 1000)).clean(markup.encode())
    assert article.notes == ("cut-at-max-chars",)
    assert len(article.source_text) < len(markup) - 1000
    assert "eastern quay" in article.html


def test_a_short_document_is_not_cut() -> None:
    assert Cleaner(Config(max_chars=10_000, time_limit=60)).clean(letters.PROSE).notes == ()


@pytest.mark.parametrize("name", ["text: appeals", "appeals", "text: mixed sentences"])
def test_time_limit_gives_a_partial_answer(name: str) -> None:
    begin = time.perf_counter()
    article = Cleaner(Config(time_limit=0.02)).clean(ALL[name](20_000))
    assert time.perf_counter() - begin < 10
    assert "time-limit" in article.notes
    assert article.text == article.source_text
    assert not article.removals


@pytest.mark.parametrize(
    ("name", "size"), [("one text node", 200_000), ("one long attribute", 1_000_000), ("attributes", 100_000),
                       ("text: one line", 200_000)]
)  # fmt: skip
def test_time_limit_holds_within_one_piece(name: str, size: int) -> None:
    """One text node, one attribute, one tag, one line of megabytes: a limit ends it in a third of the time at most."""
    source = ALL[name](size)

    def spent(limit: float) -> float:
        begin = time.process_time()
        article = Cleaner(Config(time_limit=limit)).clean(source)
        assert ("time-limit" in article.notes) == bool(limit)
        return time.process_time() - begin

    spent(1e-6)
    whole = spent(0)
    assert min(spent(1e-6), spent(1e-6)) < whole / (3 if "attribute" not in name else 1.5)


@pytest.mark.parametrize("bound", [{"max_chars": -1}, {"time_limit": -0.1}])
def test_bounds_are_checked(bound: dict[str, float]) -> None:
    with pytest.raises(ConfigError):
        Config(**bound)  # type: ignore[arg-type]


# --- external entities -----------------------------------------------------------------------------------------------


def test_external_entities_are_neither_read_nor_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.txt"
    secret.write_text("marker-of-a-local-file")
    where = f"http://127.0.0.1:{server.server_port}/x"
    for target in (where, secret.as_uri()):
        head = f'<!DOCTYPE html SYSTEM "{target}" [<!ENTITY x SYSTEM "{target}"><!ENTITY % y SYSTEM "{target}"> %y;]>'
        for prolog in ("", '<?xml version="1.0"?>'):
            body = f'<html xmlns:xi="http://www.w3.org/2001/XInclude"><body><p>{letters.PROSE} &x;</p>'
            body += f'<xi:include href="{target}" parse="text"/><iframe src="{target}">'
            article = CLEANER.clean(prolog + head + body)
            assert "marker-of" not in article.source_text + article.html
    assert asked == []
    # The control: a parser that does what such a page says reads the file, and the server notices who asks it.
    inner = f'<!DOCTYPE p [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>&x;</p>'
    assert "marker-of" in str(etree.fromstring(inner, etree.XMLParser(resolve_entities=True)).text)
    with pytest.raises(HTTPError):
        urlopen(where)
    assert asked == ["/x"]
    server.shutdown()
    server.server_close()


# --- no rule backtracks ----------------------------------------------------------------------------------------------


def test_no_rule_backtracks() -> None:
    """Strings made of each rule's own phrases, nearly whole and many times over, cost no more than any text."""
    book = load(full=True)
    matcher = Matcher(book)
    worst: list[tuple[float, str]] = []
    for rule in book.rules:
        phrases = [p for p in rule.phrases if ("{" in p or "*" in p) and not is_label(rule, p)][:6]
        for phrase in phrases:
            near = re.sub(r"\{\w+\}", "aaaa aaaa", phrase).replace("*", "aaaaaaaaaaaaaaaa")
            text = (near[:-1] + " ") * 4 + near * 2
            begin = time.process_time()
            for found in matcher.scan(text, [(0, len(text))]):
                for spots in found.values():
                    matcher.confirm(text, 0, len(text), spots)
            worst.append((time.process_time() - begin, rule.id))
    for rule in (rule for rule in book.rules if rule.pattern):
        worst.append((longest(compile_pattern(rule.pattern), rule.match), rule.id))
    assert max(worst)[0] < SLOW, max(worst)


def longest(pattern: re.Pattern[str], examples: Iterable[str]) -> float:
    """The longest that a search for a pattern takes in lines that nearly fit, again and again."""
    times = []
    for line in (*examples, "a" * 300, " " * 300, "1" * 300, "a " * 150, "a1" * 150, "-" * 300):
        begin = time.process_time()
        pattern.search((line.lower() * 30)[:300] + "\x00")
        times.append(time.process_time() - begin)
    return max(times)


def test_the_check_would_see_a_pattern_that_backtracks() -> None:
    """Such a pattern is refused when a rule file is loaded; made without the loader, it is seen here."""
    assert longest(re.compile("a*a*a*b"), ()) > SLOW


def test_families_are_many() -> None:
    assert len(NESTED) >= 30
    assert len(TEXT) >= 30
