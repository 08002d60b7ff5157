"""How learning templates grows: synthetic blocks of growing numbers of pages, counted in DuckDB under a memory limit.

    python -m tests.benchmarks.template_scale [--pages 500000,1000000,...] [--memory 1GB] [--work FOLDER]

A page has 20 blocks: 12 of its own, and 8 of the 40 that its host repeats; one page in twenty is a copy of another. Few
hosts have most of the pages. Each size runs in a process of its own; "peak" is the most memory that this process held,
the Python objects of the result included. Times are wall-clock; compare them with each other only.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time

from cleanpress.learning.learner import TemplateLearner
from tests.benchmarks.measuring import parser, table

OWN, SHARED_BLOCKS, POOL, PER_HOST = 12, 8, 40, 200
STEP = 500_000
SIZES = "625000,1250000,2500000,5000000,10000000"
HEAD = ["pages", "block rows", "fill, s", "count, s", "rows/s counted", "peak, MiB", "disk, GiB", "templates", "missed"]
PAGES = """
create or replace temp view pages as select k as doc, base, hosts * pow((hash(base) % 1000003) / 1000003.0, 3) as spot
from (
  select k, k - (k % 20 = 1)::int as base, greatest(1, {total} // {per_host}) as hosts from range({start}, {stop}) r(k)
)
"""
DOCS = """
insert into docs select doc, 'host' || floor(spot)::bigint || '.example', hash(base, 'page'), hash(doc, 'digest'),
  738000 + base % 365 from pages
"""
BLOCKS = """
insert into blocks
select doc, hash(base, i), i + 4, 2, true, false, false, false, false, -1,
  'The paragraph ' || md5(base::varchar || i) || ' of page ' || base || ' tells what happened there that day.'
from pages, range({own}) s(i)
union all
select doc, hash(floor(spot)::bigint, 'pool', (base * 7 + i * 5) % {pool}), i, 0, false, true, false, false, false, 18,
  'Label ' || (base * 7 + i * 5) % {pool} || ' of host ' || floor(spot)::bigint
from pages, range({shared}) s(i)
"""
LACKING = """
select count(*) from (
  select floor(spot)::bigint as host, (base * 7 + i * 5) % {pool} as label, count(*) as n
  from (select distinct base, spot from pages), range({shared}) s(i) group by all having n >= 3
) join (select floor(spot)::bigint as host, count(distinct base) as whole from pages group by all) using (host)
where n >= 0.1 * whole
"""


def fill(learner: TemplateLearner, pages: int) -> None:
    """Put synthetic pages straight into the learner's database; cleaning ten million would take a day."""
    store = learner._store
    for start in range(0, pages, STEP):
        store.db.execute(PAGES.format(total=pages, per_host=PER_HOST, start=start, stop=min(pages, start + STEP)))
        store.db.execute(DOCS)
        store.db.execute(BLOCKS.format(own=OWN, shared=SHARED_BLOCKS, pool=POOL))
    store.documents += pages
    store.db.execute("checkpoint")


def expected(learner: TemplateLearner, pages: int) -> int:
    """How many templates there are by construction, counted without the learner's own queries."""
    db = learner._store.db
    db.execute(PAGES.format(total=pages, per_host=PER_HOST, start=0, stop=pages))
    return int(db.execute(LACKING.format(pool=POOL, shared=SHARED_BLOCKS)).fetchone()[0])


def one(pages: int, memory: str, work: str | None) -> dict[str, float]:
    with TemplateLearner(memory=memory, folder=work) as learner:
        begin = time.monotonic()
        fill(learner, pages)
        filled = time.monotonic()
        found = learner.finish()
        counted = time.monotonic()
        folder = learner._store.folder
        size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"fill": filled - begin, "count": counted - filled, "peak": peak, "disk": size / 2**30,
                "templates": len(found), "missed": expected(learner, pages) - len(found)}  # fmt: skip


def main() -> None:
    arg = parser("tests.benchmarks.template_scale", __doc__)
    arg.add_argument("--pages", type=lambda text: [int(part) for part in text.split(",")], default=SIZES)
    arg.add_argument("--memory", default="1GB")
    arg.add_argument("--work", help="folder with room for some 100 bytes a row")
    arg.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = arg.parse_args()
    sizes = args.pages if isinstance(args.pages, list) else [int(part) for part in SIZES.split(",")]
    if args.one:
        print(json.dumps(one(sizes[0], args.memory, args.work)))
        return
    rows: list[list[object]] = []
    for pages in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.template_scale", "--one", "--pages", str(pages)]
        command += ["--memory", args.memory, *(["--work", args.work] if args.work else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{pages} pages: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            break
        got = json.loads(done.stdout)
        blocks = pages * (OWN + SHARED_BLOCKS)
        rows.append([pages, blocks, f"{got['fill']:.0f}", f"{got['count']:.0f}", f"{blocks / got['count']:.0f}",
                     f"{got['peak']:.0f}", f"{got['disk']:.1f}", got["templates"], got["missed"]])  # fmt: skip
        print(" | ".join(map(str, rows[-1])), file=sys.stderr, flush=True)
    print(table(HEAD, rows))


if __name__ == "__main__":
    main()
