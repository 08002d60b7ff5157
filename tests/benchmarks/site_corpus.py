"""A corpus of invented sites, labelled: furniture in their own words, and article text that recurs as furniture does.

Each trap below stands on three or more articles of a host and is body: quotes and background of follow-up stories,
subheads, a closing notice of law, a series' introduction, a refrain and a prayer, tables of results, a lead that is the
teaser of other articles. The words are drawn from lists, the same at every run.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

Block = dict[str, Any]
PEOPLE = "Anna Berg,Tomas Lind,Rosa Valle,Piet Maas,Ines Roth,Karim Said,Olga Frey,Jon Hale,Mira Fox,Al Kern".split(",")
PLACES = "Northhaven,Ostby,Lowmere,Sandholm,Brackmere,Fairlock,Hollin,Westmarch,Elmsea,Gorran,Tideford,Marlo".split(",")
THINGS = (
    "ferry line,fish market,school roof,bus depot,town library,sea wall,power plant,old bridge,town pool,grain store,"
    "water tower,tram stop,health centre,row of limes,skating rink,archive,boat yard,chapel,youth club,weather station"
).split(",")
DEEDS = (
    "was closed for repairs,will be rebuilt by a local firm,has cost more than planned,was opened to visitors,drew a "
    "crowd,is to be sold next year,was damaged in the storm,needs a new roof,changed hands again,was named for a poet,"
    "will stay shut until spring,was painted green,has found a new owner,was moved by a few metres"
).split(",")
ENDS = (
    "after a long dispute in the council,although the money is still missing,as the mayor had promised,before summer "
    "begins,for the first time in decades,in spite of the rain,to the surprise of many neighbours,while work next door "
    "goes on,without any public notice,and the harbour fell silent"
).split(",")
FURNITURE = {
    "head": ["Your morning, read aloud", "Jump to the front", "Weather over the bay", "Yesterday in pictures"],
    "tail": ["Top of this sheet", "From the same shelf", "Pick another island", "House rules", "Letters to the desk"],
    "prose": [
        "The {0} Sheet appears on five days of the week and belongs to the people who make it, on paper and screens.",
        "Pictures on these pages come from the archive of the {0} Sheet unless another origin stands below them.",
    ],
    "appeal": ["If these pages are worth a coffee to you, put your name on the list of friends of the {0} Sheet."],
}
TRAPS = {
    "quote": "“We were never asked, and we will not be silent about it,” {0} said at the quay.",
    "background": "The dispute over the {1} began in the spring, when a survey found cracks in its northern wall.",
    "subhead": "What is known so far",
    "subhead2": "How the council voted",
    "notice": "Until a court decides, everyone named here counts as innocent.",
    "series": "This text belongs to a series on the islands of the bay and those who live there all year round.",
    "refrain": "And the tide comes in, and the tide goes out.",
    "prayer": "Keep the boats and those who wait for them, through this night and every night to come.",
    "results": "Northhaven {2}, Ostby {3}",
    "correction": "An earlier version of this article gave the length of the pier as {2} metres.",
}


def sentence(rng: random.Random) -> str:
    place, thing, person = rng.choice(PLACES), rng.choice(THINGS), rng.choice(PEOPLE)
    return (
        f"The {thing} in {place} {rng.choice(DEEDS)} {rng.choice(ENDS)}, and {person} of {rng.choice(PLACES)} has kept "
        f"{rng.randrange(2, 900)} letters about it."
    )


def body(text: str, trap: str = "") -> Block:
    return {"text": text, "keep": True, "category": trap}


def junk(text: str) -> Block:
    return {"text": text, "keep": False, "category": "other"}


def paragraphs(rng: random.Random, count: int) -> list[Block]:
    return [body(" ".join(sentence(rng) for _ in range(rng.randrange(1, 4)))) for _ in range(count)]


def article(rng: random.Random, host: str, number: int, leads: list[str], pages: int) -> list[Block]:
    """The blocks of one article; which traps it holds depends on its number, so each has a share of its own."""
    name = host.partition(".")[0].capitalize()
    text = [body(leads[number]), *paragraphs(rng, rng.randrange(4, 9))]
    person, thing = PEOPLE[len(host) % 10], THINGS[len(name) % 20]
    fill = (person, thing, rng.randrange(10, 99), rng.randrange(10, 99))
    inside = {"subhead": 2, "subhead2": 3, "background": 8, "quote": 7, "refrain": 2 if host.startswith("w") else 10**6}
    for trap, every in inside.items():
        if number % every == 1:
            text.insert(rng.randrange(2, len(text)), body(TRAPS[trap].format(*fill), trap))
    last = {"notice": 5, "correction": 6, "results": 3, "prayer": 2 if host.startswith("w") else 10**6}
    text += [body(TRAPS[trap].format(*fill), trap) for trap, every in last.items() if number % every == 2 % every]
    if number % 7 == 3:
        text.insert(0, body(TRAPS["series"], "series"))
    head = [junk(line) for line in FURNITURE["head"]] + [junk(f"Edition {number}, {rng.randrange(1, 28)} May 2026")]
    teaser = junk(leads[(number // 12) * 12 % pages]) if number % 12 else junk("Nothing more today")
    tail = [junk(line.format(name)) for line in (*FURNITURE["appeal"], *FURNITURE["prose"], *FURNITURE["tail"])]
    return [*head, *text, *tail[:1], teaser, *tail[1:]]


def generate(pages: int, hosts: int = 6) -> Iterator[dict[str, Any]]:
    """Labelled documents; of each host every tenth article comes under a second address."""
    for at in range(hosts):
        host = f"{PLACES[-1 - at].lower()}.example"
        rng = random.Random(host)
        leads = [sentence(rng) for _ in range(pages)]
        for number in range(pages):
            blocks = article(rng, host, number, leads, pages)
            for copy in ("", "?from=mail")[: 2 if number % 10 == 0 else 1]:
                url = f"https://www.{host}/{number}{copy}"
                yield {"id": url, "url": url, "host": host, "lang": "en", "doc": blocks}
