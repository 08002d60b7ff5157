"""``cleanpress rules``: look at the rules, test them, begin own ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import click

from cleanpress.cli import FAILED
from cleanpress.cli.options import FILE
from cleanpress.cli.sinks import write_file
from cleanpress.cli.terminal import OutputError, say, write_out
from cleanpress.config import Config
from cleanpress.errors import ConfigError, nearest
from cleanpress.rules.choice import STEPS
from cleanpress.rules.reasons import MARKUP
from cleanpress.rules.rulebook import (
    ALWAYS,
    HERE,
    NEVER,
    Rule,
    Rulebook,
    categories,
    compile_check,
    load,
    pack_paths,
    rule_title,
    write_compiled,
)

TEMPLATE = Path(__file__).with_name("new-rules.toml")

with_rules = click.option("--rules", "extra", type=FILE, multiple=True, metavar="FILE", help="Add a file of own rules.")


@click.group(no_args_is_help=False)
def rules() -> None:
    """Look at the rules, test them, begin own ones.

    \b
    Examples:
      cleanpress rules list en
      cleanpress rules show en:donation.ask
      cleanpress rules new mine.toml
      cleanpress rules test mine.toml
    """


@rules.command("list", short_help="List the rules, or those of one pack.")
@click.argument("pack", required=False)
@with_rules
def list_(pack: str | None, extra: tuple[str, ...]) -> None:
    """List the rules, or those of one PACK (en, de, common, or the name of an own file)."""
    found = [rule for rule in _book(extra).rules if pack in (None, rule.id.partition(":")[0])]
    if not found:
        raise ConfigError(f"no pack {pack!r}; {nearest(str(pack), pack_paths())}")
    rows = [(rule.id, rule.category or "(keep)", _points(rule), _size(rule)) for rule in found]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = (f"{a:{widths[0]}}  {b:{widths[1]}}  {c:>{widths[2]}}  {d}" for a, b, c, d in rows)
    write_out("".join(f"{line}\n" for line in lines))


@rules.command(short_help="Show one rule: phrases, points, reason, examples.")
@click.argument("rule_id", metavar="ID")
@with_rules
def show(rule_id: str, extra: tuple[str, ...]) -> None:
    """Show one rule: its phrases, its points, why it exists, and what it must hit and miss."""
    shapes = {f"shape.{name}": row for name, row in tomllib.loads((HERE / "weights.toml").read_text("utf-8")).items()}
    by_id = {rule.id: rule for rule in _book(extra).rules}
    if rule_id in by_id:
        text = "".join(f"{line}\n" for line in _describe(by_id[rule_id]))
    elif rule_id in shapes:
        text = f"{rule_id}  (shape)\npoints  {shapes[rule_id]['points']:+d}\nwhy     {shapes[rule_id]['why']}\n"
    elif rule_id in STEPS:
        text = f"{rule_id}  (place)\nwhy     {STEPS[rule_id]}\n"
    elif rule_id in MARKUP:
        text = f"{rule_id}  (markup)\nwhy     {MARKUP[rule_id]}\n"
    else:
        raise ConfigError(f"no rule {rule_id!r}; {_near_rule(rule_id, {*by_id, *shapes, *STEPS, *MARKUP})}")
    write_out(text)


@rules.command(short_help="Run the examples of shipped packs or own files.")
@click.argument("packs", nargs=-1, type=FILE, metavar="[PACK|FILE]...")
def test(packs: tuple[str, ...]) -> None:
    """Run the examples of PACKs or of own rule FILEs (default: all shipped packs).

    Every match must be hit by its rule, and every miss must survive all rules together. Exit code 1 when one does not.
    """
    failed = 0
    for name in packs or tuple(pack_paths()):
        path = (name,) if name.endswith(".toml") or Path(name).is_file() else ()
        pack = Path(name).stem if path else name
        if not path and pack not in pack_paths():
            raise ConfigError(f"no pack {pack!r}; {nearest(pack, pack_paths())}")
        found = [rule for rule in _book(path).rules if rule.id.partition(":")[0] == pack]
        problems = list(_problems(pack, found, Config(rules=path)))
        failed += len(problems)
        examples = sum(len(rule.match) + len(rule.miss) for rule in found)
        lines = [*problems, f"{pack}: {len(found)} rules, {examples} examples, {len(problems) or 'none'} failed"]
        write_out("".join(f"{line}\n" for line in lines))
    if failed:
        click.get_current_context().exit(FAILED)


@rules.command(short_help="Write a rule file to begin with.")
@click.argument("file", required=False, type=FILE)
def new(file: str | None) -> None:
    """Write a rule file to begin with (to FILE, or to standard output): it works and says how to go on."""
    text = TEMPLATE.read_text("utf-8")
    if file is None:
        write_out(text)
        return
    if Path(file).exists():
        raise click.UsageError(f"{file} exists already; name a new file")
    write_file(Path(file), text.replace("THIS-FILE.toml", file))
    say(f"cleanpress: wrote {file}; next: edit it, then cleanpress rules test {file}")


@rules.command("compile", short_help="Compile the shipped packs after an edit.")
def compile_() -> None:
    """Compile the shipped packs after an edit, so that starting is fast again.

    Installed copies come compiled. A pack edited since is read from its own file: a second for all of them.
    """
    try:
        write_compiled()
    except OSError as error:
        raise OutputError(f"cannot write the compiled rules: {error.strerror or error}") from None
    say(f"cleanpress: compiled {len(pack_paths())} packs")


def _book(extra: tuple[str, ...]) -> Rulebook:
    return load((), extra, full=True)


def _points(rule: Rule) -> str:
    return {ALWAYS: "always", NEVER: "never"}.get(rule.points, f"{rule.points:+d}")


def _size(rule: Rule) -> str:
    counts = {"phrases": len(rule.phrases), "classes": len(rule.tokens), "links": len(rule.links)}
    counts |= {"selectors": len(rule.css) + len(rule.xpath)}
    sizes = [f"{count} {name}" for name, count in counts.items() if count]
    return ", ".join([*sizes, "pattern"] if rule.pattern else sizes)


def _describe(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}  ({rule_title(rule.id)})"
    if rule.category:
        row = categories()[rule.category]
        yield f"category  {rule.category}: {row['title']}. {row['what']}"
    else:
        yield "keeps     what it hits, whatever else says"
    yield f"points    {_points(rule)}"
    yield f"why       {rule.why}"
    if rule.phrases:
        yield f"at        {rule.at}"
    for name, value in rule.when:
        yield f"when      {name} = {value}"
    if rule.opens:
        yield "opens     a list: the short lines below it go too"
    if rule.pattern:
        yield f"pattern   {rule.pattern}"
    for name, values in {
        "phrases": rule.phrases, "classes": rule.tokens, "links": rule.links,
        "css": rule.css, "xpath": rule.xpath, "match": rule.match, "miss": rule.miss,
    }.items():  # fmt: skip
        if values:
            yield name
            yield from (f"  {value}" for value in values)


def _near_rule(rule_id: str, known: set[str]) -> str:
    hint = nearest(rule_id, known)
    return hint if hint.startswith("did you mean") else "cleanpress rules list shows them all"


def _problems(pack: str, found: list[Rule], config: Config) -> Iterator[str]:
    """Give what is wrong with a pack: phrases that do not compile or, when all do, examples that fail."""
    broken = []
    for rule in found:
        try:
            compile_check(rule)
        except ValueError as error:
            broken.append(f"{rule.id}: {error}")
    if broken:
        yield from broken
        return
    from cleanpress.rules.selftest import check_pack  # noqa: PLC0415  # only this command needs it

    yield from map(str, check_pack(pack, config))
