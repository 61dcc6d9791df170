"""RPATH05: the return path belongs to another domain."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.alignment import aligned, identities
from ..lint.model import ExpectedRecord, Problem, Purpose, Severity
from ..lint.records.suffix import organisational_domain
from ..lint.rule import DELIVERY, Case, rule
from ..lint.view import View


@rule(
    "RPATH05",
    severity=Severity.WARNING,
    affects=DELIVERY,
    refs=("RFC 9989 section 4.4.2",),
    good=(
        Case(zone="send MX 10 f.a.example.", expects="send MX 10 f.a.example."),
        # A name of the domain above belongs to the same owner.
        Case(
            zone="bounce MX 10 f.a.example.",
            expects="bounce.example.org. MX 10 f.a.example.",
            domain="mail.example.org",
        ),
        # Of two return paths one counts.
        Case(
            zone="send MX 10 f.a.example.",
            expects="send MX 10 f.a.example.\nbounce.a.example. MX 10 f.a.example.",
        ),
        Case(zone="@ MX 10 mx.example.", expects="in.a.example. MX 10 mx.a.example."),
    ),
    bad=(
        Case(
            zone="@ MX 10 mx.example.",
            expects="bounce.shared.example. MX 10 f.a.example.",
            says=(
                (
                    "the return path bounce.shared.example is no name of example.org, "
                    "so SPF does not count for the address that people see"
                ),
            ),
        ),
        Case(
            zone="@ MX 10 mx.example.",
            expects="bounce.shared.example. CNAME rp.a.example.",
            domain="mail.example.org",
            says=(
                (
                    "the return path bounce.shared.example is no name of example.org, "
                    "so SPF does not count for the address that people see"
                ),
            ),
        ),
    ),
)
def return_path_not_aligned(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The return path is a name of another domain.

    ## Why it matters
    Receivers check SPF for the return path. If it belongs to another domain than the address that
    people see, SPF passes for somebody else, and the DKIM signature alone has to prove that the
    mail is yours. Outlook.com wants both from large senders.

    ## How to fix it
    Look at the provider for a setting such as "custom return path" or "custom MAIL FROM" and
    choose a name below your own domain. Mail that is signed with your domain passes DMARC as it is.
    """
    if expected.purpose is not Purpose.RETURN_PATH:
        return
    domain = view.domain.name
    if aligned(identities(view.domain).returning, domain, strict=False):
        return
    yield Problem(
        f"the return path {expected.name} is no name of {organisational_domain(domain)}, "
        "so SPF does not count for the address that people see"
    )
