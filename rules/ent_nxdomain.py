"""NS11: a server denies a name that has names below it."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.at_servers import at_name_servers, plural, servers
from ..lint.model import AnswerStatus, Problem, SenderDomain, Severity, Vantage
from ..lint.records.names import ancestors, is_below
from ..lint.rule import Case, Scope, rule
from ..lint.world import World

_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'


@rule(
    "NS11",
    severity=Severity.WARNING,
    per=Scope.VANTAGES,
    refs=("RFC 8020 section 2", "RFC 4592 section 2.2.2", "RFC 9156 section 2.3"),
    good=(
        Case(servers={"ns1": _KEY}, expects=_KEY),
        # Nothing stands below it, so that the name really does not exist.
        Case(servers={"ns1": "! _domainkey * nxdomain"}, expects=_KEY),
        # The other server is the one that has it.
        Case(servers={"ns1": "! _domainkey * nxdomain", "ns2": _KEY}, expects=_KEY),
    ),
    bad=(
        Case(
            servers={"ns1": f"{_KEY}\n! _domainkey * nxdomain", "ns2": _KEY},
            expects=f'{_KEY}\ns2._domainkey TXT "v=DKIM1; p=MIIB"',
            says=(
                (
                    "ns1 says that _domainkey.example.org does not exist, although it has "
                    "s1._domainkey.example.org"
                ),
            ),
        ),
        Case(
            servers={"ns1": "s.b MX 10 f.a.example.\n! b * nxdomain", "ns2": "as ns1"},
            expects="s.b MX 10 f.a.example.",
            says=(
                (
                    "ns1 and ns2 say that b.example.org does not exist, although they have "
                    "s.b.example.org"
                ),
            ),
        ),
    ),
)
def ent_nxdomain(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """A name server says that a name does not exist, although it has names below it.

    ## Why it matters
    Nothing can stand below a name that does not exist. A resolver that takes the server at its
    word (RFC 8020), or asks for one label after the other (RFC 9156), then denies the record, too.

    ## How to fix it
    Update the name server software, or ask the DNS host to. Until then any record at the name
    helps, a TXT record with the text `-` for example.
    """
    told: set[str] = set()
    for expected in domain.records:
        holding = at_name_servers(world, expected).holding
        for name in _between(world, expected.name):
            denying = _denying(world, holding, name)
            if denying and name not in told:
                told.add(name)
                yield _problem(denying, name, expected.name)


def _between(world: World, name: str) -> list[str]:
    zone = world.cuts.get(name, world.cut).zone
    return [a for a in ancestors(name, zone) if is_below(a, zone)]


def _denying(world: World, vantages: tuple[Vantage, ...], name: str) -> tuple[Vantage, ...]:
    said = world.each(vantages, name, "TXT")
    return tuple(v for v, a in said.items() if a.status is AnswerStatus.NXDOMAIN)


def _problem(denying: tuple[Vantage, ...], name: str, below: str) -> Problem:
    say, have = ("say", "they have") if plural(denying) else ("says", "it has")
    message = f"{servers(denying)} {say} that {name} does not exist, although {have} {below}"
    return Problem(message, name=name, type="", vantages=denying)
