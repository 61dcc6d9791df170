"""VALUE12: a text string is longer than DNS allows."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.evidence import K, text_difference
from ..lint.mending import about, found, right_text
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.txt import MAX_RDATA, MAX_STRING
from ..lint.rule import Case, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A text record with a string that is too long."""
    for index, record in enumerate(node.of("TXT", "SPF")):
        message = _message(record)
        if message:
            yield found(record, message, index, None if _too_large(record) else record.text)


def _message(record: Record) -> str:
    longest = max(map(len, record.strings), default=0)
    if longest > MAX_STRING:
        count = sum(-(-len(s) // MAX_STRING) for s in record.strings)
        return (
            f"a text string has {longest} characters; the limit is {MAX_STRING}, "
            f"so {count} strings are needed"
        )
    if _too_large(record):
        return f"a record holds at most {MAX_RDATA} characters of text; this one has more"
    return ""


def _too_large(record: Record) -> bool:
    """Whether all strings, each with the octet that says its length, exceed the record."""
    size = sum(map(len, record.strings))
    return size + max(len(record.strings), -(-size // MAX_STRING)) > MAX_RDATA


KEY = "MIGfMA0GCSqGSIb3" * 20


@rule(
    "VALUE12",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 1035 section 3.3", "RFC 7208 section 3.3"),
    zone=anywhere,
    good=(
        Case(
            zone=f's1._domainkey TXT "p={KEY[:200]}" "{KEY[200:]}"',
            expects=f's1._domainkey TXT "p={KEY[:200]}" "{KEY[200:]}"',
        ),
        Case(zone=f'note TXT "{KEY[:255]}"'),
    ),
    bad=(
        Case(
            zone=f's1._domainkey TXT "p={KEY}"',
            expects=f's1._domainkey TXT "p={KEY[:200]}" "{KEY[200:]}"',
            says=("a text string has 322 characters; the limit is 255, so 2 strings are needed",),
        ),
        Case(
            zone=f'note TXT "{KEY}" "{KEY}"',
            says=("a text string has 320 characters; the limit is 255, so 4 strings are needed",),
        ),
    ),
)
def txt_length_limit(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A text string is longer than the 255 characters that DNS allows.

    ## Why it matters
    A name server refuses the file, or cuts the value off. Then the key is unusable.

    ## How to fix it
    Write the value as several quoted strings of at most 255 characters, one after the other in
    the same record. Nothing is put between them when they are read. Zone files, Route 53,
    CloudFormation, Google Cloud DNS and Terraform want it that way. Most DNS panels, octoDNS and
    DNSControl split long values themselves.
    """
    if expected.type != "TXT":
        return
    for record in view.txt(expected.name):
        message = _message(record)
        kind = text_difference(view, expected, (record,)).kind
        if message and kind is not K.ABSENT:
            text = record.text if kind is K.EQUAL else right_text(view, expected, record.text)
            edits = () if text is None else (changes.replace(record, text),)
            yield about(record, message, edits)
            return
