"""DKIM03: the key at the selector is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.asked import asks_for_key
from ..lint.evidence import K, text_difference
from ..lint.mending import about, mended
from ..lint.model import ExpectedRecord, Problem, RecordStatus, Severity
from ..lint.rule import Case, rule
from ..lint.standing import standing
from ..lint.view import View


@rule(
    "DKIM03",
    severity=Severity.ERROR,
    refs=("RFC 6376 section 3.6.1",),
    predicts=RecordStatus.FAILED,
    good=(
        Case(
            zone='s1._domainkey TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQ"\nold._domainkey TXT "p="',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQ"',
        ),
        # A parked domain withdraws every key that it never had; a real selector is not hidden.
        Case(
            zone='*._domainkey TXT "v=DKIM1; p="\n'
            's1._domainkey TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQ"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQ"',
        ),
        Case(
            zone='*._domainkey TXT "v=DKIM1; p="',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQ"',
        ),
        # A key may be withdrawn on purpose.
        Case(zone='*._domainkey TXT "v=DKIM1; p="\ns1._domainkey TXT "v=DKIM1; p="'),
    ),
    bad=(
        Case(
            zone='s1._domainkey TXT "v=DKIM1; k=rsa; p="',
            expects='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQ"',
            says=("the key at s1._domainkey.example.org is empty, which means withdrawn",),
        ),
    ),
)
def dkim_revoked(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The key at the selector is empty, which means that it was withdrawn.

    ## Why it matters
    An empty `p=` tells receivers that signatures made with this selector are no longer good. They
    treat the mail as not signed, and the provider's check fails.

    ## How to fix it
    Replace the value by the one that the provider shows. If it was emptied by a form that did not
    take the long key, paste the whole value again.
    """
    if not asks_for_key(expected):
        return
    records = standing(view, expected)
    found = text_difference(view, expected, records)
    if found.kind is K.REVOKED_KEY:
        record = next(r for r in records if r.text == found.observed)
        message = f"the key at {expected.name} is empty, which means withdrawn"
        yield about(record, message, mended(view, expected, record))
