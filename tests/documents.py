"""Random documents made of what real ones are made of: rule phrases, prose, labels, separators.

Plain random text finds little, since no rule ever hits it; both kinds are drawn.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from cleanpress.rules.rulebook import load, pack_paths

PROSE = (
    "The harbour board voted on Monday to move the fish market to the eastern quay, ending a quarrel of eleven years.",
    "Rents near the new tram line rose by a fifth within two years, the statistics office said in its yearly survey.",
    "Nobody was hurt.",
    "The second bridge will open in June.",
    "“We will not leave this valley before the last cow has come down,” the farmer said.",
    "He asked the court to support the motion and to adjourn.",
    "Our own survey of your street found that you pay more for water than we had thought possible in such a wet town.",
    "Volunteers had collected blankets, and the couple decided to make a donation to the school nearby.",
    "Der Gemeinderat hat am Dienstag beschlossen, den alten Bahnhof zu kaufen und darin eine Bücherei einzurichten.",
    "Die Brücke bleibt bis März gesperrt, sagte die Bürgermeisterin.",
    "Городской совет во вторник решил купить старый вокзал и открыть в нём библиотеку, сообщила мэрия.",
    "Le conseil municipal a décidé mardi d’acheter l’ancienne gare, qui deviendra une bibliothèque l’an prochain.",
    "El consejo aprobó el martes la compra de la antigua estación, según informó el ayuntamiento.",
    "市議会は火曜日、古い駅舎を買い取り図書館にする計画を承認した。",
    "市议会周二批准了购买旧火车站并改建为图书馆的计划。发言人说，工程将于明年春天开始。",
    "وافق مجلس المدينة يوم الثلاثاء على شراء المحطة القديمة وتحويلها إلى مكتبة عامة، بحسب بيان رسمي.",
)
LINES = (
    "Council buys old station after eleven years",
    "A short line",
    "Anna Berg / REUTERS",
    "By Anna Berg",
    "3 May 2024, 10:05 am",
    "Updated 4 May 2024",
    "What the council decided",
    "* milk",
    "- 2 eggs",
    "1. Boil the water",
    "# Heading",
    "> quoted",
    "***",
    "12",
    "Q: Why now?",
    "The Harbour Post",
    "Support The Harbour Post!",
    "Donate now",
    "Read more",
    "Related articles",
    "Share Tweet Print",
    "İstanbul",
    "ΟΔΥΣΣΕΥΣ",
    "ﬁnance ŉ ß",
)
SPOKEN = (
    "Our journalists work for you in all weather.",
    "As the only paper of the coast, The Harbour Post tells its readers what others do not dare to print.",
    "We decide in our newsroom alone what we print, and we answer to nobody but to the people who read us every day.",
    "You can help keep it alive.",
    "Please consider making a one-time donation to The Harbour Post, or better a recurring donation, to help us go on.",
)
SEPARATORS = ("\n\n", "\n\n", "\n\n", "\n", "\n", "\r\n", "\r\n\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85",
              "\x1c", " \n \n ", "\u00a0\n\n", "\n\n\n\n", " ", "", "\t", "\u200b\n", "\ufeff")  # fmt: skip
_SLOTS = {"{outlet}": "The Harbour Post", "{name}": "Anna Berg", "{n}": "3", "{money}": "$5", "{w}": "really"}


@cache
def phrases() -> tuple[str, ...]:
    """Every shipped phrase with its slots filled, and every example of every rule."""
    found: list[str] = []
    for rule in load(full=True).rules:
        for phrase in rule.phrases:
            for slot, filling in _SLOTS.items():
                phrase = phrase.replace(slot, filling)  # noqa: PLW2901  # the filled phrase takes the raw one's place
            phrase = phrase.replace("*", "")  # noqa: PLW2901  # as above
            found.append(phrase[:1].upper() + phrase[1:])
        found += [*rule.match, *rule.miss]
    return tuple(found)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A phrase with or without something around it, so that it makes a label, a sentence or a part of prose."""
    phrase = draw(st.sampled_from(phrases()))
    lead = draw(st.sampled_from(("", "", "Please ", "Our readers know: ", "The minister said: ", "“")))
    tail = draw(st.sampled_from(("", "", "!", ".", ":", "…", " today.", " The Harbour Post!", " » ", "”")))
    return lead + phrase + tail


def pieces() -> st.SearchStrategy[str]:
    """One paragraph-like piece."""
    single = st.one_of(sentences(), st.sampled_from(PROSE), st.sampled_from(LINES), st.sampled_from(SPOKEN))
    joined = st.lists(single, min_size=2, max_size=4).map(" ".join)
    return st.one_of(single, single, single, joined, joined.map(wrapped), st.text(max_size=20))


def wrapped(text: str, width: int = 72) -> str:
    """Break a paragraph into lines of mail width."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


@st.composite
def built(draw: st.DrawFn) -> str:
    """A document of up to nine pieces with any separators between, before and after."""
    separator = st.sampled_from(SEPARATORS)
    usual = draw(separator)
    text = draw(st.sampled_from(("", "", "", "\ufeff", "\n", " ")))
    for piece in draw(st.lists(pieces(), max_size=9)):
        text += piece + draw(st.one_of(st.just(usual), st.just(usual), separator))
    return text


def documents() -> st.SearchStrategy[str]:
    """Built documents mostly, raw text sometimes."""
    return st.one_of(built(), built(), built(), st.text(), st.text(alphabet="aA. !?\n\r\u2028\u00a0“”…", max_size=60))


def packs() -> list[str]:
    """Names of the shipped packs."""
    return sorted(pack_paths())
