"""Scrapy: an item pipeline. ``ITEM_PIPELINES = {"cleanpress.integrations.scrapy.CleanpressPipeline": 300}``.

Settings, next to ``CLEANPRESS_PRESET`` and every option of :class:`cleanpress.Config` (``CLEANPRESS_KEEP``):

- ``CLEANPRESS_FIELD`` (``"html"``): the item's field with the page; ``CLEANPRESS_URL_FIELD`` (``"url"``)
- ``CLEANPRESS_KIND`` (``"auto"``)
- ``CLEANPRESS_COLUMNS``: what is added (any of ``COLUMNS`` in ``rows``), and ``CLEANPRESS_PREFIX`` before each name
- ``CLEANPRESS_DROP_ITEMS``: of ``paywall``, ``truncated``, ``empty``, those that end an item (``DropItem``)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleanpress.config import Config
from cleanpress.errors import ConfigError, nearest
from cleanpress.extras import need
from cleanpress.integrations.rows import SAFE, check_source, maker
from cleanpress.settings import KINDS, LISTS, PREFIX, SETS, config_of, from_environment

_exceptions = need("scrapy.exceptions", "cleanpress.integrations.scrapy")
_items = need("itemadapter", "cleanpress.integrations.scrapy")

USUAL = ("text", "paywall", "truncated", "removed", "notes", "error")
DROPS = ("paywall", "truncated", "empty")
WALLS = ("subscribers", "registration")
OWN = ("FIELD", "URL_FIELD", "KIND", "COLUMNS", "PREFIX", "DROP_ITEMS")


class CleanpressPipeline:
    """Cleans the page in each item and adds the results to it; an item without a page passes as it is."""

    def __init__(self, settings: Any, stats: Any = None) -> None:
        """Read the settings (anything with ``get`` and ``getlist``); a wrong one is a :class:`ConfigError`."""
        columns = settings.getlist(PREFIX + "COLUMNS") or USUAL
        self._maker = maker(columns, settings.get(PREFIX + "KIND", "auto"), config_from(dict(settings)))
        self._all = maker((*columns, *USUAL), self._maker.kind, self._maker.config)
        self._field = settings.get(PREFIX + "FIELD", "html")
        self._url = settings.get(PREFIX + "URL_FIELD", "url")
        self._prefix = settings.get(PREFIX + "PREFIX", "")
        self._drop = settings.getlist(PREFIX + "DROP_ITEMS")
        for name in self._drop:
            if name not in DROPS:
                raise ConfigError(f"{PREFIX}DROP_ITEMS: no reason {name!r}; {nearest(name, DROPS)}")
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Any) -> CleanpressPipeline:
        """Make it with the crawler's settings and statistics, as Scrapy does."""
        return cls(crawler.settings, crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Add the results; raises ``DropItem`` for what ``CLEANPRESS_DROP_ITEMS`` names."""
        adapter = _items.ItemAdapter(item)
        source = check_source(adapter.get(self._field), f"field {self._field!r} of {type(item).__name__}")
        if source is None:
            self._count("without_page")
            return item
        row = self._all.row(source, adapter.get(self._url))
        self._measure(row)
        for name in self._maker.columns:
            self._set(adapter, self._prefix + name, row[name])
        for reason in self._drop:
            if _speaks_for(reason, row):
                self._count(f"dropped/{reason}")
                raise _exceptions.DropItem(f"cleanpress: {reason}")
        return item

    def _set(self, adapter: Any, name: str, value: Any) -> None:
        try:
            adapter[name] = value
        except KeyError:
            kind = type(adapter.item).__name__
            raise ConfigError(f"{kind} has no field {name!r}; add it, or leave it out of CLEANPRESS_COLUMNS") from None

    def _measure(self, row: Mapping[str, Any]) -> None:
        self._count("faults" if row["error"] else "cleaned")
        self._count(f"paywall/{row['paywall']}")
        self._count("kept_chars", len(row["text"] or ""))
        for removal in row["removed"] or ():
            self._count(f"removed/{removal['category']}")
            self._count("removed_chars", len(removal["text"]))

    def _count(self, name: str, count: int = 1) -> None:
        if self._stats is not None:
            self._stats.inc_value(f"cleanpress/{name}", count)


def _speaks_for(reason: str, row: Mapping[str, Any]) -> bool:
    if reason == "paywall":
        return row["paywall"] in WALLS
    return bool(row["truncated"]) if reason == "truncated" else not row["error"] and not (row["text"] or "").strip()


def config_from(settings: Mapping[str, Any]) -> Config:
    """Make a :class:`Config` of the settings; strings (``scrapy -s``) are read as in the environment."""
    ours = {
        name: value
        for name, value in settings.items()
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in OWN
    }
    typed = {}
    for name in [name for name in ours if not isinstance(ours[name], str)]:
        value, option = ours.pop(name), name.removeprefix(PREFIX).lower()
        if option not in KINDS:
            raise ConfigError(f"{name} is no option; {nearest(option, KINDS)}")
        typed[option] = frozenset(value) if option in SETS else tuple(value) if option in LISTS else value
    layers = [from_environment(ours), typed]
    bounds = {"max_chars": SAFE.max_chars, "time_limit": SAFE.time_limit}
    return config_of([bounds, *layers])
