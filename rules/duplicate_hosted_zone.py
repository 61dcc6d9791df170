"""NS05: the DNS host has two zones of the same name."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.at_servers import servers
from ..lint.model import Node, Problem, RecordStatus, SenderDomain, Severity
from ..lint.other_servers import Origin, misplaced
from ..lint.rule import Case, Scope, rule
from ..lint.view import View
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_USED, _SPARE = "ns-1.awsdns-01.org", "ns-9.awsdns-09.com"
_FILE = f"@ NS {_SPARE}.\n{_KEY}"
_SAYS = (
    "aws_route53_zone.a and aws_route53_zone.b both create a zone example.org; "
    "the world asks only one"
)
_PUBLIC = '"name": "example.org", "vpc": []'
_PRIVATE = '"name": "example.org", "vpc": [{"vpc_id": "v"}]'


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Two resources of DNS-as-code for one public zone, told at the zone's own name.

    During a move to another account that is as it should be: a warning.
    """
    twins = view.beside.twins
    if twins and node.name == view.zone:
        yield Problem(
            f"{' and '.join(twins[:2])} both create a zone {view.zone}; the world asks only one",
            type="NS",
            severity=Severity.WARNING,
        )


def _plan(*zones: str) -> str:
    made = [
        f'{{"address": "aws_route53_zone.{a}", "type": "aws_route53_zone", "values": {{{v}}}}}'
        for a, v in (z.split(" ", 1) for z in zones)
    ]
    record = (
        '{"address": "aws_route53_record.a", "type": "aws_route53_record", "values": {"zone_id": '
        '"example.org", "name": "example.org", "type": "A", "records": ["192.0.2.1"]}}'
    )
    held = ", ".join((*made, record))
    return (
        '{"format_version": "1.2", "planned_values": {"root_module": {"resources": '
        f"[{held}]}}}}}}"
    )


@rule(
    "NS05",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    predicts=RecordStatus.MISSING,
    zone=anywhere,
    good=(
        Case(zone=_plan(f"a {_PUBLIC}", f"inside {_PRIVATE}"), form="terraform"),
        Case(zone=_plan(f"a {_PUBLIC}", 'b "name": "example.net"'), form="terraform"),
        Case(zone=f"@ NS {_USED}.\n{_KEY}", servers={_USED: _KEY}, expects=_KEY),
        # Both zones have the record: a move may be under way.
        Case(
            zone=_FILE,
            servers={_USED: _KEY, _SPARE: _KEY},
            parent=f"@ NS {_USED}.",
            resolvers={"r1": _KEY},
            expects=_KEY,
        ),
        # Another DNS host's zone is another mistake.
        Case(
            zone=f"@ NS ns1.other.example.\n{_KEY}",
            servers={_USED: "", "ns1.other.example": _KEY},
            parent=f"@ NS {_USED}.",
            resolvers={"r1": ""},
            expects=_KEY,
        ),
    ),
    bad=(
        Case(zone=_plan(f"a {_PUBLIC}", f"b {_PUBLIC}"), form="terraform", says=(_SAYS,)),
        Case(
            zone=_FILE,
            servers={_USED: "", _SPARE: _KEY},
            parent=f"@ NS {_USED}.",
            resolvers={"r1": ""},
            expects=_KEY,
            says=(
                (
                    "there are two zones named example.org: the record is in the one at "
                    "ns-9.awsdns-09.com, everybody is sent to the one at ns-1.awsdns-01.org"
                ),
            ),
        ),
    ),
)
def duplicate_hosted_zone(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The DNS host has two zones of the same name, and the record is in the one that nobody asks.

    ## Why it matters
    A DNS host with accounts or tools lets you create a zone a second time. Each has name servers
    of its own; only the ones that the registrar names are asked.

    ## How to fix it
    Create the record in the zone whose name servers are the ones at the registrar. Delete the
    other zone once nothing in it is needed, and point the tool that filled it at the right one.
    """
    for found in misplaced(world, Origin.TWIN):
        yield Problem(
            f"there are two zones named {world.zone}: the record is in the one at "
            f"{servers(found.holders)}, everybody is sent to the one at {servers(found.asked)}",
            changes=(changes.add(found.expected),),
            expected=found.expected,
            vantages=(*found.asked, *found.holders),
        )
