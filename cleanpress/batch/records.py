"""What travels between the process that reads and writes and those that clean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from cleanpress.config import Config, Kind
from cleanpress.errors import CleanpressError

Position = tuple[int, int]
"""Number of the input and of the record in it, both from 0. Records are read in this order, in every run."""
Shape = Literal["page", "file", "line", "row"]
"""A payload is a document, the path of one, a line of JSON, or a row of a table."""
MIB = 1 << 20


class BatchError(CleanpressError):
    """The run cannot begin or go on as it is asked for; the message says why."""


class WriteError(BatchError):
    """The output cannot be written; what was written so far is kept, and the message says how to continue."""


@dataclass(slots=True)
class Record:
    """One document to be, as cheap as possible to make: decoding and parsing are the workers' part."""

    position: Position
    source: str
    """The input, as it is named to people."""
    target: str
    """Name of its file, where every document gets one."""
    shape: Shape
    payload: Any
    url: str = ""
    id: str = ""
    charset: str = ""
    """What HTTP says; it counts less than valid UTF-8."""
    kind: Kind = "auto"
    size: int = 0
    """About how many bytes it holds."""


@dataclass(slots=True)
class Reject:
    """A record that gives no document, and why."""

    position: Position
    source: str
    reason: str
    """One word for machines, such as ``broken-json``."""
    detail: str
    """One line for people."""
    url: str = ""
    id: str = ""
    target: str = ""
    size: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Give plain values for JSON; ``record`` counts from 1, as editors count lines."""
        row = {"input": self.source, "record": self.position[1] + 1, "reason": self.reason, "detail": self.detail}
        return row | {name: value for name in ("id", "url") if (value := getattr(self, name))}


@dataclass(slots=True)
class Skip:
    """A record that was never meant to be a document, such as a picture in an archive."""

    position: Position
    size: int = 0


Item = Record | Reject | Skip


def refuse(record: Record, reason: str, detail: str) -> Reject:
    """Turn a record into a reject."""
    return Reject(
        record.position, record.source, reason, detail, record.url, record.id, record.target
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how a record becomes a row."""

    config: Config = field(default_factory=Config)
    kind: Kind = "auto"
    text_field: str = ""
    """Empty: ``html`` where a record has it, else ``text``."""
    url_field: str = "url"
    id_field: str = "id"
    max_bytes: int = 20 * MIB
    max_seconds: float = 60
    form: Literal["rows", "gzip", "zstd", "json-files", "text-files"] = "rows"
    """What a worker makes: lines (compressed perhaps), or a file per document."""


@dataclass(slots=True)
class Stats:
    """Sums over a run; they add up over workers and resumed runs."""

    documents: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    skipped: int = 0
    empty: int = 0
    """Documents of which nothing stayed."""
    input_bytes: int = 0
    source_chars: int = 0
    kept_chars: int = 0
    removed_chars: Counter[str] = field(default_factory=Counter)
    """By category."""
    removals: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, other: Stats) -> None:
        """Add the sums of a part."""
        for name in ("documents", "skipped", "empty", "input_bytes", "source_chars", "kept_chars", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("rejected", "removed_chars", "removals"):
            getattr(self, name).update(getattr(other, name))

    def to_dict(self) -> dict[str, Any]:
        """Give plain values for JSON."""
        return {
            "documents": self.documents,
            "rejected": dict(self.rejected.most_common()),
            "skipped": self.skipped,
            "empty": self.empty,
            "input_bytes": self.input_bytes,
            "source_chars": self.source_chars,
            "kept_chars": self.kept_chars,
            "removed_chars": dict(self.removed_chars.most_common()),
            "removals": dict(self.removals.most_common()),
            "seconds": round(self.seconds, 3),
        }

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Stats:
        """Read what :meth:`to_dict` gave."""
        counters = {name: Counter(stored[name]) for name in ("rejected", "removed_chars", "removals")}
        return cls(**(stored | counters))


@dataclass(slots=True)
class Cursor:
    """Where reading stands in an input."""

    number: int = 0
    """Records behind it, skipped ones too: where damage is found must not depend on where a resumed run begins."""
    tell: Callable[[], int] | None = None
    """Says how many bytes of the file are read, where it is read as a stream."""


@dataclass(slots=True)
class Result:
    """What a worker made of some items."""

    blob: bytes = b""
    """Rows, in order: lines of JSON, or a compressed member that holds them."""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    stats: Stats = field(default_factory=Stats)

    def add(self, other: Result) -> None:
        """Append a later part."""
        self.blob += other.blob
        self.files += other.files
        self.rejects += other.rejects
        self.stats.add(other.stats)
