"""NS01: the record stands at a DNS host that nobody asks."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.at_servers import plural, servers
from ..lint.model import Problem, RecordStatus, SenderDomain, Severity
from ..lint.other_servers import Origin, misplaced
from ..lint.rule import Case, Scope, rule
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_MOVED = "@ NS ns1.other.example.\n"


@rule(
    "NS01",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    predicts=RecordStatus.MISSING,
    refs=("RFC 1034 section 4.2.1",),
    good=(
        Case(servers={"ns1": _KEY, "ns2": _KEY}, expects=_KEY),
        # It stands nowhere.
        Case(
            servers={"ns1": _MOVED, "ns1.other.example": _MOVED}, parent="@ NS ns1.", expects=_KEY
        ),
        # The servers that the world is sent to have it, too.
        Case(
            servers={"ns1": f"{_MOVED}{_KEY}", "ns1.other.example": f"{_MOVED}{_KEY}"},
            parent="@ NS ns1.",
            expects=_KEY,
        ),
        # Records at two DNS hosts on purpose: the zone above names both.
        Case(servers={"ns1": "", "ns1.other.example": _KEY}, expects=_KEY),
        # The right servers do not answer now.
        Case(
            servers={"ns1": "timeout", "ns1.other.example": _KEY},
            parent="@ NS ns1.",
            zone=_MOVED,
            resolvers={"r1": "servfail"},
            expects=_KEY,
        ),
    ),
    bad=(
        Case(
            servers={"ns1": _MOVED, "ns2": _MOVED, "ns1.other.example": f"{_MOVED}{_KEY}"},
            parent="@ NS ns1.\n@ NS ns2.",
            expects=_KEY,
            says=(
                (
                    "the record is only at ns1.other.example, but everybody is sent to ns1 and "
                    "ns2, which do not have it"
                ),
            ),
        ),
        # The file that is edited belongs to another DNS host.
        Case(
            zone=f"{_MOVED}{_KEY}",
            servers={"ns1": "", "ns1.other.example": f"{_MOVED}{_KEY}"},
            parent="@ NS ns1.",
            resolvers={"r1": ""},
            expects=_KEY,
            says=(
                (
                    "the record is only at ns1.other.example, but everybody is sent to ns1, "
                    "which does not have it"
                ),
            ),
        ),
    ),
)
def records_at_wrong_dns_host(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The record was created at a DNS host that nobody asks.

    ## Why it matters
    A domain is served by the name servers that its registrar names. Many companies offer DNS
    settings for a domain that is served elsewhere; what is entered there has no effect.

    ## How to fix it
    Create the records at the DNS host whose name servers the registrar names. Or name the other
    host's name servers at the registrar, after every record that the domain needs is there.
    """
    for found in misplaced(world, Origin.OTHER):
        do = "do" if plural(found.asked) else "does"
        yield Problem(
            f"the record is only at {servers(found.holders)}, but everybody is sent to "
            f"{servers(found.asked)}, which {do} not have it",
            changes=(changes.add(found.expected),),
            expected=found.expected,
            vantages=(*found.asked, *found.holders),
        )
