"""RPATH02: the return path's MX record leads to another server."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Problem, Purpose, RecordStatus, Severity
from ..lint.rule import Case, rule
from ..lint.standing import standing
from ..lint.view import View


@rule(
    "RPATH02",
    severity=Severity.ERROR,
    refs=("RFC 5321 section 5.1",),
    predicts=RecordStatus.FAILED,
    good=(
        # The priority does not matter, nor the letter case.
        Case(zone="send MX 50 Feedback.A.example.", expects="send MX 10 feedback.a.example."),
        # One of two that the provider asks for.
        Case(
            zone="bounce MX 10 mxb.a.example.",
            expects="bounce MX 10 mxa.a.example.\nbounce MX 20 mxb.a.example.",
        ),
        Case(zone="* MX 10 mx.example.", expects="send MX 10 feedback.a.example."),
        Case(zone="send TXT x\n@ MX 10 mx.example.", expects="send MX 10 feedback.a.example."),
    ),
    bad=(
        Case(
            zone="send MX 10 mx.mailboxes.example.",
            expects="send MX 10 feedback.a.example.",
            says=(
                (
                    "the MX record of send.example.org leads to mx.mailboxes.example "
                    "instead of feedback.a.example"
                ),
            ),
        ),
        Case(
            zone="send.mail MX 0 .",
            expects="send MX 10 feedback.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "the MX record of send.mail.example.org says that it takes no mail "
                    "instead of naming feedback.a.example"
                ),
            ),
        ),
    ),
)
def return_path_wrong_target(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The return path's MX record leads to another server than the provider's.

    ## Why it matters
    Messages that could not be delivered come back to the return path. The provider must get them,
    so it checks where the MX record leads.

    ## How to fix it
    Enter the server that the provider shows. If the name receives mail for people, leave it as it
    is and ask the provider for another return-path name.
    """
    if expected.type != "MX" or expected.purpose is not Purpose.RETURN_PATH:
        return
    wanted = {e.value for e in view.domain.records if e.question == expected.question}
    records = standing(view, expected)
    if len(records) == 1 and records[0].target not in wanted:
        message = _message(expected, records[0].target)
        yield about(records[0], message, (changes.correct(records[0], expected),))


def _message(expected: ExpectedRecord, target: str) -> str:
    if not target:
        return (
            f"the MX record of {expected.name} says that it takes no mail "
            f"instead of naming {expected.value}"
        )
    return f"the MX record of {expected.name} leads to {target} instead of {expected.value}"
