"""A rule's case as a network: name servers and resolvers that say what the case states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from senderlint.lint.model import (
    Answer,
    AnswerStatus,
    Question,
    Record,
    Vantage,
    VantageKind,
)
from senderlint.lint.network import Asked, Cut, Leads, nowhere
from senderlint.lint.records import names
from senderlint.lint.rule import Case
from senderlint.lint.sources.authority import fetch
from senderlint.lint.sources.zone_file import ZoneFile, zone_from_bytes

SOA = "@ 3600 SOA ns1.dnshost.example. hostmaster.dnshost.example. 1 7200 900 1209600 300\n"
KNOWN = (AnswerStatus.ANSWERED, AnswerStatus.NODATA, AnswerStatus.NXDOMAIN)
COMPOSED = ("A", "AAAA", "CAA", "CNAME", "DNAME", "DS", "MX", "NS", "SRV", "SSHFP", "TLSA", "TXT")


class Stated(NamedTuple):
    """One line `! NAME TYPE STATUS`."""

    name: str
    type: str
    status: str
    ttl: int | None
    extended_errors: tuple[str, ...]
    flags: frozenset[str]


class Server:
    """One server of a case: its zone, and the answers that no zone holds."""

    def __init__(self, text: str, origin: str, ns: Iterable[str], vantage: Vantage) -> None:
        self.vantage, self.origin = vantage, origin
        if text in [s.value for s in AnswerStatus]:
            text = f"! * * {text}"
        lines = text.splitlines()
        self.stated = [_stated(line, origin) for line in lines if line.startswith("!")]
        body = [line for line in lines if not line.startswith("!")]
        self.zone = _zone("\n".join(body), origin, ns)

    def answer(self, question: Question, *, checking: bool) -> Answer:
        """What the server says about a name of its zone."""
        for line in self.stated:
            if line.name in ("*", question.name) and line.type in ("*", question.type):
                return self._as_stated(line, question, checking)
        return self._held(question)

    def always(self, question: Question) -> Answer | None:
        """What the server says to everything that it is asked, None where that depends."""
        line = next((x for x in self.stated if x.name == x.type == "*"), None)
        return None if line is None else self._as_stated(line, question, checking=True)

    def _as_stated(self, line: Stated, question: Question, checking: bool) -> Answer:
        held = self._held(question)
        if line.status == "bogus" and not checking:
            return held
        errors = line.extended_errors
        flags = tuple(f for f in held.flags if f"NO{f}" not in line.flags)
        flags += tuple(sorted(f for f in line.flags if not f.startswith("NO")))
        if line.status == "answered":
            return held._replace(extended_errors=errors, flags=flags)
        status = AnswerStatus.SERVFAIL if line.status == "bogus" else AnswerStatus(line.status)
        if status not in (AnswerStatus.NXDOMAIN, AnswerStatus.NODATA):
            flags = tuple(f for f in flags if f != "AA")
        ttl = held.negative_ttl if line.ttl is None else line.ttl
        return Answer(
            question,
            status,
            negative_ttl=ttl if status in KNOWN else None,
            flags=flags,
            extended_errors=errors,
            reason="" if status in KNOWN else f"{self.vantage.label} says {status}",
            vantage=self.vantage,
        )

    def _held(self, question: Question) -> Answer:
        found = fetch([self.zone], [question])[question]
        kind = self.vantage.kind
        if found.status is AnswerStatus.UNASKED:
            # The name is delegated, or the alias leads out of the zone: see `Network.ask`.
            found = found._replace(status=AnswerStatus.UNKNOWABLE)
        if found.chain and kind is VantageKind.RESOLVER:
            found = found._replace(status=AnswerStatus.ANSWERED, reason="")
        if found.ttl is None and found.chain:
            found = found._replace(ttl=found.chain[0].ttl)
        flag = "AA" if kind is VantageKind.AUTHORITATIVE else "RA"
        flags = (flag,) if found.status in KNOWN or found.chain else ()
        return _plain(found)._replace(vantage=self.vantage, flags=flags)


def _plain(found: Answer) -> Answer:
    """An answer as it comes over the wire: no wildcard's name, no line of a file."""
    return found._replace(
        wildcard=None,
        records=tuple(r._replace(where=None, written=None) for r in found.records),
        chain=tuple(r._replace(where=None, written=None) for r in found.chain),
    )


