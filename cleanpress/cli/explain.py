"""``cleanpress explain``: the sum of every block, kept ones too; as a table, in sentences, or as a web page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cleanpress.cli import FAILED
from cleanpress.cli.clean import attempt
from cleanpress.cli.options import FILE, Engine, make_engine, reading_options
from cleanpress.cli.terminal import one_line, say, write_out


@click.command(short_help="Show why each block went or stayed; as a table or a web page.")
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--why", "words", metavar="TEXT", help="Only blocks that hold TEXT: why they went or stayed.")
@click.option("-o", "--output", "out", type=FILE, metavar="OUT",
              help="Write a report as a web page, one file; of a folder FILE an index and a report per document.")
@reading_options
@click.option("-q", "--quiet", is_flag=True, help="No remarks, only errors.")
def explain(file: str, words: str | None, out: str | None, **chosen: Any) -> None:
    """Show every block of FILE with its verdict, its sum and the terms of the sum.

    A block goes by itself when its sum reaches 10 (preset balanced), and at less beside blocks that are sure to go.
    At the end stands the kept block that came closest, with its nearest rule: where a line survives that should not,
    begin there.

    \b
    Examples:
      cleanpress explain page.html
      cleanpress explain https://example.org/news/1
      cleanpress explain page.html --why "make a donation"
      cleanpress explain page.html -o report.html     to look at in a browser, and to send around
      cleanpress explain pages/ -o report/            an index of a whole folder
      cleanpress explain article.txt --site-name "The Harbour Post" | less
    """  # fmt: skip
    if words is not None and out is not None:
        raise click.UsageError("--why prints sentences and -o writes a page; choose one of them")
    engine = make_engine(chosen)
    if out is not None:
        from cleanpress.cli.reports import write_report, write_reports  # noqa: PLC0415  # only reports need it

        done = write_reports(file, out, engine) if Path(file).is_dir() else write_report(file, out, engine)
    else:
        done = _table(file, engine) if words is None else _sentences(file, words, engine)
    if not done:
        click.get_current_context().exit(FAILED)


def _table(file: str, engine: Engine) -> bool:
    found = attempt(file, engine.judge)
    if found is None:
        return False
    page, verdicts = found
    from cleanpress.cli.report import nearest_survivor, verdicts_table  # noqa: PLC0415  # rich costs 25 ms
    from cleanpress.cli.terminal import console  # noqa: PLC0415  # as above

    out = console(err=False)
    out.print(verdicts_table(page, verdicts))
    out.print()
    out.print(nearest_survivor(page, verdicts, engine.cleaner.config), soft_wrap=True)
    return True


def _sentences(file: str, words: str, engine: Engine) -> bool:
    """Answer "why was this kept?" and "why did this go?"."""
    article = attempt(file, engine.clean)
    if article is None:
        return False
    found = article.explain().find(words)
    if not found:
        say(f"cleanpress: {file}: no block holds {words!r}; words that span two blocks are not found")
    write_out("\n".join(f"{one_line(block.text)}\n  {one_line(block.why)}\n" for block in found))
    return bool(found)
