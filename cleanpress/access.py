"""Whether a page stands behind a wall, and whether its text is cut short: what speaks for it, and how sure that is.

Publishers set these marks wrongly as often as not: a page marked as closed may hold the whole text, one marked as
free may end after two sentences. So every mark is one term among others, all of them are shown, and those that
contradict each other lower the confidence. Nothing is removed because of a mark, and nothing here opens a wall: only
what is on the page is read.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cleanpress.model import Article
from cleanpress.readers.signs import Signs

NONE, METERED, SUBSCRIBERS, REGISTRATION = "none", "metered", "subscribers", "registration"
DONATION_WALL, UNKNOWN = "donation-wall", "unknown"
VALUES = (NONE, METERED, SUBSCRIBERS, REGISTRATION, DONATION_WALL, UNKNOWN)
CUTS = (REGISTRATION, METERED, DONATION_WALL, SUBSCRIBERS)
"""The walls; the first of equal ones is the answer."""
RESERVED = "reserved"
"""A vote for a wall of any kind: it goes to the kind that something else names, else to subscribers."""

Evidence = tuple[str, str, int]
"""Source, what it says, and points: for the finding (+) or against it (-)."""
Vote = tuple[str, str, int, str]
"""Source, what it says, points, and the value that they are for."""
TIERS = {
    "free": NONE, "open": NONE, "public": NONE, "non-premium": NONE, "unlocked": NONE, "gratis": NONE,
    "metered": METERED, "meter": METERED, "locked": SUBSCRIBERS, "premium": SUBSCRIBERS, "paid": SUBSCRIBERS,
    "subscriber": SUBSCRIBERS, "subscribers": SUBSCRIBERS, "subscription": SUBSCRIBERS, "subscribed": SUBSCRIBERS,
    "hard": SUBSCRIBERS, "plus": SUBSCRIBERS, "registered": REGISTRATION, "registration": REGISTRATION,
    "regwall": REGISTRATION, "freemium": METERED,
}  # fmt: skip
_TIER = re.compile(
    r"(?:content_?tier|-tier$|accesslevel|access_level|access_status|paywall:mode|articletype|ispremium|is_premium)$"
)
VENDORS = (
    "tinypass", "piano.io", "poool", "zephr", "leaky-paywall", "steadyhq", "/swg.js", "subscriptions-action",
    "amp-access", "memberful", "pelcro", "evolok", "laterpay", "cxense",
)  # fmt: skip
ELLIPSIS = ("…", "...", "[…]", "[...]")
STOPS = tuple(".!?。！？…\"”»’'）)]।؟♦*")
AT_CUT, REACH = 14, 3000
"""So many removals after the last line that stays, and so many characters of them, stand at the cut."""
LAST, WALL = 3, 200
"""Of the text that stays, so many lines of so many characters at the most may still be a wall's."""
HEAD = 12
"""So many lines before the first that stays may hold a label of the article itself."""
BRIEF, LONG = 130, 400
"""Words: a reserved article with fewer is a teaser, one with more is mostly whole."""
DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer, with what it rests on."""

    value: Any
    confidence: float
    """0 (a guess) to 1; contradictions lower it."""
    evidence: tuple[Evidence, ...]
    """All terms: source, what it says, points for (+) or against (-) the value."""


@dataclass(frozen=True, slots=True)
class Access:
    """Both answers about one article."""

    paywall: Finding
    """One of ``VALUES``."""
    truncated: Finding
    """True, False, or None when nothing speaks for either."""

    def to_dict(self) -> dict[str, Any]:
        """Give plain values, ready for JSON: both answers, then how sure they are, then why."""
        return {
            "paywall": self.paywall.value,
            "truncated": self.truncated.value,
            "confidence": {"paywall": self.paywall.confidence, "truncated": self.truncated.confidence},
            "access": {
                name: [{"source": source, "value": said, "points": points} for source, said, points in finding.evidence]
                for name, finding in (("paywall", self.paywall), ("truncated", self.truncated))
            },
        }


class AccessReader:
    """Answers when asked, once; until then it keeps what the reader noted on the way."""

    def __init__(self, signs: Signs | None) -> None:
        """Keep the notes; None for text."""
        self._signs = signs
        self._answer: Access | None = None

    def of(self, article: Article) -> Access:
        """Give the answers for the article that was made with this reader."""
        if self._answer is None:
            self._answer = access_of(article, self._signs)
        return self._answer


def access_of(article: Article, signs: Signs | None) -> Access:
    """Weigh everything that speaks of access."""
    lines = list(_lines(article))
    votes = [*(_declared(signs) if signs else ()), *lines]
    paywall = _paywall(votes, html=signs is not None)
    return Access(paywall, _truncated(article, signs, lines, paywall))


def _declared(signs: Signs) -> Iterator[Vote]:
    """What meta elements, JSON-LD and scripts say."""
    for free, source in signs.free():
        yield source, str(free).lower(), 4, NONE if free else RESERVED
    seen = set()
    for name, value in signs.meta.items():
        if not _TIER.search(name):
            continue
        said = value.strip().lower()
        if name.endswith(("ispremium", "is_premium")):
            said = {
                "1": "premium",
                "true": "premium",
                "yes": "premium",
                "0": "free",
                "false": "free",
                "no": "free",
            }.get(said, "")
        tier = TIERS.get(said)
        if tier and tier not in seen:
            seen.add(tier)
            yield f"meta {name}", value.strip(), 5, tier
    for vendor in VENDORS:
        if any(vendor in address for address in signs.scripts):
            yield "script", vendor, 0, RESERVED


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    rows = tomllib.loads((Path(__file__).parent / "rules" / "access.toml").read_text("utf-8"))
    return {name: tuple(row["lines"]) for name, row in rows.items()}


def _lines(article: Article) -> Iterator[Vote]:
    """Lines of walls among what was removed: at the cut they count in full, elsewhere they may be hidden templates."""
    found: dict[str, tuple[int, str]] = {}
    cut = _cut(article)
    for i, removal in enumerate(article.removals):
        near = cut <= i < cut + AT_CUT and removal.span.start - article.removals[cut].span.start < REACH
        for line in re.split(r"[\n\r]+", removal.text):
            kind = _kind(line)
            points = 5 if near else 2
            if kind and points > found.get(kind, (0, ""))[0]:
                found[kind] = points, " ".join(line.split())[:90]
    for line in article.text.splitlines()[-LAST:]:
        kind = _kind(line) if len(line) <= WALL else ""
        if kind:
            found[kind] = 5, " ".join(line.split())[:90]
    label = _label(article)
    if label:
        yield "label at the head", label, 3, SUBSCRIBERS
    for kind, (points, line) in found.items():
        yield ("line at the cut" if points > 2 else "line"), line, points, kind


def _label(article: Article) -> str:
    """The line right above the headline or the text that reserves the article, if there is one."""
    start, lines = 0, []
    for removal in article.removals:
        if removal.span.start > start:
            break
        start = removal.span.end
        lines += removal.text.splitlines()
    labels = _phrases()["label"]
    for line in [line.strip() for line in lines if line.strip()][-HEAD:]:
        if line.lower() in labels:
            return line
    return ""


def _kind(line: str) -> str:
    """Which wall a line speaks of; a line may be a whole menu, so the words are looked for near each other."""
    low = line.lower()
    phrases = _phrases()
    for kind in (METERED, REGISTRATION, DONATION_WALL, SUBSCRIBERS, "cut", "prompt"):
        for phrase in phrases[kind]:
            at = low.find(phrase)
            if at >= 0 and not any(word in low[max(0, at - 60) : at + 90] for word in phrases["not"]):
                return {"cut": SUBSCRIBERS, "prompt": RESERVED}.get(kind, kind)
    return ""


def _cut(article: Article) -> int:
    """Index of the first removal after the last line that stays."""
    end, at = len(article.source_text), len(article.removals)
    while at and article.removals[at - 1].span.end >= end:
        at -= 1
        end = article.removals[at].span.start
    return at


def _paywall(votes: list[Vote], html: bool) -> Finding:
    sums: dict[str, int] = defaultdict(int)
    for _, _, points, value in votes:
        sums[value] += points
    walls = {value: sums[value] for value in CUTS if sums[value]}
    wall = max(walls, key=lambda value: walls[value], default=SUBSCRIBERS)
    closed = walls.get(wall, 0) + sums[RESERVED]
    other = sum(walls.values()) - walls.get(wall, 0)
    if not closed and not sums[NONE]:
        terms = tuple((source, said, points) for source, said, points, _ in votes)
        return Finding(NONE if html else UNKNOWN, 0.3 if html and not terms else 0.2 if html else 0.0, terms)
    value = wall if closed > sums[NONE] else NONE
    best, against = (closed, sums[NONE] + other // 2) if value != NONE else (sums[NONE], closed)
    terms = tuple((source, said, points if _supports(vote, value) else -points) for source, said, points, vote in votes)
    return Finding(value, _confidence(best, against), terms)


def _supports(vote: str, value: str) -> bool:
    return vote == value or (vote == RESERVED and value != NONE)


def _confidence(best: int, against: int) -> float:
    """How sure a sum is: the margin over what speaks against it, in full from six points on."""
    return round(0.97 * (best - against) / (best + against) * min(1.0, (best + 2) / 8), 2) if best else 0.0


def _truncated(article: Article, signs: Signs | None, lines: list[Vote], paywall: Finding) -> Finding:
    terms: list[Evidence] = [
        (source, said, 7 if _tells_rest(said) else 4)
        for source, said, points, kind in lines
        if points > 3 and kind in (*CUTS, RESERVED)
    ]
    text = article.text.rstrip()
    words = len(text.split()) + len(DENSE.findall(text)) // 2
    if not text:
        return Finding(None, 0.0, tuple(terms))
    if text.endswith(ELLIPSIS):
        terms.append(("last line", "ends in an ellipsis", 3 if paywall.value not in (NONE, UNKNOWN) or terms else 1))
    elif not text.endswith(STOPS) and _mid_sentence(text):
        terms.append(("last line", "ends in the middle of a sentence", 2 if terms or paywall.value in CUTS else 1))
    else:
        terms.append(("last line", "ends like a sentence", -1))
    if paywall.value in CUTS and words < BRIEF:
        terms.append(("length", f"{words} words of a reserved article", 3))
    elif words >= LONG:
        terms.append(("length", f"{words} words", -2))
    if signs is not None:
        terms += _counted(signs, words, len(text))
    total = sum(points for _, _, points in terms)
    if not any(points > 0 for _, _, points in terms) and signs is None and words < BRIEF:
        return Finding(None, 0.0, tuple(terms))
    plus, minus = (sum(abs(p) for _, _, p in terms if (p > 0) == up) for up in (True, False))
    value = True if total >= 3 else False if total < 0 else None
    sure = _confidence(plus, minus) if value else _confidence(minus, plus) if value is False else 0.0
    return Finding(value, max(sure, 0.0), tuple(terms))


def _tells_rest(line: str) -> bool:
    """Whether a line speaks of the part that is not there; templates of walls stand on whole articles, too."""
    low = line.lower()
    return any(phrase in low for phrase in _phrases()["cut"])


def _mid_sentence(text: str) -> bool:
    """Whether the last line is a paragraph that breaks off, rather than a signature or a label."""
    last = text.rpartition("\n")[2]
    return len(last.split()) > 4 and last[-1:].isalpha() and last.split()[-1].islower()


def _counted(signs: Signs, words: int, chars: int) -> Iterator[Evidence]:
    """What the page says of its own length. Counts of words are often of another text, so only clear ones count."""
    declared = signs.word_count()
    if declared >= 80:
        share = words / declared
        if share < 0.55:
            yield "json-ld wordCount", f"{words} of {declared} words", 3
        elif share >= 0.85:
            yield "json-ld wordCount", f"{words} of {declared} words", -4
    body = signs.body_chars()
    if body >= 600:
        if chars < 0.5 * body:
            yield "json-ld articleBody", f"{chars} of {body} characters", 3
        elif chars >= 0.85 * body:
            yield "json-ld articleBody", f"{chars} of {body} characters", -2
