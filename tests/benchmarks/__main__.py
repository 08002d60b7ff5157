"""All benchmarks in one run, cleanpress beside other extractors; the results as Markdown, JSON and pictures.

    python -m tests.benchmarks [--corpus FOLDER] [--out results] [--systems cleanpress,trafilatura] [--jobs 1]

FOLDER holds ``articles/`` (pages with a gold body) and ``blocks/`` (labelled texts), as the modules ``bodies`` and
``measuring`` say; default is $CLEANPRESS_CORPUS, else ../shared/data beside the project, else the project's fixtures.
Extractors that are not installed are left out: ``pip install -e '.[benchmark]'`` brings all of them, and the pictures.
Times are CPU times in one run on one machine: read their ratios.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from cleanpress import Cleaner, Config
from tests.benchmarks import report
from tests.benchmarks.measuring import SHARED, documents, parser, score
from tests.benchmarks.strictness import PRESETS
from tests.benchmarks.systems import SYSTEMS, version
from tests.benchmarks.text_speed import best_time, peak, text_of, yardstick

DIAL = (5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18)
"""Values of ``remove_at``; ``edge_at`` is six tenths of it, as in the default."""
TEXT_MB = (0.1, 0.2, 0.4, 0.8, 1.6)


def corpus_folder(given: str | None) -> Path | None:
    name = given or os.environ.get("CLEANPRESS_CORPUS") or ""
    if name == "fixtures":
        return None
    if name:
        folder = Path(name)
        if not (folder / "articles" / "gold.jsonl").is_file() or not (folder / "blocks").is_dir():
            raise SystemExit(f"{name}: no articles/gold.jsonl or no blocks/ in it; name a corpus, or 'fixtures'")
        return folder.resolve()
    return SHARED / "data" if (SHARED / "data").is_dir() else None


def run_one(name: str, folder: Path | None) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.one", name, str(folder or "fixtures")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"version": version(name), "failed": (done.stderr.strip().splitlines() or ["it was killed"])[-1]}
    print(f"{name} done", file=sys.stderr, flush=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def of_text(folder: Path | None) -> Iterator[dict[str, Any]]:
    """Harm and recall of text mode: the presets, and the dial between and beyond them."""
    labelled = documents(folder / "blocks" if folder else None, "handlabelled*.jsonl")
    settings = [(name, Config.preset(name)) for name in PRESETS]
    settings += [(str(at), Config(remove_at=at, edge_at=max(1, round(0.6 * at)))) for at in DIAL]
    for name, config in settings:
        found = score(Cleaner(config), labelled)
        yield {
            "setting": name, "remove_at": config.remove_at, "edge_at": config.edge_at, "documents": found.documents,
            "harm": found.lost / max(1, found.body), "recall": found.gone / max(1, found.blocks),
            "appeal_recall": found.appeals_gone / max(1, found.appeals), "perfect": found.perfect / found.documents,
        }  # fmt: skip


def text_speed() -> Iterator[dict[str, float]]:
    """CPU time of one long text, beside ``str.splitlines`` and ``str.lower`` on it, and the memory it takes."""
    cleaner = Cleaner()
    for megabytes in TEXT_MB:
        text = text_of(megabytes)
        cleaner.clean_text(text[:20_000], kind="text")
        spent = best_time(lambda: cleaner.clean(text, kind="text"), 2)  # noqa: B023  # called at once
        plain = best_time(lambda: yardstick(text), 5)  # noqa: B023
        held = peak(lambda: cleaner.clean(text, kind="text"))  # noqa: B023
        size = len(text.encode())
        yield {"bytes": size, "seconds": spent, "times_yardstick": spent / plain, "memory_by_size": held / size}


def main() -> None:
    arg = parser("tests.benchmarks", __doc__)
    arg.add_argument("--corpus", help="a folder with articles/ and blocks/, or 'fixtures'")
    arg.add_argument("--out", type=Path, default=Path("results"), help="folder for the results (default: results)")
    arg.add_argument("--systems", help="names, separated by commas (default: all that are installed)")
    arg.add_argument("--jobs", type=int, default=1, help="extractors at once; above 1, times disturb each other")
    args = arg.parse_args()
    folder = corpus_folder(args.corpus)
    names = args.systems.split(",") if args.systems else list(SYSTEMS)
    unknown = [name for name in names if name not in SYSTEMS]
    if unknown:
        raise SystemExit(f"no extractor {unknown[0]!r}; there are: {', '.join(SYSTEMS)}")
    installed = [name for name in names if version(name)]
    for name in (name for name in names if name not in installed):
        print(f"{name} is not installed and left out; pip install -e '.[benchmark]' brings it", file=sys.stderr)
    with ThreadPoolExecutor(args.jobs) as pool:
        systems = dict(zip(installed, pool.map(lambda name: run_one(name, folder), installed), strict=True))
    results = {
        "about": report.about(folder),
        "systems": systems,
        "text": list(of_text(folder)),
        "text_speed": list(text_speed()),
    }
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "results.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    text = report.markdown(results)
    (args.out / "results.md").write_text(text, "utf-8")
    (args.out / "summary.md").write_text(report.summary(results), "utf-8")
    print(text)
    report.pictures(results, args.out)


if __name__ == "__main__":
    main()
