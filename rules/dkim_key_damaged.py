"""DKIM04: the key is nearly the provider's, or cannot be read at all."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.asked import asks_for_key
from ..lint.evidence import K, text_difference
from ..lint.mending import about, mended
from ..lint.model import ExpectedRecord, Problem, RecordStatus, Severity
from ..lint.rule import Case, rule
from ..lint.standing import standing
from ..lint.view import View

_KEY = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDv9kTn5RbYhP2cLxW7mZqE0sFgA4uJ8oKiN3tVdC6yMlUwQaXHeB"
    "q1r2s3t4u5v6w7x8y9z0A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6Q7R8S9T0U1V2W3X4Y5Z6a7b8c9d0e1f2wIDAQAB"
)


@rule(
    "DKIM04",
    severity=Severity.ERROR,
    refs=("RFC 6376 section 3.6.1",),
    predicts=RecordStatus.FAILED,
    good=(
        # Blanks inside a key and its missing version are as good as none.
        Case(
            zone=f's1._domainkey TXT "p={_KEY[:40]} {_KEY[40:]};"',
            expects=f's1._domainkey TXT "v=DKIM1; k=rsa; p={_KEY}"',
        ),
        # A damaged key of another sender is that sender's affair.
        Case(
            zone=f's1._domainkey TXT "p={_KEY}"\nk2._domainkey TXT "p={_KEY[:90]}!"',
            expects=f's1._domainkey TXT "v=DKIM1; k=rsa; p={_KEY}"',
        ),
    ),
    bad=(
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; p={_KEY[:60]}horizons{_KEY[60:]}"',
            expects=f's1._domainkey TXT "v=DKIM1; k=rsa; p={_KEY}"',
            says=(
                (
                    "the key at s1._domainkey.example.org is damaged: 'horizons' was inserted, "
                    "at character 72 of the value"
                ),
            ),
        ),
        Case(
            zone=f's1._domainkey.mail TXT "v=DKIM1; p={_KEY[:60]}!{_KEY[68:]}"',
            expects=f's1._domainkey TXT "v=DKIM1; k=rsa; p={_KEY}"',
            domain="mail.example.org",
            says=(
                (
                    "the key at s1._domainkey.mail.example.org is damaged: 8 characters differ, "
                    "at character 72 of the value"
                ),
            ),
        ),
    ),
)
def dkim_key_damaged(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The published DKIM key is damaged: something was added, lost or changed inside it.

    ## Why it matters
    A key is one long word in which every character counts. With a stray one inside, receivers
    cannot read the key or find every signature wrong, and the provider's check fails.

    ## How to fix it
    Copy the whole value again with the provider's copy button and replace the old one. Do not
    mend it by hand.
    """
    if not asks_for_key(expected):
        return
    records = standing(view, expected)
    found = text_difference(view, expected, records)
    if found.kind is not K.DAMAGED_KEY:
        return
    record = next(r for r in records if r.text == found.observed)
    at = "" if found.at is None else f", at character {found.at + 1} of the value"
    message = f"the key at {expected.name} is damaged: {found.detail}{at}"
    yield about(record, message, mended(view, expected, record))
