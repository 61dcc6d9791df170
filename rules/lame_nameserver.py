"""NS02: a name server that the zone is delegated to does not answer for it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from ..lint.at_servers import has_flag, is_authoritative, is_own, is_owned
from ..lint.model import Answer, AnswerStatus, Problem, Question, SenderDomain, Severity, Vantage
from ..lint.network import Cut
from ..lint.records.names import is_within
from ..lint.rule import Case, Scope, rule
from ..lint.view import Unanswered
from ..lint.wording import listed
from ..lint.world import World, has

S = AnswerStatus
_DOES = {
    S.REFUSED: "refuses to answer for it",
    S.SERVFAIL: "fails to answer for it",
    S.TIMEOUT: "does not answer",
    S.NODATA: "has no such zone",
    S.NXDOMAIN: "has no such zone",
    S.ANSWERED: "is no authority for it",
}
_UNREACHED = (S.TIMEOUT, S.UNASKED)
_FROM_HERE = (
    "reached from here; where a firewall keeps questions in, --no-authoritative asks resolvers only"
)
_NO_ADDRESS = "has no address"
_ZONE = "@ TXT x"
_KEY = "s1._domainkey TXT p=MIIB"
_BELOW = "_domainkey NS ns3.\n_domainkey NS ns4."


@rule(
    "NS02",
    severity=Severity.ERROR,
    per=Scope.VANTAGES,
    refs=("RFC 1912 section 2.8", "RFC 9199 section 3"),
    good=(
        Case(servers={"ns1": _ZONE, "ns2": _ZONE}),
        # A load balancer that holds the records and nothing about the zone; a server that was
        # asked too much.
        Case(servers={"ns1": f"{_KEY}\n! @ SOA nodata", "ns2": "as ns1"}, expects=_KEY),
        Case(servers={"ns1": f"{_KEY}\n! @ SOA refused\n! @ NS refused"}, expects=_KEY),
        # Nothing can be reached from here: that says nothing about the zone.
        Case(servers={"ns1": "timeout", "ns2": "timeout"}, resolvers={"r1": "timeout"}),
        Case(servers={"ns1": "timeout"}),
        # The resolver reaches them, so the way from here is closed.
        Case(servers={"ns1": "timeout"}, resolvers={"r1": _ZONE}, elsewhere="org. NS a.example."),
        # A zone below that nothing is expected of; one without any server that answers, which is
        # told of each record; one with a load balancer.
        Case(
            servers={"ns1": "shop NS ns3.\nshop NS ns4.", "ns3": _ZONE, "ns4": "refused"},
            parent="@ NS ns1.",
            expects=_KEY,
        ),
        Case(
            servers={"ns1": "_domainkey NS ns3.", "ns3": "refused"},
            parent="@ NS ns1.",
            expects=_KEY,
        ),
        Case(
            servers={
                "ns1": _BELOW,
                "ns3": "s1 TXT p=MIIB",
                "ns4": "! @ SOA nodata\n! @ NS refused\ns1 TXT p=MIIB",
            },
            parent="@ NS ns1.",
            expects=_KEY,
        ),
    ),
    bad=(
        Case(
            servers={"ns1": _ZONE, "ns2": "refused"},
            says=("example.org is delegated to ns2, which refuses to answer for it",),
        ),
        Case(
            servers={"ns1": _ZONE, "ns2": "! * * answered noaa"},
            parent="@ NS ns1.\n@ NS ns2.\n@ NS ns3.",
            says=(
                "example.org is delegated to ns2, which is no authority for it",
                "example.org is delegated to ns3, which has no address",
            ),
        ),
        Case(
            servers={"ns1": "@ NS ns1.\n@ NS ns2.", "ns2": "refused"},
            parent="@ NS ns1.",
            says=("example.org itself names ns2, which refuses to answer for it",),
        ),
        # Its address was changed in the zone and not at the registrar (glue).
        Case(
            servers={
                "ns2": "@ NS ns1\n@ NS ns2.\nns1 A 192.0.2.99",
                "ns1.example.org": "refused",
            },
            says=(
                (
                    "example.org is delegated to ns1.example.org, which refuses to answer for it; "
                    "the zone above knows it at 192.0.2.2, the zone at 192.0.2.99"
                ),
            ),
        ),
        Case(
            servers={"ns1": "refused", "ns2": "timeout"},
            says=(
                (
                    "no name server answers for example.org: ns1 refuses to answer for it, "
                    "ns2 does not answer"
                ),
            ),
        ),
        Case(
            servers={"ns1": "timeout", "ns2": "timeout"},
            resolvers={"r1": "! @ SOA servfail"},
            elsewhere="org. NS a.example.",
            says=(
                (
                    "no name server answers for example.org: ns1 does not answer, "
                    "ns2 does not answer"
                ),
            ),
        ),
        # A zone of its own for the keys.
        Case(
            servers={"ns1": _BELOW, "ns3": "s1 TXT p=MIIB", "ns4": "timeout"},
            parent="@ NS ns1.",
            expects=_KEY,
            says=("_domainkey.example.org is delegated to ns4, which does not answer",),
        ),
        Case(
            servers={"ns1": _BELOW, "ns3": "refused", "ns4": "s1 TXT p=MIIB"},
            parent="@ NS ns1.",
            expects=_KEY,
            says=("_domainkey.example.org is delegated to ns3, which refuses to answer for it",),
        ),
    ),
)
def lame_nameserver(world: World, domain: SenderDomain) -> Iterator[Problem]:
    """A name server that the world is sent to does not answer for the zone.

    ## Why it matters
    Resolvers choose one of the zone's name servers by chance. Where one of them refuses or stays
    silent, look-ups are slow and some fail; where all do, the domain cannot be seen at all.

    ## How to fix it
    Create the zone on that server, or remove the server from the list of name servers at the
    registrar. A server that should answer: look at its firewall (port 53, UDP and TCP).
    """
    if not world.zone:
        raise Unanswered(_soa(world), world.cut.reason)
    if not is_own(world):
        return
    said = world.each(world.authorities, *_soa(world))
    faults, working = _health(world, world.cut, said)
    if working:
        yield from _partly(world, world.cut, said, faults, working)
    elif faults and _is_proven(world, said):
        told = ", ".join(f"{label} {why}" for label, why in faults.items())
        message = f"no name server answers for {world.zone}: {told}"
        yield Problem(message, name=world.zone, type="", vantages=tuple(said))
    elif not said and world.cut.parent_ns and _fails_everywhere(world, S.SERVFAIL):
        told = f"nobody can look up the address of {listed(world.cut.parent_ns)}"
        yield Problem(f"no name server answers for {world.zone}: {told}", name=world.zone, type="")
    elif unreached := {v.label for v, a in said.items() if a.status in _UNREACHED}:
        raise Unanswered(_soa(world), f"{listed(sorted(unreached))} could not be {_FROM_HERE}")
    for cut in world.near:
        yield from _beside(world, cut)


def _beside(world: World, cut: Cut) -> Iterator[Problem]:
    """The servers of another zone that holds expected records, as long as one of them works.

    Where none does, another rule tells it of each record.
    """
    if is_owned(cut.zone):
        said = world.each(cut.servers, cut.zone, "SOA")
        faults, working = _health(world, cut, said)
        if working:
            yield from _partly(world, cut, said, faults, working)


def _soa(world: World) -> Question:
    return Question(world.zone, "SOA")


def _health(
    world: World, cut: Cut, said: Mapping[Vantage, Answer]
) -> tuple[dict[str, str], set[str]]:
    """What is wrong with each of a zone's name servers, and those that work."""
    faults = _faults(said)
    holding = _holding(world, cut, tuple(said)) if faults else set()
    faults = {label: why for label, why in faults.items() if label not in holding}
    faults |= dict.fromkeys(cut.unresolved, _NO_ADDRESS)
    return faults, {v.label for v, a in said.items() if _works(a)} | holding


