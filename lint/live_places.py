"""Each expected record as each server shows it, in a live check."""

from __future__ import annotations

from collections.abc import Callable

from .agreement import Group
from .at_resolvers import FILTERED, denies_all, former_ds, published_at
from .at_servers import error_codes, followed
from .cached import DENIED, shows_more
from .judge import Judgement, Said
from .lookup import KNOWN, is_good
from .memory import Memory
from .model import Answer, AnswerStatus, ExpectedRecord, Question, Record, RecordStatus, Vantage
from .network import Asked
from .noun import NamedTuple
from .part import Standing
from .perspective import Perspective
from .verdict import observed, record_status
from .view import Unanswered, View
from .visibility import Shown, shown
from .world import World, has

_LIES = "it denies whatever it is asked, even the zone above"
_OUTDATED = "it fails, because it remembers a DS record that is gone"


class Seen(NamedTuple):
    """What the rules said of one group of servers, with the statuses that it shows.

    `bare` is what stands there, whatever the rules think of it.
    """

    group: Group
    perspective: Perspective
    view: View
    said: tuple[Said, ...]
    judgement: Judgement
    bare: Standing

    def is_right(self, index: int) -> bool:
        """Whether the expected record of this number is there."""
        return self.bare.statuses[index] is RecordStatus.VERIFIED


