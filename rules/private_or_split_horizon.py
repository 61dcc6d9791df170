"""NS07: an internal DNS server has its own copy of the zone."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.at_resolvers import serves
from ..lint.at_servers import at_name_servers, is_own, plural, servers, standing
from ..lint.model import (
    ExpectedRecord,
    Problem,
    RecordStatus,
    SenderDomain,
    Severity,
    Vantage,
)
from ..lint.rule import Case, Scope, rule
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_COPY = "\n! @ SOA answered aa"


@rule(
    "NS07",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    predicts=RecordStatus.MISSING,
    refs=("RFC 6950 section 4",),
    good=(
        Case(servers={"ns1": _KEY}, resolvers={"r1": _KEY}, expects=_KEY),
        # The internal copy shows what the world sees.
        Case(servers={"ns1": _KEY}, resolvers={"r1": f"{_KEY}{_COPY}"}, expects=_KEY),
        # It stands nowhere; and what an ordinary resolver remembers is no copy.
        Case(servers={"ns1": ""}, resolvers={"r1": _COPY}, expects=_KEY),
        Case(servers={"ns1": _KEY}, resolvers={"r1": ""}, expects=_KEY),
        Case(servers={"ns1": ""}, resolvers={"r1": _KEY}, expects=_KEY),
    ),
    bad=(
        Case(
            servers={"ns1": "", "ns2": ""},
            resolvers={"10.0.0.53": f"{_KEY}{_COPY}", "r2": ""},
            expects=_KEY,
            says=(
                (
                    "only the internal DNS server 10.0.0.53 has the record; the public name "
                    "servers ns1 and ns2 do not have it"
                ),
            ),
        ),
        Case(
            servers={"ns1": _KEY},
            resolvers={"10.0.0.53": _COPY},
            expects=_KEY,
            says=(
                (
                    "right at the name servers, but 10.0.0.53 answers from its own copy of "
                    "example.org, which does not have it"
                ),
            ),
        ),
    ),
)
def private_or_split_horizon(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """An internal DNS server answers from its own copy of the zone, which differs from the public.

    ## Why it matters
    Inside your network you see the copy. The provider and the mail receivers see only the public
    zone.

    ## How to fix it
    Create the record in the public zone, at the DNS host whose name servers the registrar names.
    Keep the internal copy in step, and check with public resolvers (`--resolver 9.9.9.9`).
    """
    if not is_own(world):
        return
    copies = [r for r in world.resolvers if serves(world, r)]
    for expected in domain.records if copies else ():
        yield from _compared(world, expected, copies)


def _compared(world: World, expected: ExpectedRecord, copies: list[Vantage]) -> Iterator[Problem]:
    public, private = at_name_servers(world, expected), standing(world, expected, copies)
    if private.holding and public.lacking and not (public.holding or public.differing):
        do = "do" if plural(public.lacking) else "does"
        name = "name servers" if plural(public.lacking) else "name server"
        kind = "DNS servers" if plural(private.holding) else "DNS server"
        have = "have" if plural(private.holding) else "has"
        yield Problem(
            f"only the internal {kind} {servers(private.holding)} {have} the record; the public "
            f"{name} {servers(public.lacking)} {do} not have it",
            changes=(changes.add(expected),),
            expected=expected,
            vantages=(*private.holding, *public.lacking),
        )
    wrong = (*private.differing, *private.lacking)
    if public.is_published and wrong:
        answer = "answer from their own copies" if plural(wrong) else "answers from its own copy"
        yield Problem(
            f"right at the name servers, but {servers(wrong)} {answer} of {world.zone}, which "
            f"{'do' if plural(wrong) else 'does'} not have it",
            expected=expected,
            severity=Severity.INFO,
            vantages=wrong,
        )