def _partly(
    world: World,
    cut: Cut,
    said: Mapping[Vantage, Answer],
    faults: Mapping[str, str],
    working: Container[str],
) -> Iterator[Problem]:
    """The servers that do not answer where others do."""
    here = {v.label for v, a in said.items() if _is_way_open(v, a, said)}
    for label, why in faults.items():
        if label in here or label in cut.unresolved:
            moved = _moved(world, cut, label, said, [v for v in said if v.label in working])
            yield _one(cut, said, label, why + moved)


def _faults(said: Mapping[Vantage, Answer]) -> dict[str, str]:
    """What is wrong with each name server none of whose addresses answers for the zone."""
    faults: dict[str, str] = {}
    for vantage, answer in said.items():
        others = [a for v, a in said.items() if v.label == vantage.label]
        cut_short = has_flag(answer, "TC")  # another rule's to say
        if answer.status in _DOES and not cut_short and not any(_works(a) for a in others):
            faults.setdefault(vantage.label, _DOES[answer.status])
    return faults


def _holding(world: World, cut: Cut, vantages: tuple[Vantage, ...]) -> set[str]:
    """The servers that hold data of the zone, whatever they say about the zone itself."""
    own = [e.question for e in world.domain.records if world.servers(e.name) == vantages]
    main = cut.zone == world.zone
    apart = [Question(world.domain.name, t) for t in ("TXT", "MX") if main]  # are asked anyway
    questions = dict.fromkeys((Question(cut.zone, "NS"), *apart, *own))
    said = (world.each(vantages, *q).items() for q in questions)
    return {v.label for answers in said for v, a in answers if has(a) and is_authoritative(a)}


