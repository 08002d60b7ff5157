"""The report in a browser: filters and views work, nothing of the input runs or loads, and everyone can use it."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

import cleanpress
from cleanpress.cli import main
from cleanpress.config import Kind
from cleanpress.explanation import ExplainedBlock, Explanation
from cleanpress.model import Span
from cleanpress.rules.rulebook import categories
from cleanpress.writers.report.page import report
from tests.payloads import PAYLOADS

NEEDS = "needs the extra browser: pip install 'cleanpress[browser]'"
playwright = pytest.importorskip("playwright.sync_api", reason=NEEDS)
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=NEEDS)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium here: apt-get install chromium")

PAGE = Path(__file__).parent.parent / "fixtures" / "pages" / "harbour-post" / "page.html"
FLAGS = ("--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync").split()
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as engine:
        found = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


class Visit:
    """An open page, and everything about it that must not happen."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": DESKTOP, **options})
        self.faults: list[str] = []
        self.context.route("**/*", self.guard)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", self.dialog)
        self.page.on("popup", lambda page: self.faults.append(f"popup: {page.url}"))
        self.page.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; };")
        self.page.goto(path.as_uri())

    def guard(self, route: Any) -> None:
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            self.faults.append(f"request: {route.request.url}")
            route.abort()

    def dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def shown(self, selector: str) -> int:
        return sum(node.is_visible() for node in self.page.query_selector_all(selector))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is None:
            assert self.page.evaluate("window.hits") == 0
            assert self.faults == []
        self.context.close()


def every_category() -> Explanation:
    """A report in which each category occurs, with blocks beside each other that went as the same."""
    explained = cleanpress.clean(PAGE.read_bytes()).explain()
    model, kept = explained.removed[-1], explained.kept
    text = explained.source_text
    blocks: list[ExplainedBlock] = []
    for name in categories():
        for _ in range(2):
            blocks.append(dataclasses.replace(model, index=len(blocks), category=name))
        blocks.append(dataclasses.replace(kept[len(blocks) % len(kept)], index=len(blocks)))
    near = dataclasses.replace(kept[0], points=4, missing=6, nearest="en:donation.ask", category="donation")
    blocks.append(dataclasses.replace(near, index=len(blocks), terms=model.terms))
    long = dataclasses.replace(model, index=len(blocks) + 1, span=Span(0, len(text)), text=text)
    return dataclasses.replace(explained, blocks=(*blocks, long))


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report on the fixture, one with every category, and an index."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "all.html").write_text(report(every_category(), "all", "index.html"), "utf-8")
    (folder / "in").mkdir()
    shutil.copy(PAGE, folder / "in" / "ferry.html")
    (folder / "in" / "kept.txt").write_text("The ministry said on Monday that it would wait for the report.\n", "utf-8")
    (folder / "in" / "broken.txt").write_bytes(b"%PDF-1.7")
    with pytest.raises(SystemExit) as ended:
        main(["explain", str(folder / "in"), "-o", str(folder / "out")])
    assert ended.value.code == 1, "a document that cannot be read must be told by the exit code"
    with pytest.raises(SystemExit):
        main(["explain", str(PAGE), "-o", str(folder / "one.html")])
    return {"one": folder / "one.html", "all": folder / "all.html", "index": folder / "out" / "index.html"}


def test_filters_show_and_hide_by_category(browser: Any, paths: dict[str, Path]) -> None:
    with Visit(browser, paths["one"]) as visit:
        page = visit.page
        donations, blocks = visit.shown(".c-donation.block"), visit.shown(".block")
        assert donations > 0
        assert page.locator("li.c-donation .count").inner_text() == str(donations)
        page.get_by_role("checkbox", name="Donation and membership appeal").uncheck()
        assert visit.shown(".c-donation.block") == 0
        assert visit.shown(".block") == blocks - donations
        assert page.get_by_role("status").inner_text() == f"{blocks - donations} of {blocks} blocks are shown."
        page.get_by_role("button", name="Removed only").click()
        assert visit.shown(".block.kept") == 0
        assert visit.shown(".block.cut") == page.locator(".cut").count()
        page.get_by_role("button", name="Show all").click()
        assert visit.shown(".block") == blocks


def test_the_clean_view_shows_the_article_and_nothing_else(browser: Any, paths: dict[str, Path]) -> None:
    with Visit(browser, paths["one"]) as visit:
        visit.page.get_by_role("radio", name="Clean").check(force=True)
        shown = [node.inner_text() for node in visit.page.query_selector_all(".block .text") if node.is_visible()]
        assert shown == cleanpress.clean(PAGE.read_bytes()).text.split("\n\n")
        assert visit.shown(".sum") == 0
        assert visit.page.get_by_role("checkbox", name="Kept").is_disabled()
        visit.page.get_by_role("radio", name="Original").check(force=True)
        assert visit.shown(".cut") > 0


def test_terms_show_on_hover_on_focus_and_on_click_and_escape_hides_them(browser: Any, paths: dict[str, Path]) -> None:
    with Visit(browser, paths["one"]) as visit:
        page = visit.page
        block = page.locator(".cut.c-read-more")
        why, total = block.locator(".why"), block.locator(".sum")
        assert not why.is_visible()
        block.locator(".text").hover()
        assert why.is_visible()
        assert "en:read-more.line" in why.inner_text()
        page.keyboard.press("Escape")
        assert not why.is_visible()
        page.mouse.move(0, 0)
        total.focus()
        assert why.is_visible()
        total.press("Enter")
        page.evaluate("document.activeElement.blur()")
        assert total.get_attribute("aria-expanded") == "true"
        assert why.is_visible()
        page.keyboard.press("Escape")
        assert total.get_attribute("aria-expanded") == "false"


