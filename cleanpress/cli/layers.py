"""The options of one call: the command line over the environment over a file over the preset."""

from __future__ import annotations

from typing import Any

from cleanpress.config import Config
from cleanpress.settings import config_of, find_file, from_environment, read_settings


def config_from(chosen: dict[str, Any]) -> Config:
    """Lay the layers over one another. ``chosen``: what click read, where None, "" and () mean that nothing was
    said."""
    file = chosen.get("config")
    found = None if chosen.get("no_config") else file or find_file()
    layers = [read_settings(found)] if found else []
    return config_of([*layers, from_environment(), _spoken(chosen)])


def _spoken(chosen: dict[str, Any]) -> dict[str, Any]:
    """What the command line says, in the names of ``Config``."""
    said = {
        "preset": chosen.get("preset"),
        "keep": frozenset(chosen.get("keep") or ()),
        "drop": frozenset(chosen.get("drop") or ()),
        "rules": tuple(chosen.get("rules") or ()),
        "filters": tuple(chosen.get("filters") or ()),
        "site_configs": chosen.get("site_config"),
        "templates": chosen.get("templates"),
        "site_name": chosen.get("site_name"),
        "locator": "none" if chosen.get("strip_only") else None,
        "images": chosen.get("images"),
    }
    spoken = {name: value for name, value in said.items() if value}
    spoken |= {name: chosen[name] for name in ("max_chars", "time_limit") if chosen.get(name) is not None}
    if chosen.get("no_links"):
        spoken["links"] = False
    return spoken
