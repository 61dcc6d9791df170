"""VALUE05: curly quotes, long dashes and invisible characters of a word processor."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import K, differing, mail_texts
from ..lint.mending import found, mending, repaired
from ..lint.model import ExpectedRecord, Node, Problem, RecordStatus, Severity
from ..lint.records.kind import TextKind, strict_kind
from ..lint.records.repair import with_plain_characters
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """An SPF, DKIM or DMARC text with a character that only typography has."""
    for index, (kind, record) in enumerate(mail_texts(node)):
        at = _typographic(record.text)
        if at is None or (kind is TextKind.DKIM and strict_kind(record.text) is kind):
            continue
        text = repaired(record.text, kind, node.name)
        if text is not None and text.isascii():
            yield found(record, _message(record.text, at), index, text)


def _typographic(text: str) -> int | None:
    """The position of the first character that stands for a plain one; letters do not."""
    if text.isascii():
        return None
    odd = (i for i, char in enumerate(text) if not char.isascii())
    return next((i for i in odd if with_plain_characters(text[i]).isascii()), None)


def _message(text: str, at: int) -> str:
    return (
        f"a typographic character (U+{ord(text[at]):04X}) is in the value: {shorten(text, 32, at)}"
    )


@rule(
    "VALUE05",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 8616",),
    zone=anywhere,
    good=(
        Case(zone='_dmarc TXT "v=DMARC1; p=none"', expects='_dmarc TXT "v=DMARC1; p=none"'),
        # Letters of other scripts are allowed in places, and a note is no part of a key.
        Case(zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:jörg@example.org"'),
        Case(zone='s1._domainkey TXT "v=DKIM1; n=“old” key; p=MIGfMA0GCSqGSIb3"'),
        Case(zone='note TXT "“quoted”"'),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=re​ject"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=("a typographic character (U+200B) is in the value: v=DMARC1; p=re\\u200bject",),
        ),
        Case(
            zone=r'@ TXT "v=spf1\194\160mx ~all"',
            expects='@ TXT "v=spf1 mx ~all"',
            says=(r"a typographic character (U+00A0) is in the value: v=spf1\xa0mx ~all",),
        ),
        Case(
            zone=r'@ TXT "v=spf1 include:a.example \226\128\147all"',
            says=(
                "a typographic character (U+2013) is in the value: v=spf1 include:a.example –all",
            ),
        ),
    ),
)
def value_smart_characters(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Characters of a word processor, such as curly quotes, stand in the value.

    ## Why it matters
    Mail and word processors turn plain quotes and dashes into nicer ones and add blanks that
    cannot be seen. Receivers and the provider know the plain characters only.

    ## How to fix it
    Copy the value from the provider's own page or interface, not from an e-mail, a chat or a
    document, and paste it as plain text.
    """
    for difference, record in differing(view, expected, K.SMART_CHARACTERS):
        at = difference.at if difference.at is not None else _typographic(record.text)
        yield mending(view, expected, record, _message(record.text, at or 0))
