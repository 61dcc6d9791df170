"""Records that stand at name servers which the world is not sent to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto

from .at_servers import delegated, is_own, standing
from .dns_hosts import fingerprint
from .model import ExpectedRecord, Vantage, VantageKind
from .noun import NamedTuple
from .records.names import is_within
from .world import World

MOST = 8  # such servers that are looked at


class Origin(Enum):
    """How a server that the zone above does not name is known."""

    TWIN = auto()  # it is of the same DNS host as the right ones
    INACTIVE = auto()  # a file names it, at a DNS host that activates a zone by its delegation
    OTHER = auto()  # the zone itself or a file names it
    FORMER = auto()  # resolvers still name it


class Misplaced(NamedTuple):
    """An expected record that only servers have which the zone above does not name."""

    expected: ExpectedRecord
    holders: tuple[Vantage, ...]
    asked: tuple[Vantage, ...]  # the servers that the world is sent to
    origin: Origin


def misplaced(world: World, *origins: Origin) -> Iterator[Misplaced]:
    """The expected records that stand only where nobody is sent, for these reasons."""
    asked = delegated(world)
    if not asked or not is_own(world):
        return
    wanted = [e for e in world.domain.records if _is_absent(world, e, asked)]
    others = _others(world) if wanted else {}
    for expected in wanted:
        for origin in Origin:
            places = [v for v, o in others.items() if o is origin and origin in origins]
            holders = standing(world, expected, places).holding
            if holders:
                yield Misplaced(expected, holders, asked, origin)
                break


def _is_absent(world: World, expected: ExpectedRecord, asked: Iterable[Vantage]) -> bool:
    """Whether no server that the world is sent to has the record, and one says so."""
    if (
        not is_within(expected.name, world.zone)
        or world.servers(expected.name) != world.authorities
    ):
        return False
    found = standing(world, expected, asked)
    return not found.holding and bool(found.lacking or found.differing)


def _others(world: World) -> Mapping[Vantage, Origin]:
    """The servers that are named by somebody, but not by the zone above."""
    above = frozenset(world.cut.parent_ns)
    known = [v for v in world.authorities if v.label not in above]
    found = {v: _origin(world, (v.label,), filed=False) for v in known}
    inside = above | {v.label for v in known}
    for names, filed in ((_filed(world) - inside, True), (_remembered(world) - inside, False)):
        for name in sorted(names)[:MOST]:
            origin = _origin(world, names, filed=True) if filed else Origin.FORMER
            found |= dict.fromkeys(_addresses(world, name), origin)
    return found


def _origin(world: World, names: Iterable[str], *, filed: bool) -> Origin:
    theirs, ours = fingerprint(names), fingerprint(world.cut.parent_ns)
    if theirs is not None and theirs == ours:
        return Origin.TWIN
    return Origin.INACTIVE if filed and theirs == "cloudflare" else Origin.OTHER


def _filed(world: World) -> frozenset[str]:
    """The name servers that the files name for the zone."""
    said = world.each(world.files, world.zone, "NS").values()
    return frozenset(r.target for a in said for r in a.records if r.target)


def _remembered(world: World) -> frozenset[str]:
    """The name servers that resolvers still remember."""
    said = world.each(world.resolvers, world.zone, "NS").values()
    return frozenset(r.target for a in said for r in a.records if r.target)


def _addresses(world: World, name: str) -> Iterator[Vantage]:
    """A server of another zone at each of its addresses, as a resolver knows them."""
    if is_within(name, world.zone):
        return
    for resolver in world.resolvers[:1]:
        answer = world.ask(resolver, name, "A")
        for record in answer.records[:MOST]:
            yield Vantage(VantageKind.AUTHORITATIVE, name, record.data)
