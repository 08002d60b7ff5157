"""The body as HTML and Markdown: structure kept, addresses absolute, cuts honoured, nothing paid unasked."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

import cleanpress
from cleanpress import Article, Cleaner, Config
from tests.known import FIXTURES

PAGE = (FIXTURES / "pages" / "harbour-post" / "page.html").read_text("utf-8")
RENDER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render
LEAD = (
    "<p>The harbour board voted on Monday to move the fish market to the eastern quay, ending a quarrel of eleven years "  # noqa: E501
    "between the traders and the town, which owns the land.</p>"
)
TAIL = "<p>Work on the new halls begins in March, and the board expects them to open before the end of next year.</p>"


def page(body: str, head: str = "", root: str = "") -> str:
    head = f"<!DOCTYPE html><html><head><title>A page</title>{head}</head>"
    return f"{head}<body><article {root}>{LEAD}{body}{TAIL}</article></body></html>"


def html_of(body: str, head: str = "", **options: object) -> str:
    """The HTML of what stands between a lead and a last paragraph."""
    config = Config(**options) if options else None  # type: ignore[arg-type]
    found = cleanpress.clean_html(page(body, head, OWN), kind="html", config=config)
    match = re.fullmatch(
        rf"<article data-cleanpress>\n{re.escape(LEAD)}\n(.*?)\n?{re.escape(TAIL)}\n</article>\n", found, re.S
    )
    assert match, found
    return match[1].replace("\n<", "<")


def markdown_of(body: str, **options: object) -> str:
    config = Config(**options) if options else None  # type: ignore[arg-type]
    found = cleanpress.clean(page(body, root=OWN), kind="html", config=config).markdown.split("\n\n")
    return "\n\n".join(found[1:-1])


def solid(text: str) -> str:
    return "".join(text.split())


def text_in(markup: str) -> str:
    return solid(str(lxml_html.fromstring(f"<div>{markup}</div>").xpath("string()")))


OWN = "data-cleanpress"
"""Makes a page one whose markup nobody judges: what is tested is how the body is written, not what it is."""
STRUCTURE = {
    "heading": ("<h2>The <b>new</b> halls</h2>", "<h2>The <strong>new</strong> halls</h2>", "## The **new** halls"),
    "emphasis": (
        "<p>An <i>odd</i> and <b>bold</b> move.</p>",
        "<p>An <em>odd</em> and <strong>bold</strong> move.</p>",
        "An *odd* and **bold** move.",
    ),
    "spaces go outside": ("<p>An<i> odd </i>move.</p>", "<p>An <em>odd</em> move.</p>", "An *odd* move."),
    "wrappers go": (
        "<div><section><span>Plain text of some length in boxes.</span></section></div>",
        "<p>Plain text of some length in boxes.</p>",
        "Plain text of some length in boxes.",
    ),
    "breaks": (
        "<div>First line of it.<br>Second line of it.<br><br>Another paragraph.</div>",
        "<p>First line of it.<br>Second line of it.</p><p>Another paragraph.</p>",
        "First line of it.\\\nSecond line of it.\n\nAnother paragraph.",
    ),
    "list": (
        "<ul><li>One ton of herring.</li><li><p>Two tons of cod.</p><ol><li>Fresh, that is.</li></ol></li></ul>",
        "<ul><li>One ton of herring.</li><li><p>Two tons of cod.</p><ol><li>Fresh, that is.</li></ol></li></ul>",
        "- One ton of herring.\n\n- Two tons of cod.\n\n  1. Fresh, that is.",
    ),
    "tight list": (
        "<ol start='3'><li>One ton.</li><li>Two tons.</li></ol>",
        '<ol start="3"><li>One ton.</li><li>Two tons.</li></ol>',
        "3. One ton.\n4. Two tons.",
    ),
    "quote": (
        "<blockquote>We will not move, said the traders.<p>Never.</p></blockquote>",
        "<blockquote><p>We will not move, said the traders.</p><p>Never.</p></blockquote>",
        "> We will not move, said the traders.\n>\n> Never.",
    ),
    "table": (
        "<table><tr><th>Fish landed<th>Tons this year</tr><tr><td>Herring and sprat<td>120|130</tr>"
        "<tr><td><td>all of it eaten here</tr></table>",
        "<table><tbody><tr><th>Fish landed</th><th>Tons this year</th></tr><tr><td>Herring and sprat</td>"
        "<td>120|130</td></tr><tr><td></td><td>all of it eaten here</td></tr></tbody></table>",
        "| Fish landed | Tons this year |\n| --- | --- |\n| Herring and sprat | 120\\|130 |\n|  | all of it eaten here |",  # noqa: E501
    ),
    "layout table": (
        "<table><tr><td><p>A paragraph in a table of one cell.</p><p>And one more.</p></td></tr></table>",
        "<p>A paragraph in a table of one cell.</p><p>And one more.</p>",
        "A paragraph in a table of one cell.\n\nAnd one more.",
    ),
    "code": (
        "<p>Run <code>a `b` | c</code> now.</p><pre>def tide():\n    return 3</pre>",
        "<p>Run <code>a `b` | c</code> now.</p><pre>def tide():\n    return 3</pre>",
        "Run ``a `b` | c`` now.\n\n```\ndef tide():\n    return 3\n```",
    ),
    "definitions": (
        "<dl><dt>Quay</dt><dd>Where ships lie.</dd></dl>",
        "<dl><dt>Quay</dt><dd>Where ships lie.</dd></dl>",
        "**Quay**\n\nWhere ships lie.",
    ),
    "struck out": (
        "<p>It costs <del>three</del> four million.</p>",
        "<p>It costs <del>three</del> four million.</p>",
        "It costs ~~three~~ four million.",
    ),
    "blocks in links": (
        '<a href="https://a.example/"><h3>The halls</h3></a><p>They stand.</p>',
        '<h3><a href="https://a.example/">The halls</a></h3><p>They stand.</p>',
        "### [The halls](https://a.example/)\n\nThey stand.",
    ),
    "item without list": (
        "<div><li>One ton of herring.</li><li>Two tons of cod.</li></div>",
        "<ul><li>One ton of herring.</li><li>Two tons of cod.</li></ul>",
        "- One ton of herring.\n- Two tons of cod.",
    ),
}


@pytest.mark.parametrize("name", STRUCTURE)
def test_html_keeps_structure(name: str) -> None:
    source, html, _ = STRUCTURE[name]
    assert html_of(source) == html


@pytest.mark.parametrize("name", STRUCTURE)
def test_markdown_keeps_structure(name: str) -> None:
    source, _, markdown = STRUCTURE[name]
    assert markdown_of(source) == markdown


@pytest.mark.parametrize("name", STRUCTURE)
def test_html_of_html_is_the_same(name: str) -> None:
    once = cleanpress.clean(page(STRUCTURE[name][0], root=OWN), kind="html")
    again = cleanpress.clean(once.html)
    assert (again.html, again.text, again.removals) == (once.html, once.text, ())


def test_without_the_root_the_same_html_would_lose_something() -> None:
    """The control of the test above: as any page's HTML it is searched for the article once more."""
    html = cleanpress.clean_html(page("<h2>The new halls</h2><table><tr><td>1<td>2</tr></table>"), kind="html")
    bare = html.replace("<article data-cleanpress>", "<div>").replace("</article>", "</div>")
    aside = f"<p>{'Some other text that is much longer than the article. ' * 40}</p>"
    assert "longer" not in cleanpress.clean_text(html + aside)
    assert "longer" in cleanpress.clean_text(bare + aside)


