"""NS04: the zone's own name servers give different answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint.at_servers import Standing, at_name_servers, delegated
from ..lint.cached import relevant
from ..lint.model import ExpectedRecord, Problem, SenderDomain, Severity, Vantage
from ..lint.rule import Case, Scope, rule
from ..lint.wording import listed
from ..lint.world import World

_NONE = '_dmarc TXT "v=DMARC1; p=none"'
_REJECT = '_dmarc TXT "v=DMARC1; p=reject"'
_KEY = 's1._domainkey TXT "v=DKIM1; p=MIGf"'
_OLD_KEY = 's1._domainkey TXT "v=DKIM1; p=MIIB"'
_SOA = "@ SOA ns1. h. {} 7200 900 1209600 300\n"
_LATER = (
    "Secondary name servers follow within seconds to a few minutes after a change: check again "
    "first. If it stays so, repair the zone transfer to the server that is behind (look at "
    "NOTIFY, at the serial number and at the allowed addresses), or make the same change at the "
    "second DNS host."
)


@rule(
    "NS04",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    refs=("RFC 1034 section 4.3.5", "RFC 1996"),
    good=(
        Case(servers={"ns1": _KEY, "ns2": "as ns1"}, expects=_KEY),
        # Times to live, the order of records and the splitting of a text are no difference.
        Case(
            servers={
                "ns1": 's 300 TXT "v=spf1 include:a.example ~all"\ns TXT "x=1"\n',
                "ns2": 's 3600 TXT "x=1"\ns TXT "v=spf1 include:" "a.example ~all"\n',
            },
            expects='s TXT "v=spf1 include:a.example ~all"',
        ),
        # Silence and refusal are no answer.
        Case(servers={"ns1": _KEY, "ns2": "timeout", "ns3": "refused"}, expects=_KEY),
        # One of them also holds the zone that an alias leads to.
        Case(
            servers={
                "ns1": "_dmarc CNAME d.sub\nsub NS ns2",
                "ns2": '_dmarc CNAME d.sub\nd.sub TXT "v=DMARC1; p=none"',
            },
            parent="@ NS ns1.\n@ NS ns2.",
            expects=_NONE,
        ),
        # All of them lack it, or have the same wrong value.
        Case(servers={"ns1": _OLD_KEY, "ns2": "as ns1"}, expects=_KEY),
        Case(servers={"ns1": "", "ns2": ""}, expects=_KEY),
        # Two DNS hosts with serial numbers of their own; other people's texts.
        Case(
            servers={
                "ns1": f'{_SOA.format(7)}{_KEY}\n@ TXT "a-token"\n@ TXT "x-site=1"',
                "ns2": f'{_SOA.format(900)}{_KEY}\n@ TXT "a-token"',
            },
            expects=f'{_KEY}\n@ TXT "a-token"',
        ),
    ),
    bad=(
        Case(
            servers={"ns1": f"{_SOA.format(41)}{_KEY}", "ns2": _SOA.format(38)},
            expects=_KEY,
            says=("ns1 has the record, ns2 does not have it (serial 41 against 38)",),
        ),
        Case(
            servers={"ns1": _KEY, "ns2": "as ns1", "ns3": _OLD_KEY, "ns4": ""},
            expects=_KEY,
            says=("ns1 and ns2 have the record, ns3 shows another one, ns4 does not have it",),
        ),
        Case(
            servers={"ns1": _NONE, "ns2": _REJECT},
            expects=_NONE,
            says=("the name servers show different records: ns1 one, ns2 another",),
        ),
    ),
)
def auth_servers_disagree(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """The zone's own name servers give different answers.

    ## Why it matters
    Whoever looks asks one of the name servers, by chance. The provider's check succeeds on one
    try and fails on the next, and so does the mail.

    ## How to fix it
    Check again after a few minutes: secondary name servers need a moment. If it stays so, repair
    the zone transfer to the server that is behind, or make the same change at the second DNS host.
    """
    for expected in domain.records:
        found = at_name_servers(world, expected)
        wrong = (*found.differing, *found.lacking)
        if wrong and _holds_one(world, expected, found):
            yield _problem(world, expected, f"{_told(found)}{_serials(world, found)}")
        elif not wrong and (groups := _variants(world, expected, found.holding)):
            named = zip(_named(groups), _WORDS, strict=False)
            told = ", ".join(f"{listed(names)} {word}" for names, word in named)
            message = f"the name servers show different records: {told}"
            yield _problem(world, expected, message, Severity.WARNING)


def _holds_one(world: World, expected: ExpectedRecord, found: Standing) -> bool:
    """Whether a server has the record that the world is sent to; else it stands elsewhere."""
    sent = delegated(world) if world.servers(expected.name) == world.authorities else ()
    return any(v in (sent or found.holding) for v in found.holding)


_WORDS = ("one", "another", "a third", "a fourth")


def _problem(
    world: World, expected: ExpectedRecord, message: str, severity: Severity | None = None
) -> Problem:
    return Problem(
        message,
        expected=expected,
        severity=severity,
        fix=_LATER,
        vantages=world.servers(expected.name),
    )


def _told(found: Standing) -> str:
    groups = (found.holding, found.differing, found.lacking)
    words = (
        ("has the record", "have the record"),
        ("shows another one", "show another one"),
        ("does not have it", "do not have it"),
    )
    named = zip(_named(groups), words, strict=True)
    return ", ".join(f"{listed(n)} {many if len(n) > 1 else one}" for n, (one, many) in named if n)


def _named(groups: Sequence[tuple[Vantage, ...]]) -> list[list[str]]:
    """The servers of each group, with their addresses where one server is in several groups."""
    every = [{v.label for v in group} for group in groups]
    twice = {label for labels in every for label in labels if sum(label in e for e in every) > 1}
    told = (
        (f"{v.label} ({v.address})" if v.label in twice else v.label for v in g) for g in groups
    )
    return [list(dict.fromkeys(names)) for names in told]


def _serials(world: World, found: Standing) -> str:
    """The zone's serial numbers at a server that has the record and at one that has not."""
    right = _serial(world, found.holding[0])
    wrong = _serial(world, (*found.differing, *found.lacking)[0])
    return f" (serial {right} against {wrong})" if right and wrong and right != wrong else ""


def _serial(world: World, vantage: Vantage) -> str:
    answer = world.ask(vantage, world.zone, "SOA")
    return answer.records[0].data.split()[2] if answer.records else ""


def _variants(
    world: World, expected: ExpectedRecord, holding: tuple[Vantage, ...]
) -> list[tuple[Vantage, ...]]:
    """The servers grouped by what they show, empty where all show the same."""
    groups: dict[frozenset[str], list[Vantage]] = {}
    for vantage, answer in world.each(holding, expected.name, expected.type).items():
        groups.setdefault(relevant(expected, answer), []).append(vantage)
    return [tuple(g) for g in groups.values()] if len(groups) > 1 else []