def _works(answer: Answer) -> bool:
    return answer.status is S.ANSWERED and is_authoritative(answer)


def _is_way_open(vantage: Vantage, answer: Answer, said: Mapping[Vantage, Answer]) -> bool:
    """Whether silence is the server's own: another one was reached by the same protocol."""
    alike = [a for v, a in said.items() if _is_ipv6(v) is _is_ipv6(vantage)]
    return answer.status is not S.TIMEOUT or any(a.status is not S.TIMEOUT for a in alike)


def _is_ipv6(vantage: Vantage) -> bool:
    return (vantage.address or "").count(":") > 1


def _one(cut: Cut, said: Mapping[Vantage, Answer], label: str, why: str) -> Problem:
    sent = label in cut.parent_ns or not cut.parent_ns
    start = f"{cut.zone} is delegated to {label}" if sent else f"{cut.zone} itself names {label}"
    return Problem(
        f"{start}, which {why}",
        name=cut.zone,
        type="NS",
        severity=Severity.WARNING,
        discriminator=label,
        vantages=tuple(v for v in said if v.label == label),
    )


def _moved(
    world: World, cut: Cut, label: str, vantages: Iterable[Vantage], working: Sequence[Vantage]
) -> str:
    """Where the zone's own server has another address than the one that the zone above keeps."""
    if not is_within(label, cut.zone):
        return ""
    every = (v for v in vantages if v.label == label and not _is_ipv6(v))
    asked = {v.address for v in every if v.address}
    answers = world.each(working, label, "A").values()
    own = {r.data for a in answers if is_authoritative(a) for r in a.records if r.type == "A"}
    if not asked or not own or asked & own:
        return ""
    return (
        f"; the zone above knows it at {listed(sorted(asked))}, the zone at {listed(sorted(own))}"
    )


def _is_proven(world: World, said: Mapping[Vantage, Answer]) -> bool:
    """Whether the servers are at fault, and not the way from here to them.

    A refusal is proof. Silence is one where a resolver that works cannot reach them either.
    """
    if not said or any(a.status not in _UNREACHED for a in said.values()):
        return True
    return _fails_everywhere(world, S.SERVFAIL, S.TIMEOUT)


def _fails_everywhere(world: World, *how: AnswerStatus) -> bool:
    """Whether no resolver that works finds the zone, and all fail in one of these ways."""
    control = world.each(world.resolvers, world.cut.parent, "NS")
    able = [r for r, a in control.items() if a.status is S.ANSWERED]
    tried = world.each(able, *_soa(world))
    return bool(tried) and all(a.status in how for a in tried.values())
