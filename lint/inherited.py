"""Whether a policy from above applies in place of one that a provider asked for, live."""

from __future__ import annotations

from .at_servers import KNOWN, view_at
from .dmarc_walk import Policy, policy
from .model import ExpectedRecord, Purpose
from .records import names
from .view import Unanswered
from .world import World, has


def is_inherited(world: World, expected: ExpectedRecord) -> bool:
    """Whether nothing stands at the record's name and an inherited policy is seen everywhere.

    The policy has to stand in the domain's own zone (RFC 9989 section 4.10): of another one, a
    resolver might remember the absence of what its owner is about to publish.
    """
    name = world.domain.name
    own = expected.purpose is Purpose.DMARC and expected.name == names.join("_dmarc", name)
    if not own or not names.is_below(name, world.zone):
        return False
    said = world.each(world.servers(expected.name), *expected.question)
    denying = [v for v, a in said.items() if a.status in KNOWN and not has(a)]
    if not denying or any(map(has, said.values())):
        return False
    view = view_at(world, denying[0])
    try:
        found = policy(view, name)
    except Unanswered:
        if view.wanted:
            raise
        return False
    return found is not None and _is_visible(world, found)


def _is_visible(world: World, found: Policy) -> bool:
    """Whether every resolver that says anything shows the policy."""
    if not names.is_within(found.inherited_by, world.zone):
        return False
    said = world.each(world.resolvers, found.inherited_by, "TXT").values()
    told = [a for a in said if a.status in KNOWN]
    return bool(told) and all(found.record.text in [r.text for r in a.records] for a in told)
