"""DNSSEC01: resolvers withhold the record because its signatures do not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..lint.at_resolvers import (
    SIGNATURES,
    Shown,
    failing_at_apex,
    fails_only_checked,
    linked,
    remembered,
)
from ..lint.at_servers import error_codes, is_own, plural, servers
from ..lint.model import Certainty, ExpectedRecord, Problem, SenderDomain, Severity
from ..lint.rule import Case, Scope, rule
from ..lint.world import World

_DMARC = '_dmarc TXT "v=DMARC1; p=none"'
_KEY = (
    "@ DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxIL"
    "fDLUT0rAK9iUzy1L53eKGQ=="
)
_SIGNED = f"{_KEY}\n{_DMARC}"
_DS = "@ DS 2371 13 2 169521AB547DF3A14C1719A0F0D5289278E22682B53CE9F22D379B922125BF98"
_ABOVE = "org. NS a.nic.example."
_BOGUS = f"{_DMARC}\n! _dmarc TXT bogus"
# RFC 8914: what the resolver says is wrong.
_WHY = {
    7: "the signature has expired",
    8: "the signature is not valid yet",
    9: "the zone above vouches for another key",
    10: "the signature is missing",
    12: "the proof that a name does not exist is missing",
}


@rule(
    "DNSSEC01",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    refs=("RFC 4035 section 5", "RFC 8914"),
    good=(
        Case(servers={"ns1": _SIGNED}, parent=_DS, resolvers={"r1": _DMARC}, expects=_DMARC),
        # It fails with and without the check of signatures: they are not the cause.
        Case(
            servers={"ns1": _SIGNED},
            parent=_DS,
            resolvers={"r1": "! _dmarc TXT servfail"},
            expects=_DMARC,
            elsewhere=_ABOVE,
        ),
        # Nobody vouches for keys of the zone, so that there is nothing to check.
        Case(servers={"ns1": _DMARC}, resolvers={"r1": _BOGUS}, expects=_DMARC),
        # What is wrong with the keys of the whole zone is another rule's to say.
        Case(
            servers={"ns1": _DMARC}, parent=_DS, resolvers={"r1": f"{_BOGUS} ede=9"}, expects=_DMARC
        ),
        # An alias leads into an unsigned zone: that is allowed.
        Case(
            servers={"ns1": f"{_KEY}\nk CNAME k.a.example."},
            parent=_DS,
            resolvers={"r1": "k CNAME k.a.example."},
            expects="k CNAME k.a.example.",
        ),
    ),
    bad=(
        Case(
            servers={"ns1": _SIGNED},
            parent=_DS,
            resolvers={"r1": f"{_BOGUS} ede=7", "r2": _DMARC},
            expects=_DMARC,
            elsewhere=_ABOVE,
            says=("r1 refuses the record: the signature has expired",),
        ),
        Case(
            servers={"ns1": _SIGNED},
            parent=_DS,
            resolvers={"r1": f"{_BOGUS} ede=6", "r2": _BOGUS},
            expects=_DMARC,
            elsewhere=_ABOVE,
            says=("r1 and r2 refuse the record: the signature does not fit the record",),
        ),
        # Without a document: the zone's own records.
        Case(
            servers={"ns1": _KEY},
            parent=_DS,
            resolvers={"r1": "! @ SOA bogus ede=7"},
            elsewhere=_ABOVE,
            says=("r1 refuses the record: the signature has expired",),
        ),
        # One resolver that does not say why may have had another difficulty.
        Case(
            servers={"ns1": _SIGNED},
            parent=_DS,
            resolvers={"r1": _BOGUS, "r2": _DMARC},
            expects=_DMARC,
            elsewhere=_ABOVE,
            says=("r1 refuses the record: the signature does not fit the record",),
        ),
    ),
)
def dnssec_bogus(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """Resolvers that check signatures refuse the record.

    ## Why it matters
    The zone is signed, and the signature of this record is missing, expired or wrong. Resolvers
    that check signatures answer nothing at all, and many mail receivers use such resolvers.

    ## How to fix it
    Let the DNS host sign the zone again; with name servers of your own, look at the clock, at the
    signing and at the transfer to each of the servers. Where that is not possible soon, delete
    the DS record at the registrar: the zone then counts as unsigned, within a day.
    """
    if not world.cut.ds or not is_own(world) or not linked(world):
        return
    if not domain.records:
        yield from _zone(world)
    for expected in domain.records:
        found = remembered(world, expected)
        if found is None or not _is_linked(world, expected):
            continue
        refusing = [s for s in found.failing if not _leads_away(world, expected)]
        refusing = [s for s in refusing if fails_only_checked(world, s)]
        if refusing:
            yield _problem(expected, refusing)


def _zone(world: World) -> Iterator[Problem]:
    """Without records to look for: what resolvers refuse of the zone itself."""
    refusing = [s for s in failing_at_apex(world) if fails_only_checked(world, s)]
    if refusing:
        yield _problem(None, refusing)._replace(name=world.zone, type="SOA")


def _is_linked(world: World, expected: ExpectedRecord) -> bool:
    """Whether the keys of the record's zone fit, if it is one of its own that should have some."""
    cut = world.cuts.get(expected.name, world.cut)
    return not cut.ds or cut.zone == world.zone or linked(world, expected.name)


def _leads_away(world: World, expected: ExpectedRecord) -> bool:
    """Whether an alias leads to another record, whose signatures may be the cause as well."""
    said = world.each(world.servers(expected.name), expected.name, expected.type)
    return any(a.chain for a in said.values())


def _problem(expected: ExpectedRecord | None, refusing: list[Shown]) -> Problem:
    who = tuple(s.vantage for s in refusing)
    codes = frozenset[int]().union(*(error_codes(s.answer) for s in refusing))
    is_sure = bool(codes & SIGNATURES) or plural(who)
    return Problem(
        f"{servers(who)} {'refuse' if plural(who) else 'refuses'} the record: {_why(codes)}",
        expected=expected,
        severity=None if is_sure else Severity.WARNING,
        certainty=None if is_sure else Certainty.INCONCLUSIVE,
        vantages=who,
    )


def _why(codes: Iterable[int]) -> str:
    known = sorted(c for c in codes if c in _WHY)
    return _WHY[known[0]] if known else "the signature does not fit the record"
