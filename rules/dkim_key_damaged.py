"""DKIM04: the key is nearly the provider's, or cannot be read at all."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.asked import asks_for_key
from ..lint.evidence import K, text_difference
from ..lint.mending import about, found, mended
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.dkim import Damage, DamageKind, key_damage, parse_dkim
from ..lint.records.kind import is_dkim_key
from ..lint.records.names import labels
from ..lint.records.txt import MAX_STRING
from ..lint.rule import Case, rule
from ..lint.standing import standing
from ..lint.view import View

_KEY = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCcHSCczrLs+pW05t07anWs2ris2kZGVSPRox4QL1iLOL7Tk4k2cSPv"
    "s4nGxzIH00rmO/iJwp/j2USzQNAVd/dvqyQIan6HrkTI8FCeJs8sYlQI3ZZaL9vqAY0sLMor6li0DOadhp6LGc9G3jpw"
    "1vOZIqNH/Cmo2rNQUu4OtbyVJwIDAQAB"
)


# Where public RSA keys begin: what is shorter or other may be a sample or another kind of key.
_BEGINNINGS = ("MIG", "MII")
_SHORTEST = 150  # characters; the shortest key in use, of 1024 bits, has 216
_STRAY = 12  # characters behind a whole key


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A key that lacks its end, has more than it says, or holds what no key can hold."""
    if "_domainkey" not in labels(node.name)[1:]:
        return
    for index, record in enumerate(node.of("TXT")):
        damage = _damage(record)
        if damage is not None:
            yield found(record, _message(node.name, damage.detail), index)._replace(
                severity=Severity.WARNING,
                fix="Copy the whole value again from the provider, if it still signs with this "
                "key; else delete the record.",
            )


def _damage(record: Record) -> Damage | None:
    """What is certainly wrong with a key: not with one that merely looks odd."""
    if not is_dkim_key(record.text) or any(len(s) > MAX_STRING for s in record.strings):
        return None
    key = parse_dkim(record.text)
    text = key.p or ""
    if key.k != "rsa" or len(text) < _SHORTEST or not text.startswith(_BEGINNINGS):
        return None
    damage = key_damage(text, key.k)
    return damage if damage is not None and _is_certain(text, damage) else None


def _is_certain(text: str, damage: Damage) -> bool:
    if damage.kind is DamageKind.NOT_BASE64:
        return True
    ends = text.rstrip("=").endswith("AQAB")  # as nearly every whole key does
    if damage.kind in (DamageKind.TRAILING, DamageKind.PADDING):
        return not ends and "AQAB" in text[-_STRAY:]
    return damage.kind is DamageKind.TRUNCATED and not ends


def _message(name: str, detail: str) -> str:
    return f"the key at {name} is damaged: {detail}"


@rule(
    "DKIM04",
    severity=Severity.ERROR,
    refs=("RFC 6376 section 3.6.1",),
    predicts=RecordStatus.FAILED,
    zone=anywhere,
    good=(
        # Without the provider's word: whole keys, samples, and keys of other kinds.
        Case(
            zone=f's1._domainkey TXT "k=rsa; p={_KEY}"\ns2._domainkey TXT "p={_KEY[:90]}"\n'
            f's3._domainkey TXT "v=DKIM1; k=new; p={_KEY[:180]}"\n'
            f's4._domainkey TXT "v=DKIM1; p={_KEY[:150]}IDAQAB"\ns5._domainkey TXT "v=DKIM1; p="'
        ),
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
            zone=f's1._domainkey TXT "v=DKIM1; p={_KEY[:180]}"\n'
            f's2._domainkey TXT "v=DKIM1; p={_KEY[:60]}!{_KEY[60:]}"\n'
            f's3._domainkey TXT "v=DKIM1; p={_KEY}x"',
            says=(
                (
                    "the key at s1._domainkey.example.org is damaged: "
                    "the key says that it has 162 octets, but only 135 are there"
                ),
                "the key at s2._domainkey.example.org is damaged: '!' cannot be part of a key",
                (
                    "the key at s3._domainkey.example.org is damaged: "
                    "the key ends after 216 characters, but 217 are there"
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
    difference = text_difference(view, expected, records)
    if difference.kind is not K.DAMAGED_KEY:
        return
    record = next(r for r in records if r.text == difference.observed)
    at = "" if difference.at is None else f", at character {difference.at + 1} of the value"
    message = _message(expected.name, f"{difference.detail}{at}")
    yield about(record, message, mended(view, expected, record))
