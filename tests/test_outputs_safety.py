"""Hostile pages: whatever stands in text, attributes, links, titles or JSON-LD, no output holds anything that runs."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import urlsplit

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

import cleanpress
from cleanpress import Config
from cleanpress.writers.html import ATTRIBUTES, TAGS, sanitised
from cleanpress.writers.report.page import report
from tests.payloads import PAYLOADS
from tests.test_outputs import LEAD, TAIL

MARKUP = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    "<img/src/onerror=alert(1)>",
    "<img src=javascript:alert(1)>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
    "<img srcset='javascript:alert(1) 1x'>",
    "<img lowsrc=javascript:alert(1)>",
    "<img data-src='javascript:alert(1)'>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1)>",
    "<input onfocus=alert(1) autofocus>",
    "<select onchange=alert(1)><option>x</select>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<p onclick=alert(1)>x</p>",
    "<b onmouseover=alert(1)>x</b>",
    "<td background=javascript:alert(1)>x</td>",
    "<table background='javascript:alert(1)'><tr><td>x</table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<listing><img src=x onerror=alert(1)></listing>",
    "<title><img src=x onerror=alert(1)></title>",
    "<code class='language-x\" onmouseover=alert(1)'>x</code>",
    "<pre class='language-\"><script>alert(1)</script>'>x</pre>",
    "<td colspan='2\" onmouseover=\"alert(1)'>x</td>",
    "<ol start='1\" onclick=\"alert(1)'><li>x</ol>",
    "<q cite=javascript:alert(1)>x</q>",
    "<blockquote cite=javascript:alert(1)>x</blockquote>",
    "<ins cite=javascript:alert(1)>x</ins>",
    "<frameset onload=alert(1)></frameset>",
    "<p id=x name=y data-x='<script>'>x</p>",
    "\x00<scr\x00ipt>alert(1)</script>",
    "<custom-tag onclick=alert(1)>x</custom-tag>",
    "<p>`<script>alert(1)</script>`</p>",
    "<pre>```\n<script>alert(1)</script>\n```</pre>",
    "<a name=x onclick=alert(1)>x</a>",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\rscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61vascript:alert(1)",
    "javascript\u2028:alert(1)",
    "\u00a0javascript:alert(1)",
    "vbscript:msgbox(1)",
    "livescript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:text/html,x",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "jar:javascript:alert(1)!/",
    "blob:https://x",
    "file:///etc/passwd",
    "filesystem:https://x",
    "intent://x#Intent;end",
    "ms-msdt:/id",
    "x-javascript:alert(1)",
    "java%0ascript:alert(1)",
    'http://x" onmouseover="alert(1)',
    "https://x.example/')\" onclick=alert(1)//",
    "https://x.example/> <script>alert(1)</script>",
    "https://x.example/) [x](javascript:alert(1)",
    "https://x.example/\n\n<script>alert(1)</script>",
    "//evil.example\\@x",
    "\\javascript:alert(1)",
    "https:javascript:alert(1)",
]
TEXTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x]( \n javascript:alert(1))",
    "[x](data:text/html,<script>)",
    "[x](vbscript:x)",
    "&lt;script&gt;",
    "</article><script>alert(1)</script>",
    "<!-- --><svg onload=alert(1)>",
    "[a\\](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java\\script:alert(1))",
    '<a href="javascript:alert(1)">x</a>',
    "`<script>alert(1)</script>",
]
ALL = [*MARKUP, *ADDRESSES, *TEXTS, *PAYLOADS]
CONFIGS = (None, Config(images=True, captions=True), Config(locator="none", images=True))
RENDERS = (
    MarkdownIt("commonmark").render,
    MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).render,
)
ALLOWED = {*TAGS, "article", "html", "body", "head", "hr"}
SAFE_SCHEMES = ("", "http", "https", "mailto", "tel")


def assert_harmless(markup: str) -> None:
    """Parse as a browser roughly would, and look at every element and attribute there is."""
    for element in lxml_html.document_fromstring(f"<html><body>{markup}</body></html>").iter():
        assert isinstance(element.tag, str), f"a comment or the like: {element}"
        assert element.tag in ALLOWED, element.tag
        for name, value in ((str(name), str(value)) for name, value in element.items()):
            assert name in ATTRIBUTES.get(element.tag, set()) | {"data-cleanpress", "title", "style"}, (
                element.tag,
                name,
            )
            assert name != "style" or value.startswith("text-align:"), value
            if name in ("href", "src"):
                address = "".join(char for char in value if char > " ")
                assert address.split(":")[0].lower() in SAFE_SCHEMES or urlsplit(address).scheme in SAFE_SCHEMES, value


def assert_all_harmless(source: str, kind: str = "html", *, stable: bool = True) -> None:
    for config in CONFIGS:
        article = cleanpress.clean(source, url="https://post.example/a", kind=kind, config=config)  # type: ignore[arg-type]
        assert_harmless(article.html)
        for render in RENDERS:
            assert_harmless(render(article.markdown))
        again = cleanpress.clean(article.html, kind="html", config=config)
        assert_harmless(again.html)
        assert not stable or again.html == article.html


@pytest.mark.parametrize("payload", MARKUP + PAYLOADS)
def test_markup_that_runs(payload: str) -> None:
    source = f"<article>{LEAD}<p>Before it. {payload} After it, the board met.</p>{payload}{TAIL}</article>"
    assert_all_harmless(source, stable=payload in MARKUP)


@pytest.mark.parametrize("payload", MARKUP)
def test_markup_that_runs_as_if_cleaned_before(payload: str) -> None:
    assert_all_harmless(f"<article data-cleanpress onclick=alert(1)>{LEAD}<p>{payload} After it.</p>{TAIL}</article>")


@pytest.mark.parametrize("payload", ADDRESSES)
def test_addresses_that_run(payload: str) -> None:
    link = f'<p>The board <a href="{payload}">published</a> its <b><a title="{payload}" href=\'{payload}\'>plans</a></b> now.</p>'  # noqa: E501
    picture = f'<figure><img src="{payload}" alt="{payload}"><img data-src="{payload}" srcset="{payload} 2x"></figure>'
    base = f'<html><head><base href="{payload}"><link rel="canonical" href="{payload}"></head><body>'
    for head in ("", base):
        assert_all_harmless(
            f"{head}<article>{LEAD}{link}{picture}<p><a href='x'>A relative one</a> it is.</p>{TAIL}</article>"
        )


@pytest.mark.parametrize("payload", TEXTS + PAYLOADS)
def test_text_that_looks_like_markup(payload: str) -> None:
    safe = escape(payload)
    assert_all_harmless(
        f"<article>{LEAD}<p>{safe}</p><p>So it is {safe} in <code>{safe}</code>, said <em>{safe}</em>.</p><pre>{safe}</pre>"  # noqa: E501
        f"<h2>{safe}</h2><ul><li>{safe}</li></ul><table><tr><td>{safe}<td>x</tr></table>"
        f"<p><a href='https://x.example/'>{safe}</a></p><img src='https://x.example/x.png' alt='{safe}'>{TAIL}</article>"  # noqa: E501
    )


def alts_of(markup: str) -> list[str]:
    return [str(picture.get("alt")) for picture in lxml_html.fromstring(markup).iter("img")]


def assert_alt_is_text(payload: str) -> None:
    """A picture's text comes out as what it is, in every output, and once more when that is cleaned again."""
    picture = f'<figure><img src="https://x.example/x.png" alt="{escape(payload)}"></figure>'
    source = f"<article>{LEAD}{picture}{TAIL}</article>"
    config = Config(images=True)
    article = cleanpress.clean(source, url="https://post.example/a", kind="html", config=config)
    again = cleanpress.clean(article.html, kind="html", config=config)
    alt = [" ".join(re.sub(r"[\x00-\x08]", "", payload).split())]
    for markup in (article.html, again.html, *(render(article.markdown) for render in RENDERS)):
        assert_harmless(markup)
        assert alts_of(markup) == alt
    assert not alts_of(report(article.explain(), payload))


