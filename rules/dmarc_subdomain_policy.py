"""DMARC08: a sub-domain's policy comes from above, and is not what one would expect."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.dmarc_walk import Walk, policy, walk
from ..lint.mending import about
from ..lint.model import Problem, SenderDomain, Severity
from ..lint.records.dmarc import parse_dmarc
from ..lint.records.names import is_within, join
from ..lint.records.suffix import is_public_suffix
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import Unanswered, View


def _stricter(view: View, found: Walk) -> Iterator[Problem]:
    """An inherited `sp` that asks for more than `p` does."""
    applies = policy(view, found.start)
    if applies is None or applies.domain == found.start or applies.tag != "sp":
        return
    dmarc = parse_dmarc(applies.record.text)
    if dmarc.sp is None or dmarc.p is None or dmarc.sp.strictness <= dmarc.p.strictness:
        return
    yield about(
        applies.record,
        f"mail from {found.start} is under the policy sp={dmarc.sp} of {applies.inherited_by}, "
        f"which is stricter than its p={dmarc.p}",
    )


def _without_effect(found: Walk) -> Iterator[Problem]:
    """An `sp` in the record of a sub-domain, which is not asked for names below it."""
    applies = found.applies
    if applies is None or applies.record is None or applies.domain != found.start:
        return
    dmarc = parse_dmarc(applies.record.text)
    if found.organisational == found.start or found.listed == found.start:
        return
    for tag in [t for t in dmarc.tags.tags if t.name in ("sp", "np")][:1]:
        yield about(
            applies.record,
            f"{tag.name} has no effect in the record of {found.start}: names below it get their "
            f"policy from {found.organisational}",
        )


def _unseen(found: Walk) -> Iterator[Problem]:
    """A policy that receivers of the older standard do not find."""
    applies = found.applies
    if applies is None or applies.record is None or found.before is not None:
        return
    yield about(
        applies.record,
        f"older receivers find no policy for {found.start}: they look at {found.listed}, "
        f"not at {applies.domain}",
        severity=Severity.WARNING,
    )


def _as_suffix(found: Walk) -> Iterator[Problem]:
    """`psd=y` in the record of a domain that somebody registered."""
    for step in found.steps:
        if step.record is None or step.psd != "y" or not is_within(step.domain, found.listed):
            continue
        if is_public_suffix(step.domain):
            continue
        tags = parse_dmarc(step.record.text).tags.tags
        text = "; ".join(f"{t.name}={t.value}" for t in tags if t.name != "psd")
        yield about(
            step.record,
            f"psd=y calls {step.domain} a public suffix, so its signatures and return paths do "
            "not count for mail from names below it",
            (changes.replace(step.record, text),),
            severity=Severity.WARNING,
            type_="TXT",
            discriminator="psd",
        )._replace(name=step.question.name)


@rule(
    "DMARC08",
    severity=Severity.INFO,
    per=Scope.DOMAIN,
    affects=DELIVERY,
    refs=("RFC 9989 sections 4.7 and 4.10", "RFC 7489 section 6.6.3"),
    good=(
        # Who runs a public suffix may say so.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; psd=y"\n_dmarc.a TXT "v=DMARC1; p=none; psd=n"',
            origin="co.uk",
            domain="a.co.uk",
            expects='s1._domainkey TXT "p=MIGfMA0"',
        ),
        # Without sp, p counts for sub-domains too.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            domain="mail.example.org",
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; sp=none"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            domain="mail.example.org",
        ),
        # A record of its own.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; sp=reject"\n_dmarc.mail TXT "v=DMARC1; p=none"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            domain="mail.example.org",
        ),
        # The domain itself is under p.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; sp=reject"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
        ),
        # The walk ends here by the owner's wish, so that sp has its effect.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none"\n'
            '_dmarc.mail TXT "v=DMARC1; p=none; sp=none; psd=n"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            domain="mail.example.org",
        ),
        # What stands above is in another zone.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; sp=none"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            origin="mail.example.org",
        ),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; psd=y; np=reject"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            says=(
                (
                    "psd=y calls example.org a public suffix, so its signatures and return paths "
                    "do not count for mail from names below it"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; sp=quarantine"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            domain="mail.example.org",
            says=(
                (
                    "mail from mail.example.org is under the policy sp=quarantine of "
                    "_dmarc.example.org, which is stricter than its p=none"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none"\n_dmarc.mail TXT "v=DMARC1; p=none; sp=reject"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            domain="mail.example.org",
            says=(
                (
                    "sp has no effect in the record of mail.example.org: "
                    "names below it get their policy from example.org"
                ),
            ),
        ),
        Case(
            zone='_dmarc.mail TXT "v=DMARC1; p=none"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            domain="news.mail.example.org",
            says=(
                (
                    "older receivers find no policy for news.mail.example.org: "
                    "they look at example.org, not at mail.example.org"
                ),
            ),
        ),
    ),
)
def dmarc_subdomain_policy(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """The policy of a sub-domain comes from a domain above it, in a way that is easily overlooked.

    ## Why it matters
    A sub-domain without a DMARC record of its own is under the policy of the domain above: under
    `sp` where that stands there, else under `p`. In the record of the sub-domain itself `sp` means
    nothing for its own mail. Receivers that follow the standard of 2015 look at the sub-domain
    and at the registered domain only, newer ones at every name between. `psd=y` is for
    registries: it says that anybody can register names below, as below `co.uk`.

    ## How to fix it
    If the sub-domain should have another policy, publish a TXT record at `_dmarc` of the
    sub-domain itself. If the inherited one is meant, nothing has to be done.
    """
    found = walk(view, domain.name)
    yield from _as_suffix(found)
    if found.applies is None or domain.name == found.listed:
        return
    if found.open is not None:
        raise Unanswered(found.open, view.reason(found.open))
    name = join("_dmarc", domain.name)
    for problems in (_stricter(view, found), _without_effect(found), _unseen(found)):
        for problem in problems:
            yield problem._replace(name=name, type="TXT")
