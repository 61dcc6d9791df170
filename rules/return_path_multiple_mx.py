"""RPATH01: the return path has more than its one MX record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint import changes
from ..lint.mending import about
from ..lint.model import (
    Change,
    ExpectedRecord,
    Node,
    Problem,
    Purpose,
    Record,
    RecordStatus,
    Severity,
)
from ..lint.pattern import lazy
from ..lint.rule import Case, rule
from ..lint.standing import distinct, standing
from ..lint.view import View

# The mail server of Amazon's return path: Amazon refuses a name that has another one beside it.
_AMAZON = lazy(r"feedback-smtp\.[a-z0-9-]+\.amazonses\.com")


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """A return path that is known by its mail server, beside other mail servers."""
    records = distinct(node.of("MX"))
    right = [r for r in records if _AMAZON.fullmatch(r.target)]
    if right and len(records) > 1:
        surplus = next((r for r in records if r not in right), right[-1])
        yield about(surplus, _message(len(records), node.name, 1), type_="MX")


def _message(count: int, name: str, asked: int) -> str:
    return f"{count} MX records stand at {name}; the provider accepts exactly {asked}"


def _kept(records: Sequence[Record], asked: Sequence[ExpectedRecord]) -> tuple[str, ...]:
    """The values that should be left, one for each record that was asked for."""
    return tuple(_best(records, e) for e in asked)


def _best(records: Sequence[Record], expected: ExpectedRecord) -> str:
    """The record with the right target as it stands there, whatever its priority."""
    right = [r for r in records if r.target == expected.value]
    wanted = changes.wanted_value(expected)
    values = [changes.value_of(r) for r in right]
    return wanted if wanted in values or not values else values[0]


def _edits(records: Sequence[Record], kept: Sequence[str]) -> tuple[Change, ...]:
    if len(kept) == 1:
        return changes.unite(records, kept[0])
    return tuple(changes.delete(r) for r in records if changes.value_of(r) not in kept)


@rule(
    "RPATH01",
    severity=Severity.ERROR,
    refs=("RFC 5321 section 5.1",),
    predicts=RecordStatus.FAILED,
    zone=anywhere,
    good=(
        Case(zone="send MX 10 feedback-smtp.eu-west-1.amazonses.com.\n@ MX 10 mx\n@ MX 20 mx2"),
        Case(
            zone="send MX 10 feedback.a.example.\n@ MX 10 mx1.example.\n@ MX 20 mx2.example.",
            expects="send MX 10 feedback.a.example.",
        ),
        # The same record twice is one record to a server.
        Case(
            zone="send MX 10 feedback.a.example.\nsend MX 10 FEEDBACK.a.example.",
            expects="send MX 10 feedback.a.example.",
        ),
        # The provider asks for two.
        Case(
            zone="bounce MX 10 mxa.a.example.\nbounce MX 10 mxb.a.example.",
            expects="bounce MX 10 mxa.a.example.\nbounce MX 20 mxb.a.example.",
        ),
        # Mailboxes may have as many as they like.
        Case(
            zone="inbound MX 10 in.a.example.\ninbound MX 20 in2.a.example.",
            expects="inbound MX 10 in.a.example.",
        ),
        Case(
            zone="* MX 10 mx1.example.\n* MX 20 mx2.example.",
            expects="send MX 10 feedback.a.example.",
        ),
    ),
    bad=(
        Case(
            zone="send MX 10 feedback-smtp.eu-west-1.amazonses.com.\n"
            "send MX 10 inbound-smtp.eu-west-1.amazonaws.com.",
            says=("2 MX records stand at send.example.org; the provider accepts exactly 1",),
        ),
        Case(
            zone="send MX 10 feedback.a.example.\nsend MX 10 inbound.a.example.",
            expects="send MX 10 feedback.a.example.",
            says=("2 MX records stand at send.example.org; the provider accepts exactly 1",),
        ),
        # Two priorities make two records.
        Case(
            zone="send.mail MX 5 feedback.a.example.\nsend.mail MX 10 feedback.a.example.",
            expects="send MX 10 feedback.a.example.",
            domain="mail.example.org",
            says=("2 MX records stand at send.mail.example.org; the provider accepts exactly 1",),
        ),
        Case(
            zone="send MX 1 mx1.example.\nsend MX 5 mx2.example.\nsend MX 9 mx3.example.",
            expects="send MX 10 feedback.a.example.",
            says=("3 MX records stand at send.example.org; the provider accepts exactly 1",),
        ),
    ),
)
def return_path_multiple_mx(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The return path has more MX records than its one.

    ## Why it matters
    Messages that could not be delivered come back to the return path. With several MX records some
    of them go elsewhere, so providers accept the name only with their own MX record.

    ## How to fix it
    Delete the other MX records at this name. If they belong to mailboxes that people use, keep
    them and ask the provider for another return-path name, such as `send2`.
    """
    if expected.type != "MX" or expected.purpose is not Purpose.RETURN_PATH:
        return
    asked = [e for e in view.domain.records if e.question == expected.question]
    records = standing(view, expected)
    if len(records) <= max(len({e.value for e in asked}), 1):
        return
    kept = _kept(records, asked)
    surplus = next((r for r in records if changes.value_of(r) not in kept), records[-1])
    message = _message(len(records), expected.name, len(asked))
    yield about(surplus, message, _edits(records, kept))
