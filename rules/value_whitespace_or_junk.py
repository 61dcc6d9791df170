"""VALUE04: blanks, line breaks or stray characters around or inside the value."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import K, differing, mail_texts
from ..lint.mending import found, mending
from ..lint.model import ExpectedRecord, Node, Problem, RecordStatus, Severity
from ..lint.records import repair
from ..lint.records.kind import TextKind, strict_kind
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View

# A DKIM key may begin with blanks (RFC 6376 section 3.2); these two must begin with their version.
_BEGIN_EXACTLY = (TextKind.SPF, TextKind.DMARC)


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """An SPF or DMARC text that nobody recognises for what stands before or after its version."""
    for index, (kind, record) in enumerate(mail_texts(node)):
        if kind not in _BEGIN_EXACTLY or strict_kind(record.text) is not None:
            continue
        text = repair.without_edges(record.text)
        if strict_kind(text) is kind:
            yield found(record, _message(record.text, _first(record.text, text)), index, text)


def _first(observed: str, text: str) -> int:
    """Where the repaired text begins to differ from the observed one."""
    pairs = zip(observed, text, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), len(text))


def _message(text: str, at: int) -> str:
    if not text[:at].strip():
        return f"something stands before the value: {_shown(text, 0)}"
    if not text[at:].strip():
        return f"a blank or a line break stands after the value: {_shown(text, at)}"
    return f"a blank or a character is too many at position {at + 1}: {_shown(text, at)}"


def _shown(text: str, at: int) -> str:
    return f'"{shorten(text, 32, at)}"'


@rule(
    "VALUE04",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 7208 section 4.5", "RFC 9989 section 4.8"),
    zone=anywhere,
    good=(
        # Blanks inside a key and a final semicolon, or none, are legal.
        Case(
            zone='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0 GCSqGSIb3;"',
            expects='s1._domainkey TXT "v=DKIM1;k=rsa;p=MIGfMA0GCSqGSIb3"',
        ),
        Case(zone='_dmarc TXT "v = DMARC1 ; p = none ; "', expects='_dmarc TXT "v=DMARC1; p=none"'),
        Case(
            zone='@ TXT "v=spf1  include:a.example  ~all "',
            expects='@ TXT "v=spf1 include:a.example ~all"',
        ),
        # A key may begin with blanks; texts of other services are their own matter.
        Case(zone='s1._domainkey TXT " v=DKIM1; p=MIGfMA0GCSqGSIb3"\n@ TXT " token=1 "'),
    ),
    bad=(
        Case(
            zone='_dmarc TXT " v=DMARC1; p=reject"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=('something stands before the value: " v=DMARC1; p=reject"',),
        ),
        Case(
            zone=r's1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3."',
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
            says=(
                'a blank or a character is too many at position 26: "k=rsa; p=MIGfMA0GCSqGSIb3."',
            ),
        ),
        Case(
            zone=r'@ TXT "token=4f2a77\013\010"',
            expects='@ TXT "token=4f2a77"',
            says=(r'a blank or a line break stands after the value: "token=4f2a77\r\n"',),
        ),
        Case(
            zone='@ TXT " v=spf1 include:a.example ~all"',
            says=('something stands before the value: " v=spf1 include:a.example ~all"',),
        ),
        Case(
            zone=r'@ TXT "v=spf1\009a mx ~all"',
            says=(r'a blank or a character is too many at position 7: "v=spf1\ta mx ~all"',),
        ),
    ),
)
def value_whitespace_or_junk(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A blank, a line break or another character too many stands in the value.

    ## Why it matters
    An SPF record must begin with exactly `v=spf1`, a DMARC record with `v=DMARC1`. With anything
    in front, receivers do not see the record. Providers compare keys and tokens character by
    character.

    ## How to fix it
    Enter the value again on one line, and delete what stands before and after it. Copy it with
    the provider's copy button rather than by marking the text.
    """
    for difference, record in differing(view, expected, K.WHITESPACE_OR_JUNK):
        yield mending(view, expected, record, _message(record.text, difference.at or 0))
