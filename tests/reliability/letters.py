"""Text whose letters are not what they seem: overrides, joiners, towers of marks, homoglyphs, lone surrogates."""

from __future__ import annotations

from collections.abc import Iterator

LINE = "Please donate to our newsroom today"
PROSE = (
    "The harbour board voted on Monday to move the fish market to the eastern quay, "
    "ending a quarrel of eleven years."
)
BETWEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202d\u202e\u2066\u2069\u0301\x00\x1b\x7f\x85\ud800"
LOOKALIKE = str.maketrans("aeopcyxDP", "аеорсухDР")


def texts() -> Iterator[str]:
    """Each kind of letter between the letters of an appeal, beside reporting, as text and as markup."""
    for mark in (*BETWEEN, "\udfff", "\ufffe", "\U0010ffff", "\u2028", "\x1c", "\ue000", "\u0130", "ß", "ﬁ"):
        for line in (mark.join(LINE), mark + LINE, LINE + mark, mark * 500):
            yield f"{PROSE}\n\n{line}\n\n{PROSE}"
            yield f"<p>{PROSE}</p><p>{line}</p><p>{PROSE}</p>"
    yield f"{PROSE}\n\n{LINE.translate(LOOKALIKE)}"
    yield "".join(letter + "\u0301\u0323" * 60 for letter in LINE)