# --- addresses -------------------------------------------------------------------------------------------------------

LINK = '<p>The board <a href="{}">published the plans</a> on Monday, and nobody objected.</p>'


@pytest.mark.parametrize(
    ("address", "head", "url", "becomes"),
    [
        ("/plans", "", "https://post.example/news/1", "https://post.example/plans"),
        ("plans?a=1&amp;b=2", "", "https://post.example/news/1", "https://post.example/news/plans?a=1&amp;b=2"),
        ("//cdn.example/x", "", "https://post.example/", "https://cdn.example/x"),
        ("plans", '<base href="https://base.example/x/">', "https://post.example/", "https://base.example/x/plans"),
        ("plans", '<base href="/x/">', "https://post.example/news/1", "https://post.example/x/plans"),
        ("plans", '<link rel="canonical" href="https://c.example/y/z">', None, "https://c.example/y/plans"),
        ("plans", "", None, "plans"),
        ("plans", '<base href="javascript:alert(1)//">', None, "plans"),
        ("  https://post.example/a b\n", "", None, "https://post.example/a%20b"),
        ("mailto:board@post.example", "", "https://post.example/", "mailto:board@post.example"),
    ],
)
def test_links_become_absolute(address: str, head: str, url: str | None, becomes: str) -> None:
    html = cleanpress.clean_html(page(LINK.format(address), head), url=url, kind="html")
    assert f'<a href="{becomes}">published the plans</a>' in html


@pytest.mark.parametrize(
    "address", ["", "#top", "javascript:void(0)", "data:text/html,x", "http://[", "blob:x", "about:blank"]
)
def test_links_that_lead_nowhere_become_text(address: str) -> None:
    html = cleanpress.clean_html(page(LINK.format(address)), url="https://post.example/", kind="html")
    assert "<a " not in html
    assert "The board published the plans on Monday" in html


