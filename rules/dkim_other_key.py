"""DKIM01: another key than the provider's is published."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.asked import asks_for_key
from ..lint.evidence import K, text_difference
from ..lint.mending import about, mended
from ..lint.model import ExpectedRecord, Problem, RecordStatus, Severity
from ..lint.records.dkim import parse_dkim
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.standing import standing
from ..lint.view import View

_WINDOW = 16  # characters of a key around the first difference


@rule(
    "DKIM01",
    severity=Severity.ERROR,
    refs=("RFC 6376 section 3.6.1",),
    predicts=RecordStatus.FAILED,
    good=(
        Case(
            zone='s1._domainkey TXT "p=MIGfMA0GCSqGSIb3DQEBAQ"',
            expects='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQ"',
        ),
        # A withdrawn key, and another provider's selector.
        Case(
            zone='s1._domainkey TXT "v=DKIM1; p="\ns2._domainkey TXT "v=DKIM1; p=MIIBIjANBgkq"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQ"',
        ),
        Case(
            zone='*._domainkey TXT "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIB"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQ"',
        ),
    ),
    bad=(
        Case(
            zone='s1._domainkey TXT "v=DKIM1; k=ed25519; '
            'p=O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik="',
            expects='s1._domainkey TXT "v=DKIM1; k=ed25519; '
            'p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="',
            says=(
                (
                    "another key is published at s1._domainkey.example.org: "
                    "it differs from character 1 on (O2onvM62pC1io6j…)"
                ),
            ),
        ),
        # Two RSA keys of the same size begin alike.
        Case(
            zone='s1._domainkey.mail TXT "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ'
            'C7xHZ2mLwqE9tY4kVbN1sRfJ0pD8uGzXcA3hM6iOe5WlQyUTKaSB"',
            expects='s1._domainkey TXT "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ'
            'Dv9kTn5RbYhP2cLxW7mZqE0sFgA4uJ8oKiN3tVdC6yMlUwQaXHeB"',
            domain="mail.example.org",
            says=(
                (
                    "another key is published at s1._domainkey.mail.example.org: "
                    "it differs from character 39 on (…QKBgQC7xHZ2mLw…)"
                ),
            ),
        ),
    ),
)
def dkim_other_key(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Another key than the provider's is published at the selector.

    ## Why it matters
    The provider signs with a key of its own. Receivers check the signature with the key that they
    find in DNS; with another one every signature is wrong, and the provider's check fails. Such a
    key is often left over from an earlier try, or belongs to another account.

    ## How to fix it
    Replace the value by the one that the provider shows now. If another system still signs with the
    old key, ask the provider for another selector instead, so that both can stand.
    """
    if not asks_for_key(expected):
        return
    records = standing(view, expected)
    found = text_difference(view, expected, records)
    if found.kind is not K.OTHER_KEY:
        return
    record = next(r for r in records if r.text == found.observed)
    yield about(record, _message(expected, record.text), mended(view, expected, record))


def _message(expected: ExpectedRecord, text: str) -> str:
    key, wanted = parse_dkim(text).p or "", parse_dkim(expected.value).p or ""
    at = next((i for i, (a, b) in enumerate(zip(key, wanted, strict=False)) if a != b), None)
    start = f"another key is published at {expected.name}"
    if at is None:
        return start
    return f"{start}: it differs from character {at + 1} on ({shorten(key, _WINDOW, at)})"
