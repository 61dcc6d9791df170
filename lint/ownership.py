"""Whose record it is: what a value, and what stands beside it, say about its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import decoys
from .evidence import carries, own_records
from .model import ExpectedRecord, Purpose, Question
from .pattern import lazy
from .records.dkim import parse_dkim
from .records.kind import strict_kind
from .records.names import join
from .view import View

# A long word of letters and digits, or a very long one of letters: nobody thinks of these.
_RANDOM = lazy(r"(?<![a-z0-9])(?:(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{20}|[a-z]{32})")
_TOKEN = lazy(r"[=:](?=[^\s;=]{0,64}[0-9])(?=[^\s;=]{0,64}[a-z])[^\s;=]{8}")
_ISSUED = lazy(r"\d{4}|[a-z0-9]{20}")  # a label that is made for one domain
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


def cannot_serve_the_zone(view: View, expected: ExpectedRecord) -> bool:
    """Whether the zone is no sender domain of this provider, so that the record cannot be its own.

    A sender domain has the provider's whole set of records. One of them under its fixed name, but
    with a value that was not issued for our domain, shows a set of the zone's own.
    """
    if decoys.left_part(expected.name, view.domain.name, view.zone) == "":
        return False
    lacking = False
    others = [(_counterpart(view, other), other) for other in _fixed(view, expected)]
    view.want(Question(n, o.type) for name, o in others for n in (name, decoys.sibling(name)))
    for name, other in others:
        there = own_records(view, name, other.type)
        ours = any(carries(view, other, r) for r in there)
        if there and is_unique(other, view.domain.name) and not ours:
            return False
        lacking |= not there or (ours and is_unique(other, view.domain.name))
    return lacking


def _counterpart(view: View, other: ExpectedRecord) -> str:
    """The name that a record would have if the zone itself were the sender domain."""
    return join(decoys.left_part(other.name, view.domain.name, view.zone), view.zone)


def _fixed(view: View, expected: ExpectedRecord) -> Iterator[ExpectedRecord]:
    """The domain's other required records whose names are the same for every sender domain."""
    for other in view.domain.records:
        part = decoys.left_part(other.name, view.domain.name, view.zone)
        counts = other.required and other is not expected and other.purpose is not Purpose.DMARC
        lost = decoys.subdomain_lost(other.name, view.domain.name, view.zone)
        if counts and lost and part and not _ISSUED.search(part):
            yield other
