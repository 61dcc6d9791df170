"""MX02: mail for this name goes to another service already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint import changes
from ..lint.evidence import H, host_difference
from ..lint.host_owner import is_providers
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Problem, Purpose, Record, RecordStatus, Severity
from ..lint.records.mx import address_in, is_null
from ..lint.rule import DELIVERY, Case, rule
from ..lint.standing import standing
from ..lint.view import View

_TOLD = 3  # mail servers that the remedy names


def _others(view: View, expected: ExpectedRecord, records: Sequence[Record]) -> list[Record]:
    """The mail servers of somebody else; a slip in the provider's own name is another matter."""
    return [
        r
        for r in records
        if r.target != expected.value
        and not is_null(r.priority, r.target)
        and r.flaw is None
        and address_in(r.target, view.zone) is None
        and host_difference(view, expected, r).kind is H.OTHER
        and not is_providers(r.target, view.domain)
    ]


@rule(
    "MX02",
    severity=Severity.ERROR,
    refs=("RFC 5321 section 5.1",),
    predicts=RecordStatus.FAILED,
    good=(
        Case(zone="in MX 10 in.a.example.", expects="in MX 10 in.a.example."),
        # The provider's second server.
        Case(
            zone="in MX 10 in.a.example.\nin MX 10 in2.a.example.", expects="in MX 10 in.a.example."
        ),
        # Mailboxes at the domain itself do not touch a sub-domain, nor the return path.
        Case(zone="@ MX 1 mx.box.example.", expects="in MX 10 in.a.example."),
        Case(zone="send MX 1 mx.box.example.", expects="send MX 10 feedback.a.example."),
        # The provider comes first by the owner's wish; the other one is the reserve.
        Case(zone="@ MX 5 in.a.example.\n@ MX 10 mx.box.example.", expects="@ MX 10 in.a.example."),
        # A slip in the provider's name, and a wildcard's answer.
        Case(zone="in MX 10 in.a.example", expects="in MX 10 in.a.example."),
        Case(zone="* MX 10 mx.box.example.", expects="in MX 10 in.a.example."),
        Case(zone="in MX 0 .", expects="in MX 10 in.a.example."),
    ),
    bad=(
        Case(
            zone="@ MX 1 mx.box.example.\n@ MX 5 mx2.box.example.",
            expects="@ MX 10 in.a.example.",
            says=(
                (
                    "mail for example.org goes to mx.box.example today; "
                    "in.a.example in its place would take everybody's mail away from there"
                ),
            ),
        ),
        Case(
            zone="mail MX 1 mx.box.example.\nmail MX 10 in.a.example.",
            expects="@ MX 10 in.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "mail for mail.example.org goes to mx.box.example first; "
                    "in.a.example gets only what that server does not take"
                ),
            ),
        ),
        Case(
            zone="in MX 10 in.a.example.\nin MX 10 mx.box.example.",
            expects="in MX 10 in.a.example.",
            says=(
                (
                    "mail for in.example.org goes to mx.box.example or to in.a.example, "
                    "as chance has it"
                ),
            ),
        ),
    ),
)
def inbound_mx_competes_or_hijacks(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Mail for the name that the provider wants to receive goes to another service already.

    ## Why it matters
    Senders take the mail server with the lowest priority number. Beside another service's server
    the provider gets some of the mail, or none. In its place the provider gets all of it, also
    the mail of people whose mailboxes are with the other service.

    ## How to fix it
    If people have mailboxes at this name, leave their mail record and let the provider receive at
    a sub-domain such as `inbound.example.com`. If all mail really is to go to the provider, delete
    the other mail records.
    """
    if expected.type != "MX" or expected.purpose is not Purpose.INBOUND:
        return
    records = standing(view, expected)
    others = _others(view, expected, records)
    if not others:
        return
    first = min(others, key=_priority)
    own = min((_priority(r) for r in records if r.target == expected.value), default=None)
    if own is None:
        if len(others) == len(records):
            yield about(first, _instead(expected, first), fix=_choice(expected, others))
    elif _priority(first) <= own:
        fix = _choice(expected, others, have=True)
        problem = about(first, _beside(expected, first, own), fix=fix)
        yield problem._replace(affects=DELIVERY)


def _priority(record: Record) -> int:
    return record.priority or 0


def _choice(expected: ExpectedRecord, others: list[Record], *, have: bool = False) -> str:
    """The two ways out, of which only the owner can choose, each with what to type."""
    hosts = list(dict.fromkeys(r.target for r in others))
    named = ", ".join(f"`{host}`" for host in hosts[:_TOLD])
    more = f" and {len(hosts) - _TOLD} more" if len(hosts) > _TOLD else ""
    wanted = f"the MX record `{changes.wanted_value(expected)}` at `{expected.name}`"
    gone = f", delete the one that names `{expected.value}`," if have else ""
    return (
        f"Decide who receives the mail for {expected.name}.\n\n"
        f"- If people have mailboxes there: leave the mail records that name {named}{more}{gone} "
        "and let the provider receive at a sub-domain of its own, such as "
        f"`inbound.{expected.name}`; ask the provider for its records.\n"
        f"- If all mail is for the provider: delete the mail records that name {named}{more}, and "
        f"{'leave' if have else 'add'} {wanted}."
    )


def _instead(expected: ExpectedRecord, other: Record) -> str:
    return (
        f"mail for {expected.name} goes to {other.target} today; {expected.value} in its place "
        "would take everybody's mail away from there"
    )


def _beside(expected: ExpectedRecord, other: Record, own: int) -> str:
    if _priority(other) == own:
        return (
            f"mail for {expected.name} goes to {other.target} or to {expected.value}, "
            "as chance has it"
        )
    return (
        f"mail for {expected.name} goes to {other.target} first; "
        f"{expected.value} gets only what that server does not take"
    )
