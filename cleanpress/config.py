"""The options, each with what it risks, and the three presets."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from cleanpress.errors import ConfigError, nearest
from cleanpress.model import Category

Kind = Literal["auto", "html", "text"]
Locator = Literal["blocks", "readability", "none"]

CATEGORY_NAMES = frozenset(str(c) for c in Category)


def _check_bound(option: str, value: float) -> None:
    if not 0 <= value < 1e12:
        raise ConfigError(f"{option}={value} must be 0 (no bound) or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that can be chosen. Values are checked when the object is made (:class:`ConfigError`)."""

    remove_at: int = 10
    """Sum of points at which a block goes by itself. Lower: cleaner text, more lost prose."""
    edge_at: int = 6
    """Sum at which a block next to a sure line goes. Lower: cleaner edges, more lost last lines."""
    place: bool = True
    """Judge by place too (head, tail, boxes). Off: only wording removes, and about half of the junk stays."""
    keep: frozenset[str] = frozenset()
    """Categories or rule ids that never remove. Wins over every other option."""
    drop: frozenset[str] = frozenset()
    """Categories to remove although they are kept by default, already at ``edge_at``; rule ids that decide alone."""
    languages: tuple[str, ...] = ()
    """Language packs to use; () is all of them. Fewer packs save load time, not run time."""
    rules: tuple[str, ...] = ()
    """Paths of extra rule files. A rule with a known id replaces the shipped one."""
    site_configs: str = ""
    """Folder of fivefilters site configs; a page's host chooses the file."""
    filters: tuple[str, ...] = ()
    """Paths of EasyList-style lists; their cosmetic filters take elements out, never a good part of the article."""
    templates: str = ""
    """Path of a table of learned site templates; blocks that recur on the pages of a page's host then count against."""
    site_name: str = ""
    """The outlet's name, where the caller knows it: lets "Support <outlet>" count in full."""
    locator: Locator = "blocks"
    """How the article is found in HTML; ``"none"`` only strips and never picks a container, ``"readability"`` asks
    readability-lxml (ten times slower)."""
    captions: bool = False
    """Keep the captions and credits of pictures and videos."""
    links: bool = True
    """Keep the links in HTML and Markdown. Off: their text alone."""
    images: bool = False
    """Keep pictures in HTML and Markdown. Some pages set others' pictures where the article's would stand."""
    max_chars: int = 0
    """Characters of a str or bytes that are read; 0 is no bound. Text beyond is kept unjudged, HTML beyond is not
    read; the note "cut-at-max-chars" says so."""
    time_limit: float = 0.0
    """Seconds after which judging ends; 0 is no bound. Then nothing is removed, and the note "time-limit" says so."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work, naming the nearest ones that can."""
        if not 0 < self.edge_at <= self.remove_at:
            raise ConfigError(f"edge_at={self.edge_at} must lie between 1 and remove_at={self.remove_at}")
        for option in ("max_chars", "time_limit"):
            _check_bound(option, getattr(self, option))
        self._check_names()
        self._check_lists()
        if self.captions:
            object.__setattr__(self, "keep", self.keep | {"caption"})
        if self.locator not in ("blocks", "readability", "none"):
            raise ConfigError(f"locator={self.locator!r}; {nearest(self.locator, ('blocks', 'readability', 'none'))}")

    def _check_names(self) -> None:
        for option in ("keep", "drop"):
            names = getattr(self, option)
            if isinstance(names, str):
                raise ConfigError(f"{option}={names!r} must be a set of names, such as {{{names!r}}}")
            object.__setattr__(self, option, frozenset(str(name) for name in names))
            for name in getattr(self, option):
                if not any(mark in name for mark in ".:") and name not in CATEGORY_NAMES:
                    raise ConfigError(f"{option}: no category {name!r}; {nearest(name, CATEGORY_NAMES)}")

    def _check_lists(self) -> None:
        for option in ("languages", "rules", "filters"):
            names = getattr(self, option)
            if isinstance(names, str):
                raise ConfigError(f"{option}={names!r} must be a tuple of strings, such as ({names!r},)")
            object.__setattr__(self, option, tuple(map(str, names)))

    @classmethod
    def preset(cls, name: str, **changes: object) -> Config:
        """One of ``gentle``, ``balanced``, ``strict``, with single options changed on top."""
        if name.lower() not in PRESETS:
            raise ConfigError(f"no preset {name!r}; {nearest(name, PRESETS)}")
        return dataclasses.replace(PRESETS[name.lower()], **changes)  # type: ignore[arg-type]  # checked by replace

    @classmethod
    def from_file(cls, path: str, **changes: object) -> Config:
        """Read ``cleanpress.toml``, or ``[tool.cleanpress]`` of a pyproject.toml, with single options changed on top.

        The library reads no file by itself; the command line looks for one.
        """
        from cleanpress.settings import config_of, read_settings  # noqa: PLC0415  # few need it

        return config_of([read_settings(path)], **changes)


GENTLE = Config(remove_at=13, edge_at=9)
"""For text where every lost sentence hurts: only what is sure by wording and place together."""
BALANCED = Config()
"""The default."""
STRICT = Config(remove_at=8, edge_at=4)
"""For corpora where junk hurts more than a lost line."""
PRESETS = {"gentle": GENTLE, "balanced": BALANCED, "strict": STRICT}
