"""The goods of a guide to sales stay, with features and prices; the amounts of a donation box are none."""

import pytest

import cleanpress
from cleanpress.readers import read
from cleanpress.verdicts import goods
from tests.fixtures import text

GUIDE = "en/sale-guide"
AMOUNTS = ["$5.00", "$10.00", "$25.00", "$50.00", "$100.00"]
REPORT = "The board will sell two tugs, the chairman said on Monday. The boats are thirty years old and hardly used."


def lost_features() -> list[str]:
    case = text(GUIDE)
    kept = cleanpress.clean_text(case.source, kind="text")
    return [line for line in case.source.splitlines() if line.startswith(("* ", "$")) and line not in kept]


def test_goods_stay() -> None:
    assert not lost_features()


def test_the_check_would_see_goods_that_are_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goods, "PRICES", 99)
    assert lost_features()


def goods_in(page: str) -> bool:
    cleaner = cleanpress.Cleaner()
    return any(piece.goods for piece in cleaner._settle(read(page, kind="text")).pieces)


DRIVE = "\n\n".join([REPORT, "Support our newsroom with a donation today!", *AMOUNTS, "Donate now"])


def test_amounts_to_choose_from_are_no_goods() -> None:
    assert not goods_in(DRIVE)
    assert cleanpress.clean_text(DRIVE, kind="text") == REPORT


def test_the_check_would_see_amounts_taken_for_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goods, "EACH", 1)
    assert goods_in(DRIVE)
