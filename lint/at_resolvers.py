"""What resolvers show of a record that the name servers have, and why they may not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .at_servers import KNOWN, at_name_servers, error_codes, holds_at, is_authoritative
from .cached import DENIED, is_other_alias, shows_more, time_left
from .model import Answer, AnswerStatus, ExpectedRecord, Record, Vantage
from .noun import NamedTuple
from .trust import is_linked
from .world import World, has

S = AnswerStatus
STALE = frozenset((3, 19))  # RFC 8914: served although its time is over
FILTERED = frozenset((15, 16, 17, 18))  # blocked, censored, filtered, prohibited
SIGNATURES = frozenset((5, 6, 7, 8, 9, 10, 11, 12, 25, 26, 27))  # DNSSEC


class Shown(NamedTuple):
    """What one resolver says about an expected record, and for how many seconds it may do so."""

    vantage: Vantage
    answer: Answer
    left: int | None = None


class Remembered(NamedTuple):
    """Resolvers by what they show of a record that every name server has.

    `right` show it, `denying` remember that there is none, `old` show another record or one more,
    `failing` answer that they cannot. `outdated` fail because they remember a DS record that is
    gone: `left` is its time. Resolvers that filter, that hold a copy of the zone, that fail or deny
    whatever they are asked or that could not be reached are in none of them.
    """

    right: tuple[Shown, ...] = ()
    denying: tuple[Shown, ...] = ()
    old: tuple[Shown, ...] = ()
    failing: tuple[Shown, ...] = ()
    outdated: tuple[Shown, ...] = ()


@lru_cache(maxsize=32)  # several rules want to know, of the same few records
def remembered(world: World, expected: ExpectedRecord) -> Remembered | None:
    """What the resolvers show, None where the name servers do not all have the record."""
    if not at_name_servers(world, expected).is_published:
        return None
    published = published_at(world, expected)
    resolvers = [r for r in world.resolvers if not serves(world, r)]
    answers = world.each(resolvers, expected.name, expected.type)
    found: dict[str, list[Shown]] = {}
    for vantage, answer in answers.items():
        kind = _kind(world, expected, vantage, answer, published)
        left = time_left(answer, published)
        if kind == "outdated":
            left = _least(former_ds(world, vantage))
        found.setdefault(kind, []).append(Shown(vantage, answer, left))
    return Remembered(*(tuple(found.get(k, ())) for k in Remembered._fields))


def published_at(world: World, expected: ExpectedRecord) -> tuple[Answer, ...]:
    """What the name servers that have something at a record's name and type say."""
    said = world.each(world.servers(expected.name), *expected.question).values()
    return tuple(a for a in said if has(a))


def _kind(
    world: World,
    expected: ExpectedRecord,
    vantage: Vantage,
    answer: Answer,
    published: tuple[Answer, ...],
) -> str:
    if error_codes(answer) & FILTERED:
        return ""
    if answer.status is S.SERVFAIL:
        return _failing(world, vantage)
    if answer.status not in KNOWN:
        return ""
    if not answer.records and is_other_alias(answer, published):
        return "old"
    if not has(answer):
        return "" if denies_all(world, vantage) else "denying"
    held = holds_at(world, expected, vantage)
    if held is None:
        return ""
    return "right" if held and not shows_more(expected, answer, published) else "old"


def _failing(world: World, vantage: Vantage) -> str:
    if not _is_able(world, vantage):
        return ""
    return "outdated" if former_ds(world, vantage) else "failing"


def former_ds(world: World, resolver: Vantage) -> tuple[Record, ...]:
    """The DS records that a resolver still remembers and the zone above no longer has.

    Until it forgets them it refuses whatever the zone says (RFC 4035 section 5.5).
    """
    if world.cut.ds is None:
        return ()
    now = {_digest(d) for d in world.cut.ds}
    answer = world.ask(resolver, world.zone, "DS")
    return () if now & {_digest(d) for d in answer.records} else answer.records


def _digest(ds: Record) -> str:
    return "".join(ds.data.split()).casefold()


def _least(records: Iterable[Record]) -> int | None:
    return min((r.ttl for r in records if r.ttl is not None), default=None)


def _is_able(world: World, resolver: Vantage) -> bool:
    """Whether a resolver can look up the zone above, so that its failures say something."""
    return world.ask(resolver, world.cut.parent, "NS").status in KNOWN


def denies_all(world: World, resolver: Vantage) -> bool:
    """Whether a resolver denies even the zone above, as captive portals and some home routers do.

    Its word about a record is then worth nothing.
    """
    above = world.cut.parent
    return bool(above) and world.ask(resolver, above, "NS").status in DENIED


def serves(world: World, resolver: Vantage) -> bool:
    """Whether a resolver answers from its own copy of the zone, as internal DNS servers do."""
    answer = world.ask(resolver, world.zone, "SOA")
    return answer.status is S.ANSWERED and is_authoritative(answer)


def failing_at_apex(world: World) -> tuple[Shown, ...]:
    """The resolvers that fail at the SOA record, which every zone has."""
    said = world.each(world.resolvers, world.zone, "SOA")
    failing = (Shown(v, a) for v, a in said.items() if a.status is S.SERVFAIL)
    return tuple(s for s in failing if _failing(world, s.vantage) == "failing")


def fails_only_checked(world: World, shown: Shown) -> bool:
    """Whether the resolver has the data and withholds it because of signatures (RFC 4035 5.5)."""
    again = world.ask(shown.vantage, *shown.answer.question, checking=False)
    return again.status in KNOWN


def linked(world: World, name: str | None = None) -> bool:
    """Whether the name servers that tell their keys have one that the zone above vouches for.

    Without this link every record fails, so that no single record is to blame. `name` stands for
    the zone that it lies in, which may be one below the domain's.
    """
    cut = world.cut if name is None else world.cuts.get(name, world.cut)
    said = world.each(world.servers(name or world.zone), cut.zone, "DNSKEY").values()
    told = [a.records for a in said if a.status in KNOWN and is_authoritative(a)]
    return all(is_linked(cut.zone, cut.ds or (), keys) for keys in told)
