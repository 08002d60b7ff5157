"""Lists of goods in a flat text: names, features and prices, again and again, with a button each."""

from __future__ import annotations

import re

from cleanpress.model import Page
from cleanpress.verdicts.score import Piece

PRICES = 4
"""Fewer lines of a price are a shop's teaser."""
EACH = 3
"""Prices closer together are amounts to choose from: what donation boxes hold."""
APART = 25
"""More blocks between two prices, and they are of two lists."""
REST = 3
"""So many lines may follow the last price: who sells it, how it is delivered."""
LONGEST = 24
_SIGN = r"[$€£¥₽₴₺₹￥]"
_NUMBER = r"\d[\d.,\s]*"
_PRICE = re.compile(
    rf"\W{{0,3}}(?:{_SIGN}\s?{_NUMBER}|{_NUMBER}(?:{_SIGN}|eur|euro|kr|zł|kč|tl|руб\.?|грн|円|元|원))\W{{0,3}}", re.I
)


def mark_goods(page: Page, pieces: list[Piece]) -> None:
    """Mark the bare lines of a list of goods, which no step takes for its place.

    Source: guides to sales are such lists, and their buttons look like an article's end: four thousand characters of
    one went. Hurts little: what shops set at the end of a page is seldom so long.
    """
    run: list[int] = []
    since = EACH  # blocks that stay count alone: a second cleaning does not meet the others
    for i, piece in enumerate(pieces):
        since += piece.taken is None
        if not _is_price(page, piece):
            continue
        if run and i - run[-1] > APART:
            _mark(pieces, run)
            run = []
        if not run or since >= EACH:
            run.append(i)
        since = 0
    _mark(pieces, run)


def _mark(pieces: list[Piece], prices: list[int]) -> None:
    """Mark from the name of the first goods to what is said of the last."""
    if len(prices) < PRICES:
        return
    start, end = prices[0], prices[-1] + 1
    while start > 0 and pieces[start - 1].is_line and pieces[start - 1].taken is None and prices[0] - start < APART:
        start -= 1
    while end < len(pieces) and pieces[end].is_line and pieces[end].taken is None and end - prices[-1] <= REST:
        end += 1
    for piece in pieces[start:end]:
        piece.goods = piece.is_line and piece.taken is None


def _is_price(page: Page, piece: Piece) -> bool:
    block = piece.reading.block
    short = piece.is_line and piece.taken is None and block.end - block.start <= LONGEST
    return short and _PRICE.fullmatch(page.text, block.start, block.end) is not None
