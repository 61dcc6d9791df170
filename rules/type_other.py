"""TYPE07: the name exists, but with another type of record."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import HOST_TYPES, K, holds, text_difference
from ..lint.mending import about, swap
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.compare import is_dedicated
from ..lint.rule import Case, rule
from ..lint.view import View

# What a name of a mail record alone (`_dmarc`, a selector) never needs: addresses, forwarding.
_WEB = ("A", "AAAA", "URL", "URL301", "URL302", "REDIRECT", "REDIR301", "REDIR302", "FRAME")


def _misused(view: View, expected: ExpectedRecord, node: Node) -> tuple[Record, ...]:
    """The records that were made in place of the expected one."""
    meant = tuple(r for r in node.records if _is_meant(view, expected, r))
    if meant or node.of("CNAME", "NS", expected.type) or not is_dedicated(expected.name):
        return meant
    return node.of(*_WEB)


def _is_meant(view: View, expected: ExpectedRecord, record: Record) -> bool:
    """Whether a record of another type holds the expected value."""
    if record.type == expected.type:
        return False
    if expected.type == "TXT":
        return record.type == "SPF" and text_difference(view, expected, (record,)).kind is K.EQUAL
    wanted = expected.type in HOST_TYPES and record.type in (*HOST_TYPES, "PTR", "DNAME")
    return wanted and record.target == expected.value


@rule(
    "TYPE07",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 7208 section 3.1",),
    good=(
        # Addresses at a name do not keep texts and mail servers away.
        Case(
            zone='send A 192.0.2.1\nsend TXT "v=spf1 -all"\n@ A 192.0.2.1\n@ SPF "v=spf1 -all"',
            expects='send TXT "v=spf1 -all"',
        ),
        Case(zone='@ TXT "v=spf1 -all"\n@ SPF "v=spf1 -all"', expects='@ TXT "v=spf1 -all"'),
        Case(zone="@ A 192.0.2.1", expects='@ TXT "v=spf1 -all"'),
        # A wildcard's address is at no name of its own.
        Case(zone="* A 192.0.2.1", expects='_dmarc TXT "v=DMARC1; p=none"'),
    ),
    bad=(
        Case(
            zone='@ SPF "v=spf1 include:a.example ~all"\n@ A 192.0.2.1',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=("there is a record of the type SPF here; it must be TXT",),
        ),
        Case(
            zone="_dmarc A 192.0.2.1\n_dmarc A 192.0.2.2",
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=("there is a record of the type A here; it must be TXT",),
        ),
        Case(
            zone="bounce.mail MX 10 rp.mail.example.",
            expects="bounce CNAME rp.mail.example.",
            domain="mail.example.org",
            says=("there is a record of the type MX here; it must be CNAME",),
        ),
    ),
)
def type_other(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The name exists, but with another type of record than the provider asks for.

    ## Why it matters
    A receiver asks for one type of record. What stands at the name under another type is not
    part of the answer.

    ## How to fix it
    Delete the record and create it again with the right type. Addresses (A, AAAA) at such a name
    often come from a web forwarding or parking page: switch that off for this name.
    """
    wrong = _misused(view, expected, view.at(expected.name))
    if wrong and not _is_there(view, expected):
        message = f"there is a record of the type {wrong[0].type} here; it must be {expected.type}"
        yield about(wrong[0], message, swap(view, expected, wrong))


def _is_there(view: View, expected: ExpectedRecord) -> bool:
    # An alias at the name leads to another place; what it holds is not this record's business.
    return not view.at(expected.name).of("CNAME") and holds(view, expected)