class Places(NamedTuple):
    """All places at which a domain's records are looked for; `seen` has the deciding group first.

    `working` are the servers that give good answers. Without `authoritative` the groups are those
    of resolvers.
    """

    world: World
    memory: Memory
    seen: tuple[Seen, ...]
    working: frozenset[Vantage]
    authoritative: bool

    def elsewhere(self) -> frozenset[int]:
        """The numbers of the records that the deciding group lacks and another one shows."""
        first, others = self.seen[0], self.seen[1:]
        return frozenset(
            index
            for index in range(len(self.world.domain.records))
            if not first.is_right(index) and any(o.is_right(index) for o in others)
        )

    def failing(self, index: int) -> tuple[Vantage, ...]:
        """The resolvers that fail to look this record up and can look up the zone above.

        One that blocks the name on purpose says nothing about the record.
        """
        record, known = self.world.domain.records[index], self.memory.answers
        found = []
        for resolver in self.world.resolvers:
            said = known.get(Asked(resolver, record.question))
            above = known.get(Asked(resolver, Question(self.world.cut.parent, "NS")))
            able = above is not None and above.status in KNOWN
            if able and said is not None and said.status is AnswerStatus.SERVFAIL:
                found += [] if error_codes(said) & FILTERED else [resolver]
        return tuple(found)

    def shown(self, index: int) -> tuple[Shown, ...] | None:
        """The record of this number at every place, None where some have to be asked first."""
        record = self.world.domain.records[index]
        servers = self._at_servers(record, index) if self.authoritative else ()
        resolvers = self._at_resolvers(record, index)
        return None if servers is None or resolvers is None else (*servers, *resolvers)

    def _at_servers(self, record: ExpectedRecord, index: int) -> tuple[Shown, ...] | None:
        servers = self.world.servers(record.name)
        answers = {v: self.memory.answer(Asked(v, record.question)) for v in servers}
        known = {v: a for v, a in answers.items() if a is not None}
        if len(known) < len(answers):
            return None
        statuses = {v: self._status_at(v, a, index) for v, a in known.items()}
        if None in statuses.values():
            return None
        told = {v: status for v, status in statuses.items() if status is not None}
        return tuple(self._at_server(v, known[v], status) for v, status in told.items())

    def _at_server(self, vantage: Vantage, answer: Answer, status: RecordStatus) -> Shown:
        """A policy that is inherited is right, and stands at no server."""
        right = has(answer) and status is RecordStatus.VERIFIED
        return self._cell(vantage, answer, right=right)._replace(status=status)

    def _status_at(self, vantage: Vantage, answer: Answer, index: int) -> RecordStatus | None:
        """What a name server shows, None where more has to be asked first.

        Servers of one group show the same; those of a zone below show it each for itself.
        """
        if not is_good(answer):
            return RecordStatus.UNKNOWN
        own = next((s for s in self.seen if vantage in s.group), None)
        if own is not None:
            return own.bare.statuses[index]
        try:
            shown = followed(self.world, vantage, answer.question)
        except Unanswered:
            self.memory.want(self.world.wanted)
            return None
        return self._status(shown, index, _applying)

    def _at_resolvers(self, record: ExpectedRecord, index: int) -> tuple[Shown, ...] | None:
        answers = self._believed(record)
        if answers is None:
            return None
        published = published_at(self.world, record) if self.authoritative else ()
        found = {v: self._status(a, index, observed) for v, a in answers.items() if a.records}
        if None in found.values():
            return None
        right = {v for v, status in found.items() if status is RecordStatus.VERIFIED}
        right -= {v for v, a in answers.items() if shows_more(record, a, published)}
        return tuple(self._cell(v, a, published, right=v in right) for v, a in answers.items())

    def _believed(self, record: ExpectedRecord) -> dict[Vantage, Answer] | None:
        """What resolvers say, as far as it is about the record."""
        answers = self._resolved(record)
        try:
            return None if answers is None else {v: self._meant(v, a) for v, a in answers.items()}
        except Unanswered:
            self.memory.want(self.world.wanted)
            return None

    def _meant(self, resolver: Vantage, answer: Answer) -> Answer:
        """One that denies whatever it is asked has said nothing; one may fail for a while only."""
        if answer.status in DENIED and denies_all(self.world, resolver):
            return answer._replace(status=AnswerStatus.TIMEOUT, reason=_LIES)
        gone = former_ds(self.world, resolver) if answer.status is AnswerStatus.SERVFAIL else ()
        if gone:
            return answer._replace(
                status=AnswerStatus.NODATA, reason=_OUTDATED, negative_ttl=gone[0].ttl
            )
        return answer

    def _resolved(self, record: ExpectedRecord) -> dict[Vantage, Answer] | None:
        """What resolvers say; they are asked only for what every working name server has."""
        resolvers = self.world.resolvers
        try:
            if self.authoritative:
                return self.world.each(resolvers, *record.question)
        except Unanswered:
            self.memory.want(self.world.wanted)
            return None
        answers = {v: self.memory.answer(Asked(v, record.question)) for v in resolvers}
        return None if None in answers.values() else {v: a for v, a in answers.items() if a}

    def _status(
        self, answer: Answer, index: int, told: Callable[[View, ExpectedRecord], RecordStatus]
    ) -> RecordStatus | None:
        """What an answer shows of the record; None where more has to be asked first."""
        record, deciding = self.world.domain.records[index], self.seen[0]
        if _data(answer) == _data(deciding.perspective.answers.get(record.question)):
            return deciding.bare.statuses[index]
        found = deciding.perspective.settle(
            lambda view: told(view, record), {record.question: answer}
        )
        return None if found is None else found[0]

    def _cell(
        self, vantage: Vantage, answer: Answer, published: tuple[Answer, ...] = (), *, right: bool
    ) -> Shown:
        return shown(
            label(vantage, (*self.world.authorities, *self.world.resolvers)),
            answer,
            right=right,
            now=self.world.now,
            published=published,
        )


def _applying(view: View, record: ExpectedRecord) -> RecordStatus:
    """A policy that is inherited applies where the own one is missing."""
    return record_status(view, record, (), {})


def _data(answer: Answer | None) -> frozenset[tuple[bytes | str, ...]] | None:
    """What an answer's records say, however they are written."""
    return None if answer is None else frozenset(_words(r) for r in answer.records)


def _words(record: Record) -> tuple[bytes | str, ...]:
    return (record.type, str(record.priority), *record.strings, record.target or record.data)


def label(vantage: Vantage, among: tuple[Vantage, ...]) -> str:
    """A server's name, with its address where it has several."""
    alike = sum(v.label == vantage.label for v in among)
    several = alike > 1 and vantage.address is not None
    return f"{vantage.label} ({vantage.address})" if several else vantage.label
