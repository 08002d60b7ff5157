"""``cleanpress explain``: the sum of every block, kept ones too."""

from __future__ import annotations

from typing import Any

import click

from cleanpress.cli import FAILED
from cleanpress.cli.clean import attempt
from cleanpress.cli.options import FILE, cleaning_options, make_engine


@click.command()
@click.argument("file", type=FILE, metavar="FILE")
@cleaning_options
def explain(file: str, **chosen: Any) -> None:
    """Show every block of FILE with its verdict, its sum and the terms of the sum.

    A block goes by itself when its sum reaches 10 (preset balanced), and at less beside blocks that are sure to go.
    At the end stands the kept block that came closest, with its nearest rule: where a line survives that should not,
    begin there.

    \b
    Examples:
      cleanpress explain page.html
      cleanpress explain article.txt --site-name "The Harbour Post" | less
    """
    engine = make_engine(chosen)
    found = attempt(file, engine.judge)
    if found is None:
        click.get_current_context().exit(FAILED)
    page, verdicts = found
    from cleanpress.cli.report import nearest_survivor, verdicts_table  # noqa: PLC0415  # rich costs 25 ms
    from cleanpress.cli.terminal import console  # noqa: PLC0415  # as above

    out = console(err=False)
    out.print(verdicts_table(page, verdicts))
    out.print()
    out.print(nearest_survivor(page, verdicts, engine.cleaner.config), soft_wrap=True)
