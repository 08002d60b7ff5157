"""The program: its commands, what happens without one, and how it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from cleanpress import cli as codes
from cleanpress._version import __version__
from cleanpress.cli.batch import batch
from cleanpress.cli.clean import clean
from cleanpress.cli.explain import explain
from cleanpress.cli.learn import learn
from cleanpress.cli.rules import rules
from cleanpress.cli.templates import templates
from cleanpress.cli.terminal import OutputError, hush, say
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from click.core import Context


class Program(click.Group):
    """A group that takes anything but the name of a command for the arguments of ``clean``."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put ``clean`` in front where no command is named."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help", "--version"):
            args = ["clean", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Context) -> object:
        """Run the command; a reader that went away ends it quietly (click would call that a failure)."""
        try:
            answer = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
            return answer
        except BrokenPipeError:
            hush()
            ctx.exit(codes.BROKEN_PIPE)
        except KeyboardInterrupt:
            ctx.exit(codes.INTERRUPTED)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Offer files beside the commands, since a file is what mostly comes first."""
        return [*super().shell_complete(ctx, incomplete), CompletionItem(incomplete, type="file")]


@click.group(
    cls=Program,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def program() -> None:
    """Clean news: only the article body stays, and every cut has a reason.

    Reads a saved web page or already extracted text and removes donation appeals, paywall prompts, newsletter boxes,
    share bars and other furniture. FILE alone means "clean FILE"; - is standard
    input, and https://... a page of the web.

    \b
    Examples:
      cleanpress page.html                        the clean body, as text
      cleanpress page.html --explain              and a table of what went, and why
      cleanpress https://example.org/news/1       from the web; needs: pip install 'cleanpress[fetch]'
      cleanpress *.html -f json -o clean.jsonl    many pages, one JSON object a line
      cleanpress *.html -o clean/                 many pages, one text file each
      cleanpress page.html --keep newsletter      but leave newsletter boxes in
      cleanpress batch pages/ -o clean.jsonl      very many pages, in all cores, resumable
      cleanpress learn pages/ -o t.parquet        blocks that recur on a site's pages
      cleanpress explain page.html                why is this line still there?

    The body goes to standard output, everything else to standard error. Exit codes: 0 done, 1 a document failed,
    2 wrong usage.

    \b
    Completion in bash (zsh and fish likewise):
      eval "$(_CLEANPRESS_COMPLETE=bash_source cleanpress)"
    """


program.add_command(clean)
program.add_command(explain)
program.add_command(rules)
program.add_command(batch)
program.add_command(learn)
program.add_command(templates)


def run(args: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code; errors become one line on standard error."""
    args = list(sys.argv[1:] if args is None else args)
    _never_fail_to_print()
    if not args and "_CLEANPRESS_COMPLETE" not in os.environ:
        args = ["--help"]
    try:
        return int(program.main(args, prog_name="cleanpress", standalone_mode=False) or codes.DONE)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "cleanpress"
        say(f"cleanpress: {error.format_message()} (see {where} --help)")
    except CleanpressError as error:
        say(f"cleanpress: {error}")
    except OutputError as error:
        say(f"cleanpress: {error}")
        return codes.FAILED
    except click.Abort:
        return codes.INTERRUPTED
    return codes.USAGE


def _never_fail_to_print() -> None:
    """Show characters that the terminal's charset lacks as escapes, instead of failing on them."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
