"""MX03: a mail record names an IP address instead of a server."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.mending import about, mended
from ..lint.model import ExpectedRecord, Node, Problem, Record, RecordStatus, Severity
from ..lint.records.mx import address_in
from ..lint.rule import Case, rule
from ..lint.view import View


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A mail record whose target is an address."""
    for index, record in enumerate(node.of("MX")):
        address = address_in(record.target, view.zone)
        if address is not None:
            fix = f"give {address} a name, such as mail.{view.zone}, and enter that name"
            message = _message(record, address)
            yield about(record, message, type_="MX", fix=fix, discriminator=str(index))


def _message(record: Record, address: str) -> str:
    return f"the MX record of {record.name} leads to {address}, and must lead to a server's name"


@rule(
    "MX03",
    severity=Severity.ERROR,
    refs=("RFC 1035 section 3.3.9", "RFC 5321 section 5.1"),
    predicts=RecordStatus.FAILED,
    zone=anywhere,
    good=(
        Case(zone="send MX 10 mx.a.example.", expects="send MX 10 mx.a.example."),
        # Names of digits, and a server named after its address.
        Case(zone="@ MX 10 1.2.3.example.\n@ MX 20 192-0-2-1.host.example.\n@ MX 30 300.1.1.1."),
        Case(zone="@ MX 10 192.0.2.1.in-addr.example."),
        Case(zone="@ MX 0 ."),
    ),
    bad=(
        Case(
            zone="send MX 10 192.0.2.7.",
            expects="send MX 10 mx.a.example.",
            says=(
                (
                    "the MX record of send.example.org leads to 192.0.2.7, "
                    "and must lead to a server's name"
                ),
            ),
        ),
        Case(
            zone="send.mail MX 10 192.0.2.7",
            expects="send MX 10 mx.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "the MX record of send.mail.example.org leads to 192.0.2.7, "
                    "and must lead to a server's name"
                ),
            ),
        ),
        Case(
            zone="@ MX 10 192.0.2.1.\n@ MX 20 2001:db8::1.",
            says=(
                "the MX record of example.org leads to 192.0.2.1, and must lead to a server's name",
                (
                    "the MX record of example.org leads to 2001:db8::1, "
                    "and must lead to a server's name"
                ),
            ),
        ),
    ),
)
def mx_target_ip(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A mail record names an IP address instead of a server.

    ## Why it matters
    A mail record leads to a name, never to an address. What looks like an address is taken for a
    name that does not exist, and no mail arrives.

    ## How to fix it
    Enter the server's name that the provider shows. For a server of your own, create an A record
    such as `mail.example.com` with the address, and enter that name in the mail record.
    """
    if expected.type != "MX":
        return
    for record in view.records(expected.name, "MX"):
        address = address_in(record.target, view.zone)
        if address is not None and record.target != expected.value:
            yield about(record, _message(record, address), mended(view, expected, record))
            return
