"""The options that commands share, and the cleaner made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import click

from cleanpress.cleaner import Cleaner
from cleanpress.cli.layers import config_from
from cleanpress.cli.sources import SourceError, read_source
from cleanpress.cli.terminal import say
from cleanpress.config import CATEGORY_NAMES, PRESETS, Kind
from cleanpress.errors import nearest
from cleanpress.model import Article, Page, Verdict

F = TypeVar("F", bound=Callable[..., Any])


def _names(known: Iterable[str]) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Tell the shell names to complete; :class:`Config` checks them, since its message names the nearest."""
    return lambda ctx, param, typed: sorted(name for name in known if name.startswith(typed))


class Named(click.Choice[str]):
    """One of a few names; a wrong one is answered with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check a name."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r}; {nearest(str(value), self.choices)}", param, ctx)


NO_TEXT = "holds no text; if scripts fill the page, save it from the browser once it has loaded"
FILE = click.Path()
"""Never checked by click, whose messages do not say what to do next; here for the shell's completion."""

_SHARED = (
    click.option("--kind", type=Named(["auto", "html", "text"]), default="auto",
                 help="What FILE holds; auto looks."),
    click.option("--url", metavar="URL", help="The page's address: tells the outlet, and where links lead."),
    click.option("--preset", shell_complete=_names(PRESETS), metavar="PRESET",
                 help="gentle (removes only what is plain), balanced (the default) or strict (leaves least junk)."),
    click.option("--keep", shell_complete=_names(CATEGORY_NAMES), multiple=True, metavar="CAT",
                 help="Never remove this category, or by this rule; repeatable."),
    click.option("--drop", shell_complete=_names(CATEGORY_NAMES), multiple=True, metavar="CAT",
                 help="Remove this category sooner, and where a file keeps it; or always by this rule; repeatable."),
    click.option("--rules", type=FILE, multiple=True, metavar="FILE", help="Add a file of own rules; repeatable."),
    click.option("--site-config", type=FILE, metavar="DIR",
                 help="Folder of fivefilters site configs; the host of --url, or of the page, chooses the file."),
    click.option("--filters", type=FILE, multiple=True, metavar="FILE",
                 help="Take out what the cosmetic filters of an EasyList-style list hide; repeatable."),
    click.option("--templates", type=FILE, metavar="FILE",
                 help="Use the site templates that cleanpress learn made; the host of --url, or of the page, counts."),
    click.option("--config", type=FILE, metavar="FILE",
                 help="Read options from this file instead of the nearest cleanpress.toml or pyproject.toml."),
    click.option("--no-config", is_flag=True, help="Read no such file."),
    click.option("--site-name", default="", metavar="NAME",
                 help='The outlet, as in "Support NAME", where the page does not say.'),
    click.option("--strip-only", is_flag=True,
                 help="Only take out what is surely boilerplate, and leave all else; never look for the article."),
)  # fmt: skip

_BOUNDS = (
    click.option("--max-chars", type=click.IntRange(0), metavar="N",
                 help="Read N characters of a document; text beyond is kept unjudged, HTML beyond left out. 0: all."),
    click.option("--time-limit", type=click.FloatRange(0), metavar="S",
                 help="Judge a document for S seconds; past that it is kept whole. 0: no limit."),
)  # fmt: skip


_FETCHING = click.option("--allow-private", is_flag=True,
                         help="Of an address FILE: also fetch from private networks and this machine.")  # fmt: skip


def cleaning_options(command: F) -> F:
    """Give a command the options that decide how a document is cleaned."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


def reading_options(command: F) -> F:
    """Give a command that reads what the user names one by one the options for that, and those for cleaning."""
    return cleaning_options(_FETCHING(command))


def bounding_options(command: F) -> F:
    """Give a command the options that bound what a document may cost."""
    for option in reversed(_BOUNDS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Engine:
    """A cleaner with the choices that belong to one call."""

    cleaner: Cleaner
    kind: Kind
    url: str | None
    quiet: bool = False
    allow_private: bool = False
    told: set[str] = field(default_factory=set)
    """Warnings that were shown."""

    def _warn(self) -> None:
        """Show what was not understood in filters and site configs, each once."""
        for warning in self.cleaner.warnings:
            if warning not in self.told and not self.quiet:
                say(f"cleanpress: {warning}")
            self.told.add(warning)

    def clean(self, name: str) -> Article:
        """Read and clean one document."""
        found = read_source(name, allow_private=self.allow_private)
        article = self.cleaner.clean(found.raw, url=self.url or found.url, kind=self.kind, charset=found.charset)
        self._warn()
        if not article.source_text.strip():
            raise SourceError(NO_TEXT)
        return article

    def judge(self, name: str) -> tuple[Page, list[Verdict]]:
        """Read one document and judge every block of it."""
        found = read_source(name, allow_private=self.allow_private)
        page, verdicts, _ = self.cleaner.judge(
            found.raw, url=self.url or found.url, kind=self.kind, charset=found.charset
        )
        self._warn()
        if not page.blocks:
            raise SourceError(NO_TEXT)
        return page, verdicts


def make_engine(chosen: dict[str, Any]) -> Engine:
    """Make the cleaner that the options ask for; a name that does not exist is a :class:`ConfigError`."""
    return Engine(
        Cleaner(config_from(chosen)),
        chosen["kind"],
        chosen["url"],
        quiet=bool(chosen.get("quiet")),
        allow_private=bool(chosen.get("allow_private")),
    )
