"""VALUE08: one value was stored as several records."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.evidence import K, difference, unclaimed
from ..lint.mending import about, right_text
from ..lint.model import Change, ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.compare import expect
from ..lint.records.fragments import Fragments, fragments
from ..lint.records.pieces import pieces_of
from ..lint.rule import Case, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Fragments of one SPF, DKIM or DMARC record, where none of the records is whole."""
    records = node.of("TXT")
    if len(records) < 2:
        return
    found = fragments(tuple(r.text for r in records), node.name)
    if found is not None:
        first, *rest = _holding(records, found)
        yield about(first, _message(found.texts), _joined(first, rest, found.whole), type_="TXT")


def _holding(records: tuple[Record, ...], found: Fragments) -> list[Record]:
    """The records that hold the fragments, in the fragments' order."""
    return [next(r for r in records if r.text == text) for text in found.texts]


def _joined(first: Record, rest: list[Record], text: str) -> tuple[Change, ...]:
    return (changes.replace(first, text), *(changes.delete(r) for r in rest))


def _message(texts: tuple[str, ...]) -> str:
    return f"one value was stored as {len(texts)} records; it must be one record"


@rule(
    "VALUE08",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 7208 section 3.3", "RFC 6376 section 3.6.2.2"),
    zone=anywhere,
    good=(
        # Strings of one record, however many.
        Case(
            zone='s1._domainkey TXT "v=DKIM1; " "k=rsa; " "p=MIGfMA0GCSqGSIb3"',
            expects='s1._domainkey TXT "k=rsa; p=MIGfMA0GCSqGSIb3"',
        ),
        # Unrelated texts at one name.
        Case(zone='@ TXT "v=spf1 mx -all"\n@ TXT "site=1"\n@ TXT "all"\n@ TXT "p=x"'),
        Case(zone='@ TXT "v=spf1"\n@ TXT "a mx"'),
        # A key may stand without its version, and a policy beside a note.
        Case(zone='s1._domainkey TXT "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GN"\ns1._domainkey TXT "t"'),
        Case(zone='_dmarc TXT "v=DMARC1; p=none"\n_dmarc TXT "p=none"'),
    ),
    bad=(
        Case(
            zone="""
                s1._domainkey TXT "p=MIGfMA0GCSqGSIb3"
                s1._domainkey TXT "k=rsa"
                s1._domainkey TXT "v=DKIM1"
            """,
            expects='s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3"',
            says=("one value was stored as 3 records; it must be one record",),
        ),
        # The unrelated text and the other sender stay.
        Case(
            zone="""
                @ TXT "site=1"
                @ TXT "v=spf1"
                @ TXT "include:a.example"
                @ TXT "include:b.example"
                @ TXT "~all"
            """,
            expects='@ TXT "v=spf1 include:b.example ~all"',
            says=("one value was stored as 4 records; it must be one record",),
        ),
        Case(
            zone='@ TXT "~all"\n@ TXT "site=1"\n@ TXT "include:a.example"\n@ TXT "v=spf1 mx"',
            says=("one value was stored as 3 records; it must be one record",),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1"\n_dmarc TXT "p=none"\n_dmarc TXT "rua=mailto:d@a.example"',
            says=("one value was stored as 3 records; it must be one record",),
        ),
        Case(
            zone='s1._domainkey TXT "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GN"\ns1._domainkey TXT "k=rsa"',
            says=("one value was stored as 2 records; it must be one record",),
        ),
    ),
)
def value_split_into_records(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The pieces of one value were stored as several records.

    ## Why it matters
    DNS hands out several records in any order, and nobody puts them together. Each piece is read
    as a record of its own and means nothing.

    ## How to fix it
    Enter the whole value in one record. Route 53: one line, with a blank between quoted strings;
    every new line is a new record. Terraform: one element of the list. octoDNS: `value:` instead
    of `values:`. Many panels want long values whole and split them themselves.
    """
    if expected.type != "TXT" or difference(view, expected).kind is K.EQUAL:
        return
    records = unclaimed(view, expected)
    found = _pieces(view, expected, tuple(r.text for r in records))
    if found is not None:
        first, *rest = _holding(records, found)
        value = right_text(view, expected, found.whole) or expected.value
        yield about(first, _message(found.texts), _joined(first, rest, value))


def _pieces(view: View, expected: ExpectedRecord, texts: tuple[str, ...]) -> Fragments | None:
    wanted = expect(expected.value, expected.purpose, expected.name, view.domain.name)
    pieces = pieces_of(wanted, texts)
    found = fragments(texts, expected.name)
    if found is not None and set(pieces) <= set(found.texts):
        return found
    return Fragments(pieces, expected.value) if pieces else None
