"""TYPE06: the priority was typed into the field for the mail server."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import H, differing_host, holds
from ..lint.mending import about, found, mended, mending
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.mx import host_behind_priorities
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A mail record whose server begins with a number and a blank."""
    for index, record in enumerate(node.of("MX")):
        host = host_behind_priorities(record.data)
        if host is not None:
            yield found(record, _message(record), index, f"{record.priority} {host}")


def _message(record: Record) -> str:
    return f'the priority stands in the name of the mail server: "{shorten(record.data, 60)}"'


@rule(
    "TYPE06",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    refs=("RFC 1035 section 3.3.9",),
    zone=anywhere,
    good=(
        Case(zone="send MX 10 mx.mail.example.", expects="send MX 10 mx.mail.example."),
        # The label of a mail server may be a number.
        Case(zone="@ MX 10 10.mx.example.\n@ MX 20 2.mx.example."),
        Case(zone="send MX 10 10.mx.example.", expects="send MX 10 10.mx.example."),
    ),
    bad=(
        Case(
            zone=r"send MX 10 10\032mx.mail.example.",
            expects="send MX 10 mx.mail.example.",
            says=(
                r'the priority stands in the name of the mail server: "10 10\032mx.mail.example."',
            ),
        ),
        Case(
            zone="send.mail MX 10 10.mx.mail.example.",
            expects="send MX 10 mx.mail.example.",
            domain="mail.example.org",
            says=('the priority stands in the name of the mail server: "10 10.mx.mail.example."',),
        ),
        Case(
            zone="send MX 10 10 mx.mail.example.",
            expects="send MX 10 mx.mail.example.",
            says=('the priority stands in the name of the mail server: "10 10 mx.mail.example."',),
        ),
        Case(
            zone='send MX 10 "5 mx.mail.example."',
            says=('the priority stands in the name of the mail server: "10 "5 mx.mail.example.""',),
        ),
    ),
)
def mx_priority_in_target(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The priority of a mail record was typed into the field for the mail server.

    ## Why it matters
    The number became a part of the server's name. There is no such server.

    ## How to fix it
    Put the number into the field for the priority, and only the name of the mail server into the
    other one. Forms with a single field, such as Route 53's, want both: `10 mx.example.com`.
    """
    for _, record in differing_host(view, expected, H.PRIORITY_IN_TARGET):
        yield mending(view, expected, record, _message(record))
        return
    if expected.type == "MX" and not holds(view, expected):
        for record in view.records(expected.name, "MX"):
            if host_behind_priorities(record.data) == expected.value:
                yield about(record, _message(record), mended(view, expected, record))
                return
