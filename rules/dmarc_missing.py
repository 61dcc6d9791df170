"""DMARC01: no DMARC policy applies to the domain."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.dmarc_walk import is_judged, policy
from ..lint.mending import about
from ..lint.model import (
    Action,
    Change,
    ExpectedRecord,
    Problem,
    Purpose,
    Question,
    Record,
    SenderDomain,
    Severity,
)
from ..lint.records.kind import TextKind, text_kind
from ..lint.records.names import join
from ..lint.rule import BOTH, DELIVERY, Case, Scope, rule
from ..lint.standing import PARTIAL
from ..lint.view import Unanswered, View

START = "v=DMARC1; p=none"  # the policy that only asks for reports and changes no delivery


def _asked(domain: SenderDomain) -> ExpectedRecord | None:
    return next((e for e in domain.records if e.purpose is Purpose.DMARC), None)


def _useless(view: View, name: str) -> tuple[Record, ...]:
    """Records that were meant as a policy; a further one beside them would not help."""
    return tuple(r for r in view.txt(name) if text_kind(r.text, name) is TextKind.DMARC)


def _problem(view: View, domain: SenderDomain) -> Problem:
    asked, own = _asked(domain), join("_dmarc", domain.name)
    for record in _useless(view, own):
        return about(
            record,
            f"receivers cannot use the DMARC record at {own}",
            fix=f"make it one record that begins like `{asked.value if asked else START}`",
        )
    add = changes.add(asked) if asked else Change(Action.ADD, own, "TXT", START)
    return Problem(f"no DMARC policy applies to mail from {domain.name}", changes=(add,))


@rule(
    "DMARC01",
    severity=Severity.WARNING,
    per=Scope.DOMAIN,
    refs=("RFC 9989 section 4.10",),
    good=(
        Case(zone='_dmarc TXT "v=DMARC1; p=none"', expects='_dmarc TXT "v=DMARC1; p=reject"'),
        # The policy of the domain above applies.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
        ),
        # A usable report address means p=none.
        Case(zone='_dmarc TXT "v=DMARC1; rua=mailto:d@example.org"'),
        # Another zone may hold the policy of the domain above.
        Case(zone='@ TXT "v=spf1 -all"', origin="mail.example.org"),
        # An alias may lead to a service that keeps the policy.
        Case(zone="_dmarc CNAME example-org.policies.example."),
        Case(zone='* TXT "v=DMARC1; p=none"', expects='_dmarc TXT "v=DMARC1; p=none"'),
    ),
    bad=(
        Case(
            zone='@ TXT "v=spf1 -all"',
            says=("no DMARC policy applies to mail from example.org",),
        ),
        Case(
            zone='_dmarc TXT "unrelated"',
            expects='_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@example.org"',
            says=("no DMARC policy applies to mail from example.org",),
        ),
        Case(
            zone='_dmarc.send.mail TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
            expects='_dmarc.example.org. TXT "v=DMARC1; p=none"',
            says=("no DMARC policy applies to mail from mail.example.org",),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=monitor"',
            says=("receivers cannot use the DMARC record at _dmarc.example.org",),
        ),
    ),
)
def dmarc_missing(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """No DMARC policy applies to the domain.

    ## Why it matters
    Large receivers such as Gmail, Yahoo and Outlook want a DMARC policy from everybody who sends
    much mail, and reject or junk the mail of those who have none. Some providers insist on it too.

    ## How to fix it
    Create a TXT record with the name `_dmarc` and the value that the provider asks for. Where it
    asks for none, `v=DMARC1; p=none` is a safe start: it changes nothing about delivery. A
    policy of the domain above counts for its sub-domains.
    """
    if policy(view, domain.name) is not None:
        return
    asked = _asked(domain)
    name = asked.name if asked else join("_dmarc", domain.name)
    if not view.complete:
        raise Unanswered(Question(name, "TXT"), PARTIAL)
    judged = is_judged(domain)
    yield _problem(view, domain)._replace(
        name=name,
        type="TXT",
        severity=Severity.ERROR if judged else Severity.WARNING,
        affects=BOTH if judged else DELIVERY,
    )
