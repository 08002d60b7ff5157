"""``cleanpress batch``: many documents, several processes, and nothing lost on the way."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cleanpress.cli import FAILED, INTERRUPTED
from cleanpress.cli.options import FILE, Named, bounding_options, cleaning_options, make_engine
from cleanpress.cli.terminal import OutputError, say

if TYPE_CHECKING:
    from cleanpress.batch.request import Request
    from cleanpress.batch.run import Outcome

TERMINATED = 143
"""What a shell reports of a process that SIGTERM ended."""


class Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a run just as SIGINT does."""


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=FILE, metavar="IN...")
@click.option("-o", "--output", "out", required=True, type=FILE, metavar="OUT",
              help="A name in .jsonl, .jsonl.gz, .jsonl.zst or .parquet, or a folder (ends in /) with a file each.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1,
              help="Processes; default: all cores.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run on OUT stopped.")
@click.option("--ordered", is_flag=True, help="Write in the order of the input.")
@click.option("--rejects", default="", type=FILE, metavar="FILE",
              help="What gave no document; default OUT.rejects.jsonl.")
@click.option("--summary", default="", type=FILE, metavar="FILE", help="Write the sums as JSON, too.")
@click.option("-f", "--format", "files", type=Named(["text", "json"]), default="text",
              help="What a folder gets per document.")
@click.option("--field", default="", metavar="NAME", help="Field with the document; default html, else text.")
@click.option("--url-field", default="url", metavar="NAME", help="Field with the address; default url.")
@click.option("--id-field", default="id", metavar="NAME", help="Field with an id to keep; default id.")
@click.option("--max-bytes", type=click.IntRange(1), default=20 << 20, metavar="N",
              help="Refuse larger documents; default 20 MiB.")
@click.option("--max-seconds", type=click.FloatRange(0.01), default=60, metavar="S",
              help="Give up on a document after S seconds; default 60.")
@click.option("--commit-every", type=click.FloatRange(0), default=1, metavar="S",
              help="Seconds of work that a crash may cost; default 1.")
@click.option("--interval", type=click.FloatRange(0), default=30, metavar="S",
              help="Seconds between lines on progress where there is no terminal.")
@cleaning_options
@bounding_options
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary, only errors.")
def batch(inputs: tuple[str, ...], out: str, **chosen: Any) -> None:
    """Clean many documents at once. IN is a folder, a glob, a file, @FILE with a path a line, or - (standard input).

    JSONL (.jsonl, .json, .ndjson; plain, .gz, .zst), Parquet and WARC (plain, .gz) hold many documents, any other file
    is one. What cannot be cleaned goes to the rejects with its reason and place, and the run goes on.

    \b
    Examples:
      cleanpress batch pages/ -o clean.jsonl
      cleanpress batch 'crawl/*.warc.gz' -o clean.parquet -j 8
      cleanpress batch dump.jsonl.zst --field body --url-field link -o clean.jsonl.zst
      cleanpress batch pages/ -o clean/                     one text file per page, folders as in pages/
      cleanpress batch pages/ -o clean.jsonl --resume       after an interrupt, a crash, a full disk
    """  # fmt: skip
    from cleanpress.batch.records import WriteError  # noqa: PLC0415  # other commands need none of it
    from cleanpress.batch.run import run_batch  # noqa: PLC0415  # as above
    from cleanpress.cli.progress import make_progress, summary_of  # noqa: PLC0415  # as above

    if chosen["url"]:
        raise click.UsageError("--url is the address of one page; name the field that holds it with --url-field")
    request = _request(inputs, out, chosen)
    context = click.get_current_context()
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        with make_progress(chosen["interval"], chosen["quiet"]) as watch:
            outcome = run_batch(request, watch)
    except WriteError as error:
        raise OutputError(str(error)) from None
    except KeyboardInterrupt as stop:
        say("cleanpress: interrupted; what is written is kept, and --resume goes on from there")
        context.exit(TERMINATED if isinstance(stop, Terminated) else INTERRUPTED)
    finally:
        signal.signal(signal.SIGTERM, before)
    summary = summary_of(outcome, request)
    if chosen["summary"]:
        _write_summary(chosen["summary"], summary)
    _report(outcome, request, chosen["quiet"])
    if outcome.stats.rejected and not outcome.stats.documents:
        context.exit(FAILED)


def _request(inputs: tuple[str, ...], out: str, chosen: dict[str, Any]) -> Request:
    from cleanpress.batch.records import Settings  # noqa: PLC0415  # as above
    from cleanpress.batch.request import Request  # noqa: PLC0415  # as above

    settings = Settings(
        config=make_engine(chosen).cleaner.config,
        kind=chosen["kind"],
        text_field=chosen["field"],
        url_field=chosen["url_field"],
        id_field=chosen["id_field"],
        max_bytes=chosen["max_bytes"],
        max_seconds=chosen["max_seconds"],
    )
    names = {name: chosen[name] for name in ("ordered", "resume", "rejects", "files", "commit_every")}
    return Request(inputs, out, settings, chosen["jobs"], **names)


def _terminate(number: int, frame: object) -> NoReturn:
    raise Terminated


def _write_summary(path: str, summary: dict[str, Any]) -> None:
    from pathlib import Path  # noqa: PLC0415  # as above

    from cleanpress.cli.sinks import write_file  # noqa: PLC0415  # as above

    write_file(Path(path), json.dumps(summary, indent=2) + "\n")


def _report(outcome: Outcome, request: Request, quiet: bool) -> None:
    from cleanpress.cli.progress import summary_lines  # noqa: PLC0415  # as above

    if quiet:
        return
    if outcome.complete_before:
        say(f"cleanpress: nothing to resume; {request.out} is already complete")
    else:
        for line in summary_lines(outcome, request):
            say(f"cleanpress: {line}")