def _stated(line: str, origin: str) -> Stated:
    name, type_, status, *more = line[1:].split()
    ttl = [int(m[4:]) for m in more if m.startswith("ttl=")]
    return Stated(
        name if name == "*" else names.canonical(name, origin),
        type_,
        status,
        ttl[0] if ttl else None,
        tuple(m[4:] for m in more if m.startswith("ede=")),
        frozenset(m.upper() for m in more if "=" not in m),
    )


def _zone(text: str, origin: str, ns: Iterable[str]) -> ZoneFile:
    """The text as a zone, with the records of its own name that it does not state."""
    bare = zone_from_bytes(f"{SOA}{text}\n".encode(), path="case.server", origin=origin)
    apex = [r for n in bare.nodes() if n.name == origin for r in n.records]
    head = "" if sum(r.type == "SOA" for r in apex) > 1 else SOA
    if not any(r.type == "NS" for r in apex):
        head += "".join(f"@ 86400 NS {n}.\n" for n in ns)
    data = f"$TTL 300\n{head}{text}\n".encode()
    return zone_from_bytes(data, path="case.server", origin=origin)


class CaseNetwork:
    """The servers and resolvers of a case, as `senderlint.lint.network.Network` has them."""

    def __init__(self, case: Case, domain: str) -> None:
        self.case, self.domain = case, names.canonical(domain + ".")
        self.origin = names.canonical(case.origin + ".")
        self._at = {
            label: Vantage(VantageKind.AUTHORITATIVE, label, f"192.0.2.{n}")
            for n, label in enumerate(case.servers, 1)
        }
        self._resolving = {
            label: Vantage(VantageKind.RESOLVER, label, f"198.51.100.{n}")
            for n, label in enumerate(case.resolvers, 1)
        }
        self._parent_ns, self._ds = self._at_parent()
        self._servers: dict[Vantage, Server] = {}
        self._cuts: dict[str, tuple[Record, ...]] = {}
        self._keys: dict[str, tuple[Record, ...]] = {}  # the DS records beside each cut
        self._start()
        self._elsewhere = self._rest()
        self.asked: list[Asked] = []
        self.foreseen: list[Asked] = []

    @property
    def resolvers(self) -> tuple[Vantage, ...]:
        """The recursive resolvers."""
        return tuple(self._resolving.values())

    @property
    def now(self) -> datetime | None:
        """When all this is said."""
        return datetime.fromisoformat(self.case.now) if self.case.now else None

    def _at_parent(self) -> tuple[tuple[str, ...], tuple[Record, ...] | None]:
        if not self.case.parent:
            return tuple(self.case.servers), ()
        zone = zone_from_bytes(self.case.parent.encode(), path="case.parent", origin=self.origin)
        records = [r for node in zone.nodes() for r in node.records]
        ns = tuple(r.target for r in records if r.type == "NS")
        return ns or tuple(self.case.servers), tuple(r for r in records if r.type == "DS")

    def _start(self) -> None:
        """Give every server its zone; servers of a zone below are named by its NS records."""
        first = {**self.case.servers, **self.case.resolvers}
        places = {**self._at, **self._resolving}
        for label, text in first.items():
            text = first[text[3:]] if text.startswith("as ") else text
            origin = next((c for c, ns in self._cuts.items() if label in _targets(ns)), self.origin)
            ns = self._parent_ns if origin == self.origin else _targets(self._cuts[origin])
            server = Server(text, origin, ns, places[label])
            self._servers[server.vantage] = server
            for node in server.zone.nodes():
                if node.name != server.origin and node.of("NS"):
                    self._cuts.setdefault(node.name, node.of("NS"))
                    self._keys.setdefault(node.name, node.of("DS"))

    def _rest(self) -> ZoneFile:
        """What everybody else holds, and the addresses of the servers."""
        lines = [f"{v.label}. 3600 A {v.address}" for v in self._at.values()]
        above = names.parent(self.origin)
        if above and f"\n{above}. NS " not in f"\n{self.case.elsewhere}":
            lines.append(f"{above}. NS a.nic.example.")
        text = "\n".join(["$TTL 300", *lines, self.case.elsewhere, ""])
        data = f". 3600 SOA . . 1 1 1 1 1\n{text}".encode()
        return zone_from_bytes(data, path="case.elsewhere", origin=".")

    def foresee(self, questions: Iterable[Asked], _: Leads = nowhere) -> None:
        """Answers come at once."""
        self.foreseen += questions

    def sketch(self, asked: Iterable[str]) -> dict[str, Cut]:
        """The zone of each name with the servers that the zone above names."""
        return {name: _sketched(self._cut(name)) for name in asked}

    def locate(self, asked: Iterable[str]) -> dict[str, Cut]:
        """The zone of each name."""
        return {name: self._cut(name) for name in asked}

    def _cut(self, name: str) -> Cut:
        below = [c for c in self._cuts if names.is_within(name, c)]
        if below:
            zone = max(below, key=len)
            return self._as_cut(zone, self.origin, _targets(self._cuts[zone]), self._keys[zone])
        parent = names.parent(self.origin)
        return self._as_cut(self.origin, parent, self._parent_ns, self._ds)

    def _as_cut(
        self, zone: str, parent: str, ns: tuple[str, ...], ds: tuple[Record, ...] | None
    ) -> Cut:
        first = [self._servers[self._at[n]] for n in ns if n in self._at]
        said = [s.answer(Question(zone, "NS"), checking=True) for s in first]
        child = next((_targets(a.records) for a in said if a.records), ())
        every = dict.fromkeys((*ns, *child))
        return Cut(
            zone=zone,
            parent=parent,
            parent_ns=ns,
            child_ns=child,
            servers=tuple(self._at[n] for n in every if n in self._at),
            unresolved=tuple(n for n in every if n not in self._at),
            ds=ds,
        )

    def ask(self, questions: Iterable[Asked], _: float | None = None) -> dict[Asked, Answer]:
        """What each server says."""
        found = {a: self._answer(a) for a in questions}
        self.asked += found
        return found

    def _answer(self, asked: Asked) -> Answer:
        vantage, question, checking = asked
        server = self._servers[vantage]
        if names.is_within(question.name, server.origin):
            answer = server.answer(question, checking=checking)
            is_open = answer.chain and not answer.records and vantage in self.resolvers
            return self._followed(answer) if is_open else answer
        if vantage in self.resolvers:
            always = server.always(question)
            if always is not None:
                return always
            return self._from_elsewhere(question)._replace(vantage=vantage, flags=("RA",))
        reason = f"{vantage.label} says refused"
        return Answer(question, AnswerStatus.REFUSED, reason=reason, vantage=vantage)

    def _followed(self, answer: Answer) -> Answer:
        """An alias that leads out of the zone, followed by a resolver."""
        target = answer.chain[-1].target
        if not target or names.is_within(target, self.origin):
            return answer
        rest = self._from_elsewhere(Question(target, answer.question.type))
        return rest._replace(
            question=answer.question,
            chain=answer.chain + rest.chain,
            vantage=answer.vantage,
            flags=answer.flags,
        )

    def _from_elsewhere(self, question: Question) -> Answer:
        return _plain(fetch([self._elsewhere], [question])[question])

    def as_view(self, vantage: Vantage, questions: Iterable[Question]) -> dict[Question, Answer]:
        """Answers to a view of one name server, as a live check puts them together."""
        return {q: self._seen(vantage, q) for q in questions}

    def _seen(self, vantage: Vantage, question: Question) -> Answer:
        name, type_ = question
        if type_ == "BELOW":
            reason = "name servers do not list their names"
            return Answer(question, AnswerStatus.UNASKED, reason=reason, vantage=vantage)
        if type_ == "ANY":
            parts = [self._seen(vantage, Question(name, t)) for t in COMPOSED]
            return _composed(question, vantage, parts)
        if names.is_within(name, self.origin):
            return self._answer(Asked(vantage, question))
        return self._from_elsewhere(question)._replace(vantage=vantage)


def _composed(question: Question, vantage: Vantage, parts: list[Answer]) -> Answer:
    """Everything at one owner name from the answers to its single types."""
    unknown = next((p for p in parts if p.status not in KNOWN), None)
    if unknown is not None:
        return unknown._replace(question=question)
    records = dict.fromkeys(_of_owner(question.name, parts))
    status = AnswerStatus.ANSWERED if records else AnswerStatus.NODATA
    return Answer(question, status, tuple(records), vantage=vantage)


def _of_owner(name: str, parts: list[Answer]) -> Iterator[Record]:
    for part in parts:
        yield from (r for r in (*part.chain, *part.records) if r.name == name)


def _sketched(cut: Cut) -> Cut:
    named = tuple(v for v in cut.servers if v.label in cut.parent_ns)
    return Cut(cut.zone, cut.parent, cut.parent_ns, servers=named)


def _targets(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(r.target for r in records)
