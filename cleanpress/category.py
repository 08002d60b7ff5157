"""The kinds of removal."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """What a removed piece is. Titles and descriptions stand in ``rules/categories.toml``."""

    DONATION = "donation"
    PAYWALL = "paywall"
    SUBSCRIPTION = "subscription"
    NEWSLETTER = "newsletter"
    APP = "app"
    SOCIAL = "social"
    SHARE = "share"
    COMMENTS = "comments"
    COOKIE = "cookie"
    AD = "ad"
    READ_MORE = "read-more"
    RELATED = "related"
    CAPTION = "caption"
    BYLINE = "byline"
    BIO = "bio"
    COPYRIGHT = "copyright"
    REPUBLISH = "republish"
    AUDIO = "audio"
    NAVIGATION = "navigation"
    HEADLINE = "headline"
