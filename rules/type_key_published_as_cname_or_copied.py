"""TYPE02: a value stands in an alias, or a copy of the key where an alias belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lint import changes
from ..lint.evidence import holds
from ..lint.mending import about, found, swap
from ..lint.model import ExpectedRecord, Node, Problem, Purpose, RecordStatus, Severity
from ..lint.pattern import lazy
from ..lint.records.kind import TextKind, strict_kind
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

_VALUE = lazy(r"(?:v=(?:dkim1|spf1|dmarc1)|k=(?:rsa|ed25519)|p=mi[gi])", re.IGNORECASE)
COPIED = "a copy of the key stands here; the provider asks for an alias, so that it can change keys"


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """An alias to something that begins as a mail record's text does."""
    for index, record in enumerate(node.of("CNAME")):
        if _VALUE.match(record.target):
            yield found(record, _message(record.target), index)


def _message(target: str) -> str:
    return f'a value was entered as the target of an alias: "{shorten(target, 40)}"'


@rule(
    "TYPE02",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 6376 section 3.6.2.2",),
    zone=anywhere,
    good=(
        Case(
            zone="s1._domainkey CNAME s1.dkim.mail.example.",
            expects="s1._domainkey CNAME s1.dkim.mail.example.",
        ),
        # A key as text is right where the provider asks for one.
        Case(
            zone='s1._domainkey TXT "p=MIGfMA0GCSqGSIb3DQEBAQUA"',
            expects='s1._domainkey TXT "p=MIGfMA0GCSqGSIb3DQEBAQUA"',
        ),
        Case(zone="spf CNAME v.spf1.mail.example.\np CNAME p.mi.example."),
        # What the alias leads to is the provider's key, not a copy.
        Case(
            zone='s1._domainkey CNAME k1.dkim\nk1.dkim TXT "p=MIGfMA0GCSqGSIb3DQEBAQUA"',
            expects="s1._domainkey CNAME k1.dkim",
        ),
    ),
    bad=(
        Case(
            zone=r"s1._domainkey CNAME k=rsa\;p=MIGfMA0G.",
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
            says=('a value was entered as the target of an alias: "k=rsa;p=migfma0g"',),
        ),
        Case(
            zone='s1._domainkey.mail TXT "p=MIGfMA0GCSqGSIb3DQEBAQUA"',
            expects="s1._domainkey CNAME s1.dkim.mail.example.",
            domain="mail.example.org",
            says=(COPIED,),
        ),
        Case(
            zone="@ CNAME v=spf1.",
            says=('a value was entered as the target of an alias: "v=spf1"',),
        ),
    ),
)
def type_key_published_as_cname_or_copied(
    view: View, expected: ExpectedRecord
) -> Iterator[Problem]:
    """A value was entered in an alias (CNAME), or a copy of the key where an alias belongs.

    ## Why it matters
    An alias leads to the name of another host; a key or a policy in its place leads nowhere. A
    copy of the key works only until the provider changes its key, and the provider sees no alias.

    ## How to fix it
    Create a record of the type that the provider asks for. TXT holds a value, CNAME the name of a
    host. If another service signs mail with the key that stands here, ask the provider for
    another selector first.
    """
    node = view.at(expected.name)
    for alias in node.of("CNAME"):
        if _VALUE.match(alias.target):
            same = expected.type == "CNAME"
            edits = (changes.correct(alias, expected),) if same else swap(view, expected, (alias,))
            yield about(alias, _message(alias.target), edits)
            return
    if expected.type != "CNAME" or expected.purpose is not Purpose.DKIM or holds(view, expected):
        return
    keys = tuple(r for r in node.of("TXT") if strict_kind(r.text) is TextKind.DKIM)
    if keys:
        yield about(keys[0], COPIED, swap(view, expected, keys))
