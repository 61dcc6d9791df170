"""Keep what a network says, to write a snapshot of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model import Answer, Record, Vantage
from ..network import Asked, Cut, Leads, Network, nowhere
from .snapshot import DOCUMENT, VERSION, SavedAnswer, SavedCut, SavedRecord, Snapshot


class Recorder:
    """Passes every question on to another network and keeps what it says."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._cuts: dict[str, Cut] = {}
        self._answers: dict[Asked, Answer] = {}

    @property
    def resolvers(self) -> tuple[Vantage, ...]:
        """The recursive resolvers, in the order in which they were named."""
        return self._network.resolvers

    def sketch(self, names: Iterable[str]) -> dict[str, Cut]:
        """Nothing to keep before the zones are known as a whole."""
        return self._network.sketch(names)

    def locate(self, names: Iterable[str]) -> dict[str, Cut]:
        """The zone that each of these names lies in."""
        found = self._network.locate(names)
        self._cuts |= found
        return found

    def foresee(self, questions: Iterable[Asked], leads: Leads = nowhere) -> None:
        """Nothing to keep before the answers are asked for."""
        self._network.foresee(questions, leads)

    def ask(self, questions: Iterable[Asked], within: float | None = None) -> dict[Asked, Answer]:
        """What every server says."""
        found = self._network.ask(questions, within)
        self._answers |= found
        return found

    def snapshot(self, taken_at: str, *, authoritative: bool) -> Snapshot:
        """Everything so far, in an order of its own."""
        return snapshot_of(
            self._cuts, self._answers, self.resolvers, taken_at, authoritative=authoritative
        )


def snapshot_of(
    cuts: Mapping[str, Cut],
    answers: Mapping[Asked, Answer],
    resolvers: tuple[Vantage, ...],
    taken_at: str,
    *,
    authoritative: bool,
) -> Snapshot:
    """The document that holds these zones and answers."""
    servers = (v for cut in cuts.values() for v in cut.servers)
    asked = (a.vantage for a in answers)
    every = dict.fromkeys((*resolvers, *sorted({*servers, *asked}, key=_by_label)))
    number = {vantage: n for n, vantage in enumerate(every)}
    saved = [_saved(a, answer, number) for a, answer in answers.items()]
    return Snapshot(
        document=DOCUMENT,
        schema_version=VERSION,
        taken_at=taken_at,
        authoritative=authoritative,
        vantages=tuple(every),
        resolvers=tuple(number[v] for v in resolvers),
        cuts=tuple(_saved_cut(n, cut, number) for n, cut in sorted(cuts.items())),
        answers=tuple(sorted(saved, key=lambda a: (a.name, a.type, a.vantage, a.checking))),
    )


def _by_label(vantage: Vantage) -> tuple[str, str, str]:
    return vantage.kind, vantage.label, vantage.address or ""


def _saved_cut(name: str, cut: Cut, number: dict[Vantage, int]) -> SavedCut:
    return SavedCut(
        name=name,
        zone=cut.zone,
        parent=cut.parent,
        parent_ns=cut.parent_ns,
        child_ns=cut.child_ns,
        servers=tuple(number[v] for v in cut.servers),
        unresolved=cut.unresolved,
        ds=None if cut.ds is None else tuple(map(_saved_record, cut.ds)),
        reason=cut.reason,
    )


def _saved(asked: Asked, answer: Answer, number: dict[Vantage, int]) -> SavedAnswer:
    return SavedAnswer(
        vantage=number[asked.vantage],
        name=asked.question.name,
        type=asked.question.type,
        checking=asked.checking,
        status=answer.status,
        records=tuple(map(_saved_record, answer.records)),
        chain=tuple(map(_saved_record, answer.chain)),
        ttl=answer.ttl,
        negative_ttl=answer.negative_ttl,
        flags=answer.flags,
        extended_errors=answer.extended_errors,
        reason=answer.reason,
        round_trip=answer.round_trip,
        server_id=answer.server_id,
    )


def _saved_record(record: Record) -> SavedRecord:
    return SavedRecord(record.name, record.type, record.ttl, record.data)
