"""NS08: the registry does not know the domain, or sends everybody to a page about it."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.at_servers import at_name_servers, delegated, is_authoritative, is_own
from ..lint.model import AnswerStatus, Problem, RecordStatus, SenderDomain, Severity
from ..lint.network import no_top_level
from ..lint.records.names import is_within, labels
from ..lint.records.suffix import is_listed, organisational_domain
from ..lint.rule import Case, Scope, rule
from ..lint.world import World

# Name servers that registrars put in place of a domain's own, and what for.
_HELD = {
    "emailverification.info": "the owner's e-mail address was not confirmed",
    "registrant-verification.ispapi.net": "the owner's e-mail address was not confirmed",
    "failed-whois-verification.namecheap.com": "the owner's e-mail address was not confirmed",
    "verify-contact-details.namecheap.com": "the owner's e-mail address was not confirmed",
    "suspended-domain.com": "the registrar suspended it",
    "suspended-for.spam-and-abuse.com": "the registrar suspended it",
    "pendingrenewaldeletion.com": "its registration has expired",
    "renewyourname.net": "its registration has expired",
}
_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_HOLD = "ns1.emailverification.info"


@rule(
    "NS08",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    predicts=RecordStatus.MISSING,
    refs=("RFC 5731 section 2.3",),
    good=(
        Case(servers={"ns1": ""}, expects=_KEY),
        # The name servers of a DNS host whose name only sounds like it.
        Case(servers={"ns1.dns-parking.com": "", "ns2.dns-parking.com": ""}, expects=_KEY),
        # A registry's own records; a name in it that exists.
        Case(servers={"a.nic": "example NS ns1."}, origin="org", domain="example.org"),
        Case(servers={"a.nic": "timeout"}, origin="org", domain="example.org"),
        # A zone in which anybody may have a name without having a zone.
        Case(servers={"ns1": ""}, origin="js.org", domain="shop.js.org", expects=_KEY),
    ),
    bad=(
        Case(
            servers={"a.nic": "www A 192.0.2.1"},
            origin="org",
            domain="mail.example.org",
            expects=_KEY,
            says=("example.org is not in the zone org: not registered, expired or suspended",),
        ),
        Case(
            servers={"dns1.nic": "www A 192.0.2.1"},
            origin="co.uk",
            domain="example.co.uk",
            expects=_KEY,
            says=("example.co.uk is not in the zone co.uk: not registered, expired or suspended",),
        ),
        Case(
            servers={_HOLD: "* A 192.0.2.1"},
            expects=_KEY,
            says=(
                (
                    "example.org is delegated to ns1.emailverification.info: the owner's e-mail "
                    "address was not confirmed"
                ),
            ),
        ),
    ),
)
def domain_suspended_or_parked(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The registry does not know the domain, or the registrar holds it back.

    ## Why it matters
    Nobody sees the records of a domain that is not registered, has expired or is suspended,
    whatever its DNS host holds.

    ## How to fix it
    Log in at the registrar. Confirm the owner's e-mail address (look for the registrar's message),
    renew the domain, or ask why it was suspended. Look at the spelling of the domain, too.
    """
    ending = "".join(labels(domain.name)[-1:])
    if world.cut.reason == no_top_level(ending) and not is_listed(ending):
        message = f"{domain.name} ends in {ending}, which does not exist: is it misspelt?"
        yield Problem(message, name=domain.name, type="", discriminator="ending")
    if world.zone and not is_own(world):
        yield from _unknown(world, domain)
        return
    held = {v.label: why for v in delegated(world) if (why := _reason(v.label))}
    if held and not any(at_name_servers(world, e).holding for e in domain.records):
        label, why = next(iter(held.items()))
        message = f"{world.zone} is delegated to {label}: {why}"
        yield Problem(message, name=domain.name, type="", discriminator="held")


def _unknown(world: World, domain: SenderDomain) -> Iterator[Problem]:
    top = organisational_domain(domain.name)
    said = world.each(world.authorities, top, "NS").values()
    known = [a for a in said if is_authoritative(a) or a.status is AnswerStatus.ANSWERED]
    if known and all(a.status is AnswerStatus.NXDOMAIN for a in known):
        message = f"{top} is not in the zone {world.zone}: not registered, expired or suspended"
        yield Problem(message, name=domain.name, type="", discriminator="unknown")


def _reason(server: str) -> str | None:
    return next((why for top, why in _HELD.items() if is_within(server, top)), None)
