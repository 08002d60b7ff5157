"""Hostile cases, run on cleanpress and on seven other extractors: what raises, hangs, crashes or runs out of memory.

    python -m tests.benchmarks.reliability [--timeout 20] [--memory 8] [--size 100000] [--only cleanpress,trafilatura]

Each big case runs in a process of its own, with a time and a memory limit; the small ones of a family share one, and
what ends that process counts once more than what was raised in it. Give each tool what it asks for: str where it
takes str, decoded by cleanpress where the case is bytes. An extractor that refuses a document by its own documented
exception has failed too: the caller has lost the page.
"""

from __future__ import annotations

import importlib.metadata
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from cleanpress.readers.decode import decode
from tests.benchmarks.measuring import parser, table
from tests.reliability import encodings, letters, shapes
from tests.reliability.growing import ALL

Extract = Callable[[str], object]
TOOLS = {
    "cleanpress": "cleanpress", "trafilatura": "trafilatura", "readability": "readability-lxml",
    "resiliparse": "Resiliparse", "newspaper": "newspaper4k", "justext": "jusText", "goose3": "goose3",
    "boilerpy3": "boilerpy3",
}  # fmt: skip
SMALL: dict[str, Callable[[], Iterator[str | bytes]]] = {
    "pairs of tags": lambda: (text for i, text in enumerate(shapes.pairs()) if i % 20 == 0),
    "broken markup": shapes.broken,
    "mixed markup": lambda: shapes.mixed(150),
    "charsets": lambda: iter([*encodings.EDGES, *encodings.declared(), *encodings.mixtures()]),
    "damaged pages": lambda: encodings.damaged(60),
    "letters": letters.texts,
}
BIG = [
    "nested div", "nested span", "nested b", "nested table", "nested blockquote", "nested svg", "nested, one text each",
    "siblings in a div", "attributes", "options", "inline links", "read more", "paragraphs", "one text node",
    "one long word", "open scripts", "open comments", "open CDATA", "table cells", "json-ld nesting", "entities",
    "line feeds", "deep, then marked sections",
]  # fmt: skip


def extractor(tool: str) -> Extract:
    """The call that the tool's own documentation starts with."""
    places = {"resiliparse": "resiliparse.extract.html2text", "boilerpy3": "boilerpy3.extractors"}
    module: Any = importlib.import_module(places.get(tool, tool))
    calls: dict[str, Callable[[], Extract]] = {
        "cleanpress": lambda: module.Cleaner().clean,
        "trafilatura": lambda: module.extract,
        "readability": lambda: lambda text: module.Document(text).summary(),
        "resiliparse": lambda: lambda text: module.extract_plain_text(text, main_content=True),
        "justext": lambda: lambda text: module.justext(text, module.get_stoplist("English")),
        "goose3": lambda: lambda text: module.Goose().extract(raw_html=text).cleaned_text,
        "boilerpy3": lambda: module.ArticleExtractor(raise_on_failure=True).get_content,
        "newspaper": lambda: _newspaper(module),
    }
    return calls[tool]()


def _newspaper(module: Any) -> Extract:
    def extract(text: str) -> object:
        article = module.Article("https://example.org/a", fetch_images=False)
        article.download(input_html=text)
        article.parse()
        return article.text

    return extract


def child(tool: str, family: str, size: int) -> None:
    """Run one family in this process; print tried and raised as they happen."""
    extract = extractor(tool)
    sources = SMALL[family]() if family in SMALL else iter([ALL[family](size)])
    raised = 0
    for tried, source in enumerate(sources, 1):
        text = decode(source)[0] if isinstance(source, bytes) and tool != "cleanpress" else source
        try:
            extract(text)  # type: ignore[arg-type]  # bytes for cleanpress alone
        except Exception:
            raised += 1
        print(json.dumps([tried, raised]), flush=True)


def run(tool: str, family: str, args: Any) -> tuple[int, int, str]:
    """Cases tried, cases raised, and how the process ended: "", "time", "memory" or "crash"."""
    limit = args.memory << 30
    command = [sys.executable, "-m", "tests.benchmarks.reliability", "--child", tool, "--family", family]
    try:
        done = subprocess.run(
            [*command, "--size", str(args.size)], capture_output=True, timeout=args.timeout, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        )  # fmt: skip
        output, end = done.stdout, "" if done.returncode == 0 else "crash"
    except subprocess.TimeoutExpired as late:
        output, end = late.stdout or b"", "time"
    lines = [line for line in output.decode().splitlines() if line.startswith("[")]
    tried, raised = json.loads(lines[-1]) if lines else (0, 0)
    return (tried + bool(end) if family in SMALL else 1), raised, end


def main() -> None:
    arg = parser("tests.benchmarks.reliability", __doc__)
    arg.add_argument("--timeout", type=float, default=20)
    arg.add_argument("--memory", type=int, default=8, help="gigabytes of address space for each process")
    arg.add_argument("--size", type=int, default=100_000, help="pieces or levels of a big case")
    arg.add_argument("--only", default=",".join(TOOLS))
    arg.add_argument("--child", default="")
    arg.add_argument("--family", default="")
    args = arg.parse_args()
    if args.child:
        child(args.child, args.family, args.size)
        return
    rows = []
    for tool in args.only.split(","):
        found = {family: run(tool, family, args) for family in (*SMALL, *BIG)}
        ends = [end for _, _, end in found.values()]
        tried, raised = sum(t for t, _, _ in found.values()), sum(r for _, r, _ in found.values())
        bad = ", ".join(family for family, (_, r, end) in found.items() if r or end)
        name = f"{tool} {importlib.metadata.version(TOOLS[tool])}"
        rows.append([name, tried, raised, ends.count("time"), ends.count("crash"), bad or "none"])
        print(rows[-1], file=sys.stderr, flush=True)
    print(table(["tool", "cases", "raised", "over time", "crashed", "families with failures"], rows))


if __name__ == "__main__":
    main()
