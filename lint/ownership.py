"""Whether a value was issued for one domain alone: only then does it say whose record it is."""

from __future__ import annotations

import re

from .model import ExpectedRecord, Purpose
from .records.dkim import parse_dkim
from .records.kind import strict_kind

# A long word of letters and digits, or a very long one of letters: nobody thinks of these.
_RANDOM = re.compile(r"(?<![a-z0-9])(?:(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{20}|[a-z]{32})")
_TOKEN = re.compile(r"[=:](?=[^\s;=]{0,64}[0-9])(?=[^\s;=]{0,64}[a-z])[^\s;=]{8}")
_SCAN = 1024  # characters of a value that are looked at


def is_unique(expected: ExpectedRecord, domain: str) -> bool:
    """Whether no other domain can rightly hold this value.

    So it is with a DKIM key, a verification token and whatever spells out the domain or holds a
    long random word. An SPF include, a shared host or a DMARC policy serves any number of domains.
    """
    if expected.purpose is Purpose.DMARC:
        return False  # any policy is as good as the expected one
    text = expected.value[:_SCAN].lower()
    if _RANDOM.search(text) or _spells(text, domain):
        return True
    return expected.type == "TXT" and _is_own_text(expected, text)


def _is_own_text(expected: ExpectedRecord, text: str) -> bool:
    if expected.purpose is Purpose.DKIM:
        return bool(parse_dkim(expected.value).p)
    if strict_kind(expected.value) is not None:
        return False
    return expected.purpose is Purpose.VERIFICATION or _TOKEN.search(text) is not None


def _spells(text: str, domain: str) -> bool:
    """Whether the text names the domain, with dots or with what providers put in their place."""
    spellings = (domain, domain.replace(".", "-"), domain.replace(".", "_"))
    return "." in domain and any(
        re.search(rf"(?<![a-z0-9-]){re.escape(s)}(?![a-z0-9-])", text) for s in spellings
    )
