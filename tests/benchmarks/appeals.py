"""Recall and harm of text mode on composed appeals, by language and position.

    python -m tests.benchmarks.appeals [--seed 1] [--rounds 2] [--languages en,de] [--preset balanced]
                                       [--layout paragraphs|lines|wrapped|one-line] [--json FILE] [--misses 5]

Recall counts the paragraphs of the appeals of which at least half is gone; harm is the share of the reporting's
characters that is gone. The same seed gives the same texts on every machine. ``--misses`` prints, by language, the
paragraphs missed and the reporting lost most often.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from cleanpress import Cleaner, Config
from tests.benchmarks.measuring import LOST, parser, percent, shares_left, table
from tests.benchmarks.planting import POSITIONS, SEPARATORS, Sample, languages, samples


class Tally:
    """Counts of one cell of the table: appeals' paragraphs met and caught, reporting's characters met and lost."""

    def __init__(self) -> None:
        self.met = self.caught = self.body = 0
        self.lost = 0.0

    def add(self, sample: Sample, shares: list[float]) -> None:
        for at, (paragraph, share) in enumerate(zip(sample.paragraphs, shares, strict=True)):
            if at in sample.planted:
                self.met += 1
                self.caught += share < LOST
            else:
                self.body += len(paragraph)
                self.lost += len(paragraph) * (1 - share)

    def to_dict(self) -> dict[str, float]:
        return {
            "paragraphs": self.met,
            "recall": round(self.caught / max(1, self.met), 4),
            "harm": round(self.lost / max(1, self.body), 5),
        }


class Report:
    """All cells, and examples of what went wrong."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str], Tally] = defaultdict(Tally)
        self.parts: dict[tuple[str, ...], Tally] = defaultdict(Tally)
        self.missed: dict[str, Counter[str]] = defaultdict(Counter)
        self.harmed: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, sample: Sample, shares: list[float]) -> None:
        for language in (sample.language, "all"):
            for position in (sample.position, "all"):
                self.cells[language, position].add(sample, shares)
        for at, (paragraph, share) in enumerate(zip(sample.paragraphs, shares, strict=True)):
            if at in sample.planted:
                self._add_planted(sample, paragraph, sample.kinds[at - sample.planted.start], share < LOST)
            elif share < 1:
                self.harmed[sample.language][f"[{sample.position}] {paragraph}"] += 1

    def _add_planted(self, sample: Sample, paragraph: str, kinds: tuple[str, ...], gone: bool) -> None:
        self.parts[kinds].met += 1
        self.parts[kinds].caught += gone
        if not gone:
            self.missed[sample.language][f"[{sample.position} {'+'.join(kinds)}] {paragraph}"] += 1

    def rows(self) -> list[list[object]]:
        keys = [key for key in dict.fromkeys(language for language, _ in self.cells) if key != "all"] + ["all"]
        return [[language, self.cells[language, "all"].met, *self._figures(language)] for language in keys]

    def _figures(self, language: str) -> list[str]:
        cells = [self.cells[language, position] for position in (*POSITIONS, "all")]
        return [percent(c.caught, c.met) for c in cells] + [percent(c.lost, c.body) for c in cells]

    def markdown(self) -> str:
        columns = [f"{what} {where}" for what in ("recall", "harm") for where in (*POSITIONS, "all")]
        parts = sorted(self.parts.items(), key=lambda item: -item[1].caught / item[1].met)
        rows = [["+".join(kinds), tally.met, percent(tally.caught, tally.met)] for kinds, tally in parts]
        by_language = table(["language", "paragraphs", *columns], self.rows())
        return by_language + "\n\n" + table(["paragraph made of", "paragraphs", "recall"], rows)

    def to_dict(self) -> dict[str, Any]:
        nested: dict[str, dict[str, Any]] = defaultdict(dict)
        for (language, position), tally in self.cells.items():
            nested[language][position] = tally.to_dict()
        return dict(nested)

    def examples(self, most: int) -> str:
        lines = []
        for title, found in (("missed", self.missed), ("harmed", self.harmed)):
            for language, counter in found.items():
                lines += [f"{title} {language} x{n} {text}" for text, n in counter.most_common(most)]
        return "\n".join(lines)


def measure(config: Config, chosen: list[str], seed: int, rounds: int, layout: str = "paragraphs") -> Report:
    cleaner, report = Cleaner(config), Report()
    for language in chosen:
        for sample in samples(language, seed, rounds):
            article = cleaner.clean(sample.laid_out(layout), kind="text")
            report.add(sample, shares_left(article, sample.paragraphs))
    return report


def main() -> None:
    arg = parser("tests.benchmarks.appeals", __doc__)
    arg.add_argument("--seed", type=int, default=1)
    arg.add_argument("--rounds", type=int, default=2)
    arg.add_argument("--languages", default=",".join(languages()), help="codes, separated by commas")
    arg.add_argument("--preset", default="balanced")
    arg.add_argument("--layout", choices=SEPARATORS, default="paragraphs", help="how the text comes")
    arg.add_argument("--json", type=Path, help="write the figures here too")
    arg.add_argument("--misses", type=int, default=0, help="examples to print by language")
    args = arg.parse_args()
    report = measure(Config.preset(args.preset), args.languages.split(","), args.seed, args.rounds, args.layout)
    print(report.markdown())
    if args.json:
        args.json.write_text(json.dumps(report.to_dict(), indent=1) + "\n", encoding="utf-8")
    if args.misses:
        print("\n" + report.examples(args.misses))


if __name__ == "__main__":
    main()
