"""DNSSEC02: the zone above vouches for keys that the zone does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.at_servers import KNOWN, is_authoritative, is_own, plural, servers
from ..lint.model import Problem, Record, SenderDomain, Severity, Vantage
from ..lint.network import Cut
from ..lint.records.names import is_below
from ..lint.rule import Case, Scope, rule
from ..lint.trust import is_linked, is_usable
from ..lint.wording import listed
from ..lint.world import World

_KEY = (
    "@ DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxIL"
    "fDLUT0rAK9iUzy1L53eKGQ=="
)
_OTHER_KEY = (
    "@ DNSKEY 257 3 13 fDLUT0rAK9iUzy1L53eKGQmdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+"
    "GqJxpVXckHAeF+KkxLbxIA=="
)
_DS = "@ DS 2371 13 2 169521AB547DF3A14C1719A0F0D5289278E22682B53CE9F22D379B922125BF98"
_NEXT_DS = "@ DS 4711 13 2 0D3B9A3A9B0B4D7A8C2F9F1E5E1C6E4A7F6F0B9A8D7C6B5A493827160594A3B2"
_BELOW = (
    "Delete the DS records that stand beside the delegation, in the zone above, or replace them by "
    "those that the present DNS host of the lower zone shows."
)


@rule(
    "DNSSEC02",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    refs=("RFC 4035 section 5.2", "RFC 6781 section 4.3.5"),
    good=(
        Case(servers={"ns1": "", "ns2": ""}),
        Case(servers={"ns1": _KEY}, parent=_DS),
        # The keys are being exchanged: the zone above already vouches for the next one.
        Case(servers={"ns1": f"{_KEY}\n{_OTHER_KEY}"}, parent=f"{_NEXT_DS}\n{_DS}"),
        # An algorithm and a digest that nobody uses any more: unsigned to the world.
        Case(servers={"ns1": ""}, parent="@ DS 12345 3 1 49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE"),
        # A signed zone for which nobody vouches is unsigned to the world.
        Case(servers={"ns1": _KEY}),
        # A server that does not answer has not said that there are no keys.
        Case(servers={"ns1": _KEY, "ns2": "timeout", "ns3": "refused"}, parent=_DS),
    ),
    bad=(
        # A zone below, which holds one record.
        Case(
            servers={
                "ns1": "_dmarc NS ns1.other.example.\n_dmarc DS 2371 13 2 169521AB",
                "ns1.other.example": '@ TXT "v=DMARC1; p=none"',
            },
            parent="@ NS ns1.",
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(
                (
                    "the zone above vouches for a key of _dmarc.example.org (DS 2371), but "
                    "ns1.other.example has no keys"
                ),
            ),
        ),
        Case(
            servers={"ns1": "", "ns2": ""},
            parent=_DS,
            says=(
                (
                    "the zone above vouches for a key of example.org (DS 2371), but ns1 and ns2 "
                    "have no keys"
                ),
            ),
        ),
        Case(
            servers={"ns1": _KEY, "ns2": _OTHER_KEY},
            parent=_DS,
            says=(
                "the zone above vouches for a key of example.org (DS 2371), but ns2 has other keys",
            ),
        ),
        Case(
            servers={"ns1": _OTHER_KEY},
            parent=f"{_DS}\n{_NEXT_DS}",
            says=(
                (
                    "the zone above vouches for keys of example.org (DS 2371 and 4711), but ns1 "
                    "has other keys"
                ),
            ),
        ),
    ),
)
def ds_without_signed_zone(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The zone above vouches for keys that the zone does not have.

    ## Why it matters
    Resolvers that check signatures expect signed answers and get none that they can trust, so
    they answer nothing at all; many mail receivers use such resolvers. This happens when a domain
    moves to another DNS host and the DS record at the registrar stays.

    ## How to fix it
    Delete the DS record at the registrar (DNSSEC settings), or replace it by the one that the
    present DNS host shows after DNSSEC was switched on there. Resolvers forget the old one within
    a day.
    """
    if not is_own(world):
        return
    for who, what, everywhere in _without(world, world.cut, world.authorities):
        yield Problem(
            _message(world.cut, who, what),
            name=world.zone,
            type="" if everywhere else "DS",
            vantages=who,
            discriminator=what,
        )
    for expected in domain.records:
        cut = world.cuts.get(expected.name, world.cut)
        if is_below(cut.zone, world.zone):
            for who, what, _ in _without(world, cut, cut.servers):
                message = _message(cut, who, what)
                yield Problem(message, expected=expected, fix=_BELOW, vantages=who)


def _without(
    world: World, cut: Cut, vantages: tuple[Vantage, ...]
) -> Iterator[tuple[tuple[Vantage, ...], str, bool]]:
    """A zone's servers that do not have the keys, what they have, and whether none has them."""
    ds = _usable(cut)
    said = world.each(vantages, cut.zone, "DNSKEY") if ds else {}
    told = {v: a for v, a in said.items() if a.status in KNOWN and is_authoritative(a)}
    unsigned = tuple(v for v, a in told.items() if not a.records)
    others = tuple(
        v for v, a in told.items() if a.records and not is_linked(cut.zone, ds, a.records)
    )
    everywhere = len(unsigned) + len(others) == len(told)
    for who, what in ((unsigned, "no keys"), (others, "other keys")):
        if who:
            yield who, what, everywhere


def _usable(cut: Cut) -> tuple[Record, ...]:
    return tuple(d for d in cut.ds or () if is_usable(d))


def _message(cut: Cut, who: tuple[Vantage, ...], what: str) -> str:
    have = "have" if plural(who) else "has"
    return f"{_vouching(cut.zone, _usable(cut))}, but {servers(who)} {have} {what}"


def _vouching(zone: str, ds: tuple[Record, ...]) -> str:
    tags = list(dict.fromkeys(d.data.split()[0] for d in ds))
    keys = "a key" if len(tags) == 1 else "keys"
    return f"the zone above vouches for {keys} of {zone} (DS {listed(tags)})"
