"""PROP05: a record that has to change is remembered for very long."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.durations import duration
from ..lint.evidence import holds
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Problem, Severity
from ..lint.rule import VERIFY, Case, rule
from ..lint.standing import standing
from ..lint.view import View

DAY = 86_400
_KEY = 's1._domainkey {} TXT "v=DKIM1; p=MIGf"'
_OLD = 's1._domainkey {} TXT "v=DKIM1; p=MIIB"'


@rule(
    "PROP05",
    severity=Severity.INFO,
    affects=VERIFY,
    refs=("RFC 1034 section 3.6", "RFC 8767 section 4"),
    good=(
        Case(zone=_OLD.format(DAY), expects=_KEY.format(3600)),
        # It is right, and may stay as it is.
        Case(zone=_KEY.format(604_800), expects=_KEY.format(3600)),
        Case(zone=_OLD.format(""), expects=_KEY.format(3600)),
        Case(zone=_OLD.format(0), expects=_KEY.format(3600)),
    ),
    bad=(
        Case(
            zone=_OLD.format(604_800),
            expects=_KEY.format(3600),
            says=("resolvers may remember the present record for 7 days after you change it",),
        ),
    ),
)
def ttl_extreme(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The record has to change, and resolvers may remember the present one for days.

    ## Why it matters
    A resolver keeps a record for as long as its TTL says. Until then some see the old record and
    some the new one, and the provider's check may be among the first.

    ## How to fix it
    Give the record a TTL between 300 and 3600 seconds when you change it. Who has already fetched
    the old one keeps it; the wait cannot be made shorter.
    """
    present = standing(view, expected)
    long = [r for r in present if r.ttl is not None and r.ttl > DAY]
    if long and not holds(view, expected):
        ttl = max(r.ttl or 0 for r in long)
        message = (
            f"resolvers may remember the present record for {duration(ttl)} after you change it"
        )
        yield about(long[0], message)
