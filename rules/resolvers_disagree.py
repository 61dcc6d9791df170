"""PROP03: a resolver fails although the name servers and other resolvers are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..lint.at_resolvers import FILTERED, Shown, fails_only_checked, linked, remembered
from ..lint.at_servers import KNOWN, error_codes, plural, servers
from ..lint.model import ExpectedRecord, Problem, SenderDomain, Severity, Vantage
from ..lint.rule import Case, Scope, rule
from ..lint.view import Unanswered
from ..lint.wording import listed
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_SIGNED = (
    "@ DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxIL"
    "fDLUT0rAK9iUzy1L53eKGQ=="
)
_DS = "@ DS 2371 13 2 169521AB547DF3A14C1719A0F0D5289278E22682B53CE9F22D379B922125BF98"
_ABOVE = "org. NS a.nic.example."
_FILTERED = (
    "This resolver blocks the name on purpose. Nothing is wrong with the zone; ask its operator "
    "why, or use another resolver for this check."
)


@rule(
    "PROP03",
    severity=Severity.WARNING,
    per=Scope.VANTAGES,
    refs=("RFC 9520", "RFC 8914", "RFC 2181 section 10.3"),
    good=(
        Case(servers={"ns1": _KEY}, resolvers={"r1": _KEY, "r2": _KEY}, expects=_KEY),
        # It was not reached, or does not serve us.
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": _KEY, "r2": "timeout", "r3": "refused"},
            expects=_KEY,
        ),
        # A name server fails, too: that is the cause.
        Case(
            servers={"ns1": _KEY, "ns2": "timeout"},
            resolvers={"r1": _KEY, "r2": "servfail"},
            expects=_KEY,
        ),
        # It fails whatever it is asked.
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": _KEY, "r2": "! * * servfail"},
            expects=_KEY,
        ),
        # Caches are another matter, and so are signatures, even where a resolver says just no.
        Case(
            servers={"ns1": f"{_SIGNED}\n{_KEY}"},
            resolvers={
                "r1": _KEY,
                "r2": f"{_KEY}\n! s1._domainkey TXT bogus ede=6",
                "r3": "! s1._domainkey TXT servfail",
            },
            expects=_KEY,
            elsewhere=_ABOVE,
            parent=_DS,
        ),
        Case(servers={"ns1": _KEY}, resolvers={"r1": _KEY, "r2": ""}, expects=_KEY),
        Case(
            servers={"ns1": f"{_SIGNED}\n{_KEY}"},
            resolvers={"r1": _KEY, "r2": f"{_KEY}\n! s1._domainkey TXT bogus ede=6"},
            expects=_KEY,
            parent=_DS,
        ),
    ),
    bad=(
        # The zone is not signed; what the resolver holds against it is not known.
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": _KEY, "r2": f"{_KEY}\n! s1._domainkey TXT bogus ede=6"},
            expects=_KEY,
            says=("r2 fails to look the record up, although r1 shows it",),
        ),
        Case(
            servers={"ns1": _KEY},
            resolvers={
                "r1": _KEY,
                "r2": "! s1._domainkey * servfail",
                "r3": "! s1._domainkey * servfail",
            },
            expects=_KEY,
            elsewhere=_ABOVE,
            says=("r2 and r3 fail to look the record up, although r1 shows it",),
        ),
        # A resolver that shows nothing of what fails its check, even where it is asked to.
        Case(
            servers={"ns1": f"{_SIGNED}\n{_KEY}"},
            resolvers={"r1": _KEY, "r2": "! s1._domainkey * servfail"},
            expects=_KEY,
            parent=_DS,
            says=(
                (
                    "r2 fails to look the record up, although r1 shows it; the zone is signed, and "
                    "its signatures may be the cause"
                ),
            ),
        ),
        # The name of the name server is an alias (RFC 2181 section 10.3).
        Case(
            servers={"ns1.vanity.example": _KEY},
            resolvers={"r1": _KEY, "r2": "! s1._domainkey * servfail"},
            expects=_KEY,
            parent="@ NS ns9.vanity.example.\n@ NS ns1.vanity.example.",
            elsewhere="ns9.vanity.example. CNAME ns1.vanity.example.",
            says=(
                (
                    "r2 fails to look the record up, although r1 shows it; ns9.vanity.example is "
                    "an alias, which no name server may be"
                ),
            ),
        ),
        Case(
            servers={"ns1": _KEY},
            resolvers={"r1": "! s1._domainkey TXT nxdomain ede=15", "r2": _KEY},
            expects=_KEY,
            says=("r1 blocks the name on purpose",),
        ),
    ),
)
def resolvers_disagree(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """A resolver fails although the name servers are right.

    ## Why it matters
    Whoever uses this resolver does not see the record. If the provider's own resolver fails in
    the same way, so does its check.

    ## How to fix it
    Check again after five minutes, because a resolver remembers a failure for so long. If it
    stays so, look at what some resolvers cannot reach: a name server that is silent over UDP or
    TCP, over IPv6, or to some networks, and answers that do not fit into one packet.
    """
    for expected in domain.records:
        yield from _blocked(world, expected)
        if _is_explained(world, expected):
            continue
        found = remembered(world, expected)
        if found is None or not found.right:
            continue
        failing = [s.vantage for s in found.failing]
        if failing and not _are_signatures(world, found.failing):
            verb = "fail" if plural(failing) else "fails"
            right = [s.vantage for s in found.right]
            show = "show" if plural(right) else "shows"
            message = (
                f"{servers(failing)} {verb} to look the record up, although "
                f"{servers(right)} {show} it{_hint(world, right[0])}"
            )
            yield Problem(message, expected=expected, vantages=tuple(failing))


def _hint(world: World, resolver: Vantage) -> str:
    """What some resolvers do not put up with: names of name servers that are aliases, signatures.

    Not every resolver tells that these were the cause, or shows data that fail the check.
    """
    aliases: list[str] = []
    open_: Unanswered | None = None
    for ns in world.cut.parent_ns:
        try:
            aliases += [ns] if world.ask(resolver, ns, "A").chain else []
        except Unanswered as unanswered:
            open_ = unanswered  # the others are noted in the same round
    if open_ is not None:
        raise open_
    if aliases:
        are = "are aliases" if len(aliases) > 1 else "is an alias"
        return f"; {listed(aliases)} {are}, which no name server may be"
    return "; the zone is signed, and its signatures may be the cause" if world.cut.ds else ""


def _are_signatures(world: World, failing: Iterable[Shown]) -> bool:
    """Whether the signatures of the zone are to blame, which another rule says."""
    return bool(world.cut.ds) and any(fails_only_checked(world, s) for s in failing)


def _is_explained(world: World, expected: ExpectedRecord) -> bool:
    """Whether a name server fails, or the keys of the zone do, which other rules say."""
    said = world.each(world.servers(expected.name), expected.name, expected.type)
    failing = {v.label for v, a in said.items() if a.status not in KNOWN}
    working = {v.label for v, a in said.items() if a.status in KNOWN}
    return bool(failing - working) or (bool(world.cut.ds) and not linked(world))


def _blocked(world: World, expected: ExpectedRecord) -> Iterator[Problem]:
    said = world.each(world.resolvers, expected.name, expected.type)
    blocking = tuple(v for v, a in said.items() if error_codes(a) & FILTERED)
    if blocking:
        verb = "block" if plural(blocking) else "blocks"
        yield Problem(
            f"{servers(blocking)} {verb} the name on purpose",
            expected=expected,
            severity=Severity.INFO,
            fix=_FILTERED,
            vantages=blocking,
            discriminator="blocked",
        )
