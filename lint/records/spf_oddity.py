"""Terms that RFC 7208 allows and that cannot have been meant so."""

from __future__ import annotations

import re

from ..pattern import lazy
from .spf import MECHANISMS, Term

QUOTES = lazy("[\"'`<>()\\[\\]\\\\]+")
SCHEME = lazy(r"(?:https?|smtp|dns)://", re.IGNORECASE)
DOUBLED = lazy(r"\b(include|ip4|ip6|exists|redirect|mx|a|ptr)[:=]\1[:=]", re.IGNORECASE)
_GLUED = lazy(
    r"(?<=[A-Za-z0-9}.])(?:(?:include|ip4|ip6|exists):|redirect=|[+?~-]all\Z)", re.IGNORECASE
)
_MACRO = lazy(r"%\{[^{}]*\}")
_MODIFIERS = ("redirect", "exp")


def oddity(term: Term) -> str | None:
    """Why a term that RFC 7208 allows cannot have been meant so; None for a usual one.

    Receivers either ignore it or look for a name that cannot exist.
    """
    if term.modifier and term.name in MECHANISMS:
        return f"`{term.name}=` means nothing; `{term.name}` is followed by `:`"
    if term.modifier and term.name == "v":
        return "the version stands once, at the beginning"
    if term.modifier and term.name not in _MODIFIERS:
        return None
    if term.name in ("all", "ip4", "ip6"):
        return None
    return _odd_name(term)


def _odd_name(term: Term) -> str | None:
    outside = _without_macros(term.value)
    if "," in outside or ";" in outside:
        return "terms are separated by blanks"
    if SCHEME.match(outside):
        return "a host name is wanted, not a web address"
    if QUOTES.search(outside):
        return "no quotation marks or brackets belong there"
    if DOUBLED.match(term.text.lstrip("+?~-")):
        return f"`{term.name}` stands there twice"
    return "a blank is missing between two terms" if _GLUED.search(outside) else None


def _without_macros(value: str) -> str:
    return _MACRO.sub("%", value)
