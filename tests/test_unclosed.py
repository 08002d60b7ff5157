"""No silent loss: what is never closed, and what stands after the end, is read or noted; a line alone stays."""

from __future__ import annotations

import time

import pytest

import cleanpress
from cleanpress import Cleaner, Config
from cleanpress.clock import within
from cleanpress.readers import html, unclosed, views
from cleanpress.readers.html import read_html
from tests.reliability.growing import ALL, PROSE, page

LEAD = "<html><head><title>The fish market moves</title></head><body><p>Only this short lead stands before it.</p>"
REST = PROSE + "<h2>What comes next</h2>" + PROSE.replace("fish", "fruit").replace("Rents", "Prices") + "</body></html>"
NEXT = "fruit market"
OPENERS = (
    "<!-- x ", "<!-- advertisement –>", "<!-- one > <!-- two ", "<script>var x = 1;\n", "<script src=/x.js>",
    "<style>p {}\n", "<textarea>", "<title>x", "<iframe src=/x>", "<noembed>", "<noframes>", "<select><option>a",
    "<svg><path d='M0'>", "<math>", "<object data=x>", "<applet>", "<video src=x>", "<audio>", "<canvas>",
    "<map name=x><area>", "<datalist>", "<noscript>", "<template>", "<img alt='x>", '<img alt="x>',
)  # fmt: skip
"""What swallows the rest of a page when nothing closes it."""
HARMLESS = (
    "</body></html>", "</BODY></HTML >", "<embed src=x>", "<a name=top>", "<a href=/x>A link<a href=/y>Another</a>",
    "<![CDATA[ x ", "<!x ", "<?x ", "<head>", "<param>", "<button>", "<font color=red>", "<em>", "<h2>", "<form>",
)  # fmt: skip
"""What has no end either, and swallows nothing."""


@pytest.mark.parametrize("opener", OPENERS)
def test_what_swallows_most_of_a_page_is_taken_as_closed(opener: str) -> None:
    article = cleanpress.clean(LEAD + opener + REST)
    assert NEXT in article.text
    assert "<" not in article.text
    assert "Only this short lead" in article.text
    assert article.notes == (unclosed.RESCUED,)
    assert NEXT in article.html
    assert "cleanpress-end" not in article.source_text + article.html
    assert NEXT in cleanpress.clean_soup(LEAD + opener + REST).get_text()


def in_an_article(opener: str) -> str:
    """A page whose article ends, and with it what was opened in it: the parser gets to the end of the page."""
    return LEAD.replace("<body>", "<body><article>") + opener + REST.replace("</body>", "</article></body>")


@pytest.mark.parametrize("deep", ["", "<div>" * 2100])
@pytest.mark.parametrize("opener", OPENERS)
def test_so_it_is_in_a_box_that_ends(opener: str, deep: str) -> None:
    article = cleanpress.clean(deep + in_an_article(opener))
    assert NEXT in article.text
    # The text of the first two is a candidate as it is; past the depth, the parser closes quotation marks by itself.
    if opener not in ("<noscript>", "<template>") and not (deep and "alt" in opener):
        assert unclosed.RESCUED in article.notes


def test_the_check_would_see_what_a_box_closes_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "has_open", lambda *_: False)
    assert NEXT not in cleanpress.clean(in_an_article("<select><option>a")).text


@pytest.mark.parametrize("around", [16, 1])
def test_a_link_left_open_ends_with_its_paragraph_past_the_depth_too(
    around: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "AROUND", around)
    deep = read_html(ALL["unclosed links"](3000), "")
    nested = any(deep.elements[element.parent].tag == "p" for element in deep.elements if element.parent >= 0)
    assert deep.notes == ("depth-rescued",)
    assert nested == (around == 1)  # the control: who looks no further than one element finds no paragraph to end
    if not nested:
        assert all(block.link_chars for block in deep.blocks[2:-2])


@pytest.mark.parametrize("opener", OPENERS)
def test_so_it_is_past_the_depth_that_lxml_reads(opener: str) -> None:
    article = cleanpress.clean("<div>" * 2100 + opener + REST)
    assert NEXT in article.text
    assert "cleanpress-end" not in article.source_text + article.html
    assert "depth-rescued" in article.notes


@pytest.mark.parametrize("opener", HARMLESS)
def test_what_swallows_nothing_changes_nothing(opener: str) -> None:
    article = cleanpress.clean(LEAD + opener + REST)
    assert article.notes == ()
    assert NEXT in article.text
    assert NEXT in cleanpress.clean_soup(LEAD + opener + REST).get_text()


@pytest.mark.parametrize("opener", ["<!-- x ", "<textarea>", "<svg>", "<img alt='x>"])
def test_what_swallows_little_is_noted(opener: str) -> None:
    article = cleanpress.clean(LEAD + PROSE * 3 + f"{opener}<p>Somewhere at the end.</p></body></html>")
    assert article.notes == (unclosed.DROPPED,)
    assert "Somewhere" not in article.source_text


def test_markup_in_code_is_no_text() -> None:
    """A page cut off amid a script that holds markup in strings: the script does not become the article."""
    article = cleanpress.clean(LEAD + '<script>var x = {"body": "<div><p>Held in a string.</p>' * 20)
    assert "Held in a string" not in article.source_text
    assert article.notes == (unclosed.DROPPED,)


