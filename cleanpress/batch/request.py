"""What a user asks of a run, and what follows from the names."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleanpress._version import __version__
from cleanpress.batch.records import BatchError, Settings

FORMS = {".jsonl": "rows", ".ndjson": "rows", ".jsonl.gz": "gzip", ".ndjson.gz": "gzip", ".jsonl.zst": "zstd",
         ".ndjson.zst": "zstd", ".parquet": "rows", ".pq": "rows"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks for."""

    inputs: tuple[str, ...]
    out: str
    settings: Settings = field(default_factory=Settings)
    processes: int = 1
    ordered: bool = False
    resume: bool = False
    rejects: str = ""
    """Empty: beside the output."""
    files: str = "text"
    """What a folder gets per document: ``text`` or ``json``."""
    commit_every: float = 1.0
    """Seconds of work that a sudden end may cost."""

    @property
    def folder(self) -> bool:
        """Whether the output is a folder."""
        return self.out.endswith(("/", os.sep)) or os.path.isdir(self.out)

    @property
    def target(self) -> Path:
        """The output."""
        return Path(os.path.abspath(self.out))

    @property
    def rejects_path(self) -> Path:
        """Where the rejects go."""
        return Path(self.rejects) if self.rejects else self.target.with_name(self.target.name + ".rejects.jsonl")

    def beside(self, suffix: str) -> Path:
        """Name something that stands beside the output while the run lasts."""
        return self.target.with_name(self.target.name + suffix)

    def form(self) -> str:
        """Tell by the output's name what workers make; a name that says nothing is an error."""
        if self.folder:
            return f"{self.files}-files"
        name = self.target.name.lower()
        found = [form for ending, form in FORMS.items() if name.endswith(ending)]
        if not found:
            raise BatchError(f"-o {self.out}: end it with / for a folder, or with one of {', '.join(FORMS)}")
        return found[0]

    def identity(self) -> dict[str, Any]:
        """Give what must be the same for a run to be resumed."""
        asked = dataclasses.asdict(self.settings)
        config = {name: sorted(v) if isinstance(v, frozenset) else v for name, v in asked.pop("config").items()}
        files = (*self.settings.config.rules, *filter(None, [self.settings.config.templates]))
        rules = [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in files]
        own = {"inputs": list(self.inputs), "ordered": self.ordered, "rejects": str(self.rejects_path)}
        return own | asked | config | {"rules": [*self.settings.config.rules, *rules], "version": __version__}
