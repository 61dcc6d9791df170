"""RPATH03: the return path has its MX record but no SPF record."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.asked import asks_for_spf
from ..lint.evidence import holds
from ..lint.model import ExpectedRecord, Problem, Purpose, Severity
from ..lint.rule import Case, rule
from ..lint.standing import is_missing
from ..lint.view import View


@rule(
    "RPATH03",
    severity=Severity.ERROR,
    refs=("RFC 7208 section 2.4",),
    good=(
        Case(
            zone='send MX 10 f.a.example.\nsend TXT "v=spf1 include:a.example ~all"',
            expects='send MX 10 f.a.example.\nsend TXT "v=spf1 include:a.example ~all"',
        ),
        # Nothing of the return path is there: it was not set up half-way.
        Case(
            zone="@ MX 10 mx.example.",
            expects='send MX 10 f.a.example.\nsend TXT "v=spf1 include:a.example ~all"',
        ),
        # Another SPF record stands there: it wants an edit, not a second record.
        Case(
            zone='send MX 10 f.a.example.\nsend TXT "v=spf1 mx -all"',
            expects='send MX 10 f.a.example.\nsend TXT "v=spf1 include:a.example ~all"',
        ),
        # An alias brings the SPF record of its target.
        Case(
            zone="bounce CNAME rp.a.example.",
            expects="bounce CNAME rp.a.example.",
        ),
        # The domain's own mail servers are no return path.
        Case(
            zone="@ MX 10 mx.example.",
            expects='@ MX 10 mx.example.\n@ TXT "v=spf1 include:a.example ~all"',
        ),
    ),
    bad=(
        Case(
            zone='send MX 10 f.a.example.\nsend TXT "proof=1"',
            expects='send MX 10 f.a.example.\nsend TXT "v=spf1 include:a.example ~all"',
            says=("send.example.org has its MX record but no SPF record",),
        ),
        Case(
            zone="send.mail MX 10 f.a.example.",
            expects='send MX 10 f.a.example.\nsend TXT "v=spf1 include:a.example ~all"',
            domain="mail.example.org",
            says=("send.mail.example.org has its MX record but no SPF record",),
        ),
    ),
)
def return_path_spf_missing(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The return path has its MX record but no SPF record.

    ## Why it matters
    Receivers check SPF for the return path, not for the address that people see. Without an SPF
    record there the return path is set up half-way, and the provider's check fails.

    ## How to fix it
    Add the TXT record with the same name as the MX record, for example `send`. An SPF record on
    the bare domain does not count for it.
    """
    if not asks_for_spf(expected) or not is_missing(view, expected):
        return
    beside = [e for e in view.domain.records if e.type == "MX" and e.name == expected.name]
    if any(e.purpose is Purpose.RETURN_PATH and holds(view, e) for e in beside):
        yield Problem(
            f"{expected.name} has its MX record but no SPF record",
            changes=(changes.add(expected),),
        )
