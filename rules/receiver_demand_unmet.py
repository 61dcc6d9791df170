"""PROFILE01: mail from the domain lacks what a mailbox provider demands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint.model import DemandKind, Problem, Profile, SenderDomain, Severity
from ..lint.receivers import Lack, lacks
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View
from ..lint.wording import listed

_THINGS = {
    DemandKind.SPF: "SPF",
    DemandKind.DKIM: "a DKIM signature",
    DemandKind.DMARC: "a DMARC policy",
    DemandKind.ALIGNMENT: "SPF or DKIM for the domain that people see",
}
_CURES = {
    DemandKind.SPF: "Publish the SPF record that your mail provider shows.",
    DemandKind.DKIM: "Publish the DKIM key that your mail provider shows.",
    DemandKind.DMARC: "Publish a DMARC record; `v=DMARC1; p=none` is enough.",
    DemandKind.ALIGNMENT: "Let the provider sign with your domain, or use a return path below it.",
}


def _unmet(lack: Lack) -> Problem:
    names = [profile.receiver for profile, _ in lack.by]
    verb = "demands" if len(names) == 1 else "demand"
    sources = (f"- {p.receiver}, of {p.of}, since {d.since}: {d.source}" for p, d in lack.by)
    return Problem(
        f"{listed(names)} {verb} {_THINGS[lack.kind]}, but {lack.why}",
        fix="\n".join((_CURES[lack.kind], "", *sources)),
        discriminator=lack.kind,
    )


def _unseen(profiles: Sequence[Profile]) -> Iterator[Problem]:
    """What remains to be looked at elsewhere, once for all profiles."""
    by: dict[tuple[str, str], list[str]] = {}
    for profile in profiles:
        for unseen in profile.unseen:
            by.setdefault((unseen.what, unseen.since), []).append(profile.receiver)
    rows = [f"- {what} ({listed(who)}, since {since})" for (what, since), who in by.items()]
    if rows:
        names = listed(p.receiver for p in profiles if p.unseen)
        verb = "demand" if " and " in names else "demands"
        yield Problem(
            f"DNS cannot show everything that {names} {verb}",
            severity=Severity.INFO,
            fix="\n".join(("Look at these elsewhere:", "", *rows)),
            discriminator="unseen",
        )


_REST = "DNS cannot show everything that Gmail demands"
_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="  # RFC 8463 appendix A


@rule(
    "PROFILE01",
    severity=Severity.ERROR,
    per=Scope.DOMAIN,
    affects=DELIVERY,
    refs=("RFC 9989 section 4.4", "RFC 8301 section 3.2"),
    good=(
        # Nobody asked for any mailbox provider's demands.
        Case(zone="@ A 192.0.2.1", expects='send TXT "v=spf1 include:a.example ~all"'),
        Case(zone="@ A 192.0.2.1", domain="example.org"),
    ),
    bad=(
        # A parked domain sends nothing.
        Case(
            zone='@ TXT "v=spf1 -all"\n*._domainkey TXT "v=DKIM1; p="',
            domain="example.org",
            profiles=("gmail",),
            says=(_REST,),
        ),
        # A return path that is an alias.
        Case(
            zone="rp CNAME rp.a.example.\ns1._domainkey CNAME s1.a.example.\n"
            '_dmarc TXT "v=DMARC1; p=none"',
            expects="rp CNAME rp.a.example.\ns1._domainkey CNAME s1.a.example.",
            profiles=("gmail",),
            says=(_REST,),
        ),
        # All is there; what DNS cannot show is named.
        Case(
            zone='send TXT "v=spf1 include:a.example ~all"\n_dmarc TXT "v=DMARC1; p=none"\n'
            "s1._domainkey CNAME s1.a.example.",
            expects='send TXT "v=spf1 include:a.example ~all"\ns1._domainkey CNAME s1.a.example.',
            profiles=("gmail",),
            says=(_REST,),
        ),
        # A provider with a return path of its own; a policy from above.
        Case(
            zone=f'_dmarc TXT "v=DMARC1; p=none"\ns1._domainkey.mail TXT "k=ed25519; p={_KEY}"',
            expects=f's1._domainkey TXT "k=ed25519; p={_KEY}"',
            domain="mail.example.org",
            profiles=("gmail",),
            says=(_REST,),
        ),
        # Without a document: the domain's own records.
        Case(
            zone='@ TXT "v=spf1 mx ~all"\n@ MX 10 mx.a.example.\n_dmarc TXT "v=DMARC1; p=none"\n'
            "k1._domainkey CNAME k1.a.example.",
            domain="example.org",
            profiles=("gmail",),
            says=(_REST,),
        ),
        Case(
            zone='@ TXT "v=spf2 mx -all"\ns1._domainkey TXT "v=DKIM1; p="',
            domain="example.org",
            profiles=("gmail", "yahoo", "gmail"),
            says=(
                "DNS cannot show everything that Gmail and Yahoo demand",
                "Gmail and Yahoo demand SPF, but no SPF record at example.org lets anybody send",
                (
                    "Gmail and Yahoo demand a DKIM signature, "
                    "but no usable key is published for example.org"
                ),
                "Gmail and Yahoo demand a DMARC policy, but no DMARC policy applies to example.org",
            ),
        ),
        Case(
            zone='bounce TXT "v=spf1 a ~all"\nbounce TXT "v=spf1 mx ~all"\n'
            's1._domainkey TXT "v=DKIM1; p=MIGfMA0"\n_dmarc TXT "v=DMARC1; p=none; adkim=s"',
            expects="bounce.shared.example. MX 10 f.a.example.\n"
            's1._domainkey.mail TXT "v=DKIM1; p=MIGfMA1"\nbounce TXT "v=spf1 a ~all"',
            profiles=("microsoft",),
            says=(
                "DNS cannot show everything that Outlook.com demands",
                (
                    "Outlook.com demands a DKIM signature, "
                    "but no usable key is published for example.org"
                ),
                (
                    "Outlook.com demands SPF or DKIM for the domain that people see, but neither "
                    "is for example.org: the records name mail.example.org or bounce.shared.example"
                ),
            ),
        ),
    ),
)
def receiver_demand_unmet(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """Mail from the domain lacks what a mailbox provider demands of senders.

    ## Why it matters
    Mailbox providers refuse mail from large senders that lacks one of these, or put it into the
    spam folder. This is judged for the providers that `--profile` names.

    ## How to fix it
    Publish what is missing. Each demand is shown with the day from which it holds and with the
    page on which the mailbox provider says so.
    """
    if not domain.profiles:
        return
    yield from _unseen(domain.profiles)
    for lack in lacks(view, domain.profiles):
        yield _unmet(lack)