@pytest.mark.parametrize("payload", [*ALL, "1 < 2 & 3 > 2", "&lt;b&gt;", "[x](y) `z` **q** ![w](v)", "<p>a</p> <h1>b"])
def test_the_text_of_a_picture_is_text(payload: str) -> None:
    assert_alt_is_text(payload)


@pytest.mark.parametrize("name", ["writers.lines.escape", "writers.inline.escaped"])
def test_the_check_would_see_a_picture_whose_text_is_markup(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"cleanpress.{name}", lambda text, *_, **__: text)
    with pytest.raises(AssertionError):
        assert_alt_is_text('"><b>bold</b>](https://evil.example) [x')


@pytest.mark.parametrize("payload", TEXTS + MARKUP)
def test_plain_text_that_looks_like_markup(payload: str) -> None:
    lead = "The harbour board voted on Monday to move the fish market to the eastern quay, ending a long quarrel."
    assert_all_harmless(
        f"{lead}\n\n{payload}\n\nSo it is: {payload} that is what they said.\n\n- {payload}\n- x\n\n{lead[::-1]}",
        "text",
    )


@pytest.mark.parametrize("payload", ALL)
def test_metadata_that_runs_stays_data(payload: str) -> None:
    about = {
        "@type": "NewsArticle",
        "headline": payload,
        "author": payload,
        "description": payload,
        "image": payload,
        "url": payload,
    }
    linked = json.dumps(about).replace("</", "<\\/")
    source = (
        f"<html lang='{escape(payload)}'><head><title>{escape(payload)}</title><meta property='og:title' content='{escape(payload)}'>"  # noqa: E501
        f"<script type='application/ld+json'>{linked}</script></head><body><h1>{escape(payload)}</h1><article>{LEAD}{TAIL}</article>"  # noqa: E501
    )
    assert_all_harmless(source)
    article = cleanpress.clean(source, kind="html")
    assert "</script" not in article.html
    assert json.loads(json.dumps(article.to_dict()))["title"] == article.title


def test_the_lists_are_long_enough() -> None:
    assert len(set(ALL)) >= 150


@pytest.mark.parametrize("payload", ALL)
def test_payloads_in_links_and_attributes(payload: str) -> None:
    safe = escape(payload)
    assert_all_harmless(
        f"<article>{LEAD}<p title='{safe}'>The board <a href='{safe}' title='{safe}'>met</a> <img src='{safe}' "
        f"alt='{safe}'> on <code class='language-{safe}'>Monday</code>.</p>{TAIL}</article>",
        stable=False,
    )


@pytest.mark.parametrize("payload", MARKUP[:8])
def test_the_check_would_see_what_runs(payload: str) -> None:
    with pytest.raises(AssertionError):
        assert_harmless(f"<article>{payload}</article>")


@pytest.mark.parametrize("payload", ADDRESSES[:2] + ADDRESSES[15:18])
def test_the_check_would_see_addresses_that_run(payload: str) -> None:
    with pytest.raises(AssertionError):
        assert_harmless(f'<article><a href="{payload}">x</a></article>')


def test_the_sanitiser_is_the_last_step_and_needs_no_help() -> None:
    """Even if what is before it wrote what it must not, nothing of it would come through."""
    for payload in MARKUP:
        assert_harmless(sanitised(payload))
    for payload in ADDRESSES:
        assert_harmless(sanitised(f'<a href="{payload}" onclick="x()">x</a><img src="{payload}">'))
