"""A snapshot: everything that a live run asked and what each server said, to be played back.

The document holds DNS data only: no address of the machine that asked, no provider's document.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from ..codec import CodecError, from_json, plain
from ..model import Answer, AnswerStatus, Question, Record, Vantage
from ..network import Asked, Cut, Leads, nowhere
from ..noun import NamedTuple
from ..records import names
from .error import SourceError
from .zone_rdata import read_rdata

VERSION = 1
DOCUMENT = "senderlint snapshot"
MAX_OCTETS = 64 * 1024 * 1024
NOT_HERE = "it is not in this snapshot"


class SavedRecord(NamedTuple):
    """A resource record: owner name, type, seconds to live, and data as zone files write it."""

    name: str
    type: str
    ttl: int | None
    data: str


class SavedCut(NamedTuple):
    """The zone that a name lies in; `servers` are numbers in the snapshot's list of vantages."""

    name: str
    zone: str
    parent: str
    parent_ns: tuple[str, ...]
    child_ns: tuple[str, ...]
    servers: tuple[int, ...]
    unresolved: tuple[str, ...]
    ds: tuple[SavedRecord, ...] | None
    reason: str


class SavedAnswer(NamedTuple):
    """What one server said to one question; `vantage` is a number in the list of vantages.

    `checking` false says that data which fails DNSSEC validation was wanted too (CD).
    """

    vantage: int
    name: str
    type: str
    checking: bool
    status: AnswerStatus
    records: tuple[SavedRecord, ...]
    chain: tuple[SavedRecord, ...]
    ttl: int | None
    negative_ttl: int | None
    flags: tuple[str, ...]
    extended_errors: tuple[str, ...]
    reason: str
    round_trip: float | None
    server_id: str = ""


class Snapshot(NamedTuple):
    """Everything that a live run observed.

    `taken_at` is the time in UTC (RFC 3339), `authoritative` whether name servers were asked, and
    `resolvers` are numbers in the list of vantages, in the order in which they were named. Where
    it is not `complete`, somebody else asked: a name's zone is then the nearest one in `cuts`.
    """

    document: str
    schema_version: int
    taken_at: str
    authoritative: bool
    vantages: tuple[Vantage, ...]
    resolvers: tuple[int, ...]
    cuts: tuple[SavedCut, ...]
    answers: tuple[SavedAnswer, ...]
    complete: bool = True


def is_snapshot(text: str) -> bool:
    """Whether a text claims to be a snapshot; the claim stands at its beginning."""
    head = text.lstrip("\ufeff \t\r\n")[:200]
    return head.startswith("{") and f'"{DOCUMENT}"' in head


def text_of(snapshot: Snapshot) -> str:
    """The document: one line for each answer and each zone, to compare two of them by lines."""
    members = zip(snapshot._fields, (plain(value) for value in snapshot), strict=True)
    lines = [f"{json.dumps(key)}: {_member(value)}" for key, value in members]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _member(value: object) -> str:
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return json.dumps(value)
    return "[\n " + ",\n ".join(json.dumps(item) for item in value) + "\n]"


def read_snapshot(text: str, path: str) -> Snapshot:
    """Read a document back; raises SourceError."""
    try:
        snapshot = from_json(text.lstrip("\ufeff"), Snapshot)
    except CodecError as error:
        raise SourceError(path, f"this snapshot cannot be read: {error}; take a new one") from error
    if snapshot.schema_version > VERSION:
        raise SourceError(
            path, f"this snapshot has version {snapshot.schema_version}; use a newer senderlint"
        )
    if not _holds_together(snapshot):
        raise SourceError(
            path, "this snapshot names a server that it does not list; take a new one"
        )
    return snapshot


def _holds_together(snapshot: Snapshot) -> bool:
    used = {*snapshot.resolvers, *(a.vantage for a in snapshot.answers)}
    used |= {s for c in snapshot.cuts for s in c.servers}
    return all(0 <= number < len(snapshot.vantages) for number in used)


class Playback:
    """The servers of a snapshot behind the `Network` protocol."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._vantages = snapshot.vantages
        self._resolvers = tuple(snapshot.vantages[n] for n in snapshot.resolvers)
        self._cuts = {names.canonical(c.name + "."): self._cut(c) for c in snapshot.cuts}
        self._complete = snapshot.complete
        found = (self._answer(a) for a in snapshot.answers)
        self._answers = dict(found)

    @property
    def resolvers(self) -> tuple[Vantage, ...]:
        """The recursive resolvers, in the order in which they were named."""
        return self._resolvers

    def sketch(self, names: Iterable[str]) -> dict[str, Cut]:
        """Nothing is to be gained: all answers are here already."""
        return {}

    def locate(self, names: Iterable[str]) -> dict[str, Cut]:
        """The zones as they were found then."""
        return {n: self._cuts.get(n) or self._nearest(n) for n in names}

    def foresee(self, questions: Iterable[Asked], leads: Leads = nowhere) -> None:
        """All answers are here already."""

    def ask(
        self,
        questions: Iterable[Asked],
        within: float | None = None,
    ) -> dict[Asked, Answer]:
        """The answers as they were given then; what was not asked then cannot be answered."""
        return {a: self._answers.get(a) or _absent(a) for a in questions}

    def _nearest(self, name: str) -> Cut:
        """The zone above a name that nobody looked for, as far as that may be guessed."""
        above = [] if self._complete else [n for n in self._cuts if names.is_within(name, n)]
        return self._cuts[max(above, key=len)] if above else Cut("", reason=NOT_HERE)

    def _cut(self, saved: SavedCut) -> Cut:
        return Cut(
            zone=saved.zone,
            parent=saved.parent,
            parent_ns=saved.parent_ns,
            child_ns=saved.child_ns,
            servers=tuple(self._vantages[n] for n in saved.servers),
            unresolved=saved.unresolved,
            ds=None if saved.ds is None else tuple(map(_record, saved.ds)),
            reason=saved.reason,
        )

    def _answer(self, saved: SavedAnswer) -> tuple[Asked, Answer]:
        question = Question(names.canonical(saved.name + "."), saved.type)
        vantage = self._vantages[saved.vantage]
        answer = Answer(
            question=question,
            status=saved.status,
            records=tuple(map(_record, saved.records)),
            chain=tuple(map(_record, saved.chain)),
            ttl=saved.ttl,
            negative_ttl=saved.negative_ttl,
            flags=saved.flags,
            extended_errors=saved.extended_errors,
            reason=saved.reason,
            vantage=vantage,
            round_trip=saved.round_trip,
            server_id=saved.server_id,
        )
        return Asked(vantage, question, saved.checking), answer


def _record(saved: SavedRecord) -> Record:
    name = names.canonical(saved.name + ".")
    facts = read_rdata(saved.type, saved.data, "")
    return Record(
        name=name,
        type=saved.type,
        ttl=saved.ttl,
        data=saved.data,
        strings=facts.strings,
        target=facts.target,
        priority=facts.priority,
        flaw=facts.flaw,
    )


def _absent(asked: Asked) -> Answer:
    return Answer(asked.question, AnswerStatus.UNASKED, reason=NOT_HERE, vantage=asked.vantage)