def test_the_keyboard_reaches_everything(browser: Any, paths: dict[str, Path]) -> None:
    with Visit(browser, paths["one"]) as visit:
        page = visit.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.value") == "original"
        page.keyboard.press("ArrowRight")
        assert visit.shown(".cut") == 0
        page.keyboard.press("ArrowLeft")
        seen = set()
        for _ in range(page.locator("input, button, a, summary").count()):
            page.keyboard.press("Tab")
            seen.add(page.evaluate("document.activeElement.getAttribute('aria-controls')"))
        assert len(seen - {None}) == page.locator(".block").count()


def planted() -> dict[str, tuple[str, Kind]]:
    """The corpus in a text, in a page's text, in what the page declares, and in its markup."""
    body = "The ministry said on Monday that it would wait for the report before it changed the law on ferries."
    lines = "\n\n".join(f"{body} {payload}\n\nSupport us today! {payload}" for payload in PAYLOADS)
    shown = "".join(f"<p>{body} {_entities(payload)}</p><p>Donate now {_entities(payload)}</p>" for payload in PAYLOADS)
    raw = "".join(f"<p>{body}</p>{payload}<p>{body}</p>" for payload in PAYLOADS if "<xmp" not in payload)
    title = _entities(PAYLOADS[12])
    head = "".join(f'<meta property="og:{name}" content="{title}">' for name in ("title", "site_name"))
    page = f"<html lang='\"><script>hit()</script>'><head>{head}</head><body><article>%s</article></body></html>"
    return {"text": (lines, "text"), "escaped": (page % shown, "html"), "raw": (page % raw, "html")}


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@pytest.mark.parametrize("walls", ["escaping and policy", "escaping alone"])
@pytest.mark.parametrize("where", ["text", "escaped", "raw"])
def test_nothing_of_the_input_runs_or_loads(browser: Any, tmp_path: Path, where: str, walls: str) -> None:
    assert len(PAYLOADS) >= 60
    source, kind = planted()[where]
    path = tmp_path / "report.html"
    article = cleanpress.clean(source, kind=kind, url="https://evil.example/<script>hit()</script>")
    path.write_text(report(article.explain(), f"{PAYLOADS[11]}{PAYLOADS[17]}"), "utf-8")
    with Visit(browser, path, bypass_csp=walls == "escaping alone") as visit:
        page = visit.page
        assert page.locator("script").count() == 1
        assert page.locator("style").count() == 1
        assert page.locator(".paper img, .paper iframe, .paper [onerror], .paper [style], .paper svg").count() == 0
        shown = _words("\n".join(page.locator(".text").all_text_contents()))
        if where != "raw":
            assert [payload for payload in PAYLOADS if _words(payload) not in shown] == []
        for total in page.locator(".sum").all()[:8]:
            total.click()
            page.keyboard.press("Escape")


def _words(text: str) -> str:
    return re.sub(r"\W+", "", text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", ["one", "all", "index"])
def test_axe_finds_no_violation_and_nothing_sticks_out(
    browser: Any, paths: dict[str, Path], name: str, size: dict[str, int], scheme: str
) -> None:
    with Visit(browser, paths[name], color_scheme=scheme, viewport=size) as visit:
        page = visit.page
        for view in {"index": ("plain",), "one": ("terms",), "all": ("plain", "terms", "clean")}[name]:
            if view == "terms":
                page.locator(".cut .sum").first.click()
            elif view == "clean":
                page.get_by_role("radio", name="Clean").check(force=True)
            # Colours half-way through a transition are nobody's choice; on a busy machine axe sees them.
            page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
            found = axe.Axe().run(page).response["violations"]
            assert [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found] == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
        picture = page.screenshot(full_page=True)
        assert picture.startswith(b"\x89PNG")


def test_the_index_leads_to_the_reports_and_back(browser: Any, paths: dict[str, Path]) -> None:
    with Visit(browser, paths["index"]) as visit:
        page = visit.page
        assert page.locator(".chart svg rect").count() > 3
        assert "broken.txt" in page.locator("main").inner_text()
        page.get_by_role("link", name="Ferry crews").click()
        assert page.locator(".cut").count() > 0
        page.get_by_role("link", name="All documents").click()
        assert page.url == paths["index"].as_uri()


def test_on_paper_the_reasons_stand_below_what_went(browser: Any, paths: dict[str, Path]) -> None:
    with Visit(browser, paths["one"]) as visit:
        visit.page.emulate_media(media="print")
        assert visit.shown(".cut .why") == visit.page.locator(".cut").count()
        assert visit.shown(".panel") == 0
        assert visit.page.pdf().startswith(b"%PDF")


def test_the_corpus_would_be_seen_to_run(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "open.html"
    path.write_text("".join(PAYLOADS), "utf-8")
    visit = Visit(browser, path)
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("window.hits") > 0
    assert any(fault.startswith("request: https://evil.example") for fault in visit.faults)
    visit.context.close()
