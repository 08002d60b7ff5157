"""Site configs in the format of fivefilters' ftr-site-config: a text file per host, ``directive: value`` in its lines.

What is not understood, refused or left out on purpose becomes a warning with file and line; nothing is
passed over silently.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cleanpress.errors import ConfigError, nearest
from cleanpress.rules.selector import Selector, SelectorError, xpath

FACTS = {"title": "title", "author": "author", "date": "date"}
SELECTING = frozenset(("body", "strip", *FACTS))
LEFT_OUT = frozenset(
    "autodetect_next_page autodetect_on_failure convert_double_br_tags dissolve find_string footnotes http_header "
    "if_page_contains insert_detected_image login_extra_fields login_password_field login_uri login_username_field "
    "move_into native_ad_clue next_page_link not_logged_in_xpath parser replace_string requires_login "
    "single_page_link single_page_link_in_feed skip_id_or_class skip_json_ld src_lazy_load_attr strip_attr "
    "strip_comments strip_image_src test_contains test_contents test_url tidy wrap_in".split()
)
"""Directives that Full-Text RSS knows and cleanpress does without: it fetches nothing, and rewrites no markup."""
KNOWN = SELECTING | {"strip_id_or_class", "prune"}
KINDS = {
    "newsletter": "newsletter", "cookie": "cookie", "consent": "cookie", "gdpr": "cookie", "paywall": "paywall",
    "regwall": "paywall", "subscri": "subscription", "donat": "donation", "comment": "comments", "disqus": "comments",
    "related": "related", "recommend": "related", "taboola": "related", "outbrain": "related", "most-read": "related",
    "share": "share", "social": "social", "follow": "social", "byline": "byline", "caption": "caption", "bio": "bio",
    "copyright": "copyright", "audio": "audio", "advert": "ad",
}  # fmt: skip
"""What parts of names say about the category; the first that is in the selector counts."""
LONGEST = 1_000_000
"""Bytes of a file."""


def category_of(text: str, otherwise: str) -> str:
    """Guess the category of what a selector takes from the names in it."""
    low = text.lower()
    return next((category for part, category in KINDS.items() if part in low), otherwise)


@dataclass(slots=True)
class SiteConfig:
    """One file, read."""

    host: str
    """As the file is named: what its rules are called after."""
    body: list[Selector] = field(default_factory=list)
    """The article, the first that is there."""
    strip: list[tuple[str, str, Selector]] = field(default_factory=list)
    """Rule id, category and selector of what goes."""
    facts: dict[str, list[Selector]] = field(default_factory=dict)
    """Expressions of title, author and date."""
    prune: bool | None = None
    """False: nothing goes inside the body but what is stripped here."""
    warnings: tuple[str, ...] = ()

    def warn(self, path: Path, number: int, text: str) -> None:
        """Note what was not understood."""
        self.warnings += (f"{path}, line {number}: {text}",)

    def add(self, path: Path, number: int, key: str, value: str) -> None:
        """Take one directive in."""
        try:
            if key in SELECTING:
                self._select(key, value)
            elif key == "strip_id_or_class":
                name = value.strip("'\"")
                if not name or "'" in name:
                    raise SelectorError(f"{value!r} is no part of an id or class")
                found = xpath(f"//*[contains(@class, '{name}') or contains(@id, '{name}')]")
                self.strip.append((f"site.{self.host}:{key} {name}", category_of(name, "navigation"), found))
            elif value.lower() in ("yes", "no"):
                self.prune = value.lower() == "yes"
            else:
                self.warn(path, number, f"prune: {value!r} is neither yes nor no; ignored")
        except SelectorError as error:
            self.warn(path, number, f"{key}: {error}; ignored")

    def _select(self, key: str, value: str) -> None:
        selector = xpath(value)
        if key == "body":
            self.body.append(selector)
        elif key == "strip":
            self.strip.append((f"site.{self.host}:strip {value}", category_of(value, "navigation"), selector))
        else:
            self.facts.setdefault(FACTS[key], []).append(selector)


def read_site_config(path: Path) -> SiteConfig:
    """Read one file; what is wrong in it becomes a warning, since such files are shared and come from everywhere."""
    config = SiteConfig(path.name.removesuffix(".txt").strip("."))
    try:
        text = path.read_bytes()[:LONGEST].decode("utf-8-sig", "replace")
    except OSError as error:
        config.warn(path, 1, f"cannot be read: {error.strerror or error}")
        return config
    for number, row in enumerate(text.splitlines(), 1):
        line = row.strip()
        if not line or line.startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key, value = key.strip().lower(), value.strip()
        name = key.partition("(")[0]
        if not colon:
            config.warn(path, number, f"{line[:60]!r} is no directive; write name: value")
        elif name in LEFT_OUT:
            config.warn(path, number, f"{name} is left out: cleanpress has no use for it")
        elif key not in KNOWN:
            config.warn(path, number, f"unknown directive {key[:60]!r}; {nearest(key, KNOWN)}")
        elif not value:
            config.warn(path, number, f"{key} has no value; ignored")
        else:
            config.add(path, number, key, value)
    return config


class SiteConfigs:
    """A folder of site configs, each read when its host first comes up."""

    def __init__(self, folder: str, read: Callable[[Path], SiteConfig] = read_site_config) -> None:
        """List the folder; :class:`ConfigError` when it cannot be."""
        try:
            self._files = {path.name.lower(): path for path in sorted(Path(folder).iterdir()) if path.suffix == ".txt"}
        except OSError as error:
            raise ConfigError(f"site_configs={folder!r} cannot be read: {error.strerror}; name a folder") from None
        if not self._files:
            raise ConfigError(f"site_configs={folder!r} holds no site config; they are called like example.com.txt")
        self._read, self._known, self._lock = read, dict[str, SiteConfig](), threading.Lock()

    def of(self, host: str) -> SiteConfig | None:
        """Give the config of a host: its own file, or that of the nearest domain above it."""
        labels = host.lower().removeprefix("www.").split(".")
        for at in range(len(labels) - 1):
            domain = ".".join(labels[at:])
            path = self._files.get(f"{domain}.txt") or self._files.get(f".{domain}.txt")
            if path is not None:
                return self._load(path)
        return None

    def _load(self, path: Path) -> SiteConfig:
        with self._lock:
            if path.name not in self._known:
                self._known[path.name] = self._read(path)
            return self._known[path.name]

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings of all configs read so far."""
        with self._lock:
            return tuple(warning for config in self._known.values() for warning in config.warnings)
