"""Site configs in fivefilters' format: chosen by host, guarded, and nothing in them passed over silently."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleanpress
from cleanpress import Config, ConfigError
from cleanpress.siteconfig import SiteConfigs, read_site_config

LINES = [
    "The tram to the upper town has run since the spring, and its wheels have squealed since the spring as well.",
    "On Tuesday the works committee let a crew grind the rails of the two sharpest bends, at night and by lamplight.",
    "The noise is half of what it was, the committee wrote, and the grinding is to be done again before winter.",
]
EXTRA = "Whoever rides the tram on Sundays may bring a bicycle and a dog along without a ticket for either of them."
HTML = f"""<html><head><title>Page title | Tram Times</title></head><body>
<h1 class="kop">The tram squeals less</h1><span class="who">Jo Rietveld</span><em class="when">4 May</em>
<div id="main-column"><p>{LINES[0]}</p>
<div class="promo-unit"><p>{EXTRA}</p></div><p>{LINES[1]}</p><p>{LINES[2]}</p></div>
<div class="more"><p>{EXTRA.replace("tram", "bus")}</p></div></body></html>"""
URL = "https://www.tramtimes.example/a/1"


def config(folder: Path, text: str, name: str = "tramtimes.example.txt") -> Config:
    (folder / name).write_text(text, "utf-8")
    return Config(site_configs=str(folder))


def test_the_directives_do_what_they_say(tmp_path: Path) -> None:
    text = (
        "# our own\ntitle: //h1[@class='kop']\nauthor: //span[@class='who']\ndate: //em[@class='when']\n"
        "body: //div[@id='main-column']\nstrip_id_or_class: promo-unit\n"
    )
    article = cleanpress.clean(HTML, url=URL, config=config(tmp_path, text))
    assert article.text == "\n\n".join(LINES)
    assert (article.title, article.hints.author, article.hints.date) == (
        "The tram squeals less",
        "Jo Rietveld",
        "4 May",
    )
    assert article.hints.sources["author"] == "site-config"
    gone = next(r for r in article.removals if EXTRA in r.text)
    assert gone.rule == "site.tramtimes.example:strip_id_or_class promo-unit"
    assert cleanpress.apply_removals(article.source_text, article.removals) == article.text


def test_strip_takes_what_an_xpath_chooses(tmp_path: Path) -> None:
    own = config(tmp_path, "strip: //div[contains(@class, 'promo')]\n")
    assert EXTRA in cleanpress.clean_text(HTML, url=URL)
    assert EXTRA not in cleanpress.clean_text(HTML, url=URL, config=own)
    assert EXTRA in cleanpress.clean_text(HTML, url="https://other.example/", config=own)


def test_without_pruning_all_of_the_body_stays(tmp_path: Path) -> None:
    html = HTML.replace(f"<p>{LINES[1]}</p>", f"<p>{LINES[1]}</p><p>Share this article</p>")
    own = config(tmp_path, "body: //div[@id='main-column']\nprune: no\nstrip_id_or_class: promo-unit\n")
    article = cleanpress.clean(html, url=URL, config=own)
    assert "Share this article" in article.text
    assert EXTRA not in article.text


@pytest.mark.parametrize("line", ["strip: //p", "strip: //div[@id='main-column']", "strip_id_or_class: main"])
def test_no_config_strips_the_article(line: str, tmp_path: Path) -> None:
    article = cleanpress.clean(HTML, url=URL, config=config(tmp_path, line))
    assert all(text in article.text for text in LINES)
    assert "selector-guarded" in article.notes


def test_a_body_that_is_not_there_leaves_the_search_to_us(tmp_path: Path) -> None:
    own = config(tmp_path, "body: //div[@id='gone']\n")
    assert cleanpress.clean_text(HTML, url=URL, config=own) == cleanpress.clean_text(HTML, url=URL)


@pytest.mark.parametrize(
    ("name", "host", "found"),
    [
        ("tramtimes.example.txt", "www.tramtimes.example", True),
        ("tramtimes.example.txt", "blog.tramtimes.example", True),
        (".tramtimes.example.txt", "a.b.tramtimes.example", True),
        ("blog.tramtimes.example.txt", "tramtimes.example", False),
        ("example.txt", "tramtimes.example", False),
        ("mtimes.example.txt", "tramtimes.example", False),
    ],
)
def test_the_host_or_the_nearest_domain_above_it_chooses(name: str, host: str, found: bool, tmp_path: Path) -> None:
    (tmp_path / name).write_text("prune: no\n", "utf-8")
    assert (SiteConfigs(str(tmp_path)).of(host) is not None) == found


def test_what_is_not_understood_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "tramtimes.example.txt"
    path.write_text(
        "test_url: https://x.example\nstripp: //p\nhttp_header(user-agent): x\nno directive\nbody: //div[\n"
        "strip: //p[php:function('x')]\nprune: maybe\nbody:\nstrip_id_or_class: a'b\n",
        "utf-8",
    )
    told = read_site_config(path).warnings
    assert len(told) == 9
    for number, (warning, part) in enumerate(
        zip(
            told,
            ("test_url is left out", "did you mean 'strip'", "http_header is left out", "no directive", "not an XPath",
             "php:function() is refused", "neither yes nor no", "has no value", "no part of an id"),
            strict=True,
        ),
        1,
    ):  # fmt: skip
        assert warning.startswith(f"{path}, line {number}: ")
        assert part in warning


def test_the_cleaner_and_the_command_line_pass_warnings_on(tmp_path: Path) -> None:
    from tests.test_control import run

    folder = tmp_path / "sites"
    folder.mkdir()
    cleaner = cleanpress.Cleaner(config(folder, "stripp: //p\n"))
    assert cleaner.warnings == ()
    cleaner.clean(HTML, url=URL)
    assert len(cleaner.warnings) == 1
    (tmp_path / "page.html").write_text(HTML, "utf-8")
    arguments = (str(tmp_path / "page.html"), "--site-config", str(folder), "--url", URL)
    code, out, err = run(*arguments)
    assert code == 0
    assert LINES[0] in out
    assert "line 1: unknown directive 'stripp'; did you mean 'strip'?" in err
    assert run(*arguments, "-q")[2] == ""


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        cleanpress.Cleaner(Config(site_configs=str(tmp_path / "none")))
    with pytest.raises(ConfigError, match="holds no site config"):
        cleanpress.Cleaner(Config(site_configs=str(tmp_path)))
