"""What resolvers show of a record that the name servers have, and why they may not."""

from __future__ import annotations

from .at_servers import KNOWN, at_name_servers, error_codes, holds_at, is_authoritative
from .model import Answer, AnswerStatus, ExpectedRecord, Vantage
from .noun import NamedTuple
from .trust import is_linked
from .world import World, has

S = AnswerStatus
STALE = frozenset((3, 19))  # RFC 8914: served although its time is over
FILTERED = frozenset((15, 16, 17, 18))  # blocked, censored, filtered, prohibited
SIGNATURES = frozenset((5, 6, 7, 8, 9, 10, 11, 12, 25, 26, 27))  # DNSSEC


class Shown(NamedTuple):
    """What one resolver says about an expected record."""

    vantage: Vantage
    answer: Answer


class Remembered(NamedTuple):
    """Resolvers by what they show of a record that every name server has.

    `right` show it, `denying` remember that there is none, `old` show another record, `failing`
    answer that they cannot. Resolvers that filter, that hold a copy of the zone, that fail or deny
    whatever they are asked or that could not be reached are in none of them.
    """

    right: tuple[Shown, ...] = ()
    denying: tuple[Shown, ...] = ()
    old: tuple[Shown, ...] = ()
    failing: tuple[Shown, ...] = ()


def remembered(world: World, expected: ExpectedRecord) -> Remembered | None:
    """What the resolvers show, None where the name servers do not all have the record."""
    if not at_name_servers(world, expected).is_published:
        return None
    resolvers = [r for r in world.resolvers if not serves(world, r)]
    answers = world.each(resolvers, expected.name, expected.type)
    found: dict[str, list[Shown]] = {}
    for vantage, answer in answers.items():
        kind = _kind(world, expected, vantage, answer)
        found.setdefault(kind, []).append(Shown(vantage, answer))
    return Remembered(*(tuple(found.get(k, ())) for k in Remembered._fields))


def _kind(world: World, expected: ExpectedRecord, vantage: Vantage, answer: Answer) -> str:
    if error_codes(answer) & FILTERED:
        return ""
    if answer.status is S.SERVFAIL:
        return "failing" if _is_able(world, vantage) else ""
    if answer.status not in KNOWN:
        return ""
    if not has(answer):
        return "" if denies_all(world, vantage) else "denying"
    held = holds_at(world, expected, vantage)
    return "" if held is None else "right" if held else "old"


def _is_able(world: World, resolver: Vantage) -> bool:
    """Whether a resolver can look up the zone above, so that its failures say something."""
    return world.ask(resolver, world.cut.parent, "NS").status in KNOWN


def denies_all(world: World, resolver: Vantage) -> bool:
    """Whether a resolver denies even the zone above, as captive portals and some home routers do.

    Its word about a record is then worth nothing.
    """
    above = world.cut.parent
    return bool(above) and world.ask(resolver, above, "NS").status in (S.NODATA, S.NXDOMAIN)


def serves(world: World, resolver: Vantage) -> bool:
    """Whether a resolver answers from its own copy of the zone, as internal DNS servers do."""
    answer = world.ask(resolver, world.zone, "SOA")
    return answer.status is S.ANSWERED and is_authoritative(answer)


def failing_at_apex(world: World) -> tuple[Shown, ...]:
    """The resolvers that fail at the SOA record, which every zone has."""
    said = world.each(world.resolvers, world.zone, "SOA")
    failing = (Shown(v, a) for v, a in said.items() if a.status is S.SERVFAIL)
    return tuple(s for s in failing if _is_able(world, s.vantage))


def fails_only_checked(world: World, shown: Shown) -> bool:
    """Whether the resolver has the data and withholds it because of signatures (RFC 4035 5.5)."""
    again = world.ask(shown.vantage, *shown.answer.question, checking=False)
    return again.status in KNOWN


def linked(world: World) -> bool:
    """Whether the name servers that tell their keys have one that the zone above vouches for.

    Without this link every record fails, so that no single record is to blame.
    """
    said = world.each(world.authorities, world.zone, "DNSKEY").values()
    told = [a.records for a in said if a.status in KNOWN and is_authoritative(a)]
    return all(is_linked(world.zone, world.cut.ds or (), keys) for keys in told)
