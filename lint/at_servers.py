"""What rules ask a world: which servers have an expected record, and which do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from .evidence import holds
from .model import Answer, AnswerStatus, ExpectedRecord, Question, Vantage, VantageKind
from .noun import NamedTuple
from .records.names import is_within, labels
from .records.suffix import is_listed
from .view import Unanswered, View
from .wording import listed
from .world import World, has

S = AnswerStatus
KNOWN = (S.ANSWERED, S.NODATA, S.NXDOMAIN)


class Standing(NamedTuple):
    """Servers by what they have of an expected record.

    `holding` show it, `lacking` say that there is no such record, `differing` show another one.
    `silent` did not say, or are no authority for the name.
    """

    holding: tuple[Vantage, ...] = ()
    lacking: tuple[Vantage, ...] = ()
    differing: tuple[Vantage, ...] = ()
    silent: tuple[Vantage, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether every server that says anything shows the record."""
        return bool(self.holding) and not (self.lacking or self.differing)


@lru_cache(maxsize=32)  # several rules want to know, of the same few records
def at_name_servers(world: World, expected: ExpectedRecord) -> Standing:
    """What the name servers of the record's zone have."""
    return standing(world, expected, world.servers(expected.name))


def standing(world: World, expected: ExpectedRecord, vantages: Iterable[Vantage]) -> Standing:
    """What these servers have of an expected record."""
    answers = world.each(vantages, expected.name, expected.type)
    found: dict[Vantage, str] = {}
    open_: Unanswered | None = None
    for vantage, answer in answers.items():
        try:
            found[vantage] = _standing(world, expected, vantage, answer)
        except Unanswered as unanswered:
            open_ = unanswered  # the others' questions are noted in the same round
    if open_ is not None:
        raise open_
    kinds = {k: tuple(v for v, kind in found.items() if kind == k) for k in Standing._fields}
    return Standing(**kinds)


def _standing(world: World, expected: ExpectedRecord, vantage: Vantage, answer: Answer) -> str:
    unsure = vantage.kind is VantageKind.AUTHORITATIVE and not is_authoritative(answer)
    told = answer.status in KNOWN or has(answer)
    held = holds_at(world, expected, vantage) if told and not unsure else None
    if held is None:
        return "silent"
    return "holding" if held else "differing" if has(answer) else "lacking"


def holds_at(world: World, expected: ExpectedRecord, vantage: Vantage) -> bool | None:
    """Whether a vantage shows the expected record, None where it cannot be told."""
    view = view_at(world, vantage)
    try:
        return holds(view, expected)
    except Unanswered:
        if view.wanted:
            raise
        return None


def view_at(world: World, vantage: Vantage) -> View:
    """A world as one vantage shows it; names of other zones are a resolver's to answer."""
    return View(world.domain, world.zone, vantage, _Shown(world, vantage))


def followed(world: World, vantage: Vantage, question: Question) -> Answer:
    """What one vantage says, with what stands at the end of its alias; raises Unanswered."""
    return _Shown(world, vantage).followed(question)


class _Shown(Mapping[Question, Answer]):
    """A world as one vantage shows it; names of other zones are a resolver's to answer."""

    def __init__(self, world: World, vantage: Vantage) -> None:
        self.world, self.vantage = world, vantage

    def __getitem__(self, question: Question) -> Answer:
        try:
            return self.followed(question)
        except Unanswered:
            raise KeyError(question) from None  # the world has noted it

    def followed(self, question: Question) -> Answer:
        """The answer at the end of an alias that a name server leaves to whoever asks."""
        answer = self._asked(question)
        target = answer.chain[-1].target if answer.chain else ""
        if not target or not has(answer) or answer.records:
            return answer
        end = self._asked(Question(target, question.type))
        return end._replace(question=question, chain=answer.chain + end.chain)

    def _asked(self, question: Question) -> Answer:
        world = self.world
        own = is_within(question.name, world.cuts.get(question.name, world.cut).zone)
        if own or self.vantage.kind is not VantageKind.AUTHORITATIVE:
            return world.ask(self.vantage, *question)
        if not world.resolvers:
            return Answer(question, S.UNASKED, reason="no resolver was given")
        return world.ask(world.resolvers[0], *question)

    def __iter__(self) -> Iterator[Question]:
        return iter(())

    def __len__(self) -> int:
        return 0


def is_own(world: World) -> bool:
    """Whether the zone is somebody's own; a registry's zone was found where there is none."""
    return is_owned(world.zone)


def is_owned(zone: str) -> bool:
    """Whether a zone is not a registry's."""
    parts = labels(zone)
    national = len(parts) == 2 and len(parts[0]) <= 3 and len(parts[1]) == 2
    return len(parts) > 1 and not (national and is_listed(zone))


def delegated(world: World) -> tuple[Vantage, ...]:
    """The name servers that the zone above names; without those that only the zone names."""
    above = frozenset(world.cut.parent_ns)
    return tuple(v for v in world.authorities if v.label in above)


def is_authoritative(answer: Answer) -> bool:
    """Whether the answer comes from a server of the zone itself (AA, RFC 1035 section 4.1.1)."""
    return has_flag(answer, "AA")


def has_flag(answer: Answer, flag: str) -> bool:
    """Whether a flag of the header is set, by its name in capitals."""
    return flag in (f.upper() for f in answer.flags)


def error_codes(answer: Answer) -> frozenset[int]:
    """The codes of the extended errors (RFC 8914), unknown ones included."""
    found = (re.search(r"\d+", text) for text in answer.extended_errors)
    return frozenset(int(m[0]) for m in found if m)


def servers(vantages: Iterable[Vantage]) -> str:
    """The servers by name, each once: `ns1.example.net and ns2.example.net`."""
    return listed(v.label for v in vantages)


def plural(vantages: Iterable[Vantage]) -> bool:
    """Whether these are several servers, however many addresses they have."""
    return len({v.label for v in vantages}) > 1
