"""VALUE06: the end of the value is missing."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import K, differing
from ..lint.mending import mending
from ..lint.model import ExpectedRecord, Problem, RecordStatus, Severity
from ..lint.rule import Case, rule
from ..lint.view import View


@rule(
    "VALUE06",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 1035 section 3.3.14",),
    good=(
        # Several strings of one record are one value.
        Case(
            zone='s1._domainkey TXT "k=rsa; p=MIGfMA0GC" "SqGSIb3DQEBAQUAA4GNADCB"',
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB"',
        ),
        # A policy of the owner's own may be shorter.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@example.org"',
        ),
    ),
    bad=(
        Case(
            zone='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB"',
            says=("the value was cut off after 25 of 41 characters",),
        ),
        Case(
            zone='@ TXT "token=4f2a77"\n@ TXT "v=spf1 -all"',
            expects='@ TXT "token=4f2a7790c1"',
            says=("the value was cut off after 12 of 16 characters",),
        ),
    ),
)
def value_truncated(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The value was cut off before its end.

    ## Why it matters
    A key without its end is no key: every signature fails. The provider sees another value.

    ## How to fix it
    Paste the whole value again and look at what the panel has saved. Most panels split long
    values themselves; where yours does not, enter it as several quoted strings of at most 255
    characters in one record. If your DNS host cannot store it, ask the provider for a shorter key
    (1024 bits) or for records that are aliases (CNAME).
    """
    for difference, record in differing(view, expected, K.TRUNCATED):
        message = (
            f"the value was cut off after {difference.detail} of {len(expected.value)} characters"
        )
        yield mending(view, expected, record, message)
