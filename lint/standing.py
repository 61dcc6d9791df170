"""What stands at an expected name itself, and when nothing does."""

from __future__ import annotations

from collections.abc import Iterable

from .evidence import absent
from .model import ExpectedRecord, Record
from .view import Unanswered, View

PARTIAL = "only a part of the zone is in this file"


def standing(view: View, expected: ExpectedRecord) -> tuple[Record, ...]:
    """The records of the expected type at the expected name, each once.

    What a wildcard makes up and what an alias leads to does not stand there.
    """
    answer = view.ask(expected.name, expected.type)
    if answer.wildcard or answer.chain:
        return ()
    return distinct(answer.records)


def distinct(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records without repetitions: equal ones are one to a server (RFC 2181 section 5)."""
    return tuple({(r.type, r.strings, r.priority, r.target or r.data): r for r in records}.values())


def is_missing(view: View, expected: ExpectedRecord) -> bool:
    """Whether nothing of the expected kind, right or wrong, is at the expected name.

    Raises Unanswered in a view that holds only a part of the zone.
    """
    if not absent(view, expected):
        return False
    if expected.type == "CNAME" and view.at(expected.name).of("CNAME"):
        return False  # it stands there, but the DNS host's web proxy hides it
    assure_complete(view, expected)
    return True


def assure_complete(view: View, expected: ExpectedRecord) -> None:
    """Raise Unanswered where absence only means that something is not in this file."""
    if not view.complete:
        raise Unanswered(expected.question, PARTIAL)
