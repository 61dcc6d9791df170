"""VALUE03: backslashes of a file format or a tool became part of the value."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import K, differing, mail_texts
from ..lint.mending import found, mending, repaired
from ..lint.model import ExpectedRecord, Node, Problem, RecordStatus, Severity
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A backslash in an SPF, DKIM or DMARC text, none of which can hold one."""
    for index, (kind, record) in enumerate(mail_texts(node)):
        at = record.text.find("\\")
        if at < 0 or '"' in record.text:
            continue
        text = repaired(record.text, kind, node.name)
        if text is not None:
            yield found(record, _message(record.text, at), index, text)


def _message(text: str, at: int) -> str:
    return f"there is a backslash in the value: {shorten(text, 32, at)}"


@rule(
    "VALUE03",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 1035 section 5.1", "RFC 7208 section 4.6.1"),
    zone=anywhere,
    good=(
        # In a zone file `\;` is a semicolon and `\046` a dot: nothing of it reaches DNS.
        Case(zone=r"_dmarc TXT v=DMARC1\;p=none", expects='_dmarc TXT "v=DMARC1; p=none"'),
        Case(zone=r'@ TXT "v=spf1 include:a\046example ~all"'),
        # Texts of other services may hold one.
        Case(zone=r'note TXT "C:\\mail"'),
    ),
    bad=(
        Case(
            zone=r'_dmarc TXT "v=DMARC1\\; p=reject\\; rua=mailto:d@example.org"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(r"there is a backslash in the value: v=DMARC1\; p=reject\; rua=mailt…",),
        ),
        Case(
            zone=r'@ TXT "v=spf1 include:\\_spf.a.example include:b.example ~all"',
            expects='@ TXT "v=spf1 include:_spf.a.example ~all"',
            says=(r"there is a backslash in the value: v=spf1 include:\_spf.a.example …",),
        ),
        Case(
            zone=r's1._domainkey TXT "k=rsa\\; p=MIGfMA0GCSqGSIb3DQEBAQUA"',
            says=(r"there is a backslash in the value: k=rsa\; p=MIGfMA0GCSqGSIb3DQEBA…",),
        ),
    ),
)
def value_backslash_escapes(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    r"""A backslash from a tool or from documentation became part of the value.

    ## Why it matters
    The backslash changes the value: `include:\_spf.example` names another host, and
    `v=DMARC1\;` is no version that a receiver knows. The record is ignored or does not match.

    ## How to fix it
    Delete the backslashes in the value field of your DNS panel. Keep them only where the format
    of a file asks for them: octoDNS wants `\;`, Terraform and JSON want `\"`, and a text in a zone
    file needs `\;` when it stands without quotes.
    """
    for difference, record in differing(view, expected, K.BACKSLASH):
        message = _message(record.text, difference.at or record.text.find("\\"))
        yield mending(view, expected, record, message)
