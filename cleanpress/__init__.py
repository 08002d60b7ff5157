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
    from cleanpress.learning.learner import TemplateLearner
    from cleanpress.templates.table import SiteTemplates

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
    "SiteTemplates",
    "SourceTypeError",
    "Span",
    "TemplateError",
    "TemplateLearner",
    "__version__",
    "apply_removals",
    "clean",
    "clean_batch",
    "clean_html",
    "clean_soup",
    "clean_text",
    "fetch",
]


_LATER = {
    "Cleaner": "cleanpress.cleaner",
    "SiteTemplates": "cleanpress.templates.table",
    "TemplateLearner": "cleanpress.learning.learner",
    "clean_batch": "cleanpress.batch.kernel",
}
"""Where names stand that are imported when they are first asked for: names must cost next to nothing."""


def __getattr__(name: str) -> Any:
    """Import one of ``_LATER``."""
    if name not in _LATER:
        raise AttributeError(f"module 'cleanpress' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  # as above

    return getattr(import_module(_LATER[name]), name)
