"""The beginning of an SPF record, put right (RFC 7208 section 4.5)."""

from __future__ import annotations

import re

from ..pattern import lazy
from . import repair
from .kind import is_spf

_START = lazy(
    r"(?:v\s{0,8}[=:-]{0,2}\s{0,8})?spf\s{0,4}(?:1(?![0-9.])|(?=\s|\Z))[\s;,:.]*",
    re.IGNORECASE,
)


def with_version(text: str) -> str | None:
    """A text that begins almost like an SPF record as one; None where it does not.

    What follows the version is not looked at.
    """
    plain = repair.without_quotes(repair.with_plain_characters(text)).strip()
    start = _START.match(plain)
    if is_spf(plain) or start is None:
        return plain if is_spf(plain) else None
    return f"v=spf1 {plain[start.end() :]}".rstrip()
