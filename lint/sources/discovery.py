"""How the zone of a name is found: from the top-level domain down, zone by zone.

Pure: what is not known yet is noted, asked for, and the search runs again. Resolvers are asked
only about top-level domains, zones and hosts that a zone names as its servers. Whether a name
below exists is asked at the servers of the zone above it, so that no resolver learns that an
owner name which is still to be published does not exist (RFC 2308).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ..model import AnswerStatus, Question, Record, Vantage, VantageKind
from ..network import Cut, no_top_level
from ..noun import NamedTuple
from ..records import names
from .early import first_question
from .server_address import of_server
from .wire_answer import Referral, Reply

MAX_NS = 32  # name servers of one zone
MAX_ADDRESSES = 8  # of one name server
MAX_SERVERS = 40  # addresses of all name servers of one zone: each is asked every question
FEW = 3  # servers that are enough to find what lies below a zone
AT_ONCE = 8  # names below a zone that are asked for together
MAX_ZONES = 20  # on the way down to one name
_NEGATIVE = (AnswerStatus.NODATA, AnswerStatus.NXDOMAIN)


class Probe(NamedTuple):
    """A question to the first of these servers that can answer it.

    `zone` is the zone that they serve, None for resolvers and where it does not matter.
    """

    question: Question
    servers: tuple[Vantage, ...]
    zone: str | None = None


class NotYetKnown(Exception):  # noqa: N818 - not an error: the signal to ask and run again
    """The search needs an answer that has been noted and not been asked for yet."""


class Unfound(Exception):  # noqa: N818 - an outcome that ends the search, told to the reader
    """The zone cannot be found; `str()` says why."""


class Zone(NamedTuple):
    """A zone on the way down; `above` are the servers that refer to it, empty where unknown."""

    name: str
    parent: str
    ns: tuple[str, ...]
    glue: tuple[tuple[str, str], ...] = ()
    above: tuple[Vantage, ...] = ()


class Discovery:
    """What is known so far; `wanted` collects the probes that can be made already.

    The next run needs the answers to those that are `needed`, too.

    `sketch` is the cut as far as the zone above tells it: the servers that it names can already be
    asked while the zone's own servers say which others there are.
    """

    def __init__(
        self,
        resolvers: Sequence[Vantage],
        known: Mapping[Probe, Reply],
        *,
        port: int = 53,
        routed: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.wanted: dict[Probe, None] = {}
        self.needed: tuple[Probe, ...] = ()
        self.sketch: Cut | None = None
        self._resolvers, self._known = tuple(resolvers), known
        self._port, self._routed = port, routed

    def cut(self, name: str) -> Cut | None:
        """The zone that a name lies in; None where more has to be asked first."""
        try:
            return self._finished(self._deepest(name))
        except NotYetKnown:
            return None
        except Unfound as outcome:
            return Cut("", reason=str(outcome))

    def _deepest(self, name: str) -> Zone:
        zone = self._top(name)
        for _ in range(MAX_ZONES):
            below = self._below(zone, name)
            if below is None:
                return zone
            zone = below
        return zone

    # Asking.

    def _any(self, name: str, type_: str, servers: Sequence[Vantage]) -> Reply:
        probe = Probe(Question(name, type_), tuple(servers))
        self._need([probe])
        return self._known[probe]

    def _note(self, probes: Iterable[Probe]) -> None:
        """Have these asked together with whatever else is missing."""
        self.wanted.update(dict.fromkeys(p for p in probes if p not in self._known))

    def _need(self, probes: Sequence[Probe]) -> None:
        """Stop here until all of these have been asked."""
        self._note(probes)
        self.needed = tuple(p for p in probes if p not in self._known)
        if self.needed:
            raise NotYetKnown

    # The way down.

    def _top(self, name: str) -> Zone:
        """The zone to start from, the top-level domain if resolvers know it."""
        if not self._resolvers:
            raise Unfound("there is no resolver to ask for the servers of the top-level domain")
        top, type_ = first_question(name)
        reply = self._any(top, type_, self._resolvers)
        if reply.answer.status is AnswerStatus.ANSWERED:
            return Zone(top, "", _targets(reply.answer.records))
        zone = self._known_to_resolvers(name, len(names.labels(top)))
        if zone is None:
            raise Unfound(_no_top(top, reply))
        return zone

    def _known_to_resolvers(self, name: str, above: int) -> Zone | None:
        """The next zone below by the resolvers' word, where the zone above cannot be asked.

        So it is where a firewall or a private network hides the way from the top. Names that
        records of mail senders have are not asked for, nor anything below a name that is not there.
        """
        for size in (above + 1, above + 2):
            labels = names.labels(name)[-size:]
            if len(labels) < size or any(label.startswith("_") for label in labels):
                return None
            reply = self._any(".".join(labels), "NS", self._resolvers)
            if reply.answer.status is AnswerStatus.ANSWERED and not reply.answer.chain:
                return Zone(".".join(labels), "", _targets(reply.answer.records))
            if reply.answer.status is AnswerStatus.NXDOMAIN:
                return None
        return None

    def _below(self, zone: Zone, name: str) -> Zone | None:
        """The next zone cut on the way to the name, None where the name lies in this zone."""
        below = [a for a in (name, *names.ancestors(name, zone.name)) if a != zone.name][::-1]
        if not below:
            return None
        servers = self._few(zone)
        size = 1 if len(names.labels(zone.name)) < 2 else AT_ONCE
        while below:
            asked, below = below[:size], below[size:]
            replies = self._step(zone, servers, asked)
            cut = _first_cut(zone, asked, replies, servers)
            if cut is not None or not replies or not replies[-1].is_known:
                return cut or self._hidden(zone, name, replies)
            if replies[-1].answer.status is AnswerStatus.NXDOMAIN:
                return None
            size = AT_ONCE
        return None

    def _hidden(self, zone: Zone, name: str, replies: Sequence[Reply]) -> Zone | None:
        """What resolvers know below a top-level domain whose servers cannot be asked."""
        labels = len(names.labels(zone.name))
        if labels > 1 or any(r.is_known for r in replies):
            return None
        return self._known_to_resolvers(name, labels)

    def _step(self, zone: Zone, servers: tuple[Vantage, ...], below: Sequence[str]) -> list[Reply]:
        if not servers:
            return []
        probes = [Probe(Question(name, "NS"), servers, zone.name) for name in below]
        self._need(probes)
        return [self._known[p] for p in probes]

    def _few(self, zone: Zone) -> tuple[Vantage, ...]:
        """Some servers of a zone, enough to ask what lies below it."""
        found = list(zone.glue)
        hosts = [h for h in zone.ns if _is_for_resolvers(zone, h)][:FEW]
        for type_ in ("A", "AAAA"):
            if self._is_reachable(found):
                break
            lookups = self._lookups(hosts, self._resolvers, type_)
            self._need(lookups)
            found += self._addresses(lookups)
        return tuple(self._vantages(found)[: 2 * FEW])

    def _is_reachable(self, found: Iterable[tuple[str, str]]) -> bool:
        return any(_is_usable(a) and self._routed(a) for _, a in found)

    # Addresses.

    def _glued(self, zone: Zone) -> list[Vantage]:
        return self._vantages((h, a) for h, a in zone.glue if h in zone.ns)

    def _lookups(
        self, hosts: Iterable[str], servers: tuple[Vantage, ...], *types: str
    ) -> list[Probe]:
        return [Probe(Question(h, t), servers) for h in hosts if servers for t in types]

    def _addresses(self, lookups: Iterable[Probe]) -> Iterator[tuple[str, str]]:
        """The addresses that are known by now."""
        for probe in lookups:
            if probe in self._known:
                for record in self._known[probe].answer.records[:MAX_ADDRESSES]:
                    yield probe.question.name, record.data

    def _vantages(self, found: Iterable[tuple[str, str]]) -> list[Vantage]:
        """One vantage for each usable address; without a route only if there is no other."""
        usable = [(h, a) for h, a in dict.fromkeys(found) if _is_usable(a)]
        routed = [(h, a) for h, a in usable if self._routed(a)] or usable
        routed = routed[:MAX_SERVERS]
        kind = VantageKind.AUTHORITATIVE
        return [Vantage(kind, h, of_server(a, self._port).text) for h, a in routed]

    # The cut.

    def _finished(self, zone: Zone) -> Cut:
        """Everything about the zone: its servers as parent and child name them, and its DS."""
        self._note([_ds(zone, self._resolvers)])
        few, lookups = self._first_servers(zone)
        named = self._servers(zone, zone.ns, lookups)
        self.sketch = Cut(zone.name, zone.parent, zone.ns, servers=tuple(named))
        child_ns = self._child_ns(zone, named)
        hosts = tuple(dict.fromkeys((*zone.ns, *child_ns)))[:MAX_NS]
        lookups = self._host_lookups(zone, hosts, few)
        self._need([*lookups, _ds(zone, self._resolvers)])
        servers = self._servers(zone, hosts, lookups)
        lacking = [h for h in hosts if h not in {h for h, _ in self._found(zone, hosts, lookups)}]
        absent = [h for h in lacking if self._is_absent(h, lookups)]
        ds = self._known[_ds(zone, self._resolvers)]
        return Cut(
            zone.name,
            parent=zone.parent,
            parent_ns=zone.ns if zone.above else (),
            child_ns=child_ns,
            servers=tuple(servers),
            unresolved=tuple(absent),
            ds=ds.answer.records if ds.is_known else None,
            reason=_reason(servers, [h for h in lacking if h not in absent]),
        )

    def _first_servers(self, zone: Zone) -> tuple[tuple[Vantage, ...], list[Probe]]:
        """Some servers by glue or by what resolvers say, and the look-ups of all hosts so far.

        Servers with glue are asked for the zone's NS records without waiting for the others.
        """
        outside = self._host_lookups(zone, zone.ns, ())
        self._note(outside)
        few = tuple(self._glued(zone)[: 2 * FEW])
        if not few:
            self._need(outside)
            few = tuple(self._vantages(self._addresses(outside))[: 2 * FEW])
        lookups = self._host_lookups(zone, zone.ns, few)
        self._note([*lookups, *(Probe(Question(zone.name, "NS"), (s,)) for s in few)])
        self._need(outside)
        return few, lookups

    def _host_lookups(
        self, zone: Zone, hosts: Sequence[str], few: tuple[Vantage, ...]
    ) -> list[Probe]:
        """Look-ups of addresses: the zone's own hosts at `few` of its servers, others elsewhere.

        Of a top-level domain's many servers only some are looked up.
        """
        if len(names.labels(zone.name)) < 2:
            hosts = hosts[:FEW]
        outside = [h for h in hosts if _is_for_resolvers(zone, h)]
        inside = [h for h in hosts if h not in outside]
        return [
            *self._lookups(outside, self._resolvers, "A", "AAAA"),
            *self._lookups(inside, few, "A", "AAAA"),
        ]

    def _found(
        self, zone: Zone, hosts: Sequence[str], lookups: Sequence[Probe]
    ) -> list[tuple[str, str]]:
        """Hosts and their usable addresses, in the order of the hosts."""
        found = [p for p in (*zone.glue, *self._addresses(lookups)) if _is_usable(p[1])]
        return [(h, a) for host in hosts for h, a in found if h == host]

    def _servers(self, zone: Zone, hosts: Sequence[str], lookups: Sequence[Probe]) -> list[Vantage]:
        return self._vantages(self._found(zone, hosts, lookups))

    def _child_ns(self, zone: Zone, servers: Sequence[Vantage]) -> tuple[str, ...]:
        probes = [Probe(Question(zone.name, "NS"), (s,)) for s in servers]
        self._need(probes)
        own = [self._known[p].answer for p in probes]
        told = [a for a in own if "AA" in a.flags and not a.chain]
        return _targets(r for a in told for r in a.records)

    def _is_absent(self, host: str, lookups: Sequence[Probe]) -> bool:
        """Whether both look-ups say that there is no address; being silent does not count.

        A host of the zone itself has no look-ups where no server of the zone has an address.
        """
        mine = [p for p in lookups if p.question.name == host]
        return all(self._known[p].answer.status in _NEGATIVE for p in mine)


def _is_for_resolvers(zone: Zone, host: str) -> bool:
    """Whether a host's address may be asked of resolvers: not in the zone that was found.

    A zone's own hosts are known by the referral to it and by its own servers.
    """
    return not zone.above or not names.is_within(host, zone.name)


def _ds(zone: Zone, resolvers: tuple[Vantage, ...]) -> Probe:
    return Probe(Question(zone.name, "DS"), zone.above or resolvers)


def _first_cut(
    zone: Zone, below: Sequence[str], replies: Sequence[Reply], servers: tuple[Vantage, ...]
) -> Zone | None:
    """The cut nearest to the zone that the replies show; glue from outside the zone is not kept."""
    for name, reply in zip(below, replies, strict=False):
        referral = reply.referral
        if referral is None or not _is_cut(zone, name, reply, referral):
            continue
        glue = tuple((h, a) for h, a in referral.glue if names.is_within(h, zone.name))
        return Zone(referral.zone, zone.name, referral.ns[:MAX_NS], glue, servers)
    return None


def _is_cut(zone: Zone, name: str, reply: Reply, referral: Referral) -> bool:
    """Whether name servers are named for a zone below this one, at or above the name."""
    if reply.answer.chain or not names.is_below(referral.zone, zone.name):
        return False
    return bool(referral.ns) and names.is_within(name, referral.zone)


def _targets(records: Iterable[Record]) -> tuple[str, ...]:
    """Name servers in the order of their names; servers turn them with each answer."""
    return tuple(sorted({r.target for r in records if r.type == "NS" and r.target}))[:MAX_NS]


def _is_usable(address: str) -> bool:
    """Whether a server can have this address; nobody answers at 0.0.0.0 or for a group."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return not (ip.is_unspecified or ip.is_multicast)


def _no_top(top: str, reply: Reply) -> str:
    if reply.answer.status is AnswerStatus.NXDOMAIN:
        return no_top_level(top)
    why = f": {reply.answer.reason}" if reply.answer.reason else ""
    return f"no resolver could say who serves the top-level domain {top}{why}"


def _reason(servers: Sequence[Vantage], unclear: Sequence[str]) -> str:
    if unclear:
        return f"the address of {', '.join(unclear[:3])} could not be asked"
    return "" if servers else "none of the zone's name servers has an address"
