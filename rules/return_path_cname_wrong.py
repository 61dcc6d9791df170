"""RPATH04: the return path's alias leads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.mending import about
from ..lint.model import ExpectedRecord, Problem, Purpose, RecordStatus, Severity
from ..lint.rule import Case, rule
from ..lint.standing import standing
from ..lint.view import View


@rule(
    "RPATH04",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 3.6.2",),
    predicts=RecordStatus.FAILED,
    good=(
        Case(
            zone="pm-bounces CNAME PM.mtasv.example.",
            expects="pm-bounces CNAME pm.mtasv.example.",
        ),
        # Not there at all, or made up by a wildcard: other rules speak about that.
        Case(zone="@ MX 10 mx.example.", expects="bounce CNAME rp.a.example."),
        Case(zone="* CNAME www.example.", expects="bounce CNAME rp.a.example."),
        # Another alias of the same provider.
        Case(
            zone="em12 CNAME u1.wl.a.example.\nurl12 CNAME www.example.",
            expects="em12 CNAME u1.wl.a.example.\nurl12 CNAME u1.links.a.example.",
        ),
    ),
    bad=(
        Case(
            zone="bounce CNAME rp.old.example.",
            expects="bounce CNAME rp.a.example.",
            says=("bounce.example.org leads to rp.old.example instead of rp.a.example",),
        ),
        # An alias of an alias: the provider compares the first target.
        Case(
            zone="em12.mail CNAME rp\nrp CNAME u1.wl.a.example.",
            expects="em12 CNAME u1.wl.a.example.",
            domain="mail.example.org",
            says=("em12.mail.example.org leads to rp.example.org instead of u1.wl.a.example",),
        ),
    ),
)
def return_path_cname_wrong(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The return path's alias (CNAME) leads elsewhere.

    ## Why it matters
    Through the alias receivers find the provider's SPF record, and messages that could not be
    delivered come back to the provider. With another target neither happens, and the provider's
    check fails.

    ## How to fix it
    Replace the target by the one that the provider shows. If the alias belongs to another service,
    ask the provider for another return-path name.
    """
    if expected.type != "CNAME" or expected.purpose is not Purpose.RETURN_PATH:
        return
    records = standing(view, expected)
    if len(records) == 1 and records[0].target != expected.value:
        target = records[0].target
        message = f"{expected.name} leads to {target} instead of {expected.value}"
        yield about(records[0], message, (changes.correct(records[0], expected),))
