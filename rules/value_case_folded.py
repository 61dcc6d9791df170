"""VALUE10: capital letters of the value became small ones."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import K, differing
from ..lint.mending import mending
from ..lint.model import ExpectedRecord, Problem, RecordStatus, Severity
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View


@rule(
    "VALUE10",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 6376 section 3.6.1",),
    good=(
        # Names are the same in capital and in small letters.
        Case(
            zone="S1._DOMAINKEY CNAME S1.Mail.Example.",
            expects="s1._domainkey CNAME s1.mail.example.",
        ),
        Case(
            zone='@ TXT "V=SPF1 INCLUDE:A.EXAMPLE ~ALL"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
        ),
        # The case of a key is its own, whatever the rest looks like.
        Case(
            zone='s1._domainkey TXT "v=DKIM1; k=RSA; p=MIGfMA0GCSqGSIb3"',
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
        ),
    ),
    bad=(
        Case(
            zone='s1._domainkey TXT "k=rsa; p=migfma0gcsqg"',
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqG"',
            says=(
                "capital letters became small ones, first at character 10: k=rsa; p=migfma0gcsqg",
            ),
        ),
        Case(
            zone="@ TXT token=aBcDeF99",
            expects="@ TXT token=AbCdEf99",
            says=("capital and small letters differ, first at character 7: token=aBcDeF99",),
        ),
    ),
)
def value_case_folded(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Capital letters of the value were changed to small ones.

    ## Why it matters
    In keys and tokens a capital letter and a small one are two characters. With one of them
    changed the key is another one, and every signature fails.

    ## How to fix it
    Paste the value again and look at what the panel has saved. If it changes the letters again,
    ask its support, use another DNS host, or ask the provider for records that are aliases
    (CNAME): names may be written either way.
    """
    for difference, record in differing(view, expected, K.CASE_FOLDED):
        folded = record.text == record.text.lower()
        what = "capital letters became small ones" if folded else "capital and small letters differ"
        at = difference.at or 0
        message = f"{what}, first at character {at + 1}: {shorten(record.text, 32, at)}"
        yield mending(view, expected, record, message)
