"""MISSING02: some records of a set are published and this one is not."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.asked import asks_for_spf
from ..lint.evidence import holds
from ..lint.model import ExpectedRecord, Problem, Purpose, Severity
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.standing import is_missing
from ..lint.view import View

_VALUE_WIDTH = 60  # characters of a value that a message shows
_SETS = {
    Purpose.DKIM: "DKIM",
    Purpose.RETURN_PATH: "return-path",
    Purpose.VERIFICATION: "verification",
    Purpose.INBOUND: "inbound",
}


def _set(view: View, expected: ExpectedRecord) -> tuple[str, list[ExpectedRecord]]:
    """What the set is for, and its records; those that are not required do not count."""
    purpose = _purpose(view, expected)
    counted = [e for e in view.domain.records if e.required or e is expected]
    return _SETS.get(purpose, ""), [e for e in counted if _purpose(view, e) is purpose]


def _purpose(view: View, expected: ExpectedRecord) -> Purpose:
    """An SPF record beside the return path's MX record is a part of the return path."""
    if asks_for_spf(expected):
        beside = (e for e in view.domain.records if e.name == expected.name)
        if any(e.purpose is Purpose.RETURN_PATH for e in beside):
            return Purpose.RETURN_PATH
    return expected.purpose


@rule(
    "MISSING02",
    severity=Severity.ERROR,
    good=(
        Case(
            zone="a._domainkey CNAME a.k.example.\nb._domainkey CNAME b.k.example.",
            expects="a._domainkey CNAME a.k.example.\nb._domainkey CNAME b.k.example.",
        ),
        # None of them is there, so the set was not begun.
        Case(
            zone="x._domainkey CNAME x.other.example.",
            expects="a._domainkey CNAME a.k.example.\nb._domainkey CNAME b.k.example.",
        ),
        # The second one is there with another target.
        Case(
            zone="a._domainkey CNAME a.k.example.\nb._domainkey CNAME b.old.example.",
            expects="a._domainkey CNAME a.k.example.\nb._domainkey CNAME b.k.example.",
        ),
        # Records for different things are no set.
        Case(
            zone="a._domainkey CNAME a.k.example.",
            expects="a._domainkey CNAME a.k.example.\nclick CNAME t.example.",
        ),
    ),
    bad=(
        Case(
            zone="a._domainkey CNAME a.k.example.\nc._domainkey CNAME c.k.example.",
            expects="a._domainkey CNAME a.k.example.\nb._domainkey CNAME b.k.example.\n"
            "c._domainkey CNAME c.k.example.",
            says=("2 of 3 DKIM records are published; b._domainkey.example.org is missing",),
        ),
        Case(
            zone='send.mail TXT "v=spf1 include:a.example ~all"',
            expects='send TXT "v=spf1 include:a.example ~all"\nsend MX 10 f.a.example.',
            domain="mail.example.org",
            says=(
                (
                    "1 of 2 return-path records is published; "
                    "the MX record of send.mail.example.org is missing"
                ),
            ),
        ),
        Case(
            zone="in MX 10 mxa.a.example.",
            expects="in MX 10 mxa.a.example.\nin MX 20 mxb.a.example.",
            says=(
                (
                    "1 of 2 inbound records is published; "
                    "the MX record of in.example.org with mxb.a.example is missing"
                ),
            ),
        ),
        Case(
            zone="send MX 10 f.a.example.\nsend A 192.0.2.1",
            expects='send TXT "v=spf1 include:a.example ~all"\nsend MX 10 f.a.example.',
            says=(
                (
                    "1 of 2 return-path records is published; "
                    "the TXT record of send.example.org is missing"
                ),
            ),
        ),
    ),
)
def record_set_partial(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """Some records of a set are published and this one is not.

    ## Why it matters
    The provider needs all of them. With several DKIM records it changes from one key to the next,
    so mail may be signed rightly today and wrongly next month.

    ## How to fix it
    Add the missing record and leave the others as they are. Copy each name whole: such records
    often differ in one character only.
    """
    label, records = _set(view, expected)
    if not label or len(records) < 2 or not is_missing(view, expected):
        return
    count = sum(holds(view, e) for e in records if e is not expected)
    if count:
        verb = "is" if count == 1 else "are"
        yield Problem(
            f"{count} of {len(records)} {label} records {verb} published; "
            f"{_which(expected, records)} is missing",
            changes=(changes.add(expected),),
        )


def _which(expected: ExpectedRecord, records: list[ExpectedRecord]) -> str:
    """The record by its name, and by as much more as tells it from the others there."""
    same = [e for e in records if e.name == expected.name]
    if sum(e.type == expected.type for e in same) > 1:
        value = shorten(expected.value, _VALUE_WIDTH)
        return f"the {expected.type} record of {expected.name} with {value}"
    return f"the {expected.type} record of {expected.name}" if len(same) > 1 else expected.name
