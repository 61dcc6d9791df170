"""HOST01: the zone's name stands twice at the end of a record's name."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes, decoys
from ..lint.misplacement import strays, unmet
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records import names
from ..lint.rule import Case, rule
from ..lint.view import View

MAIL_TYPES = ("TXT", "MX", "CNAME")


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """An owner name below `zone.zone`, unless the right name holds the same record."""
    if len(names.labels(view.zone)) < 2 or not names.is_within(node.name, _twice(view.zone)):
        return
    right = node.name[: -len(view.zone) - 1]
    for index, record in enumerate(node.of(*MAIL_TYPES)):
        if not any(_same(record, r) for r in view.at(right).records):
            yield Problem(
                _message(node.name),
                changes=changes.rename(record, right),
                type=record.type,
                where=record.where,
                source=changes.written_lines(record),
                discriminator=str(index),
            )


def _twice(zone: str) -> str:
    return names.join(zone, zone)


def _same(record: Record, other: Record) -> bool:
    return record.type == other.type and changes.value_of(record) == changes.value_of(other)


def _message(name: str) -> str:
    return f"the record is at {name}; nobody looks there"


@rule(
    "HOST01",
    severity=Severity.ERROR,
    refs=("RFC 1035 section 5.1",),
    zone=anywhere,
    good=(
        Case(zone='_dmarc TXT "v=DMARC1; p=none"', expects='_dmarc TXT "v=DMARC1; p=none"'),
        # A wildcard answers at the doubled name too: that is not a record there.
        Case(zone='* TXT "v=DMARC1; p=none"', expects='_dmarc TXT "v=DMARC1; p=none"'),
        # The name of a report authorisation holds another domain's name, and rightly.
        Case(zone='example.org._report._dmarc TXT "v=DMARC1"'),
        # The policy of the domain above applies: nothing is missing.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none"\n_dmarc.mail.example.org TXT "v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
        ),
        # A top-level zone may hold its own name once more.
        Case(zone='a.dev TXT "v=spf1 -all"', origin="dev"),
    ),
    bad=(
        Case(
            zone='_dmarc.example.org TXT "v=DMARC1; p=none"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=("the record is at _dmarc.example.org.example.org; nobody looks there",),
        ),
        Case(
            zone="s1._domainkey.mail.example TXT p=MIGfMA0",
            expects="s1._domainkey TXT p=MIGfMA0",
            domain="mail.example.org",
            says=("the record is at s1._domainkey.mail.example.example.org; nobody looks there",),
        ),
        Case(
            zone="bounce.example.org MX 10 feedback.mail.example.",
            says=("the record is at bounce.example.org.example.org; nobody looks there",),
        ),
    ),
)
def host_zone_doubled(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The zone's name was added to the record's name a second time.

    ## Why it matters
    Most DNS panels add your domain to the name that you type. If you type the whole name, the
    domain stands there twice. The provider looks at the right name and finds nothing.

    ## How to fix it
    Delete the record and create it again with only the part of the name that stands left of your
    domain. In a zone file, end a full name with a dot.
    """
    if not unmet(view, expected):
        return
    where = decoys.doubled(expected.name, view.domain.name, view.zone)
    for record in strays(view, expected, where):
        yield Problem(
            _message(record.name),
            changes=changes.move(record, expected),
            where=record.where,
            source=changes.written_lines(record),
        )
        return