def test_links_can_be_left_out() -> None:
    source = LINK.format("https://post.example/plans")
    assert "<a href" in html_of(source)
    assert "<a" not in html_of(source, links=False)
    assert markdown_of(source, links=False) == "The board published the plans on Monday, and nobody objected."


PICTURE = (
    '<figure><img src="/quay.jpg" alt="The quay [east]" onerror="x()"><figcaption>The quay. Photo: A. Berg</figcaption>'
    '</figure><p>Then the traders <img src="dot.gif" width="1" height="1"> went home, one after the other.</p>'
)


def test_pictures_stay_on_request() -> None:
    assert "img" not in html_of(PICTURE)
    base = '<base href="https://post.example/">'
    html = cleanpress.clean_html(page(PICTURE, base), kind="html", config=Config(images=True))
    assert '<figure><img src="https://post.example/quay.jpg" alt="The quay [east]"></figure>' in html
    assert html.count("<img") == 1
    assert markdown_of(PICTURE, images=True).startswith("![The quay \\[east\\]](/quay.jpg)\n\n")


def test_pictures_that_load_late_are_found_and_those_of_teasers_are_not() -> None:
    late = (
        '<img src="data:image/gif;base64,R0lGOD" data-src="https://post.example/a.jpg" alt=""><p>The quay is long.</p>'
    )
    assert 'src="https://post.example/a.jpg"' in html_of(late, images=True)
    teaser = '<div class="related"><img src="https://post.example/b.jpg"><a href="/b">Ten quays that you should see</a></div>'  # noqa: E501
    assert "img" not in cleanpress.clean_html(page(teaser), kind="html", config=Config(images=True))


# --- cuts ------------------------------------------------------------------------------------------------------------

MIXED = (
    "<p>The board had <b>not expected</b> so many objections, its chairwoman said on Tuesday in front of the town hall. "  # noqa: E501
    "<i>Please consider making a donation to The Harbour Post today!</i> The traders want to go to <a href='/c'>court</a>.</p>"  # noqa: E501
)


def test_a_sentence_is_cut_out_of_all_outputs() -> None:
    article = cleanpress.clean(page(MIXED), kind="html")
    assert [r.text.strip() for r in article.removals] == [
        "Please consider making a donation to The Harbour Post today!"
    ]
    kept = "so many objections, its chairwoman said on Tuesday in front of the town hall. The traders want to go to"
    assert f"<strong>not expected</strong> {kept} <a" in article.html
    assert f"**not expected** {kept} [court]" in article.markdown
    soup = cleanpress.clean_soup(page(MIXED), kind="html")
    assert soup.body is not None
    assert solid(soup.body.get_text()) == solid(article.text)
    assert soup.i is None


def test_outputs_hold_the_text_and_nothing_else() -> None:
    article = cleanpress.clean(PAGE, kind="html")
    assert len(article.text) > 500
    assert text_in(article.html) == solid(article.text)
    assert text_in(RENDER(article.markdown)) == solid(article.text)


# --- text ------------------------------------------------------------------------------------------------------------

TEXT = (
    "The harbour board voted on Monday to move the fish market to the eastern quay.\n\n## What changes\n\n"
    "- The halls move to the quay.\n- The ice comes from the <old> plant.\n\n1) One, of a list of one.\n\nAll else stays as it is."  # noqa: E501
)


def test_text_becomes_paragraphs_headings_and_lists() -> None:
    article = cleanpress.clean(TEXT, kind="text")
    assert article.text == TEXT
    assert article.html.splitlines()[1:] == [
        "<p>The harbour board voted on Monday to move the fish market to the eastern quay.</p>",
        "<h2>What changes</h2>",
        "<ul>",
        "<li>The halls move to the quay.</li>",
        "<li>The ice comes from the &lt;old&gt; plant.</li>",
        "</ul>",
        "<p>1) One, of a list of one.</p>",
        "<p>All else stays as it is.</p>",
        "</article>",
    ]
    assert article.markdown == TEXT.replace("<old", "\\<old")


def test_nothing_left_is_an_empty_root() -> None:
    for source in ("", "<p></p>", "Support us today!"):
        article = cleanpress.clean(source)
        assert (article.html, article.markdown) == ("<article data-cleanpress></article>\n", "")
        assert cleanpress.clean(article.html).html == article.html


# --- markdown escapes ------------------------------------------------------------------------------------------------

