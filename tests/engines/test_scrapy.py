"""Scrapy: a crawl of a server on this machine; every other address is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from cleanpress import ConfigError, SourceTypeError
from tests.batches import HTML, text_of
from tests.engines.documents import WALL, expected
from tests.known import ROOT

pytestmark = pytest.mark.engines
PAGES = {f"/{number}": HTML.replace("Monday", f"day {number}") for number in range(5)} | {"/wall": WALL}
SPIDER = '''
import sys
from urllib.parse import urlsplit
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import IgnoreRequest


class OnlyHere:
    """Refuses every address but the server's."""

    def process_request(self, request):
        if urlsplit(request.url).hostname != "127.0.0.1":
            raise IgnoreRequest("only the server on this machine")


class Pages(scrapy.Spider):
    name = "pages"
    start_urls = [sys.argv[1] + "/"]

    def parse(self, response):
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.page)

    def page(self, response):
        yield {"url": response.url, "html": response.text}


process = CrawlerProcess({
    "ITEM_PIPELINES": {"cleanpress.integrations.scrapy.CleanpressPipeline": 300},
    "DOWNLOADER_MIDDLEWARES": {OnlyHere: 1},
    "FEEDS": {sys.argv[2]: {"format": "jsonlines", "overwrite": True}},
    "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": False,
    "CLEANPRESS_KEEP": ["newsletter"], "CLEANPRESS_DROP_ITEMS": sys.argv[3].split(),
})
crawler = process.create_crawler(Pages)
process.crawl(crawler)
process.start()
import json
print(json.dumps({k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, int)}))
'''


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    index = "".join(f"<a href={path}>x</a>" for path in PAGES) + "<a href=http://elsewhere.example/>x</a>"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = PAGES.get(self.path, index).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()


def crawl(tmp_path: Path, server: str, drop: str = "") -> tuple[list[dict[str, Any]], dict[str, int]]:
    (tmp_path / "spider.py").write_text(SPIDER)
    command = [sys.executable, "spider.py", server, "items.jsonl", drop]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120,
                          env={"PYTHONPATH": str(ROOT), "PATH": ""})  # fmt: skip
    items = [json.loads(line) for line in (tmp_path / "items.jsonl").read_text("utf-8").splitlines()]
    return items, json.loads(done.stdout.splitlines()[-1])


def test_a_crawl_gives_clean_items_and_counts(tmp_path: Path, server: str) -> None:
    items, stats = crawl(tmp_path, server)
    assert sorted(item["url"] for item in items) == sorted(server + path for path in PAGES)
    for item in items:
        page = PAGES[item["url"].removeprefix(server)]
        want = expected(page, item["url"])
        assert item["html"] == page
        for name in ("text", "paywall", "truncated", "removed", "notes", "error"):
            assert item[name] == want[name]
    assert stats["cleanpress/cleaned"] == len(PAGES)
    assert stats["cleanpress/paywall/subscribers"] == 1
    assert stats["cleanpress/kept_chars"] == sum(len(item["text"]) for item in items)
    assert stats["downloader/exception_count"] == 1, "the address elsewhere was refused"


def test_items_that_are_not_wanted_are_dropped_and_counted(tmp_path: Path, server: str) -> None:
    items, stats = crawl(tmp_path, server, "paywall")
    assert len(items) == len(PAGES) - 1
    assert stats["cleanpress/dropped/paywall"] == stats["item_dropped_count"] == 1


# --- without a crawl -------------------------------------------------------------------------------------------------


def pipeline(**settings: Any) -> Any:
    from scrapy.settings import Settings

    from cleanpress.integrations.scrapy import CleanpressPipeline

    return CleanpressPipeline(Settings({f"CLEANPRESS_{name}": value for name, value in settings.items()}))


def test_settings_are_options() -> None:
    made = pipeline(PRESET="strict", KEEP="newsletter,share", DROP=["byline"], MAX_CHARS=1000, TIME_LIMIT="2.5")
    config = made._maker.config
    assert (config.remove_at, config.keep, config.drop) == (8, {"newsletter", "share"}, {"byline"})
    assert (config.max_chars, config.time_limit) == (1000, 2.5)
    assert pipeline()._maker.config.time_limit == 60
    for wrong, hint in (({"KEEP": ["donations"]}, "'donation'"), ({"PRESETS": "strict"}, "CLEANPRESS_PRESET"),
                        ({"DROP_ITEMS": "paywalled"}, "'paywall'"), ({"COLUMNS": "txt"}, "'text'")):  # fmt: skip
        with pytest.raises(ConfigError, match=hint):
            pipeline(**wrong)


def test_fields_have_the_names_that_are_asked_for() -> None:
    item = {"body": text_of(1), "link": "https://post.example/1"}
    done = pipeline(FIELD="body", URL_FIELD="link", COLUMNS="text,paywall", PREFIX="clean_").process_item(item)
    assert done == item | {"clean_text": expected(text_of(1))["text"], "clean_paywall": "unknown"}


@dataclass
class Story:
    html: Any
    text: str = ""


def test_declared_items_are_told_which_field_is_missing() -> None:
    done = pipeline(COLUMNS="text").process_item(Story(text_of(2)))
    assert done.text == expected(text_of(2))["text"]
    with pytest.raises(ConfigError, match="Story has no field 'paywall'; add it, or leave it out"):
        pipeline().process_item(Story(text_of(2)))


def test_an_item_without_a_page_passes_and_one_with_a_number_does_not() -> None:
    assert pipeline().process_item({"url": "x"}) == {"url": "x"}
    assert pipeline().process_item({"html": None}) == {"html": None}
    with pytest.raises(SourceTypeError, match="field 'html' of dict holds int, not text or bytes"):
        pipeline().process_item({"html": 3})
