"""What cleanpress raises. Content never raises; only wrong use of the API, of rules and of options does."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class CleanpressError(Exception):
    """Base of every exception that cleanpress raises itself."""


class ConfigError(CleanpressError, ValueError):
    """An option has a value that it cannot have; the message names the nearest valid one."""


class RuleError(CleanpressError, ValueError):
    """A rule file is broken; the message names file, line, rule and the cure."""


class TemplateError(CleanpressError, ValueError):
    """A file of learned site templates is broken or of another version."""


class SourceTypeError(CleanpressError, TypeError):
    """The source is none of the accepted types."""


class FetchError(CleanpressError, OSError):
    """A page could not be fetched; the message says what happened and what to do next."""

    def __init__(self, message: str, status: int | None = None) -> None:
        """Keep the status with which the server answered, where that is what went wrong."""
        super().__init__(message)
        self.status = status


class MissingExtraError(CleanpressError, ImportError):
    """An optional dependency is missing; the message gives the pip command."""


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint for an error message: the closest valid name, or the list of all of them."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"valid are: {', '.join(names)}"
