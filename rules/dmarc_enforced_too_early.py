"""DMARC07: the policy is enforced although nothing of the sender is set up yet."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.dmarc_walk import policy
from ..lint.evidence import holds
from ..lint.mending import about
from ..lint.model import Problem, Purpose, SenderDomain, Severity
from ..lint.records.dmarc import Policy
from ..lint.records.names import join
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View

_DOES = {Policy.QUARANTINE: "put into the junk folder", Policy.REJECT: "rejected"}
_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGfMA0"'
# Only these let mail pass; a token or a tracking alias does not.
_PASSING = (Purpose.DKIM, Purpose.SPF, Purpose.RETURN_PATH)


@rule(
    "DMARC07",
    severity=Severity.WARNING,
    per=Scope.DOMAIN,
    affects=DELIVERY,
    refs=("RFC 9989 section 4.7",),
    good=(
        Case(zone=f'_dmarc TXT "v=DMARC1; p=reject"\n{_KEY}', expects=_KEY),
        # Signed mail passes, whatever is still missing.
        Case(
            zone=f'_dmarc TXT "v=DMARC1; p=reject"\n{_KEY}',
            expects=f"{_KEY}\nsend MX 10 feedback.a.example.",
        ),
        Case(zone='_dmarc TXT "v=DMARC1; p=none"', expects=_KEY),
        # While testing, receivers are one level milder.
        Case(zone='_dmarc TXT "v=DMARC1; p=quarantine; t=y"', expects=_KEY),
        # The domain above is strict with itself only.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; sp=none"', expects=_KEY, domain="mail.example.org"
        ),
        # Nothing was asked for that could pass or fail.
        Case(zone='_dmarc TXT "v=DMARC1; p=reject"', expects="@ TXT token=4f2a77"),
        Case(zone="@ A 192.0.2.1", expects=_KEY),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject"',
            expects=f"{_KEY}\nsend MX 10 feedback.a.example.",
            says=(
                (
                    "the provider's mail from example.org would be rejected now: "
                    "_dmarc.example.org asks for that, and none of the provider's records is right"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; sp=quarantine"',
            expects=_KEY,
            domain="mail.example.org",
            says=(
                (
                    "the provider's mail from mail.example.org would be put into the junk folder "
                    "now: _dmarc.example.org asks for that, and none of the provider's records is "
                    "right"
                ),
            ),
        ),
    ),
)
def dmarc_enforced_too_early(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """The DMARC policy is enforced although nothing of the provider is set up yet.

    ## Why it matters
    With `quarantine` or `reject`, receivers junk or refuse mail that neither a signature nor the
    return path proves to be yours. Mail that is sent through the provider before its records
    stand would be lost.

    ## How to fix it
    Publish the provider's records first, the DKIM key above all, and send only after its check
    has succeeded. Leave the policy as it is: it protects the mail that you send already.
    """
    asked = [e for e in domain.records if e.required and e.purpose in _PASSING]
    applies = policy(view, domain.name) if asked else None
    if applies is None or applies.requested is Policy.NONE:
        return
    if any(view.is_unknowable(e.question) for e in asked):
        asked.sort(key=lambda e: view.is_unknowable(e.question))
    if any(holds(view, e) for e in asked):
        return
    yield about(
        applies.record,
        f"the provider's mail from {domain.name} would be {_DOES[applies.requested]} now: "
        f"{applies.inherited_by} asks for that, and none of the provider's records is right",
        type_="TXT",
    )._replace(name=join("_dmarc", domain.name))
