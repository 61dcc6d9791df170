"""Run the zone rules on every owner name of a zone, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from .gather import gather
from .judge import Checks, Judgement, Said, judge_alone, judge_node, together, zone_checks
from .model import Beside, Fault, Node, Question, SenderDomain, Skipped
from .noun import NamedTuple
from .precedence import finest
from .records import names
from .reserved import LINE_UNREADABLE
from .rule import Rule
from .sources.authority import Zone, fetch
from .sources.crowd import MAX_AT_NAME, crowded
from .view import View

if TYPE_CHECKING:
    from .sources.zone_screen import Screen

PENDING = 5_000  # owner names held while their open questions are collected

NOBODY = SenderDomain("", "")  # the sender domain of a check without expectations


class Linted(Zone, Protocol):
    """A zone whose every owner name can be walked, with the lines that could not be read."""

    @property
    def beside(self) -> Beside: ...
    @property
    def faults(self) -> tuple[Fault, ...]: ...
    def nodes(self, screen: Screen | None = None) -> Iterator[Node]: ...


class Walked:
    """What the zone rules said so far."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.skipped: list[Skipped] = []

    def add(self, judgement: Judgement) -> None:
        """Keep the finest of what was said about one name."""
        self.said += finest(judgement.said)
        self.skipped += (o.skipped for o in judgement.open)

    def mention(self, node: Node, zone: Zone) -> None:
        """Say so where a name has more records than are looked at."""
        if len(node.records) > MAX_AT_NAME:
            rule, question = LINE_UNREADABLE, Question(node.name, node.records[0].type)
            why = crowded(node.name)
            self.skipped.append(Skipped(rule.code, rule.name, zone.zone, question, why))


def walk(zone: Linted, rules: Sequence[Rule], *, within: str = "") -> Walked:
    """The zone rules on each owner name at or below `within`.

    A name whose rules asked about other names waits, so that the questions of many names are
    answered by one reading of the file.
    """
    from .sources.zone_screen import Screen  # not for domains with a document

    checks: Checks = ()
    walked, waiting = Walked(), list[_Waiting]()
    for node in zone.nodes(Screen(zone.zone)):
        if not names.is_within(node.name, within):
            continue
        walked.mention(node, zone)
        checks = checks or zone_checks(rules)  # in most zones of a folder nothing needs them
        view = View(NOBODY, zone.zone, zone.vantage, {}, beside=zone.beside)
        judgement, asking = judge_alone(view, checks, node)
        if not asking:
            walked.add(judgement)
            continue
        waiting.append(_Waiting(node, judgement, asking, frozenset(view.wanted)))
        if len(waiting) >= PENDING:
            _settle(zone, waiting, walked)
    _settle(zone, waiting, walked)
    return walked


class _Waiting(NamedTuple):
    """A name, what was said of it already, and the rules that asked about other names."""

    node: Node
    judgement: Judgement
    asking: Checks
    asked: frozenset[Question]


def _settle(zone: Linted, waiting: list[_Waiting], walked: Walked) -> None:
    """Judge the waiting names with all their questions answered."""
    if not waiting:
        return
    judged, _, _ = gather(
        lambda view: [judge_node(view, w.asking, w.node) for w in waiting],
        lambda questions: fetch([zone], questions),
        domain=NOBODY,
        zone=zone.zone,
        vantage=zone.vantage,
        beside=zone.beside,
        first=frozenset[Question]().union(*(w.asked for w in waiting)),
    )
    for before, judgement in zip(waiting, judged, strict=True):
        walked.add(together((before.judgement, judgement)))
    waiting.clear()
