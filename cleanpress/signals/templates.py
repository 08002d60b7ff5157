"""Evidence from learned site templates: the same block was found on other pages of the page's host."""

from __future__ import annotations

from functools import lru_cache

from cleanpress.config import Config
from cleanpress.model import Evidence, Page, hostname
from cleanpress.signals.reading import Reading
from cleanpress.signals.shape import PROSE
from cleanpress.templates.columns import Template
from cleanpress.templates.keys import block_keys
from cleanpress.templates.table import enough, load_templates, needs

HOSTS = 64
"""So many hosts are looked up for good; batches mostly hold the pages of a host together."""
RULE = "template:"
"""The ids of templates as rules begin so; their hash follows."""


class TemplateMarks:
    """Looks the blocks of a page up in the table of templates."""

    def __init__(self, config: Config) -> None:
        """Load the table that ``config`` names; :class:`TemplateError` when it is broken."""
        self._path = config.templates
        self._table = load_templates(config.templates)
        self._keep = config.keep
        self._keys = block_keys()
        self._on = lru_cache(HOSTS)(self._in_force)

    @property
    def digest(self) -> str:
        """Fingerprint of the table."""
        return self._table.digest

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know of the table."""
        if not self._table.outdated:
            return ()
        return (f"{self._path}: learned with other words of dates; lines with dates may stay until it is learned anew",)

    def _in_force(self, host: str) -> dict[int, tuple[Evidence, Template]]:
        """The templates of one host by key; merged tables hold rows that no longer recur often enough."""
        found = {}
        for row in self._table.on(host):
            rule = RULE + row.hash
            if self._keep.isdisjoint((rule, row.category)) and enough(row.basis, row.pages, row.host_pages):
                often = enough("often", row.pages, row.host_pages)
                points = needs()[row.basis]["points"] + often * needs()["often"]["points"]
                note = f"on {row.pages} of {row.host_pages} pages of this host"
                found[int(row.hash, 16)] = (Evidence(rule, row.category, points, note=note), row)
        return found

    def mark(self, page: Page, readings: list[Reading]) -> None:
        """Note on each reading the template that its block is."""
        host = hostname(page.hints.url)
        known = self._on(host) if host else None
        if not known:
            return
        rows: dict[int, Template] = {}
        for i, reading in enumerate(readings):
            block = reading.block
            found = known.get(self._keys.of(host, page.text[block.start : block.end]))
            if found:
                reading.template, rows[i] = found
        self._check_places(readings, rows)

    def _check_places(self, readings: list[Reading], rows: dict[int, Template]) -> None:
        """Take the mark off sentences and paragraphs that stand elsewhere than on the pages they were learned from.

        The teaser below many articles is the first paragraph of one of them.
        """
        own = [i for i, reading in enumerate(readings) if reading.template is None and reading.shape.kind == PROSE]
        first, last = (own[0], own[-1]) if own else (len(readings), -1)
        for i, row in rows.items():
            if row.kind != "line" and not row.inside:
                too_early = not row.before and i < first
                too_late = not row.after and i > last
                if too_early or too_late:
                    readings[i].template = None
