"""NS10: the record was left behind when the zone moved to another DNS host."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.at_servers import plural, servers
from ..lint.model import Problem, RecordStatus, SenderDomain, Severity
from ..lint.other_servers import Origin, misplaced
from ..lint.rule import Case, Scope, rule
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_STILL = "@ NS ns1.old.example.\n"


@rule(
    "NS10",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    predicts=RecordStatus.MISSING,
    good=(
        # Nothing was lost.
        Case(
            servers={"ns1": _KEY, "ns1.old.example": _KEY},
            parent="@ NS ns1.",
            resolvers={"r1": f"{_STILL}{_KEY}"},
            expects=_KEY,
        ),
        # Neither has it.
        Case(
            servers={"ns1": "", "ns1.old.example": ""},
            parent="@ NS ns1.",
            resolvers={"r1": _STILL},
            expects=_KEY,
        ),
        # The old servers have forgotten the zone.
        Case(
            servers={"ns1": "", "ns1.old.example": "refused"},
            parent="@ NS ns1.",
            resolvers={"r1": _STILL},
            expects=_KEY,
        ),
        # No server was exchanged.
        Case(servers={"ns1": ""}, resolvers={"r1": "@ NS ns1."}, expects=_KEY),
    ),
    bad=(
        Case(
            servers={"ns1": "", "ns1.old.example": _KEY},
            parent="@ NS ns1.",
            resolvers={"r1": _STILL, "r2": ""},
            expects=_KEY,
            says=(
                (
                    "the former name server ns1.old.example has the record; it was not taken "
                    "along to ns1"
                ),
            ),
        ),
    ),
)
def migration_lost_records(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The record was not taken along when the zone moved to another DNS host.

    ## Why it matters
    A new DNS host can only guess which records a zone has, and asks for the usual names. The
    selectors of DKIM keys and other names for mail are not among them.

    ## How to fix it
    While the old DNS host still has the zone, export its zone file there, import it at the new
    one, and compare the two.
    """
    for found in misplaced(world, Origin.FORMER):
        former = "former name servers" if plural(found.holders) else "former name server"
        have = "have" if plural(found.holders) else "has"
        yield Problem(
            f"the {former} {servers(found.holders)} {have} the record; it was not taken along to "
            f"{servers(found.asked)}",
            changes=(changes.add(found.expected),),
            expected=found.expected,
            vantages=(*found.asked, *found.holders),
        )
