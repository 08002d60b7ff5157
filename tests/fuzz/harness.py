"""Coverage-guided fuzzing of the whole path from bytes to text, HTML and Markdown.

    python -m tests.fuzz.harness [-max_total_time=300] [-max_len=4000] [CORPUS] tests/fuzz/seeds

Needs ``pip install atheris``. The first byte chooses the kind; what is raised or breaks a promise is a crash.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["cleanpress"]):
    from cleanpress import Cleaner, apply_removals
    from cleanpress.config import Kind

CLEANER = Cleaner()
KINDS: tuple[Kind, ...] = ("auto", "html", "text")


def one(data: bytes) -> None:
    """Clean one input and look at what must always hold."""
    kind = KINDS[data[0] % 3] if data else "auto"
    article = CLEANER.clean(data[1:], kind=kind)
    assert apply_removals(article.source_text, article.removals) == article.text
    assert all(removal.span.of(article.source_text) == removal.text for removal in article.removals)
    assert "<script" not in article.html
    assert isinstance(article.markdown, str)
    assert article.to_dict()["notes"] == list(article.notes)


def main() -> None:
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
