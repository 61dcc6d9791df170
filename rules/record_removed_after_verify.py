"""MISSING03: a record that was verified before is gone."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.dmarc_walk import policy
from ..lint.evidence import absent, holds
from ..lint.model import ExpectedRecord, Problem, Purpose, SenderDomain, Severity
from ..lint.rule import Case, rule
from ..lint.standing import is_missing
from ..lint.view import View

_GROUPS = {
    Purpose.SPF: "spfStatus",
    Purpose.DKIM: "dkimStatus",
    Purpose.DMARC: "dmarcStatus",
    Purpose.RETURN_PATH: "returnPathStatus",
}
# What providers call a record that they found in order, letters only. A "temporary failure" is
# the state after that: the record was found once and is not found now.
_VERIFIED = frozenset(
    [
        "verified",
        "valid",
        "validated",
        "ok",
        "success",
        "successful",
        "succeeded",
        "passed",
        "pass",
        "active",
        "confirmed",
        "complete",
        "completed",
        "temporaryfailure",
        "temporaryfail",
    ]
)


def _was_verified(domain: SenderDomain, expected: ExpectedRecord) -> bool:
    """The provider's last word on the record, else on its group, else on the domain."""
    group = _GROUPS.get(expected.purpose)
    said = expected.status or (domain.status(group) if group else None) or domain.status() or ""
    return "".join(filter(str.isalpha, said[:64])).lower() in _VERIFIED


def _is_right(view: View, expected: ExpectedRecord) -> bool:
    if expected.purpose is Purpose.DMARC:
        return policy(view, view.domain.name) is not None
    return holds(view, expected)


@rule(
    "MISSING03",
    severity=Severity.ERROR,
    good=(
        Case(
            zone='s1._domainkey TXT "k=rsa; p=MIGfMA0"',
            expects='s1._domainkey TXT "v=DKIM1; p=MIGfMA0"',
            status="verified",
        ),
        # It never was verified.
        Case(zone="@ A 192.0.2.1", expects="s1._domainkey CNAME k.a.example.", status="pending"),
        Case(zone="@ A 192.0.2.1", expects="s1._domainkey CNAME k.a.example.", status="invalid"),
        # A stricter policy of the customer's own, and one that is inherited.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
            status="verified",
        ),
        # The answer is in another zone.
        Case(
            zone="mail NS ns.other.example.",
            expects="s1._domainkey CNAME k.a.example.",
            domain="mail.example.org",
            status="verified",
        ),
    ),
    bad=(
        Case(
            zone="@ A 192.0.2.1",
            expects="s1._domainkey CNAME k.a.example.",
            status="temporary_failure",
            says=("s1._domainkey.example.org was verified before, but its CNAME record is gone",),
        ),
        Case(
            zone='send.mail TXT "v=spf1 include:new.example -all"',
            expects='send TXT "v=spf1 include:a.example ~all"',
            domain="mail.example.org",
            status="Verified",
            says=("send.mail.example.org was verified before, but its TXT record has changed",),
        ),
        Case(
            zone="@ A 192.0.2.1",
            expects='_dmarc TXT "v=DMARC1; p=none"',
            status="valid",
            says=("_dmarc.example.org was verified before, but its TXT record is gone",),
        ),
    ),
)
def record_removed_after_verify(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A record that the provider had verified is gone or has changed.

    ## Why it matters
    Providers look at the records again and again. When one is gone they switch the domain off,
    some at once and some after a few days, and its mail is no longer sent.

    ## How to fix it
    Put the record back and keep it for as long as you send. None of these records is needed only
    once. They get lost most often when a domain moves to another DNS host.
    """
    if not _was_verified(view.domain, expected) or _is_right(view, expected):
        return
    before = f"{expected.name} was verified before, but its {expected.type} record"
    if is_missing(view, expected):
        yield Problem(f"{before} is gone", changes=(changes.add(expected),))
    elif not absent(view, expected):
        yield Problem(f"{before} has changed", fix="put back the value that the provider shows")
