"""``cleanpress clean``: documents in, bodies out, one after another."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import click

from cleanpress.cli import FAILED
from cleanpress.cli.options import FILE, Named, bounding_options, make_engine, reading_options
from cleanpress.cli.sinks import choose_sink
from cleanpress.cli.sources import STDIN, SourceError
from cleanpress.cli.terminal import OutputError, is_terminal, one_line, say
from cleanpress.errors import FetchError, MissingExtraError
from cleanpress.model import Article

T = TypeVar("T")

NOTES = {
    "undecodable-bytes": "some bytes fit no charset and became U+FFFD; convert it to UTF-8 first if that hurts (iconv)",
    "cut-at-max-chars": "longer than max_chars: what is beyond was not judged (text) or not read (HTML)",
    "time-limit": "not judged within time_limit, so nothing was removed",
}
"""Notes of a reading that a user should hear of."""


@click.command(short_help="Clean files or pages of the web, one after another.")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("-f", "--format", "form", type=Named(["text", "markdown", "html", "json"]), default="text",
              help="text, markdown, html: the body. json: body, metadata and every cut, one object a line.")
@click.option("--no-links", is_flag=True, help="Markdown and HTML: leave out links, but not their text.")
@click.option("--images", is_flag=True, help="Markdown and HTML: keep the article's pictures.")
@click.option("--explain", "explained", is_flag=True, help="Show on standard error what was removed, and why.")
@click.option("-o", "--output", "out", type=FILE, metavar="OUT",
              help="Write to this file instead; a folder (or a name ending in /) gets a file per document.")
@reading_options
@bounding_options
@click.option("-q", "--quiet", is_flag=True, help="No remarks, only errors.")
def clean(files: tuple[str, ...], form: str, explained: bool, out: str | None, quiet: bool, **chosen: Any) -> None:
    """Clean FILEs (HTML pages or text; - is standard input, https://... a page of the web) and print the bodies.

    Several texts in one stream are separated by a line that holds a form feed, Markdown likewise; HTML has an article
    element and JSON a line per document. A document that cannot be read is reported, the others are cleaned, and the
    exit code is 1.

    \b
    Examples:
      cleanpress clean page.html
      cleanpress clean article.txt --explain --site-name "The Harbour Post"
      cleanpress clean https://example.org/news/1       needs: pip install 'cleanpress[fetch]'
      cleanpress clean page.html -f markdown --url https://example.org/news/1
      cleanpress clean page.html -f json | jq -r '.removed[] | [.category, .text] | @tsv'
      cleanpress clean a.html b.html c.html -o clean/
    """  # fmt: skip
    if chosen["url"] and len(files) > 1:
        raise click.UsageError("--url is the address of one page; clean the files one by one, or use --site-name")
    sink = choose_sink(out, files, form)
    engine = make_engine({**chosen, "quiet": quiet})
    failed = 0
    for name in files:
        article = attempt(name, engine.clean)
        if article is None:
            failed += 1
            continue
        sink.put(name, _render(article, form, name))
        if explained:
            _explain(article, name, len(files) > 1)
        if not quiet:
            _remark(article, name, explained)
    sink.close()
    if failed:
        click.get_current_context().exit(FAILED)


def label(name: str) -> str:
    """Name a source for people."""
    return "standard input" if name == STDIN else one_line(name)


def attempt(name: str, work: Callable[[str], T]) -> T | None:
    """Do ``work`` on the source called ``name``; None, and one line on standard error, when that fails."""
    try:
        return work(name)
    except SourceError as error:
        say(f"cleanpress: {label(name)}: {error}")
    except FetchError as error:
        say(f"cleanpress: {error}")
    except (BrokenPipeError, OutputError, MissingExtraError):
        raise
    except Exception as error:  # a fault of ours in one document must not end the others
        if os.environ.get("CLEANPRESS_DEBUG"):
            traceback.print_exc()
        say(
            f"cleanpress: {label(name)}: a fault in cleanpress, please report it: {type(error).__name__}: {error} "
            "(CLEANPRESS_DEBUG=1 shows where)"
        )
    return None


def _render(article: Article, form: str, name: str) -> str:
    if form == "json":
        return json.dumps({"file": name, **article.to_dict()}, ensure_ascii=False) + "\n"
    if form == "html":
        return article.html
    text = article.markdown if form == "markdown" else article.text
    return text if not text or text.endswith("\n") else text + "\n"


def _explain(article: Article, name: str, several: bool) -> None:
    from cleanpress.cli.report import removals_table  # noqa: PLC0415  # rich costs 25 ms
    from cleanpress.cli.terminal import console  # noqa: PLC0415  # as above

    out = console(err=True)
    out.print(removals_table(article, label(name) if several else ""))


def _remark(article: Article, name: str, explained: bool) -> None:
    """Say what a user should know about a result; how much went only to a person at a terminal."""
    who = label(name)
    for note in article.notes:
        if note in NOTES:
            say(f"cleanpress: {who}: {NOTES[note]}")
    if not article.text.strip():
        say(f"cleanpress: {who}: nothing is left; see why: cleanpress explain FILE, or try --preset gentle")
    elif is_terminal(sys.stderr) and not explained:
        counts = Counter(str(r.category) for r in article.removals)
        parts = ", ".join(f"{n} {category}" for category, n in counts.most_common())
        say(f"cleanpress: {who}: " + (f"removed {parts}; --explain shows each" if parts else "nothing to remove"))
