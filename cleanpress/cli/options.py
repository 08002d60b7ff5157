"""The options that commands share, and the cleaner made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from cleanpress.cleaner import Cleaner
from cleanpress.cli.sources import SourceError
from cleanpress.config import CATEGORY_NAMES, PRESETS, Config, Kind
from cleanpress.errors import ConfigError, nearest
from cleanpress.model import Article, Page, Verdict
from cleanpress.rules.rulebook import load

F = TypeVar("F", bound=Callable[..., Any])



def _names(known: Iterable[str]) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Tell the shell names to complete; :class:`Config` checks them, since its message names the nearest."""
    return lambda ctx, param, typed: sorted(name for name in known if name.startswith(typed))


NO_TEXT = "holds no text; if scripts fill the page, save it from the browser once it has loaded"
FILE = click.Path()
"""Never checked by click, whose messages do not say what to do next; here for the shell's completion."""

_SHARED = (
    click.option("--kind", type=click.Choice(["auto", "html", "text"]), default="auto",
                 help="What FILE holds; auto looks."),
    click.option("--url", metavar="URL", help="The page's address: tells the outlet, and where links lead."),
    click.option("--preset", shell_complete=_names(PRESETS), default="balanced", metavar="PRESET",
                 help="gentle (loses least prose), balanced (the default) or strict (leaves least junk)."),
    click.option("--keep", shell_complete=_names(CATEGORY_NAMES), multiple=True, metavar="CAT",
                 help="Never remove this category or rule id; repeatable."),
    click.option("--drop", shell_complete=_names(CATEGORY_NAMES), multiple=True, metavar="CAT",
                 help="Also remove this category, although it is kept by default; repeatable."),
    click.option("--rules", type=FILE, multiple=True, metavar="FILE", help="Add a file of own rules; repeatable."),
    click.option("--site-name", default="", metavar="NAME",
                 help='The outlet, as in "Support NAME", where the page does not say.'),
    click.option("--strip-only", is_flag=True,
                 help="Only take out what is surely boilerplate, and leave all else; never look for the article."),
)  # fmt: skip


def cleaning_options(command: F) -> F:
    """Give a command the options that decide how a document is cleaned."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Engine:
    """A cleaner with the choices that belong to one call."""

    cleaner: Cleaner
    kind: Kind
    url: str | None

    def clean(self, raw: bytes) -> Article:
        """Clean one document."""
        article = self.cleaner.clean(raw, url=self.url, kind=self.kind)
        if not article.source_text.strip():
            raise SourceError(NO_TEXT)
        return article

    def judge(self, raw: bytes) -> tuple[Page, list[Verdict]]:
        """Judge every block of one document."""
        page, verdicts, _ = self.cleaner.judge(raw, url=self.url, kind=self.kind)
        if not page.blocks:
            raise SourceError(NO_TEXT)
        return page, verdicts


def make_engine(chosen: dict[str, Any]) -> Engine:
    """Make the cleaner that the options ask for; a name that does not exist is a :class:`ConfigError`."""
    config = Config.preset(
        chosen["preset"],
        keep=frozenset(chosen["keep"]),
        drop=frozenset(chosen["drop"]),
        rules=tuple(chosen["rules"]),
        site_name=chosen["site_name"],
        locator="none" if chosen["strip_only"] else "blocks",
        links=not chosen.get("no_links"),
        images=bool(chosen.get("images")),
    )
    _check_rule_ids(config)
    return Engine(Cleaner(config), chosen["kind"], chosen["url"])


def _check_rule_ids(config: Config) -> None:
    wanted = [name for name in sorted(config.keep) if name not in CATEGORY_NAMES]
    known = {rule.id for rule in load(config.languages, config.rules).rules} if wanted else set()
    for name in wanted:
        if name not in known:
            close = nearest(name, known)
            hint = close if close.startswith("did") else "cleanpress rules list shows them all"
            raise ConfigError(f"keep: no rule {name!r}; {hint}")
