"""Harm and recall of the presets GENTLE, BALANCED and STRICT.

    python -m tests.benchmarks.strictness [--data FOLDER] [--seed 1] [--rounds 2]

Measured on the hand-labelled documents, by halves of their hosts (the rules may look at one half only; a gap between
the halves shows tuning to pages), and on the composed appeals of all languages.
"""

from __future__ import annotations

from cleanpress import Cleaner, Config
from tests.benchmarks.appeals import measure
from tests.benchmarks.measuring import Score, add_data, documents, half_of, parser, percent, score, table
from tests.benchmarks.planting import languages

PRESETS = ("gentle", "balanced", "strict")
LABELLED = ["preset", "hosts", "documents", "harm", "harmed over 5 %", "recall", "appeal recall", "perfect"]
COMPOSED = ["preset", "paragraphs", "harm", "recall head", "recall middle", "recall tail", "recall"]


def row(preset: str, hosts: str, found: Score) -> list[object]:
    return [
        preset,
        hosts,
        found.documents,
        percent(found.lost, found.body),
        percent(found.harmed, found.documents),
        percent(found.gone, found.blocks),
        percent(found.appeals_gone, found.appeals),
        percent(found.perfect, found.documents),
    ]


def composed(preset: str, seed: int, rounds: int) -> list[object]:
    cells = measure(Config.preset(preset), languages(), seed, rounds).cells
    every = cells["all", "all"]
    parts = [cells["all", where] for where in ("head", "middle", "tail")]
    recalls = [percent(cell.caught, cell.met) for cell in (*parts, every)]
    return [preset, every.met, percent(every.lost, every.body), *recalls]


def main() -> None:
    arg = parser("tests.benchmarks.strictness", __doc__)
    add_data(arg)
    arg.add_argument("--seed", type=int, default=1)
    arg.add_argument("--rounds", type=int, default=2)
    args = arg.parse_args()
    labelled = documents(args.data, "handlabelled*.jsonl")
    halves = [[d for d in labelled if half_of(d["host"]) == half] for half in (0, 1)]
    rows = []
    for preset in PRESETS:
        cleaner = Cleaner(Config.preset(preset))
        for hosts, chosen in (("half 0", halves[0]), ("half 1", halves[1]), ("all", labelled)):
            rows.append(row(preset, hosts, score(cleaner, chosen)))
    print(table(LABELLED, rows) + "\n")
    print(table(COMPOSED, [composed(preset, args.seed, args.rounds) for preset in PRESETS]))


if __name__ == "__main__":
    main()
