"""HOST12: two records, or a record's name and target, are exchanged."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes, decoys
from ..lint.evidence import carries, holds, own_records
from ..lint.misplacement import unmet
from ..lint.model import ExpectedRecord, Problem, Question, Record, Severity
from ..lint.records.names import join
from ..lint.rule import Case, rule
from ..lint.view import View

_ONE = "s1._domainkey CNAME s1.u1.esp.example.\n"
_TWO = "s2._domainkey CNAME s2.u1.esp.example.\n"
_SPF = '"v=spf1 include:spf.esp.example ~all"'
_NONE = '"v=DMARC1; p=none"'


@rule(
    "HOST12",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 3.6",),
    good=(
        Case(zone=_ONE + _TWO, expects=_ONE + _TWO),
        # Both rows have the same value: there is nothing to exchange.
        Case(
            zone="s2._domainkey CNAME k.esp.example.",
            expects="s1._domainkey CNAME k.esp.example.\ns2._domainkey CNAME k.esp.example.",
        ),
        # The other row is right as well: its value stands there too.
        Case(
            zone="s2._domainkey TXT p=MIGfMA0GCSqGSIb3\ns2._domainkey TXT p=MIGfMA0GCSqGSIb4",
            expects="s1._domainkey TXT p=MIGfMA0GCSqGSIb3\ns2._domainkey TXT p=MIGfMA0GCSqGSIb4",
        ),
        # A value on the bare domain has rules of its own.
        Case(
            zone="@ MX 10 feedback.esp.example.",
            expects="@ MX 10 inbound.esp.example.\nbounce MX 10 feedback.esp.example.",
        ),
        # Some other host that happens to point to ours.
        Case(zone="www CNAME em1", expects="em1 CNAME u1.esp.example."),
        Case(zone="* CNAME s1.u1.esp.example.", expects=_ONE + _TWO),
    ),
    bad=(
        Case(
            zone="s1._domainkey CNAME s2.u1.esp.example.\ns2._domainkey CNAME s1.u1.esp.example.",
            expects=_ONE + _TWO,
            says=(
                (
                    "exchanged: this name has the value of s2._domainkey.example.org, "
                    "and its own value is there"
                ),
                (
                    "exchanged: this name has the value of s1._domainkey.example.org, "
                    "and its own value is there"
                ),
            ),
        ),
        Case(
            zone=f"@ TXT {_NONE}\n_dmarc TXT {_SPF}",
            expects=f"@ TXT {_SPF}\n_dmarc TXT {_NONE}",
            says=(
                (
                    "exchanged: this name has the value of _dmarc.example.org, "
                    "and its own value is there"
                ),
                "exchanged: this name has the value of example.org, and its own value is there",
            ),
        ),
        # One row was filled in with the next row's value, and the last one is missing.
        Case(
            zone=f"{_ONE}s2._domainkey CNAME s3.u1.esp.example.",
            expects=f"{_ONE}{_TWO}s3._domainkey CNAME s3.u1.esp.example.",
            says=("the value of this record stands at s2._domainkey.example.org",),
        ),
        # A panel that calls the name "alias" and the target "other host".
        Case(
            zone="s1.u1.esp.example CNAME s1._domainkey",
            expects=_ONE,
            says=(
                (
                    "name and target are exchanged: s1.u1.esp.example.example.org leads to "
                    "s1._domainkey.example.org"
                ),
            ),
        ),
    ),
)
def fields_or_rows_swapped(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Two of the provider's records are exchanged, or a record's name and its target.

    ## Why it matters
    Each value counts only under its own name. Exchanged, none of the two records works, although
    every single name and value of them is right.

    ## How to fix it
    Compare the rows one by one with the provider's list: name with name, value with value. Some
    panels use their own words: at Network Solutions "Alias" is the name and "Other host" the
    target.
    """
    if holds(view, expected):
        return
    others = [e for e in view.domain.records if _is_other(expected, e)]
    view.want(Question(n, expected.type) for e in others for n in (e.name, decoys.sibling(e.name)))
    places = [e for e in others if _carriers(view, e.name, expected) and not holds(view, e)]
    if places:
        yield from _rows(view, expected, others, places)
    elif expected.type in ("CNAME", "MX"):
        yield from _fields(view, expected)


def _is_other(expected: ExpectedRecord, other: ExpectedRecord) -> bool:
    return (
        other.type == expected.type
        and other.name != expected.name
        and other.value != expected.value
    )


def _carriers(view: View, name: str, expected: ExpectedRecord) -> tuple[Record, ...]:
    """The records at a name that have the expected value."""
    return tuple(r for r in own_records(view, name, expected.type) if carries(view, expected, r))


def _rows(
    view: View,
    expected: ExpectedRecord,
    others: list[ExpectedRecord],
    places: list[ExpectedRecord],
) -> Iterator[Problem]:
    at = places[0]
    taken = [(e, r) for e in (at, *others) for r in _carriers(view, expected.name, e)]
    if taken and taken[0][0] is at:
        message = f"exchanged: this name has the value of {at.name}, and its own value is there"
        yield _corrected(message, expected, taken[0][1])
    elif taken:
        yield _corrected(f"the value of this record stands at {at.name}", expected, taken[0][1])
    elif at.name not in (view.domain.name, view.zone) and unmet(view, expected):
        record = _carriers(view, at.name, expected)[0]
        yield Problem(
            f"the value of this record stands at {at.name}",
            changes=(changes.add(expected),),
            where=record.where,
            source=changes.written_lines(record),
        )


def _corrected(message: str, expected: ExpectedRecord, record: Record) -> Problem:
    return Problem(
        message,
        changes=(changes.correct(record, expected),),
        where=record.where,
        source=changes.written_lines(record),
    )


def _fields(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The target typed as the name, and the name as the target."""
    owners = tuple(dict.fromkeys(join(expected.value, b) for b in (view.zone, view.domain.name)))
    view.want(Question(n, expected.type) for o in owners for n in (o, decoys.sibling(o)))
    targets = (expected.name, join(expected.name, view.zone))
    for owner in owners:
        for record in own_records(view, owner, expected.type):
            if record.target in targets and unmet(view, expected):
                yield Problem(
                    f"name and target are exchanged: {owner} leads to {record.target}",
                    changes=changes.move(record, expected),
                    where=record.where,
                    source=changes.written_lines(record),
                )
                return
