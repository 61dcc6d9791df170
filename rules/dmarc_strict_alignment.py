"""DMARC06: the policy wants names that are exactly alike, and none of the provider's is."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.alignment import Identities, aligned, identities
from ..lint.dmarc_walk import policy
from ..lint.mending import about
from ..lint.model import Change, Problem, Record, SenderDomain, Severity
from ..lint.records.dmarc import Dmarc, Policy, parse_dmarc
from ..lint.records.dmarc_correction import corrected, reads_alike
from ..lint.records.names import join
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View
from ..lint.wording import listed


def _passes(found: Identities, domain: str, dmarc: Dmarc | None) -> bool:
    """Whether mail can pass, under this record or (None) under one that is not strict."""
    keys = aligned(found.signing, domain, strict=dmarc is not None and dmarc.adkim == "s")
    paths = aligned(found.returning, domain, strict=dmarc is not None and dmarc.aspf == "s")
    return keys or paths


def _relaxed(record: Record) -> tuple[Change, ...]:
    """The record without its strict tags, where nothing else about it is wrong."""
    if not reads_alike(record.text):
        return ()
    pieces = corrected(record.text).split("; ")
    kept = [p for p in pieces if p not in ("adkim=s", "aspf=s")]
    return (changes.replace(record, "; ".join(kept)),)


_KEY = 's1._domainkey.mail TXT "p=MIGfMA0"'
_RETURN = "send MX 10 feedback.a.example."


@rule(
    "DMARC06",
    severity=Severity.WARNING,
    per=Scope.DOMAIN,
    affects=DELIVERY,
    refs=("RFC 9989 section 4.4",),
    good=(
        # The key is the domain's own: the return path need not be.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; adkim=s; aspf=s"',
            expects=f's1._domainkey TXT "p=MIGfMA0"\n{_RETURN}',
        ),
        # The return path counts, because only keys are looked at strictly.
        Case(zone='_dmarc TXT "v=DMARC1; p=none; adkim=s"', expects=f"{_KEY}\n{_RETURN}"),
        Case(zone='_dmarc TXT "v=DMARC1; p=reject"', expects=f"{_KEY}\n{_RETURN}"),
        # Nothing was asked for that says what the provider uses.
        Case(zone='_dmarc TXT "v=DMARC1; p=none; aspf=s"', expects="@ TXT token=4f2a77"),
        # The strict policy of the domain above means the sub-domain's own names.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; adkim=s; aspf=s"',
            expects='s1._domainkey TXT "p=MIGfMA0"',
            domain="mail.example.org",
        ),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; adkim=s; aspf=s"',
            expects=f"{_KEY}\n{_RETURN}",
            says=(
                (
                    "every message from example.org fails DMARC: its policy is strict, "
                    "and mail.example.org and send.example.org are not exactly example.org"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; aspf=s"',
            expects=_RETURN,
            says=(
                (
                    "every message from example.org fails DMARC: its policy is strict, "
                    "and send.example.org is not exactly example.org"
                ),
            ),
        ),
        # The policy of the domain above is not changed for one sub-domain's sake.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; sp=reject; aspf=s"',
            expects=_RETURN,
            domain="mail.example.org",
            says=(
                (
                    "every message from mail.example.org fails DMARC: its policy is strict, "
                    "and send.mail.example.org is not exactly mail.example.org"
                ),
            ),
        ),
    ),
)
def dmarc_strict_alignment(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """The DMARC policy is strict, and no name that the provider uses is exactly the domain.

    ## Why it matters
    DMARC compares the address that people see with the domain of the signature (`adkim`) and with
    the return path (`aspf`). With `s` they must be equal letter for letter, so that
    `send.example.com` does not count for `example.com`. If neither counts, every message fails.

    ## How to fix it
    Take `adkim=s` and `aspf=s` out of the DMARC record, or write `r` for `s`. If the strictness is
    wanted, ask the provider to sign with the domain itself.
    """
    found = identities(domain)
    applies = policy(view, domain.name) if found.signing or found.returning else None
    if applies is None:
        return
    dmarc = parse_dmarc(applies.record.text)
    if _passes(found, domain.name, dmarc) or not _passes(found, domain.name, None):
        return
    others = listed((*found.signing, *found.returning))
    verb = "are" if len({*found.signing, *found.returning}) > 1 else "is"
    own = applies.record.name == join("_dmarc", domain.name)
    yield about(
        applies.record,
        f"every message from {domain.name} fails DMARC: its policy is strict, "
        f"and {others} {verb} not exactly {domain.name}",
        _relaxed(applies.record) if own else (),
        severity=Severity.WARNING if applies.requested is Policy.NONE else Severity.ERROR,
        type_="TXT",
    )._replace(name=join("_dmarc", domain.name))
