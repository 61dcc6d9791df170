"""What a rule that compares places sees: one domain, its name servers, its resolvers, its files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from .model import Answer, AnswerStatus, Question, SenderDomain, Vantage, VantageKind
from .network import Asked, Cut
from .records.names import ancestors, is_within
from .view import Unanswered

if TYPE_CHECKING:
    from datetime import datetime

_DENIED = (AnswerStatus.NODATA, AnswerStatus.NXDOMAIN)
_UNPUBLISHED = "not asked, because the zone's own servers do not all have it"


class World:
    """Answers of many servers that already exist, and a note of each question that has none yet.

    `cut` is the zone of the domain itself, `cuts` those of expected names that lie in other zones.
    `authorities` are the domain's name servers, one vantage for each address; `files` are the
    sources that were given beside the network, asked like a server. `now` is the time of the
    answers (UTC), None where it is not known: then nothing is said about times of the day.
    `wanted` collects what rules asked in vain.
    """

    __slots__ = (
        *("_answers", "authorities", "cut", "cuts", "domain", "files", "now", "resolvers"),
        "wanted",
    )

    def __init__(
        self,
        domain: SenderDomain,
        cut: Cut,
        authorities: tuple[Vantage, ...],
        resolvers: tuple[Vantage, ...],
        answers: Mapping[Asked, Answer],
        now: datetime | None = None,
        *,
        files: tuple[Vantage, ...] = (),
        cuts: Mapping[str, Cut] = MappingProxyType({}),
    ) -> None:
        self.domain = domain
        self.cut = cut
        self.authorities = authorities
        self.resolvers = resolvers
        self.files = files
        self.cuts = cuts
        self.now = now
        self.wanted: set[Asked] = set()
        self._answers = answers

    @property
    def zone(self) -> str:
        """The canonical name of the zone that the domain lies in, "" where none was found."""
        return self.cut.zone

    @property
    def near(self) -> tuple[Cut, ...]:
        """The zones below and above the domain's own that hold names of expected records."""
        found = dict.fromkeys(self.cuts[e.name] for e in self.domain.records if e.name in self.cuts)
        return tuple(c for c in found if c.zone and c.zone != self.zone and self._is_near(c.zone))

    def _is_near(self, zone: str) -> bool:
        return is_within(zone, self.zone) or is_within(self.zone, zone)

    @property
    def vantages(self) -> tuple[Vantage, ...]:
        """The servers that a finding speaks about where it names none."""
        return self.authorities

    @property
    def _always_there(self) -> tuple[Question, ...]:
        return (Question(self.zone, "SOA"), Question(self.zone, "NS"))

    def servers(self, name: str) -> tuple[Vantage, ...]:
        """The name servers of the zone that a name lies in."""
        cut = self.cuts.get(name, self.cut)
        return self.authorities if cut.zone == self.cut.zone else cut.servers

    def ask(self, vantage: Vantage, name: str, type_: str, *, checking: bool = True) -> Answer:
        """What one vantage says, whatever that is: here silence and refusal are observations.

        Raises Unanswered where it was not asked yet. A resolver is only asked for what every
        working name server of the zone has, because it would remember the absence of anything
        else; otherwise the answer is `unasked`. One that has shown to hold a copy of the zone
        looks nothing up and may be asked. `checking` False asks for data that fails DNSSEC
        validation, too (the CD bit, RFC 4035 section 3.2.2).
        """
        return self.each((vantage,), name, type_, checking=checking)[vantage]

    def each(
        self, vantages: Iterable[Vantage], name: str, type_: str, *, checking: bool = True
    ) -> dict[Vantage, Answer]:
        """What each of these vantages says to one question, wanted from all of them at once."""
        question = Question(name, type_)
        places = tuple(dict.fromkeys(vantages))
        cautious = any(v.kind is VantageKind.RESOLVER for v in places)
        barred = cautious and not self.is_published(question)
        found = {v: self._one(Asked(v, question, checking), barred=barred) for v in places}
        missing = [v for v, answer in found.items() if answer is None]
        if missing:
            self.wanted.update(Asked(v, question, checking) for v in missing)
            raise Unanswered(question)
        return {v: answer for v, answer in found.items() if answer is not None}

    def foresee(self) -> None:
        """Note what rules are known to ask, so that they need no round for each record.

        What every zone has is asked of resolvers at once, the expected records as soon as the
        name servers have said that they are there.
        """
        soa = Question(self.zone, "SOA")
        ahead = [Asked(v, q) for v in self.authorities for q in self._of_zone()]
        ahead += [Asked(v, soa) for v in self.resolvers]
        ahead += [Asked(v, Question(c.zone, "SOA")) for c in self.near for v in c.servers]
        for expected in self.domain.records:
            names = self._above(expected.name) if is_within(expected.name, self.zone) else ()
            for vantage in (*self.servers(expected.name), *self.files):
                ahead.append(Asked(vantage, expected.question))
                ahead += [Asked(vantage, Question(n, "TXT")) for n in names]
        self.wanted.update(a for a in ahead if a not in self._answers)
        for expected in self.domain.records:
            with suppress(Unanswered):
                self.each(self.resolvers, *expected.question)

    def _of_zone(self) -> tuple[Question, ...]:
        keys = (Question(self.zone, "DNSKEY"),) if self.cut.ds else ()
        return (*self._always_there, *keys)

    def _above(self, name: str) -> list[str]:
        """The names between a name and its zone's own."""
        zone = self.cuts.get(name, self.cut).zone
        return [a for a in ancestors(name, zone) if a != zone]

    def _one(self, asked: Asked, *, barred: bool) -> Answer | None:
        resolver = asked.vantage.kind is VantageKind.RESOLVER
        if barred and resolver and not self._is_copy(asked.vantage):
            return Answer(
                asked.question, AnswerStatus.UNASKED, reason=_UNPUBLISHED, vantage=asked.vantage
            )
        return self._answers.get(asked)

    def _is_copy(self, resolver: Vantage) -> bool:
        """Whether a resolver was seen to answer for the zone with authority."""
        answer = self._answers.get(Asked(resolver, Question(self.zone, "SOA")))
        return answer is not None and has(answer) and "AA" in answer.flags

    def is_published(self, question: Question) -> bool:
        """Whether a resolver may be asked: every name server that works has such a record.

        Names of other people's zones may be asked for always, what every zone has, and what the
        zone above says of this one.
        """
        if not is_within(question.name, self.zone) or question in self._always_there:
            return True
        if question == (self.zone, "DS") or self._is_cut(question):
            return True
        answers = self.each(self.servers(question.name), *question).values()
        return _all_have(answers)

    def seems_published(self, question: Question) -> bool:
        """Whether every name server that has answered by now has such a record."""
        asked = (Asked(v, question) for v in self.servers(question.name))
        return _all_have([a for q in asked if (a := self._answers.get(q)) is not None])

    def _is_cut(self, question: Question) -> bool:
        """Whether this is asked of a zone below, which has these records as every zone has."""
        cuts = self.cuts.values()
        return question.type in ("SOA", "NS") and any(c.zone == question.name for c in cuts)


def _all_have(answers: Collection[Answer]) -> bool:
    return any(map(has, answers)) and not any(a.status in _DENIED for a in answers)


def has(answer: Answer) -> bool:
    """Whether a server showed records of the type, or an alias to follow.

    A name server that does not hold the alias's target cannot know what is there.
    """
    shown = answer.status in (AnswerStatus.ANSWERED, AnswerStatus.UNKNOWABLE)
    return shown and bool(answer.records or answer.chain)
