"""The page around a report: its policy, its style and its script, which the policy knows by their hashes."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from cleanpress._version import __version__
from cleanpress.writers.report.element import Html, el, joined

HERE = Path(__file__).parent
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")


@cache
def _asset(name: str) -> tuple[Html, str]:
    """Give one of our own files and what a policy calls it."""
    content = (HERE / name).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return Html(content), f"'sha256-{digest}'"


def frame(title: str, *body: Html, script: bool) -> str:
    """Make a whole page.

    The policy lets nothing load, nothing submit and nothing run but our own style and script. It is the second wall:
    behind it every word of the input is escaped anyway.
    """
    style, style_hash = _asset("report.css")
    code, code_hash = _asset("report.js") if script else (Html(""), "'none'")
    policy = (
        f"default-src 'none'; style-src {style_hash}; script-src {code_hash}; img-src data:; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="generator", content=f"cleanpress {__version__}"),
        el("link", rel="icon", href="data:,"),
        el("title", title),
        el("style", style),
    )
    page = el("html", head, el("body", *body, el("script", code) if script else None), lang="en")
    return f"<!doctype html>\n{page}\n"


def lang(code: str) -> str | None:
    """A language as an attribute, when it looks like one."""
    return code if _LANGUAGE.fullmatch(code) else None


def footer(rulebook: str) -> Html:
    """Say what made the report."""
    rules = joined(" with rules ", el("code", rulebook)) if rulebook else None
    return el("footer", el("p", f"Made by cleanpress {__version__}", rules, ". This file asks no server for anything."))
