"""The command line. Only here are click and rich imported; the library itself needs neither."""

from __future__ import annotations

import sys
from collections.abc import Sequence

DONE, FAILED, USAGE = 0, 1, 2
INTERRUPTED, BROKEN_PIPE = 130, 141
"""What a shell reports of a process that SIGINT or SIGPIPE ended."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 a document failed, 2 wrong usage."""
    try:
        from cleanpress.cli.app import run  # noqa: PLC0415  # an interrupt while click is loading ends quietly, too

        code = run(args)
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)
