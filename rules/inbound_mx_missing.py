"""MX01: the name that should receive mail has no MX record."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.model import ExpectedRecord, Problem, Purpose, Severity
from ..lint.rule import Case, rule
from ..lint.standing import is_missing
from ..lint.view import View


@rule(
    "MX01",
    severity=Severity.ERROR,
    refs=("RFC 5321 section 5.1",),
    good=(
        Case(zone="inbound MX 20 in.a.example.", expects="inbound MX 10 in.a.example."),
        # Another server answers: that is not missing.
        Case(zone="@ MX 10 mx.mailboxes.example.", expects="@ MX 10 in.a.example."),
        # A return path is no mailbox.
        Case(zone="@ MX 10 mx.example.", expects="send MX 10 feedback.a.example."),
        # Delegated: the record is in another zone.
        Case(zone="in NS ns.other.example.", expects="in MX 10 in.a.example."),
    ),
    bad=(
        Case(
            zone="inbound A 192.0.2.1",
            expects="inbound MX 10 in.a.example.",
            says=("inbound.example.org has no MX record, so no mail arrives there",),
        ),
        Case(
            zone="@ MX 10 mx.example.",
            expects="@ MX 10 in.a.example.",
            domain="mail.example.org",
            required=False,
            says=("mail.example.org has no MX record, so no mail arrives there",),
        ),
    ),
)
def inbound_mx_missing(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The name that should receive mail has no MX record.

    ## Why it matters
    Mail to this name is meant to reach the provider. Without an MX record it goes to the web server
    of the name, or nowhere.

    ## How to fix it
    Add the MX record. In most DNS panels the priority has a field of its own and the server stands
    alone in the other; some want both in one field, as in `10 mx.provider.example`.
    """
    if expected.type != "MX" or expected.purpose is not Purpose.INBOUND:
        return
    if is_missing(view, expected):
        yield Problem(
            f"{expected.name} has no MX record, so no mail arrives there",
            changes=(changes.add(expected),),
        )
