"""What is asked for inside a quotation is said by a source, however loudly, and stays."""

import pytest

import cleanpress
from cleanpress.signals import phrases
from cleanpress.signals.shape import quotations

BEFORE = "The ferry between the islands gets a new timetable on Monday. The county moves the departure by half an hour."
QUOTED = [
    "“Help us keep the lifeboat afloat. Please donate today,” the crew had written on a sheet that hung from the pier.",
    'A poster at the gate read "Support our newsroom, become a member today" in letters a foot high.',
    "„Unterstützen Sie unsere Arbeit mit einer Spende, jeder Euro hilft“, stand auf dem Plakat am Tor der Werft.",
    "« Faites un don aujourd’hui, soutenez un journalisme indépendant », pouvait-on lire sur la banderole du quai.",
    "«Haz una donación hoy y apoya nuestro periodismo», ponía en la pancarta que colgaba del muelle desde el lunes.",
    "«Поддержите нашу редакцию, оформите ежемесячное пожертвование», было написано на плакате у причала.",
    "門の前の看板には「私たちの報道を支えるため、今すぐ寄付をお願いします」と大きな字で書いてあった。",
]


def cleaned(line: str) -> str:
    return cleanpress.clean_text(f"{BEFORE}\n\n{line}\n\n{BEFORE} Nobody objected.", kind="text")


@pytest.mark.parametrize("line", QUOTED)
def test_a_quoted_appeal_stays(line: str) -> None:
    assert line in cleaned(line)


def test_the_check_would_see_quotations_that_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "quotations", lambda *_: [])
    assert any(line not in cleaned(line) for line in QUOTED)


def test_a_quoted_name_does_not_shield_an_appeal() -> None:
    line = "Support “The Post” with a donation today: our independent journalism needs you!"
    assert line not in cleaned(line)


APPEAL = "Support our newsroom with a donation today: our independent journalism needs you!"


def left_open(mark: str, closing: str) -> str:
    """A quotation that is opened in one block and closed after the next one, which is an appeal of the outlet."""
    opened = f"The captain said: {mark}We sail at six, whatever the weather will be on that day."
    return f"{BEFORE}\n\n{opened}\n\n{APPEAL}\n\nHe added: We will see it all in the autumn.{closing} {BEFORE}"


@pytest.mark.parametrize("marks", ["“”", "«»", "„“", '""', "「」"])
def test_a_quotation_left_open_reaches_no_further_than_its_block(marks: str) -> None:
    assert APPEAL not in cleanpress.clean_text(left_open(*marks), kind="text")


@pytest.mark.parametrize("marks", ["“”", "«»", "„“", '""', "「」"])
def test_it_is_looked_for_in_its_block_and_a_thousand_characters(marks: str) -> None:
    text = left_open(*marks)
    at = text.index(APPEAL)
    begin = text.index("The captain")
    assert quotations(text, begin, text.index("\n\n", begin)) == []
    assert any(start < at < end for start, end in quotations(text, 0, len(text))), "the control: who looks past a block"
    far = text.replace(APPEAL, APPEAL * 13)
    assert quotations(far, begin, len(far)) == []
