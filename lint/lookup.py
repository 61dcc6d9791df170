"""A rule's question answered from what servers said: which are asked, aliases followed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from . import decoys
from .memory import Memory
from .model import Answer, AnswerStatus, Question, Record, Vantage, VantageKind
from .network import Asked
from .noun import NamedTuple
from .records import names
from .view import ANY, BELOW

MAX_CHAIN = 16  # aliases followed for one question
SINGLE = ("TXT", "CNAME", "MX", "A", "AAAA", "NS")  # what ANY is made of
KNOWN = (AnswerStatus.ANSWERED, AnswerStatus.NODATA, AnswerStatus.NXDOMAIN)


class Sight(NamedTuple):
    """From where a domain's zone is seen.

    `servers` are asked for names in `zone`, the first that works decides. Names outside go to
    `resolvers`, except those in `organisation`, the name that was registered: a resolver would
    remember the absence of what its owner is about to publish, so their own servers are asked.
    `reason` says why there are no servers, where there are none. Names are shared out among
    the servers.
    """

    zone: str
    organisation: str
    servers: tuple[Vantage, ...]
    resolvers: tuple[Vantage, ...]
    reason: str = ""


class Lookup:
    """Answers questions of rules as one group of servers does; notes in the memory what lacks."""

    def __init__(self, memory: Memory, sight: Sight) -> None:
        self._memory = memory
        self._sight = sight

    def answer(self, question: Question) -> Answer | None:
        """The answer, None where something has to be fetched first."""
        if question.type == BELOW:
            return _unanswered(question, "name servers do not list their names")
        if question.type == ANY:
            return self._everything(question)
        return self._follow(question)

    def _follow(self, question: Question) -> Answer | None:
        """The answer with its alias chain (RFC 1034 section 3.6.2), wherever that leads."""
        chain: tuple[Record, ...] = ()
        name = question.name
        while True:
            step = self._look_up(Question(name, question.type))
            if step is None:
                return None
            chain += step.chain
            if not self._leads_on(step):
                return step._replace(question=question, chain=chain, ttl=_ttl(step, chain))
            name = step.chain[-1].target
            stop = _stop(name, chain)
            if stop:
                return _unanswered(question, stop)._replace(chain=chain)

    def _leads_on(self, step: Answer) -> bool:
        """Whether the alias's target has to be asked for: the server knows nothing about it."""
        if not is_alias(step) or not _by_server(step):
            return False
        denied = step.status in (AnswerStatus.NODATA, AnswerStatus.NXDOMAIN)
        return not (denied and names.is_within(step.chain[-1].target, self._sight.zone))

    def _look_up(self, question: Question) -> Answer | None:
        """What the servers in charge of a name say, aliases not followed further than they do."""
        if self._is_needless(question.name):
            return _unanswered(question, f"{question.name} is outside the zone")
        if decoys.is_sibling(question.name):  # asked for once below each parent, not once a name
            question = Question(decoys.probe(question.name), question.type)
        places = self._places(question.name)
        if places is None:
            return None
        if not places:
            return _unanswered(question, self._why_nowhere(question.name))
        return self._best(question, places)

    def _is_needless(self, name: str) -> bool:
        """Whether this is the neighbour of a zone's own name: no wildcard of the zone is there."""
        return decoys.is_sibling(name) and not names.is_within(name, self._sight.zone)

    def _places(self, name: str) -> tuple[Vantage, ...] | None:
        sight = self._sight
        if names.is_within(name, sight.zone):
            located = self._memory.cuts.get(name)
            deeper = located is not None and names.is_below(located.zone, sight.zone)
            return located.servers if located is not None and deeper else self._shared(name)
        if sight.resolvers and not names.is_within(name, sight.organisation):
            return sight.resolvers
        cut = self._memory.cut(name)
        return None if cut is None else cut.servers

    def _shared(self, name: str) -> tuple[Vantage, ...]:
        """The servers in the order in which they are asked for a name."""
        servers = self._sight.servers
        if len(servers) < 2:
            return servers
        start = zlib.crc32(names.octets(name)) % len(servers)
        return servers[start:] + servers[:start]

    def _why_nowhere(self, name: str) -> str:
        cut = self._memory.cuts.get(name)
        reason = cut.reason if cut else self._sight.reason
        return reason or f"no server is known for {name}"

    def _best(self, question: Question, places: tuple[Vantage, ...]) -> Answer | None:
        """The first place's answer; where it gives none, the others are asked."""
        first = self._memory.answer(Asked(places[0], question))
        if first is None or is_good(first):
            return first
        if is_referral(first):
            return self._referred(question, first, places)
        return self._other(question, first, places)

    def _other(self, question: Question, first: Answer, places: Iterable[Vantage]) -> Answer | None:
        rest = [self._memory.answer(Asked(v, question)) for v in places if v != first.vantage]
        if None in rest:
            return None
        good = (a for a in rest if a is not None and is_good(a))
        return next(good, _lame(first) if is_referral(first) else first)

    def _referred(
        self, question: Question, first: Answer, places: tuple[Vantage, ...]
    ) -> Answer | None:
        """A server that does not answer for a name points to the zone that does, or is lame."""
        cut = self._memory.cut(question.name)
        if cut is None:
            return None
        if not names.is_below(cut.zone, self._sight.zone) or set(cut.servers) <= set(places):
            return self._other(question, first, places)
        if not cut.servers:
            return _unanswered(question, cut.reason or f"no server is known for {cut.zone}")
        return self._best(question, cut.servers)

    def _everything(self, question: Question) -> Answer | None:
        """Everything at exactly this owner name, made of single types; wildcards left out."""
        answers = [self._look_up(Question(question.name, t)) for t in SINGLE]
        found = [a for a in answers if a is not None]
        if len(found) < len(answers):
            return None
        good = [a for a in found if is_good(a)]
        if not good:
            return found[0]._replace(question=question)
        own = [self._own(question.name, a) for a in good]
        if None in own:
            return None
        records = tuple(r for part in own for r in part or ())
        status = AnswerStatus.ANSWERED if records else AnswerStatus.NODATA
        return Answer(question, status, records, vantage=good[0].vantage)

    def _own(self, name: str, answer: Answer) -> tuple[Record, ...] | None:
        """The answer's records that stand at the name itself, None where that is not known yet."""
        records = tuple(r for r in answer.records if r.name == name)
        if not records or name == self._sight.zone:
            return records
        beside = self._look_up(Question(decoys.sibling(name), answer.question.type))
        if beside is None:
            return None
        made_up = {r.data for r in beside.records} == {r.data for r in records}
        return () if made_up else records


