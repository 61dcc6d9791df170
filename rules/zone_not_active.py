"""NS09: the zone waits at its new DNS host for the change of name servers."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.at_servers import servers
from ..lint.model import Problem, RecordStatus, SenderDomain, Severity
from ..lint.other_servers import Origin, misplaced
from ..lint.rule import Case, Scope, rule
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_NEW = "clark.ns.cloudflare.com"
_FILE = f"@ NS {_NEW}.\n{_KEY}"


@rule(
    "NS09",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    predicts=RecordStatus.MISSING,
    good=(
        Case(zone=_FILE, servers={_NEW: _KEY}, resolvers={"r1": _KEY}, expects=_KEY),
        # The old DNS host has the record, too: the change can be made without harm.
        Case(
            zone=_FILE,
            servers={"ns1": _KEY, _NEW: _KEY},
            parent="@ NS ns1.",
            resolvers={"r1": _KEY},
            expects=_KEY,
        ),
        # Two accounts at the same DNS host.
        Case(
            zone=_FILE,
            servers={"ada.ns.cloudflare.com": "", _NEW: _KEY},
            parent="@ NS ada.ns.cloudflare.com.",
            resolvers={"r1": ""},
            expects=_KEY,
        ),
    ),
    bad=(
        Case(
            zone=_FILE,
            servers={"ns1": "", _NEW: _KEY},
            parent="@ NS ns1.",
            resolvers={"r1": ""},
            expects=_KEY,
            says=(
                (
                    "the zone at clark.ns.cloudflare.com has the record, but is not in use: the "
                    "registrar still names ns1"
                ),
            ),
        ),
    ),
)
def zone_not_active(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The zone is ready at its new DNS host, but the registrar still names the old name servers.

    ## Why it matters
    The new zone has no effect before the registrar names its name servers. Cloudflare calls such
    a zone pending, and deletes it after some weeks.

    ## How to fix it
    At the registrar, replace all name servers by the ones that the new DNS host shows. Remove a DS
    record there first, if there is one, and compare the records of the old zone before. Until then
    create the record at the old DNS host as well.
    """
    for found in misplaced(world, Origin.INACTIVE):
        yield Problem(
            f"the zone at {servers(found.holders)} has the record, but is not in use: the "
            f"registrar still names {servers(found.asked)}",
            expected=found.expected,
            vantages=(*found.asked, *found.holders),
        )
