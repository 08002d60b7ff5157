"""``cleanpress templates``: look at learned site templates, put tables together."""

from __future__ import annotations

import dataclasses
import json
from functools import reduce
from pathlib import Path
from typing import Any

import click

from cleanpress.cli.layers import config_from
from cleanpress.cli.options import FILE
from cleanpress.cli.terminal import say, write_out
from cleanpress.errors import ConfigError, nearest

SHOWN = 10_000
"""Of more hosts the nearest name is not looked for."""
with_table = click.option("--templates", "path", type=FILE, metavar="FILE",
                          help="The table; default: the one that the options or cleanpress.toml name.")  # fmt: skip
as_json = click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text",
                       help="json: a row a line.")  # fmt: skip


@click.group(no_args_is_help=False)
def templates() -> None:
    """Look at learned site templates, put tables together.

    \b
    Examples:
      cleanpress templates list --templates templates.parquet
      cleanpress templates show post.example --templates templates.parquet
      cleanpress templates merge may.parquet june.parquet -o both.parquet
    """


@templates.command("list")
@with_table
@as_json
def list_(path: str | None, form: str) -> None:
    """List the hosts, with their pages and templates."""
    table = _table(path)
    rows = []
    for host in table.hosts:
        found = table.on(host)
        rows.append({"host": host, "pages": max(row.host_pages for row in found), "templates": len(found)})
    if form == "json":
        write_out("".join(f"{json.dumps(row)}\n" for row in rows))
    else:
        write_out("".join(f"{row['templates']:6}  on {row['pages']:7} pages  {row['host']}\n" for row in rows))


@templates.command()
@click.argument("host")
@with_table
@as_json
def show(host: str, path: str | None, form: str) -> None:
    """Show the templates of HOST, the most frequent first: pages, category, why, where, id and an example.

    The id is what --keep takes to let a template be: --keep template:1f0c….
    """
    table = _table(path)
    name = host.lower().removeprefix("www.")
    found = table.on(name)
    if not found:
        hint = nearest(name, table.hosts) if 0 < len(table.hosts) < SHOWN else "cleanpress templates list shows all"
        raise ConfigError(f"no templates of {name!r}; {hint}")
    if form == "json":
        write_out("".join(f"{json.dumps(dataclasses.asdict(row), ensure_ascii=False)}\n" for row in found))
        return
    from cleanpress.cli.report import shorten  # noqa: PLC0415  # brings rich

    for row in found:
        places = {"before": row.before, "amid": row.inside, "after": row.after}
        where = max(places, key=lambda place: places[place])
        count = f"{row.pages} of {row.host_pages} pages ({row.share:.0%})"
        about = f"{row.category}  {row.basis}  {where} the article  template:{row.hash}"
        write_out(f"{count}  {about}\n    {shorten(row.example)}\n")


@templates.command()
@click.argument("tables", nargs=-1, required=True, type=FILE, metavar="TABLE...")
@click.option("-o", "--output", "out", required=True, type=FILE, metavar="OUT", help="The new table.")
def merge(tables: tuple[str, ...], out: str) -> None:
    """Add up TABLEs that were learned from different pages, in any order."""
    from cleanpress.templates.table import SiteTemplates  # noqa: PLC0415  # brings pyarrow

    whole = reduce(SiteTemplates.merge, map(SiteTemplates.read, tables))
    whole.write(out)
    say(f"cleanpress: {len(whole)} templates of {len(whole.hosts)} hosts in {out}")


def _table(path: str | None) -> Any:
    from cleanpress.templates.table import load_templates  # noqa: PLC0415  # brings pyarrow

    path = path or config_from({}).templates
    if not path:
        raise ConfigError("which table? name it with --templates FILE; cleanpress learn makes one")
    return load_templates(str(Path(path)))