AWKWARD = [
    "1. January was cold.",
    "12) apples",
    "# no heading",
    "- no item",
    "+ no item",
    "* no item",
    "> no quote",
    "=====",
    "-----",
    "***",
    "___",
    "~~~",
    "```",
    "a * b * c and 2*3*4",
    "snake_case and _emphasis_ and __both__",
    "[a](b) and [c]: d and ![e](f)",
    "<b>no tag</b> and a < b > c",
    "&amp; &lt; &#60; AT&T",
    "`code` and ``more``",
    "back\\slash \\* \\",
    "a | b | c",
    "| a | b |",
    "~struck~ and ~~struck~~",
    "Wow!",
    "https://post.example/a_b_c?d=*e*",
    "<https://post.example>",
    "100 % of $5 ^ 2 {x}",
    ":---",
    "1986\\. A great year",
    "\t- tab",
    "&copy; &nbsp;",
    "a  b",
    "Ünïcode – “quotes” … 日本語（注）",
]


@pytest.mark.parametrize("line", AWKWARD)
@pytest.mark.parametrize(
    "form",
    [
        "<p>{}</p>",
        "<p>Before it.<br>{}</p>",
        "<ul><li>{}</li><li>x</li></ul>",
        "<h3>{}</h3><p>x</p>",
        "<table><tr><td>{}<td>x</tr></table>",
        "<p>Is <b>{}</b> so</p>",
        "<p>Is<em>{}</em>so</p>",
        "<p><a href='/b'>{}</a> x</p>",
        "<p>Wow!<a href='/b(c)'>{}</a></p>",
        "<blockquote>{}</blockquote>",
        "<pre>{}</pre>",
        "<p><code>{}</code></p>",
        "<p><b>{}<i>{}</i></b><i>x</i></p>",
    ],
)
def test_markdown_renders_to_the_same_text(line: str, form: str) -> None:
    from html import escape

    body = form.replace("{}", escape(line))
    article = cleanpress.clean(f"<article data-cleanpress>{LEAD}{body}{TAIL}</article>", kind="html")
    assert text_in(RENDER(article.markdown)) == text_in(article.html)
    assert "".join(re.findall(r"<(/?(?:h\d|ul|ol|blockquote|pre|table))", RENDER(article.markdown))) == "".join(
        re.findall(r"<(/?(?:h\d|ul|ol|blockquote|pre|table))", article.html)
    )


def test_without_escapes_the_text_would_differ() -> None:
    wrong = [line for line in AWKWARD if text_in(RENDER(line)) != solid(line)]
    assert len(wrong) > 15


# --- what it costs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source", [PAGE, PAGE.encode(), TEXT, lxml_html.document_fromstring(PAGE)], ids=["str", "bytes", "text", "tree"]
)
def test_articles_pickle_and_give_the_same_markup(source: object) -> None:
    article = cleanpress.clean(source)  # type: ignore[arg-type]
    again = pickle.loads(pickle.dumps(article))
    assert again == article
    assert (again.html, again.markdown) == (article.html, article.markdown)
    assert cleanpress.clean_html(source) == article.html  # type: ignore[arg-type]
    assert len(pickle.dumps(article)) < len(pickle.dumps((article.source_text, article.text, article.removals))) + 9000


def test_a_tree_may_change_after_cleaning() -> None:
    tree = lxml_html.document_fromstring(PAGE)
    expected = cleanpress.clean(PAGE).html
    article = cleanpress.clean(tree)
    tree.clear()
    assert article.html == expected


def test_markup_is_made_in_the_process_that_asks() -> None:
    articles = list(Cleaner().clean_many([PAGE, TEXT], workers=2))
    assert [a.html for a in articles] == [cleanpress.clean_html(PAGE), cleanpress.clean_html(TEXT)]


def test_cleaning_loads_no_sanitiser_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys, cleanpress; a = cleanpress.clean({0!r}); b = cleanpress.clean_text({0!r});"
        "assert 'nh3' not in sys.modules and 'cleanpress.writers.lines' not in sys.modules, 'too early';"
        "a.html; assert 'nh3' in sys.modules and 'bs4' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code.format(LEAD + TAIL)], check=True)


def test_articles_compare_by_what_they_say() -> None:
    one, two = cleanpress.clean(TEXT), cleanpress.clean(TEXT)
    assert one.html == two.html
    assert one == two
    assert "Draft" not in repr(one)
    assert isinstance(copy.deepcopy(one), Article)


def test_depth_is_capped() -> None:
    deep = "<blockquote>" * 3000 + "The harbour board voted on Monday to move the market." + "</blockquote>" * 3000
    html = cleanpress.clean_html(deep, kind="html")
    assert 1 <= html.count("<blockquote>") <= 24
    assert "The harbour board" in html
    marks = "<b><i>" * 20000 + LEAD
    assert "The harbour board" in cleanpress.clean(marks, kind="html").markdown
