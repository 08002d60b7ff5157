"""Speed and memory of text mode on news text, beside ``str.splitlines`` and ``str.lower`` on the same text.

    python -m tests.benchmarks.text_speed [--sizes 1,2,4,8,16,50] [--documents 2000] [--repeat 3]

One core. Prints MB/s (a megabyte is a million bytes of UTF-8), how many times longer than ``splitlines`` + ``lower``
it takes (a figure that holds on any machine), what twice the text costs in time, and the peak of memory as a multiple
of the size (``tracemalloc``, measured apart from the time). The text is the reporting of ``appeals/*.toml``, two of its
paragraphs in one with new names and figures each time, and an appeal in every third story. "Twice the text" compares
each row with the one before, per byte.
"""

from __future__ import annotations

import gc
import itertools
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence

from cleanpress import Cleaner
from tests.benchmarks.measuring import parser, table
from tests.benchmarks.planting import SHAPES, compose, parts_of

MEGABYTE = 1_000_000
WHEEL = "en en en en en en en en de de de fr fr fr es es es pt pt it it ru ru nl pl tr ar zh ja".split()
SCRIPTS = ("fr", "ru", "ar", "zh", "ja", "ko")
HEAD = ["documents", "MB/s", "times splitlines + lower", "peak memory / size", "twice the text, times"]
NAMES = "Alder Brook Carver Dunmore Ellery Fenwick Garnet Holt Ibsen Jarvis Keller Lomax Marsh Norris Ogden".split()


def stories(seed: int = 1, languages: Sequence[str] = WHEEL) -> Iterator[str]:
    """News stories without end: known paragraphs in new orders, each with a name and figures of its own."""
    rng = random.Random(seed)
    for number in itertools.count():
        parts = parts_of(rng.choice(languages))
        pool = [paragraph for text in parts.texts for paragraph in text]
        chosen = rng.sample(pool, 16)
        body = [_vary(f"{one} {other}", rng) for one, other in zip(chosen[::2], chosen[1::2], strict=True)]
        if number % 3 == 0:
            body += compose(parts, rng.choice(SHAPES), rng)
        yield "\n\n".join(body)


def _vary(paragraph: str, rng: random.Random) -> str:
    """Put new names and figures behind a paragraph, so that none stands in the text twice."""
    return f"{paragraph} {rng.choice(NAMES)} {rng.choice(NAMES)}, {rng.randrange(1900, 2100)}, {rng.randrange(10**6)}."


def text_of(megabytes: float, languages: Sequence[str] = ("en",)) -> str:
    """One document of about so many megabytes."""
    parts, size = [], 0
    for story in stories(1, languages):
        parts.append(story)
        size += len(story.encode()) + 2
        if size >= megabytes * MEGABYTE:
            return "\n\n".join(parts)
    raise AssertionError("stories never end")


def best_time(call: Callable[[], object], repeat: int) -> float:
    """The shortest CPU time of several calls."""
    times = []
    for _ in range(repeat):
        gc.collect()
        begin = time.process_time()
        call()
        times.append(time.process_time() - begin)
    return min(times)


def yardstick(text: str) -> object:
    return text.splitlines(), text.lower()


def peak(call: Callable[[], object]) -> int:
    """Most bytes that a call held at once, beside what was there before."""
    gc.collect()
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def figures(cleaner: Cleaner, text: str, repeat: int) -> tuple[float, list[str]]:
    """Seconds a byte, and the columns for one document: MB/s, times the yardstick, peak memory over size."""
    size = len(text.encode())
    spent = best_time(lambda: cleaner.clean(text, kind="text"), repeat)
    plain = best_time(lambda: yardstick(text), max(5, repeat))
    memory = peak(lambda: cleaner.clean(text, kind="text")) / size
    return spent / size, [f"{size / MEGABYTE / spent:.1f}", f"{spent / plain:.0f}", f"{memory:.1f}"]


def one_document(cleaner: Cleaner, sizes: list[float], repeat: int) -> Iterator[list[object]]:
    before = 0.0
    for megabytes in sizes:
        rate, columns = figures(cleaner, text_of(megabytes), repeat)
        yield [f"one of {megabytes:g} MB, en", *columns, f"{2 * rate / before:.2f}" if before else "–"]
        before = rate


def other_scripts(cleaner: Cleaner, repeat: int) -> Iterator[list[object]]:
    for name, languages in (*((code, (code,)) for code in SCRIPTS), ("13 languages", WHEEL)):
        yield [f"one of 1 MB, {name}", *figures(cleaner, text_of(1, languages), repeat)[1], "–"]


def many_documents(cleaner: Cleaner, count: int, repeat: int) -> list[object]:
    texts = list(itertools.islice(stories(2), count))
    size = sum(len(text.encode()) for text in texts)
    spent = best_time(lambda: [cleaner.clean(text, kind="text") for text in texts], repeat)
    plain = best_time(lambda: [yardstick(text) for text in texts], max(5, repeat))
    name = f"{count} of 13 languages, {size / count / 1000:.1f} kB"
    return [name, f"{size / MEGABYTE / spent:.1f}", f"{spent / plain:.0f}", "–", "–"]


def main() -> None:
    arg = parser("tests.benchmarks.text_speed", __doc__)
    arg.add_argument("--sizes", default="1,2,4,8,16,50", help="megabytes, separated by commas")
    arg.add_argument("--documents", type=int, default=2000, help="how many small documents")
    arg.add_argument("--repeat", type=int, default=3)
    args = arg.parse_args()
    cleaner = Cleaner()
    cleaner.clean(text_of(0.01), kind="text")
    rows = [many_documents(cleaner, args.documents, args.repeat)]
    rows += other_scripts(cleaner, args.repeat)
    rows += one_document(cleaner, [float(size) for size in args.sizes.split(",")], args.repeat)
    print(table(HEAD, rows))


if __name__ == "__main__":
    main()
