"""Whether memory grows with the number of documents: what one process holds while it cleans page after page.

    python -m tests.benchmarks.leak [--pages 20000] [--looks 8]

The pages are those of ``tests.reliability``: the fixture page, mixed markup, damaged pages, letters, charsets; of each
the text, the account, the HTML and the Markdown are made. Read from /proc, so Linux only.
"""

from __future__ import annotations

import gc
from itertools import cycle, islice

from cleanpress import Cleaner
from tests.benchmarks.measuring import parser, table
from tests.reliability import encodings, letters, shapes
from tests.test_reliability import resident


def sources() -> list[str | bytes]:
    """Each kind of document, the fixture page among them as often as all others."""
    others: list[str | bytes] = [*shapes.mixed(200), *encodings.damaged(60), *letters.texts(), *encodings.declared()]
    return [one for other in others for one in (other, encodings.page_bytes())]


def main() -> None:
    arg = parser("tests.benchmarks.leak", __doc__)
    arg.add_argument("--pages", type=int, default=20_000)
    arg.add_argument("--looks", type=int, default=8)
    args = arg.parse_args()
    cleaner, endless, rows = Cleaner(), cycle(sources()), []
    for look in range(1, args.looks + 1):
        for source in islice(endless, args.pages // args.looks):
            article = cleaner.clean(source)
            article.to_dict(), article.html, article.markdown  # made when asked for
        gc.collect()
        rows.append([look * (args.pages // args.looks), f"{resident() / 1e6:.1f}"])
    print(table(["documents", "resident, MB"], rows))


if __name__ == "__main__":
    main()
