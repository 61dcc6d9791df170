"""Answers from zone files, as an authoritative server would give them (RFC 1034 section 4.3.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from ..model import Answer, AnswerStatus, Question, Record, Vantage
from ..records import names
from .crowd import MAX_AT_NAME, crowded
from .name_tree import NameTree

MAX_CHAIN = 16  # aliases followed for one question
_LISTING = {"ANY", "BELOW"}  # questions about the file itself, not about what it answers


class Held(Protocol):
    """What a source found about some names: see `extract.Extract`."""

    @property
    def records(self) -> Mapping[str, tuple[Record, ...]]: ...
    @property
    def parents(self) -> frozenset[str]: ...
    @property
    def unlisted(self) -> frozenset[str]: ...
    @property
    def unknown(self) -> Mapping[str, frozenset[str]]: ...


class Zone(Protocol):
    """A zone that can be searched: see `zone_file.ZoneFile`."""

    @property
    def zone(self) -> str: ...
    @property
    def vantage(self) -> Vantage: ...
    @property
    def soa(self) -> Record | None: ...
    @property
    def complete(self) -> bool: ...
    @property
    def is_held(self) -> bool: ...
    def extract(self, names: Collection[str], below: Collection[str] = ()) -> Held: ...


def fetch(zones: Sequence[Zone], questions: Iterable[Question]) -> dict[Question, Answer]:
    """Answer all questions from the zones, reading each file once for every alias followed.

    An alias that leads from one zone into another one is followed there.
    """
    answers = _each(zones, questions)
    for _ in range(MAX_CHAIN if len(zones) > 1 else 0):
        onward = {q: further for q, a in answers.items() if (further := _onward(zones, a))}
        if not onward:
            break
        found = _each(zones, dict.fromkeys(onward.values()))
        answers |= {q: _joined(answers[q], found[further]) for q, further in onward.items()}
    return answers


def _onward(zones: Sequence[Zone], answer: Answer) -> Question | None:
    """The question that the end of an alias chain asks of another zone, None where there is none.

    A chain that leads in a circle through several zones ends at the bound of one.
    """
    if answer.status is not AnswerStatus.UNASKED or not 0 < len(answer.chain) < MAX_CHAIN:
        return None
    target = answer.chain[-1].target
    zone = enclosing(zones, target)
    if zone is None or zone.vantage == answer.vantage:
        return None
    return Question(target, answer.question.type)


def _joined(first: Answer, further: Answer) -> Answer:
    return further._replace(
        question=first.question,
        chain=(*first.chain, *further.chain),
        wildcard=first.wildcard or further.wildcard,
    )


def _each(zones: Sequence[Zone], questions: Iterable[Question]) -> dict[Question, Answer]:
    """The answers of the zone that each question belongs to."""
    answers: dict[Question, Answer] = {}
    by_zone: dict[int, list[Question]] = {}
    for question in questions:
        index = _deepest(zones, question)
        if index is None:
            answers[question] = _absent(question, f"{question.name} is not in this file")
        else:
            by_zone.setdefault(index, []).append(question)
    for index, asked in by_zone.items():
        answers |= _from_zone(zones[index], asked)
    return answers


def enclosing(zones: Sequence[Zone], name: str) -> Zone | None:
    """The zone with the longest apex that the name lies in."""
    inside = [z for z in zones if names.is_within(name, z.zone)]
    return max(inside, key=lambda z: len(names.labels(z.zone)), default=None)


def _deepest(zones: Sequence[Zone], question: Question) -> int | None:
    zone = enclosing(zones, question.name)
    return None if zone is None else zones.index(zone)


def _absent(question: Question, reason: str) -> Answer:
    return Answer(question, AnswerStatus.UNASKED, reason=reason)


def _unknowable(question: Question, *, varies: bool = False) -> Answer:
    """`varies` says that values are listed, though not for everybody or not all of them."""
    reason = "the value is known only after the change was applied"
    if varies:
        reason = "the value depends on who asks, or is known only after the change was applied"
    return Answer(question, AnswerStatus.UNKNOWABLE, reason=reason)


def _from_zone(zone: Zone, questions: list[Question]) -> dict[Question, Answer]:
    """Answer questions of one zone; names met on the way (alias targets) are read in a new pass."""
    wanted = {q.name for q in questions}
    below = {q.name for q in questions if q.type == "BELOW" and _can_list(zone, q.name)}
    answers: dict[Question, Answer] = {}
    while questions:
        held = zone.extract(_with_ancestors(wanted, zone.zone), below)
        server = _Server(zone, held, frozenset(wanted))
        answers |= {q: server.answer(q) for q in questions}
        wanted.update(server.targets.values())
        questions, below = list(server.targets), set()
    return answers


def _with_ancestors(wanted: Iterable[str], apex: str) -> set[str]:
    """The names whose records decide about the wanted ones: cuts, DNAMEs, wildcards above them."""
    found: set[str] = {apex}
    for name in wanted:
        found.add(name)
        for above in names.ancestors(name, apex):
            found.update((above, names.join("*", above)))
    return found


def _can_list(zone: Zone, name: str) -> bool:
    """Whether the names below this one can be listed; those of a large zone are too many."""
    return zone.is_held or name != zone.zone


class _Server:
    """One zone's records about some names; `targets` are the alias targets that they lack."""

    def __init__(self, zone: Zone, held: Held, known: frozenset[str]) -> None:
        self.zone, self.held, self.known = zone, held, known
        self.targets: dict[Question, str] = {}
        self._negative_ttl = _negative_ttl(zone.soa)

    def answer(self, question: Question) -> Answer:
        if question.type in _LISTING:
            return self._listing(question)
        answer = self._follow(question)
        return answer._replace(vantage=self.zone.vantage)

    def _listing(self, question: Question) -> Answer:
        name = question.name
        if question.type == "BELOW" and not self._is_listed(name):
            return _absent(question, f"{name} is too large to list all its names")
        if question.type == "ANY" and name in self.held.unknown:
            return _unknowable(question)
        if question.type == "ANY":
            records = self.held.records.get(name, ())
        else:
            owners = self._tree.below(name)
            records = tuple(r for _, owner in owners for r in self.held.records[owner])
        status = AnswerStatus.ANSWERED if records else AnswerStatus.NODATA
        return Answer(question, status, records, vantage=self.zone.vantage)

    def _is_crowded(self, owner: str) -> bool:
        return len(self.held.records.get(owner, ())) > MAX_AT_NAME

    def _is_listed(self, name: str) -> bool:
        return _can_list(self.zone, name) and name not in self.held.unlisted

    @cached_property
    def _tree(self) -> NameTree:
        return NameTree(self.held.records)

    def _follow(self, question: Question) -> Answer:
        """The answer with its alias chain (RFC 1034 section 3.6.2)."""
        name, seen = question.name, {question.name}
        chain: list[Record] = []
        wildcard: str | None = None
        while True:
            step = self._step(name, question.type)
            wildcard = wildcard or step.wildcard
            chain += step.chain
            if not step.chain or step.status is not AnswerStatus.ANSWERED:
                return step._replace(question=question, chain=tuple(chain), wildcard=wildcard)
            name = step.chain[-1].target
            stop = self._stop(question, name, seen, len(chain))
            if stop:
                return _absent(question, stop)._replace(chain=tuple(chain), wildcard=wildcard)
            seen.add(name)

    def _stop(self, question: Question, target: str, seen: set[str], length: int) -> str | None:
        """Why the chain cannot be followed to this target, None where it can."""
        if target in seen or length >= MAX_CHAIN:
            return f"the alias leads back to {target}" if target in seen else "too many aliases"
        if not names.is_within(target, self.zone.zone):
            return f"the alias leads to {target}, which is not in this file"
        if target not in self.known:
            self.targets[question] = target
            return f"{target} has not been read yet"
        return None

    def _step(self, name: str, type_: str) -> Answer:
        """One look-up without following aliases; an alias stands alone in `chain`."""
        question = Question(name, type_)
        above = [a for a in names.ancestors(name, self.zone.zone) if a != self.zone.zone]
        for ancestor in reversed(above):
            if self._of(ancestor, "NS"):
                return _absent(question, _delegated(ancestor))
            if dname := self._of(ancestor, "DNAME"):
                return self._redirected(question, dname[0])
        if name != self.zone.zone and type_ not in ("NS", "DS") and self._of(name, "NS"):
            return _absent(question, _delegated(name))
        if self._exists(name):
            return self._at(question, name)
        if name in self.held.parents:
            return self._negative(question, AnswerStatus.NODATA)
        return self._synthesised(question)

    def _at(self, question: Question, owner: str) -> Answer:
        """What the records at `owner` answer; direct data wins over an alias beside it."""
        if self._is_crowded(owner):
            return _absent(question, crowded(owner))
        if not self.held.unknown.get(owner, frozenset()).isdisjoint((question.type, "CNAME", "*")):
            return _unknowable(question, varies=bool(self.held.records.get(owner)))
        wildcard = owner if owner != question.name else None
        records = self._of(owner, question.type)
        if records:
            ttl = min((r.ttl for r in records if r.ttl is not None), default=None)
            return Answer(question, AnswerStatus.ANSWERED, records, wildcard=wildcard, ttl=ttl)
        alias = self._of(owner, "CNAME")
        if alias:
            return Answer(question, AnswerStatus.ANSWERED, (), alias[:1], wildcard=wildcard)
        return self._negative(question, AnswerStatus.NODATA)._replace(wildcard=wildcard)

    def _exists(self, owner: str) -> bool:
        return bool(self.held.records.get(owner)) or owner in self.held.unknown

    def _redirected(self, question: Question, dname: Record) -> Answer:
        """The alias that a DNAME above the name makes up (RFC 6672 section 2.2)."""
        kept = question.name[: -len(dname.name) - 1]
        alias = dname._replace(
            name=question.name, type="CNAME", target=names.join(kept, dname.target)
        )
        return Answer(question, AnswerStatus.ANSWERED, (), (dname, alias))

    def _synthesised(self, question: Question) -> Answer:
        """What the wildcard at the closest encloser answers (RFC 4592 section 3.3)."""
        apex = self.zone.zone
        for ancestor in names.ancestors(question.name, apex):
            exists = ancestor == apex or ancestor in self.held.parents
            if exists or self._exists(ancestor):
                owner = names.join("*", ancestor)
                if self._exists(owner):
                    return self._at(question, owner)
                break
        return self._negative(question, AnswerStatus.NXDOMAIN)

    def _of(self, owner: str, type_: str) -> tuple[Record, ...]:
        """The records of a type that the world sees: a proxied alias answers as web addresses."""
        group = self.held.records.get(owner, ())
        return tuple(r for r in group if r.type == type_ and not (type_ == "CNAME" and r.proxied))

    def _negative(self, question: Question, status: AnswerStatus) -> Answer:
        if not self.zone.complete:
            return _absent(question, "only a part of the zone is known from this file")
        return Answer(question, status, negative_ttl=self._negative_ttl)


def _delegated(cut: str) -> str:
    return f"{cut} is delegated to other name servers, so its records are in another zone"


def _negative_ttl(soa: Record | None) -> int | None:
    """How long a resolver may remember that a name does not exist (RFC 2308 section 5)."""
    if soa is None:
        return None
    minimum = soa.data.split()[-1:]
    numbers = [int(m) for m in minimum if m.isdecimal() and len(m) < 11]
    return min([*numbers, *([soa.ttl] if soa.ttl is not None else [])], default=None)
