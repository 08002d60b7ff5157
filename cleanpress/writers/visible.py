"""Characters that steer what shows them, made visible: no page may move a cursor or turn a line around."""

from __future__ import annotations

import re

# Controls (all but newline and tab), the marks that reorder or hide text (bidirectional embeddings, overrides and
# isolates, line separators, interlinear and tag characters) and lone surrogates. Joiners and the two plain direction
# marks stay: Persian, Hindi and Hebrew need them.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def escape(text: str) -> str:
    r"""Write control characters and direction overrides as ``\uXXXX``, so that they show instead of act."""
    return _STEERING.sub(_code, text.replace("\r\n", "\n"))


def _code(found: re.Match[str]) -> str:
    number = ord(found.group())
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