@pytest.mark.parametrize("cut", ["<p", "<p class=x", '<img src="http://x', "&am", "<", "</p", "<!--", "<script"])
def test_a_page_cut_in_a_tag_keeps_all_before_it(cut: str) -> None:
    article = Cleaner(Config(images=True)).clean(LEAD + PROSE + cut)
    assert article.text.rstrip("&am<").rstrip().endswith("stayed where they had been.")
    assert "cleanpress-end" not in article.source_text + article.html


@pytest.mark.parametrize("raw", ["<xmp>", "<plaintext>", "<div>" * 2100 + "<plaintext>", "<script>", "<title>"])
def test_the_mark_never_shows(raw: str) -> None:
    article = cleanpress.clean(f"{LEAD}{PROSE}{raw}the end of it \x0b ", kind="html")
    assert "cleanpress-end" not in article.source_text + article.html + article.title


def test_closed_pages_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(text: str) -> str:
        raise AssertionError(text)

    monkeypatch.setattr(html, "closed", never)
    for tail in ("</body></html>", "", "<script>x = '<!--'</script></body></html><!-- cached -->", "<svg></svg>",
                 "<video><p>No video here.</p></video>", "<noscript><p>No scripts.</p></noscript>"):  # fmt: skip
        read_html(page("<p>Text.</p><script>if (a < b) {}</script>") + tail, "")
    with pytest.raises(AssertionError):
        read_html(LEAD + "<!-- x" + REST, "")


@pytest.mark.parametrize("opener", ["<!-- x ", "<script>x\n<p>", "<textarea>", "<svg>", "<a b='", "<title>"])
def test_many_openers_take_no_longer(opener: str) -> None:
    def spent(count: int) -> float:
        markup = LEAD + (opener + "<p>text</p>") * count
        begin = time.process_time()
        read_html(markup, "")
        return time.process_time() - begin

    spent(100)
    small = max(min(spent(2000), spent(2000)), 0.005)
    assert min(spent(16_000), spent(16_000)) < 28 * small  # the square would be 64 times as much


# --- one line alone --------------------------------------------------------------------------------------------------

LINES = (
    "x", "X", "Share", "Ok", "1", "Print", "Home", "Reuters", "3 May 2024", "By Anna Berg", "分享", "Теги",
    "Kommentare", "Read more", "War ends", "Council buys old station",
)  # fmt: skip
JUNK = (
    "Share\nPrint", "Support us today!", '<p><a href="/">Home</a></p>', "<html><body><nav>Home</nav></body></html>",
    "© 2026 The Harbour Post. All rights reserved.",
)  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_a_line_alone_is_no_label(line: str) -> None:
    assert cleanpress.clean_text(line) == line
    assert cleanpress.clean_text(f"\n {line}\n").strip() == line
    assert cleanpress.clean_text(f"<html><body><div><p>{line}</p></div></body></html>") == line
    again = cleanpress.clean_html(f"<p>{line}</p>")
    assert cleanpress.clean_html(again) == again


@pytest.mark.parametrize("source", JUNK)
def test_what_shows_that_it_is_one_goes(source: str) -> None:
    assert cleanpress.clean_text(source) == ""


# --- bounds ----------------------------------------------------------------------------------------------------------


def test_bounds_hold_for_soups() -> None:
    text = "The council met.\n\nPlease donate to our newsroom today.\n\nPlease donate to our newsroom today."
    soup = Cleaner(Config(max_chars=len(text) - 3)).clean_soup(text)
    assert [p.get_text() for p in soup.select("body > p")] == text.split("\n\n")[::2]
    markup = page("<p>The end of the page.</p>" * 100)
    assert len(Cleaner(Config(max_chars=2000)).clean_soup(markup.encode()).get_text()) < 1600
    late = Cleaner(Config(time_limit=1e-6)).clean_soup(page("<p>Please donate to our newsroom today.</p>" * 3))
    assert "Please donate" in late.get_text()
    assert "Please donate" not in Cleaner().clean_soup(page("<p>Please donate to our newsroom today.</p>")).get_text()


@pytest.mark.parametrize("name", ["siblings in a div", "nested div", "options"])
def test_a_time_limit_holds_for_parsing(name: str) -> None:
    markup = ALL[name](100_000)
    with within(1e-6):
        part = read_html(markup, "")
    assert len(part.text) < len(read_html(markup, "").text) or name == "options"
    article = Cleaner(Config(time_limit=1e-6)).clean(markup)
    assert "time-limit" in article.notes
    assert article.text == article.source_text
    assert article.html.count("<p>") == article.text.count("\n\n") + bool(article.text)


def test_parsing_by_pieces_gives_the_same() -> None:
    for name in ("paragraphs", "open comments", "nested table", "one long attribute"):
        markup = ALL[name](3000)
        with within(600):
            pieces = read_html(markup, "")
        assert (pieces.text, pieces.notes) == ((whole := read_html(markup, "")).text, whole.notes), name


@pytest.mark.parametrize("value", ['">{}"', '"<{}"', "'a>{}'", '= ">{}"', "b\"{}"])
def test_brackets_hide_no_attributes(value: str) -> None:
    tag = "<div " + " ".join(f"a{i}={value.format(i)}" for i in range(3000)) + ">text of it</div>"
    assert cleanpress.clean(page(tag)).notes == ("attributes-rescued",)
    few = "<div title='" + "a=1 " * 9000 + "'>text</div><script>" + "if (a<b && c='d') {}" * 900 + "</script>"
    assert cleanpress.clean(page(few)).notes == ()
