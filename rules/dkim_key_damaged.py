"""DKIM04: the key is nearly the provider's, or cannot be read at all."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.asked import asks_for_key
from ..lint.dkim_keys import at_node
from ..lint.evidence import K, text_difference
from ..lint.mending import about, mended
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.dkim import DkimKey, parse_dkim
from ..lint.records.dkim_correction import corrected, is_pem
from ..lint.records.dkim_flaws import record_flaw
from ..lint.records.dkim_key import KeyForm, key_facts
from ..lint.records.names import labels
from ..lint.rule import Case, rule
from ..lint.standing import standing
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Keys that no receiver can read, whoever they belong to: a warning, as they may be unused."""
    yield from _files(node)
    for index, record in enumerate(at_node(node)):
        damage = record_flaw(record.text)
        if damage is not None:
            message = f"the key at {node.name} is damaged: {damage}"
            yield _unusable(record, message, str(index))
        elif _has_older_form(parse_dkim(record.text)):
            yield _bare(record, node.name)._replace(discriminator=str(index))


def _files(node: Node) -> Iterator[Problem]:
    """Keys that were pasted as they stand in their file."""
    if "_domainkey" in labels(node.name)[1:]:
        for index, record in enumerate(node.of("TXT")):
            if is_pem(record.text):
                message = f"the text at {node.name} is a key file; receivers want p= and the key"
                yield _unusable(record, message, f"file{index}")


def _unusable(record: Record, message: str, discriminator: str) -> Problem:
    right = corrected(record.text)
    edits = () if right is None else (changes.replace(record, right),)
    return about(
        record,
        message,
        edits,
        type_="TXT",
        severity=Severity.WARNING,
        discriminator=discriminator,
    )


def _has_older_form(key: DkimKey) -> bool:
    return key_facts(key.p or "", key.k).form is KeyForm.RSA_PUBLIC_KEY


def _bare(record: Record, name: str) -> Problem:
    message = f"the key at {name} has an older form that some receivers cannot read"
    fix = "ask the provider for the key in the usual form: it begins with MII and holds BIj or GfM"
    return about(record, message, severity=Severity.WARNING, type_="TXT", fix=fix)


_KEY = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDv9kTn5RbYhP2cLxW7mZqE0sFgA4uJ8oKiN3tVdC6yMlUwQaXHeB"
    "q1r2s3t4u5v6w7x8y9z0A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6Q7R8S9T0U1V2W3X4Y5Z6a7b8c9d0e1f2wIDAQAB"
)
# The key of RFC 6376 appendix C, and the one of RFC 8463 appendix A.
_SOUND = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOC"
    "KG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGj"
    "aNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"
)
_ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


@rule(
    "DKIM04",
    severity=Severity.ERROR,
    refs=("RFC 6376 section 3.6.1",),
    predicts=RecordStatus.FAILED,
    zone=anywhere,
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
        # What the provider itself gave out is as it should be.
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; p={_KEY[:90]}"',
            expects=f's1._domainkey TXT "v=DKIM1; p={_KEY[:90]}"',
        ),
        # Withdrawn keys, keys without version, in pieces, or behind an alias; other texts.
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; p="\n*._domainkey TXT "v=DKIM1; p="\n'
            f's2._domainkey TXT "k=rsa; p={_SOUND[:80]}" " {_SOUND[80:]};"\n'
            f's3._domainkey TXT "v=DKIM1; k=ed25519; p={_ED25519}"\n'
            's4._domainkey CNAME s4.a.example.\n_domainkey TXT "o=~; r=p@example.org"'
        ),
        Case(
            zone='s1._domainkey TXT "v=DKIM1"\ns1._domainkey TXT "k=rsa"\n'
            f's1._domainkey TXT "p={_SOUND}"'
        ),
    ),
    bad=(
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; k=rsa p={_SOUND}"\n'
            f's2._domainkey TXT "k=rsa; p={_SOUND}; v=DKIM1"\n'
            f's3._domainkey TXT "-----BEGIN PUBLIC KEY-----" "{_SOUND}" "-----END PUBLIC KEY-----"',
            says=(
                (
                    "the key at s1._domainkey.example.org is damaged: "
                    'a semicolon is missing before "p="'
                ),
                "the key at s2._domainkey.example.org is damaged: v=DKIM1 must come first",
                (
                    "the text at s3._domainkey.example.org is a key file; "
                    "receivers want p= and the key"
                ),
            ),
        ),
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; k=rsa; p={_SOUND[:100]}"',
            says=(
                (
                    "the key at s1._domainkey.example.org is damaged: "
                    "the key says that it has 162 octets, but only 75 are there, "
                    "at character 119 of the value"
                ),
            ),
        ),
        Case(
            zone=f's1._domainkey.mail TXT "v=DKIM1; p={_SOUND[:40]}@{_SOUND[40:]}"',
            says=(
                (
                    "the key at s1._domainkey.mail.example.org is damaged: "
                    "'@' cannot be part of a key, at character 52 of the value"
                ),
            ),
        ),
        Case(
            zone=f's1._domainkey TXT "k=rsa; p={_SOUND}; v=DKIM1"',
            says=("the key at s1._domainkey.example.org is damaged: v=DKIM1 must come first",),
        ),
        Case(
            zone=f's1._domainkey TXT "v=DKIM1; k=rsa; p={_ED25519}"',
            says=(
                (
                    "the key at s1._domainkey.example.org is damaged: "
                    "it looks like a key of type k=ed25519"
                ),
            ),
        ),
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
