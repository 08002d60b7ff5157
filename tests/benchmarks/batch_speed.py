"""How much faster ``cleanpress batch`` is with two processes than with one, and what part of it cannot be shared.

    python -m tests.benchmarks.batch_speed FOLDER_OR_FILE... [--rounds N] [--copies N]

Runs with ``-j1`` and ``-j2`` take turns. On a machine that others use, too, wall-clock times say little and CPU times
much: ``-j1`` keeps one worker busy while the parent reads and writes beside it, and with two workers on two cores
parent and workers share what two cores give. So the ratio to expect of idle cores is ``worker CPU of -j1 / ((parent +
worker CPU of -j2) / 2)``; it is 2 less what the parent costs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

WANTED = 1.8
RUN = """
import json, resource, sys, time
from cleanpress.batch.request import Request
from cleanpress.batch.run import run_batch
if __name__ == "__main__":
    began = time.perf_counter()
    stats = run_batch(Request(tuple(sys.argv[3:]), sys.argv[2], processes=int(sys.argv[1]))).stats
    cpu = [u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))]
    print(json.dumps([time.perf_counter() - began, *cpu, stats.documents, stats.input_bytes]))
"""


@dataclass(frozen=True)
class Timing:
    """One run: seconds of wall clock, and of CPU in the parent and in its workers."""

    wall: float
    parent: float
    workers: float
    documents: int
    bytes: int


def timed(inputs: list[str], processes: int) -> Timing:
    """Run once in a process of its own; the workers' time counts once they have ended."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "run.py"
        script.write_text(RUN)
        command = [sys.executable, str(script), str(processes), str(Path(folder) / "out.jsonl"), *inputs]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Timing(*json.loads(done.stdout.splitlines()[-1]))


def expected_ratio(one: Timing, two: Timing) -> float:
    """Tell from CPU times how much faster two processes are on two cores that nobody else uses."""
    return max(one.workers, one.parent) / max((two.parent + two.workers) / 2, two.parent)


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=1, help="read the inputs so many times, to measure more work")
    asked = parser.parse_args()
    inputs = [str(Path(path).resolve()) for path in asked.inputs] * asked.copies
    pairs = [(timed(inputs, 1), timed(inputs, 2)) for _ in range(asked.rounds)]
    one = pairs[0][0]
    worker = median(first.workers for first, _ in pairs)
    print(f"{one.documents} documents, {one.bytes / 1e6:.1f} MB; {1000 * worker / one.documents:.2f} ms of CPU each")
    print(f"parent's CPU, of the workers': {median(second.parent / second.workers for _, second in pairs):.3f}")
    print(f"CPU of -j2, of -j1: {median((b.parent + b.workers) / (a.parent + a.workers) for a, b in pairs):.3f}")
    print(f"wall clock, -j1 over -j2: {median(a.wall / b.wall for a, b in pairs):.2f}")
    ratio = median(expected_ratio(a, b) for a, b in pairs)
    print(f"by CPU time, on idle cores: {ratio:.2f}; wanted {WANTED}: {'yes' if ratio >= WANTED else 'no'}")


if __name__ == "__main__":
    main()
