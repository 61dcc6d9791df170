"""NS03: the zone above and the zone itself name other servers."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.at_servers import is_authoritative, is_own
from ..lint.model import Problem, Question, SenderDomain, Severity
from ..lint.other_servers import Origin, misplaced
from ..lint.rule import Case, Scope, rule
from ..lint.wording import listed
from ..lint.world import World, has

_OWN = "@ NS ns1.\n@ NS ns2.\n"


@rule(
    "NS03",
    severity=Severity.WARNING,
    per=Scope.VANTAGES,
    refs=("RFC 1034 section 4.2.2", "RFC 1912 section 2.8"),
    good=(
        Case(servers={"ns1": _OWN, "ns2": "as ns1"}),
        Case(servers={"ns1": _OWN, "ns2": "as ns1"}, parent="@ NS NS2.\n@ NS NS1."),
        # What a server that is no authority says does not count.
        Case(servers={"ns1": "@ NS ns1.\n", "ns2": "refused"}, parent="@ NS ns1."),
    ),
    bad=(
        Case(
            servers={"ns1": "@ NS ns1.old.example.", "ns1.old.example": "as ns1"},
            parent="@ NS ns1.",
            says=(
                (
                    "the zone above names other servers than the zone itself: ns1 only "
                    "above, ns1.old.example only in the zone"
                ),
            ),
        ),
        # One more on one side: worth knowing only.
        Case(
            servers={"ns1": _OWN, "ns2": "as ns1"},
            parent="@ NS ns1.",
            says=(
                ("the zone above names other servers than the zone itself: ns2 only in the zone"),
            ),
        ),
    ),
)
def parent_child_ns_differ(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The zone above names other servers for the zone than the zone itself.

    ## Why it matters
    Some resolvers ask the servers that the zone above names, others those that the zone names. A
    record that only one group has is seen by some and not by others. After a change of name
    servers this is usual for a day or two.

    ## How to fix it
    Enter the same name servers at the registrar and as NS records of the zone. While a change is
    under way, keep the records at the old and the new DNS host the same for 48 hours.
    """
    question = Question(world.zone, "NS")
    said = world.each(world.authorities, *question)
    own = [a for a in said.values() if has(a) and is_authoritative(a)]
    above = frozenset(world.cut.parent_ns)
    named = [frozenset(r.target for r in a.records) for a in own]
    if not is_own(world) or not above or not named or above in named:
        return
    inside = frozenset[str]().union(*named)
    parts = [
        f"{listed(sorted(only))} {where}"
        for only, where in (
            (above - inside, "only above"),
            (inside - above, "only in the zone"),
        )
        if only
    ]
    if parts:
        crossed = above - inside and inside - above and not _are_the_same(world, above, inside)
        explained = any(misplaced(world, Origin.TWIN, Origin.OTHER))  # records stand at the others
        yield Problem(
            f"the zone above names other servers than the zone itself: {', '.join(parts)}",
            name=world.zone,
            type="NS",
            severity=None if crossed and not explained else Severity.INFO,
        )


def _are_the_same(world: World, above: frozenset[str], inside: frozenset[str]) -> bool:
    """Whether both lead to the same addresses, as where a DNS host's servers have other names."""
    one, other = (
        {v.address for v in world.authorities if v.label in named} for named in (above, inside)
    )
    return bool(one) and one == other
