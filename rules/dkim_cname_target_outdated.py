"""DKIM08: the alias leads to a name that the provider gave out before, or that was put together."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.evidence import H, differing_host
from ..lint.mending import mending
from ..lint.model import ExpectedRecord, Problem, Purpose, RecordStatus, Severity
from ..lint.records.names import is_within
from ..lint.records.suffix import organisational_domain
from ..lint.rule import Case, rule
from ..lint.view import View

# What a provider's targets ended with before, and what they end with now.
_MOVED = (("onmicrosoft.com", "dkim.mail.microsoft"),)


def _is_former(observed: str, wanted: str) -> bool:
    """Whether both targets are the same provider's, under an older and a newer pattern."""
    if any(is_within(observed, a) and is_within(wanted, b) for a, b in _MOVED):
        return True
    return organisational_domain(observed) == organisational_domain(wanted)


@rule(
    "DKIM08",
    severity=Severity.ERROR,
    predicts=RecordStatus.FAILED,
    good=(
        # The old pattern stays right where the provider asks for it.
        Case(
            zone="selector1._domainkey CNAME selector1-brand-com._domainkey.brand.onmicrosoft.com.",
            expects="selector1._domainkey CNAME "
            "selector1-brand-com._domainkey.brand.onmicrosoft.com.",
        ),
        # Another provider's key, another region of this one's, a target that was completed.
        Case(zone="s1._domainkey CNAME k.b.example.", expects="s1._domainkey CNAME s1.a.example."),
        Case(
            zone="s1._domainkey CNAME s1.eu.mail.a.example.",
            expects="s1._domainkey CNAME s1.us.mail.a.example.",
        ),
        Case(
            zone="s1._domainkey CNAME s1.dkim.a.example",
            expects="s1._domainkey CNAME s1.dkim.a.example.",
        ),
        # Without a document nobody knows which pattern is right.
        Case(
            zone="selector1._domainkey CNAME selector1-brand-com._domainkey.brand.onmicrosoft.com."
        ),
    ),
    bad=(
        Case(
            zone="selector1._domainkey CNAME selector1-brand-com._domainkey.brand.onmicrosoft.com.",
            expects="selector1._domainkey CNAME "
            "selector1-brand-com._domainkey.brand.n-v1.dkim.mail.microsoft.",
            says=(
                (
                    "selector1._domainkey.example.org leads to "
                    "selector1-brand-com._domainkey.brand.onmicrosoft.com, an older or self-made "
                    "name; the provider now asks for "
                    "selector1-brand-com._domainkey.brand.n-v1.dkim.mail.microsoft"
                ),
            ),
        ),
        Case(
            zone="s1._domainkey.mail CNAME s1.brand-x.dkim.a.example.",
            expects="s1._domainkey CNAME s1.brandx.hosted.dkim.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "s1._domainkey.mail.example.org leads to s1.brand-x.dkim.a.example, an older "
                    "or self-made name; the provider now asks for s1.brandx.hosted.dkim.a.example"
                ),
            ),
        ),
    ),
)
def dkim_cname_target_outdated(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The alias of a DKIM key leads to another name of the same provider.

    ## Why it matters
    Providers change the names behind their aliases. Old guides, and names that were put together
    by hand from the domain, then lead to a name without your key.

    ## How to fix it
    Copy the target from the provider's page for this very domain. Microsoft 365 for one shows it
    in its portal, and for newer domains it ends with `dkim.mail.microsoft`.
    """
    if expected.purpose is not Purpose.DKIM or expected.type != "CNAME":
        return
    for found, record in differing_host(view, expected, H.OTHER):
        if _is_former(found.observed, expected.value):
            message = (
                f"{expected.name} leads to {found.observed}, an older or self-made name; "
                f"the provider now asks for {expected.value}"
            )
            yield mending(view, expected, record, message)
