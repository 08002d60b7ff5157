"""How time grows with size: the exponent over n, 2n, 4n and 8n for each growing family.

    python -m tests.benchmarks.scaling [--start 2000] [--repeat 3] [--only WORD] [--over 1.2]

CPU seconds, the shortest of some runs; 1 is linear, 2 the square. Families that stay under 20 ms at 8n are too quick
to tell and are told as such. ``clean`` is the text with its account, ``html`` the markup made after it.
"""

from __future__ import annotations

import math
import sys

from cleanpress import Cleaner
from tests.benchmarks.measuring import parser, table
from tests.benchmarks.text_speed import best_time
from tests.reliability.growing import ALL

HEAD = ["family", "clean n, s", "8n, s", "exponent", "html n, s", "8n, s", "exponent"]
QUICK = 0.02


def exponent(sizes: list[int], times: list[float]) -> float:
    """Slope of the line through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(spent) for spent in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def curve(cleaner: Cleaner, name: str, start: int, repeat: int) -> tuple[list[object], float]:
    """One row, shown at once on standard error, and the larger exponent of those that are slow enough to tell."""
    sizes = [start << i for i in range(4)]
    columns: list[object] = [name]
    worst = 0.0
    made = {size: ALL[name](size) for size in sizes}
    for call in (cleaner.clean, cleaner.clean_html):
        times = [max(best_time(lambda text=made[size], call=call: call(text), repeat), 1e-6) for size in sizes]  # type: ignore[misc]
        found = exponent(sizes, times)
        quick = times[-1] < QUICK
        columns += [f"{times[0]:.3f}", f"{times[-1]:.3f}", "quick" if quick else f"{found:.2f}"]
        worst = max(worst, 0.0 if quick else found)
    print(*columns, file=sys.stderr, flush=True)
    return columns, worst


def main() -> None:
    arg = parser("tests.benchmarks.scaling", __doc__)
    arg.add_argument("--start", type=int, default=2000)
    arg.add_argument("--repeat", type=int, default=3)
    arg.add_argument("--only", default="", help="families whose name holds this")
    arg.add_argument("--over", type=float, default=0.0, help="print families with a larger exponent only")
    args = arg.parse_args()
    cleaner = Cleaner()
    cleaner.clean_html("<p>warm up</p>")
    rows = [curve(cleaner, name, args.start, args.repeat) for name in ALL if args.only in name]
    print(table(HEAD, [columns for columns, worst in rows if worst >= args.over]))
    print(
        f"{len(rows)} families, {sum(worst > 1.2 for _, worst in rows)} over 1.2, largest {max(w for _, w in rows):.2f}"
    )


if __name__ == "__main__":
    main()
