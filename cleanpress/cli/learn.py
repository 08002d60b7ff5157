"""``cleanpress learn``: site templates from many pages."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from cleanpress.cli import FAILED
from cleanpress.cli.options import FILE
from cleanpress.cli.terminal import say

if TYPE_CHECKING:
    from cleanpress.templates.table import SiteTemplates


@click.command(short_help="Learn which blocks recur on the pages of a host.")
@click.argument("inputs", nargs=-1, required=True, type=FILE, metavar="IN...")
@click.option("-o", "--output", "out", required=True, type=FILE, metavar="OUT", help="The table, a Parquet file.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1,
              help="Processes; default: all cores.")
@click.option("--kind", type=click.Choice(["auto", "html", "text"]), default="auto", help="What IN holds; auto looks.")
@click.option("--field", default="", metavar="NAME", help="Field with the document; default html, else text.")
@click.option("--url-field", default="url", metavar="NAME", help="Field with the address; default url.")
@click.option("--host", default="", metavar="HOST", help="Host of documents that do not tell their address.")
@click.option("--memory", default="1GB", metavar="SIZE", help="What the counting may use; default 1GB.")
@click.option("--work", type=FILE, metavar="DIR", help="Folder for what does not fit; default: the system's.")
@click.option("--interval", type=click.FloatRange(0), default=30, metavar="S",
              help="Seconds between lines on progress.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary, only errors.")
def learn(inputs: tuple[str, ...], out: str, memory: str, work: str | None, quiet: bool, **chosen: Any) -> None:
    """Learn which blocks recur on the pages of a host, and write a table of them.

    IN is what cleanpress batch takes. Each article counts once, whatever its addresses; a block needs at least three
    articles, and quotes, figures, subheads and other text that belongs to articles is left alone. Exit code 1 when
    nothing recurs.

    \b
    Examples:
      cleanpress learn pages/ -o templates.parquet
      cleanpress learn 'crawl/*.warc.gz' -o templates.parquet -j 8 --memory 4GB
      cleanpress learn texts/ --host post.example -o templates.parquet
      cleanpress templates show post.example --templates templates.parquet
      cleanpress batch pages/ --templates templates.parquet -o clean.jsonl
    """  # fmt: skip
    from cleanpress.batch.records import Settings  # noqa: PLC0415  # other commands need none of it
    from cleanpress.learning.learner import TemplateLearner  # noqa: PLC0415  # as above
    from cleanpress.learning.run import Task, learn_files  # noqa: PLC0415  # as above

    settings = Settings(kind=chosen["kind"], text_field=chosen["field"], url_field=chosen["url_field"])
    with TemplateLearner(memory=memory, folder=work) as learner:
        task = Task(settings, chosen["host"].lower().removeprefix("www."))
        watch = _silent if quiet else _watch(chosen["interval"])
        told = learn_files(learner, inputs, task, processes=chosen["jobs"], outputs=(out,), watch=watch)
        found = learner.finish()
        found.write(out)
        if not quiet:
            _report(told, found, learner.refused, out)
    if not len(found):
        click.get_current_context().exit(FAILED)


def _silent(told: Counter[str]) -> None:
    """Say nothing."""


def _watch(interval: float) -> Callable[[Counter[str]], None]:
    last = time.monotonic()

    def watch(told: Counter[str]) -> None:
        nonlocal last
        if time.monotonic() - last >= interval:
            last = time.monotonic()
            say(f"cleanpress: {_counts(told)}")

    return watch


def _counts(told: Counter[str]) -> str:
    rest = [f"{count} {name}" for name, count in told.most_common() if name != "counted" and count]
    return f"{told['counted']} pages" + (f" ({', '.join(rest)})" if rest else "")


def _report(told: Counter[str], found: SiteTemplates, refused: Counter[str], out: str) -> None:
    from cleanpress.learning.guards import REFUSALS  # noqa: PLC0415  # as above

    say(f"cleanpress: {_counts(told)}: {len(found)} templates of {len(found.hosts)} hosts in {out}")
    for name, count in refused.most_common():
        say(f"cleanpress: left alone, though recurring: {count}, since {REFUSALS[name]}")
    if told["no address"]:
        say("cleanpress: pages without an address cannot be counted; name a host for them with --host")
    if not len(found):
        say("cleanpress: no block recurs often enough; at least three articles of a host are needed, better twenty")
