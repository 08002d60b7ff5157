"""Elements of a page. Whatever is text gets escaped; only what was made here counts as markup."""

from __future__ import annotations

from html import escape as entities

from cleanpress.writers.visible import escape

VOID = frozenset(("meta", "link", "br", "input", "wbr"))


class Html(str):
    """Markup that was made by :func:`el` or :func:`joined`, and needs no escaping any more."""

    __slots__ = ()


Child = str | None
"""Text, markup (:class:`Html`), or nothing."""


def text(value: str) -> Html:
    """Escape text: for HTML, and what could steer a terminal or turn a line around."""
    return Html(entities(escape(value)))


def joined(*children: Child) -> Html:
    """Put children one after another; those that are no markup are escaped."""
    return Html("".join(child if isinstance(child, Html) else text(child) for child in children if child))


def el(tag: str, *children: Child, **attrs: str | int | bool | None) -> Html:
    """Make an element. Attributes: False and None are left out, ``class_`` is class, and ``_`` becomes ``-``."""
    given = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    shown = "".join(
        f" {name}" if value is True else f' {name}="{text(str(value))}"'
        for name, value in given.items()
        if value is not False and value is not None
    )
    return Html(f"<{tag}{shown}>" if tag in VOID else f"<{tag}{shown}>{joined(*children)}</{tag}>")
