"""Answers that a wildcard makes up for names that hold nothing themselves (RFC 4592)."""

from __future__ import annotations

from . import decoys
from .evidence import answer_or_none, holds
from .model import Answer, ExpectedRecord, Record, VantageKind
from .noun import NamedTuple
from .records.names import ancestors, is_within, join, parent
from .view import View

_FILES = (VantageKind.ZONE_FILE, VantageKind.IAC)


class MadeUp(NamedTuple):
    """The wildcard's owner name and the first record that it answers with."""

    owner: str
    record: Record


def made_up(view: View, expected: ExpectedRecord) -> MadeUp | None:
    """The wildcard that answers for an expected name, with the expected type or with an alias.

    Servers do not say where an answer comes from: there, the same answer for a name beside it that
    nobody publishes gives the wildcard away.
    """
    for type_ in dict.fromkeys(("CNAME", expected.type)):
        if type_ != "CNAME" and view.is_unknowable(expected.question):
            break
        answer = view.ask(expected.name, type_)
        owner = _owner(view, expected.name, type_, answer)
        if owner and answer.records and not answer.chain:
            return MadeUp(owner, answer.records[0])
    return None


def _owner(view: View, name: str, type_: str, answer: Answer) -> str | None:
    if answer.wildcard or view.vantage.kind in _FILES or not answer.records:
        return answer.wildcard
    owner = None
    for at in (name, *ancestors(name, view.zone)):
        beside = answer_or_none(view, decoys.sibling(at), type_) if at != view.zone else None
        if beside is None or {r.data for r in beside.records} != {r.data for r in answer.records}:
            break
        owner = join("*", parent(at))  # the highest level at which every name answers the same
    return owner


def topmost(name: str, wildcard: str) -> str:
    """The name that takes the wildcard's place once anything stands at it or below it."""
    encloser = parent(wildcard)
    return next(n for n in (name, *ancestors(name, encloser)) if parent(n) == encloser)


def to_publish(view: View, top: str) -> list[ExpectedRecord]:
    """The required records at or below a name that are not there yet."""
    records = [e for e in view.domain.records if e.required and is_within(e.name, top)]
    return [e for e in records if view.is_unknowable(e.question) or not holds(view, e)]
