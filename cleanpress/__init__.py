"""cleanpress: news text without appeals, prompts and furniture, and the reason for every cut.

>>> import cleanpress
>>> cleanpress.clean_text("Support us today!\\n\\nThe ministry said on Monday that it would wait.")
'The ministry said on Monday that it would wait.'
"""

from typing import TYPE_CHECKING, Any

from cleanpress._version import __version__
from cleanpress.api import clean, clean_html, clean_soup, clean_text, fetch
from cleanpress.config import BALANCED, GENTLE, STRICT, Config
from cleanpress.errors import (
    CleanpressError,
    ConfigError,
    FetchError,
    MissingExtraError,
    RuleError,
    SourceTypeError,
    TemplateError,
)
from cleanpress.explanation import Explanation
from cleanpress.model import Article, Category, Evidence, Removal, Span, apply_removals

if TYPE_CHECKING:
    from cleanpress.batch.kernel import clean_batch
    from cleanpress.cleaner import Cleaner

__all__ = [
    "BALANCED",
    "GENTLE",
    "STRICT",
    "Article",
    "Category",
    "Cleaner",
    "CleanpressError",
    "Config",
    "ConfigError",
    "Evidence",
    "Explanation",
    "FetchError",
    "MissingExtraError",
    "Removal",
    "RuleError",
    "SourceTypeError",
    "Span",
    "TemplateError",
    "__version__",
    "apply_removals",
    "clean",
    "clean_batch",
    "clean_html",
    "clean_soup",
    "clean_text",
    "fetch",
]


def __getattr__(name: str) -> Any:
    """Import ``Cleaner`` and ``clean_batch`` when they are first asked for: names must cost next to nothing."""
    if name == "Cleaner":
        from cleanpress.cleaner import Cleaner  # noqa: PLC0415  # that is the point

        return Cleaner
    if name == "clean_batch":
        from cleanpress.batch.kernel import clean_batch  # noqa: PLC0415  # as above

        return clean_batch
    raise AttributeError(f"module 'cleanpress' has no attribute {name!r}")
