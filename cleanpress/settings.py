"""Options from files and from the environment, and how the layers of them are laid over one another."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cleanpress import toml
from cleanpress.config import Config
from cleanpress.errors import ConfigError, nearest

FILE, PROJECT = "cleanpress.toml", "pyproject.toml"
PREFIX = "CLEANPRESS_"
SETS = ("keep", "drop")
LISTS = ("rules", "filters", "languages")
PATHS = ("rules", "filters", "site_configs", "templates")
KINDS: dict[str, type] = {
    "preset": str,
    **{field.name: type(getattr(Config(), field.name)) for field in dataclasses.fields(Config)},
}
"""Every key, with the type of its value in ``Config``."""
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def find_file(start: Path | None = None) -> Path | None:
    """Look upward from a folder (default: the working one) for a file of options; pyproject.toml needs a table."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        own, project = folder / FILE, folder / PROJECT
        if own.is_file():
            return own
        if project.is_file() and _has_table(project):
            return project
    return None


def _has_table(path: Path) -> bool:
    """Whether a pyproject.toml speaks to cleanpress; another project's broken file is none of our business."""
    try:
        return "[tool.cleanpress" in path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def read_settings(path: str | Path) -> dict[str, Any]:
    """Read one file; :class:`ConfigError` names file, line and the nearest valid key. Paths are relative to it."""
    try:
        text = Path(path).read_text("utf-8")
        data = toml.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path}: cannot be read: {why}; name a UTF-8 TOML file") from None
    except ValueError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    if Path(path).name == PROJECT:
        data = data.get("tool", {}).get("cleanpress", {})
    values = {}
    for key, value in data.items():
        name = key.replace("-", "_")
        where = f"{path}, line {_line(text, key)}"
        if name not in KINDS:
            raise ConfigError(f"{where}: no option {key!r}; {nearest(name, KINDS)}")
        values[name] = _checked(where, name, value)
    folder = Path(path).resolve().parent
    for name in PATHS:
        if name in ("site_configs", "templates") and values.get(name):
            values[name] = str(folder / values[name])
        elif name in values:
            values[name] = tuple(str(folder / one) for one in values[name])
    _try(values, f"{path}, line ", lambda key: _line(text, key))
    return values


def _line(text: str, key: str) -> int:
    rows = enumerate(text.splitlines(), 1)
    return next(
        (i for i, row in rows if row.split("=")[0].strip().strip("\"'").replace("-", "_") == key.replace("-", "_")), 1
    )


def _checked(where: str, name: str, value: Any) -> Any:
    """Turn a value into what ``Config`` wants."""
    kind = KINDS[name]
    if name in (*SETS, *LISTS):
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ConfigError(f'{where}: {name} must be a list of strings, such as ["{value}"]')
        return frozenset(value) if name in SETS else tuple(value)
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        words = {str: "a string", int: "a whole number", float: "a number", bool: "true or false"}
        raise ConfigError(f"{where}: {name} must be {words[kind]}, not {value!r}")
    return value


def _try(values: Mapping[str, Any], where: str, at: Any) -> None:
    """Check each value by itself, so that the message can name its place."""
    for name, value in values.items():
        try:
            Config.preset(value) if name == "preset" else None
            Config(**{name: value}) if name not in ("preset", "remove_at", "edge_at") else None
        except ConfigError as error:
            raise ConfigError(f"{where}{at(name)}: {error}") from None


def from_environment(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read ``CLEANPRESS_KEEP`` and the like: lists with commas, paths as in ``PATH``. Others' variables are let be."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for variable, text in sorted(environ.items()):
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name in KINDS:
            values[name] = _parsed(variable, name, text)
        elif close := get_close_matches(name, KINDS, n=1, cutoff=0.7):
            raise ConfigError(f"{variable} is no option; did you mean {PREFIX}{close[0].upper()}?")
    _try(values, f"{PREFIX}", str.upper)
    return values


def _parsed(variable: str, name: str, text: str) -> Any:
    kind = KINDS[name]
    if name in (*SETS, *LISTS):
        parts = text.split(os.pathsep if name in PATHS else ",")
        found = [part.strip() for part in parts if part.strip()]
        return frozenset(found) if name in SETS else tuple(found)
    if kind is bool:
        if text.lower() not in (*TRUE, *FALSE):
            raise ConfigError(f"{variable}={text!r} must be 1 or 0")
        return text.lower() in TRUE
    if kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            words = "a whole number" if kind is int else "a number"
            raise ConfigError(f"{variable}={text!r} must be {words}") from None
    return text


def config_of(layers: Iterable[Mapping[str, Any]], **changes: Any) -> Config:
    """Lay options over one another, the lowest layer first; ``changes`` lie on top.

    A later value replaces an earlier one. Of ``keep`` and ``drop`` each name goes by the last layer that has it;
    files of rules and filters add up.
    """
    values: dict[str, Any] = {}
    keep: set[str] = set()
    drop: set[str] = set()
    for layer in (*layers, changes):
        kept, dropped = set(layer.get("keep", ())), set(layer.get("drop", ()))
        keep, drop = (keep - dropped) | kept, (drop - kept) | dropped
        for name, value in layer.items():
            if name in ("rules", "filters"):
                values[name] = tuple(dict.fromkeys((*values.get(name, ()), *value)))
            elif name not in SETS:
                values[name] = value
        if "caption" in dropped and "captions" not in layer:
            values.pop("captions", None)
    return Config.preset(values.pop("preset", "balanced"), **values, keep=frozenset(keep), drop=frozenset(drop))
