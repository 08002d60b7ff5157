"""What cleanpress gets wrong in the fixtures, line by line, and the figures for tests/quality_floors.toml.

    python -m tests.benchmarks.mistakes [PART-OF-A-NAME ...]

"lost" is article text that was cut, "left" is junk that stayed, "called" is a cut under a name that it may not have.
The figures are those of all cases, whichever are shown.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator, Sequence

import cleanpress
from cleanpress import Article
from tests import fixtures
from tests.benchmarks.bodies import f1
from tests.benchmarks.measuring import documents, score
from tests.fixtures import Case
from tests.test_texts import left, misnamed


def findings(case: Case, article: Article) -> Iterator[str]:
    names = {line.text: " or ".join(sorted(line.names)) or "anything" for line in case.lines}
    for found in difflib.ndiff(case.wanted(), split(case, left(case, article))):
        text = found[2:]
        if found[0] == "-":
            yield f"lost: {text}{blame(article, text)}"
        elif found[0] == "+":
            yield f"left: {text} (should go as {names.get(text, 'part of a line')})"
    for text, allowed, given in misnamed(case, article):
        yield f"called {given}, not {' or '.join(allowed)}: {text}"


def split(case: Case, lines: list[str]) -> list[str]:
    """Take a document of one line apart again, so that findings name pieces of it."""
    return [line.text for line in case.lines if line.text in lines[0]] if case.separator == " " else lines


def blame(article: Article, text: str) -> str:
    cut = next((r for r in article.removals if text in " ".join(r.text.split())), None)
    return f" ({cut.category} by {cut.rule}, {cut.points} points)" if cut else ""


def cleaned() -> Iterator[tuple[str, Case, Article]]:
    for name in fixtures.TEXTS:
        yield f"texts/{name}", fixtures.text(name), cleanpress.clean(fixtures.text(name).source, kind="text")
    for name in fixtures.PAGES:
        yield f"pages/{name}", fixtures.page(name), cleanpress.clean(fixtures.page(name).source)


def body_scores(cases: Iterable[Case]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the bodies of pages, lines that are not judged left out."""
    return f1(("\n".join(case.wanted()), "\n".join(case.judged(cleanpress.clean_text(case.source)))) for case in cases)


def floors() -> Iterator[str]:
    found = score(cleanpress.Cleaner(), documents(None, "*"))
    yield "[fixtures]"
    yield f'digest        = "{fixtures.digest()}"'
    yield f"harm          = {found.lost / found.body:.4f}"
    yield f"harmed        = {found.harmed / found.documents:.4f}"
    yield f"appeal_recall = {found.appeals_gone / found.appeals:.4f}"
    yield f"recall        = {found.gone / found.blocks:.4f}"
    yield "\n[fixture-pages]"
    figures = body_scores(map(fixtures.page, fixtures.PAGES))
    for name, figure in zip(("precision", "recall", "f1"), figures, strict=True):
        yield f"{name:13} = {figure:.4f}"


def main(words: Sequence[str]) -> None:
    for name, case, article in cleaned():
        wanted = not words or any(word in name for word in words)
        found = list(findings(case, article)) if wanted else []
        if found:
            print(f"\n{name}", *found, sep="\n  ")
    print("", *floors(), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
