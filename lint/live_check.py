"""A live check: the zone's own servers first, then resolvers for what those have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .live_domain import DomainCheck, Scene
from .memory import Memory
from .model import Result, SenderDomain, Vantage
from .network import Asked, Cut, Leads, Network, nowhere
from .noun import NamedTuple
from .onward import Onward
from .part import result
from .settings import Settings
from .sources.authority import Zone

# Seconds after which a server is not waited for where others have answered: by then also TCP has
# been tried where UDP gets lost.
LATE = 1.2
MAX_ROUNDS = 60  # a chain of dependent questions is never longer


class Progress(NamedTuple):
    """How far a run is: `round` counts from 1, `lacking` questions are asked in it."""

    round: int
    lacking: int


def _silent(_: Progress) -> None:
    """Nobody wants to know."""


def check_live(
    domains: Sequence[SenderDomain],
    network: Network,
    settings: Settings,
    *,
    authoritative: bool = True,
    files: Sequence[Zone] = (),
    told: Callable[[Progress], None] = _silent,
) -> Result:
    """Judge every domain by what the network says; `told` hears of each round of questions.

    All domains share rounds, so that a run takes as long as its longest chain of questions that
    depend on each other. Without `authoritative` only resolvers are asked. `files` are zones to
    compare with what servers say; the network answers for them.
    """
    memory = Memory(_leads(domains, network.resolvers))
    scene = Scene(memory, network.resolvers, settings, authoritative, tuple(files))
    checks = [DomainCheck(domain, scene) for domain in domains]
    for number in range(1, MAX_ROUNDS + 1):
        for check in checks:
            check.note()
        memory.send(network)  # on its way while rules run
        open_ = [check for check in checks if check.part() is None]
        if not open_:
            break
        told(Progress(number, memory.lacking))
        sketches = memory.sketch(network)
        _begin(sketches, checks, memory, network)
        memory.locate(network)
        if not sketches:  # else rules run while resolvers answer
            memory.fetch(network)
    memory.close()
    parts = [check.part() for check in checks]
    vantages: list[Vantage] = [v for check in checks for v in check.vantages()]
    return result([p for p in parts if p is not None], vantages, settings)


def _leads(domains: Sequence[SenderDomain], resolvers: Sequence[Vantage]) -> Leads:
    return Onward((d.name for d in domains), resolvers[0]) if resolvers else nowhere


def _begin(
    sketches: Mapping[str, Cut], checks: Sequence[DomainCheck], memory: Memory, network: Network
) -> None:
    """Ask about records while a zone's servers tell which others there are.

    A server that stays silent keeps nobody waiting: the others are asked what it was asked, and
    resolvers for what those have.
    """
    for check in checks:
        check.sketched(sketches)
    memory.send(network)
    if sketches:
        memory.fetch(network, within=LATE)
    for check in checks:
        check.published(sketches)
    silent = memory.silent()
    for servers in {cut.servers for cut in sketches.values()}:
        late = [a.question for a in silent if a.vantage in servers]
        memory.want(Asked(v, question) for question in late for v in servers)
    memory.send(network)