def is_good(answer: Answer) -> bool:
    """Whether an answer says something about its name, be it that nothing is there.

    A name server that only knows an alias says that much, wherever the alias leads.
    """
    if is_alias(answer) and _by_server(answer):
        return True
    return answer.status in KNOWN and not is_referral(answer)


def is_alias(answer: Answer) -> bool:
    """Whether an answer ends with an alias, without the records that it leads to."""
    told = (*KNOWN, AnswerStatus.UNKNOWABLE)
    return bool(answer.chain) and not answer.records and answer.status in told


def is_referral(answer: Answer) -> bool:
    """Whether a name server answered without authority and without data (RFC 1034 4.3.2)."""
    if answer.records or answer.chain or not _by_server(answer):
        return False
    if answer.status is AnswerStatus.UNKNOWABLE:
        return True
    return answer.status in KNOWN and "AA" not in answer.flags


def _by_server(answer: Answer) -> bool:
    return answer.vantage is not None and answer.vantage.kind is VantageKind.AUTHORITATIVE


def _lame(answer: Answer) -> Answer:
    label = answer.vantage.label if answer.vantage else "the server"
    reason = f"{label} does not answer for this zone"
    return answer._replace(status=AnswerStatus.REFUSED, reason=reason)


def _stop(target: str, chain: tuple[Record, ...]) -> str:
    """Why an alias cannot be followed, "" where it can."""
    if target in {r.name for r in chain}:
        return f"the alias leads back to {target}"
    return "too many aliases" if len(chain) >= MAX_CHAIN else ""


def _ttl(step: Answer, chain: tuple[Record, ...]) -> int | None:
    known = [t for t in (step.ttl, *(r.ttl for r in chain)) if t is not None]
    return min(known, default=None)


def _unanswered(question: Question, reason: str) -> Answer:
    return Answer(question, AnswerStatus.UNASKED, reason=reason)
