"""Writes the pages that are made of the rules and of the command line, so that they cannot fall behind them.

``docs/conf.py`` calls it before each build; ``python docs/generate.py`` writes the pages alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import click

from cleanpress.cli.app import program
from cleanpress.rules.choice import STEPS
from cleanpress.rules.rulebook import HERE, Rule, categories, pack_paths, shipped_pack

NOTE = "<!-- made by docs/generate.py: edit what it reads, not this page -->"


def write(folder: Path) -> None:
    """Write all pages into ``folder``; one that has not changed is left alone, so that builds stay quick."""
    folder.mkdir(exist_ok=True)
    for name, lines in {
        "categories.md": category_page(), "commands.md": command_page(), "guards.md": guards(), "steps.md": steps(),
    }.items():  # fmt: skip
        text = "\n".join([NOTE, "", *lines]) + "\n"
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def category_page() -> Iterator[str]:
    """Every category, with its rules counted and an English rule as its example."""
    rules = [rule for name in pack_paths() for rule in shipped_pack(name).rules]
    yield from ("# Categories", "", "Every removal has one of these categories.")
    yield '`--keep NAME` and `Config(keep={"NAME"})` leave one in the text.'
    yield "The page is made of `cleanpress/rules/categories.toml` and the rule packs."
    for name, row in categories().items():
        found = [rule for rule in rules if rule.category == name]
        packs = len({rule.id.partition(":")[0] for rule in found} - {"common", "markup"})
        yield from ("", f"## {name}", "", f"**{row['title']}.** {row['what']}", "")
        yield f"- by default: {row['default']}d" if row["default"] == "remove" else "- by default: kept"
        yield f"- rules: {len(found)}, in {packs} languages" if found else "- rules: none; it follows from the markup"
        if row.get("appeal"):
            yield "- an appeal: two of its blocks can take the publisher's own words between them"
        elif row.get("address"):
            yield "- speaks to the reader: a sentence that does not is not taken for its neighbours"
        yield from example(found)


def example(rules: list[Rule]) -> Iterator[str]:
    """What an English rule of a category takes, and what looks like it and stays."""
    rule = next((r for r in rules if r.id.startswith("en:") and r.match and r.miss), None)
    if rule:
        yield f"- goes, by `{rule.id}`: “{rule.match[0]}”"
        yield f"- stays: “{rule.miss[0]}”"


def command_page() -> Iterator[str]:
    """Every command with its help, as ``--help`` prints it."""
    yield from ("# Commands and options", "")
    yield "What `cleanpress COMMAND --help` prints. [The guide](../cli.md) says more."
    yield from command(program, "cleanpress", None)


def command(found: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    """One command, then those below it."""
    context = click.Context(found, info_name=name.rpartition(" ")[2], parent=parent, max_content_width=100)
    context.terminal_width = 100
    yield from ("", f"## {name}", "", "```text", found.get_help(context), "```")
    if isinstance(found, click.Group):
        for below in found.list_commands(context):
            yield from command(found.commands[below], f"{name} {below}", context)


def guards() -> Iterator[str]:
    """What shape and voice add and take, with the reasons in the rule file."""
    yield from ("| term | points | why |", "| --- | ---: | --- |")
    for name, row in tomllib.loads((HERE / "weights.toml").read_text("utf-8")).items():
        yield f"| `shape.{name}` | {row['points']:+d} | {row['why']} |"


def steps() -> Iterator[str]:
    """What goes for its place."""
    yield from ("| step | what it takes |", "| --- | --- |")
    for name, why in STEPS.items():
        yield f"| `{name}` | {why} |"


if __name__ == "__main__":
    write(Path(__file__).parent / "generated")
