"""Records that announce a policy at one fixed name of a domain, told from others beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import changes
from .mending import about
from .model import Change, Node, Problem, Record, Severity
from .records.names import labels
from .standing import distinct

Flaw = Callable[[str], str | None]
Cure = Callable[[str], str | None]


def announced(node: Node, left: tuple[str, ...], version: str) -> tuple[Record, ...]:
    """The texts at a name that begins with these labels that are meant for its policy."""
    if labels(node.name)[: len(left)] != left:
        return ()
    mark = version.lower().encode()
    return tuple(r for r in distinct(node.of("TXT")) if mark in b"".join(r.strings)[:64].lower())


def objections(
    node: Node, found: tuple[Record, ...], what: str, flaw: Flaw, cure: Cure
) -> Iterator[Problem]:
    """That there are several, or what is wrong with the only one and its cure; as warnings."""
    if len(found) > 1:
        message = (
            f"{len(found)} {what} records stand at {node.name}; together they count for nothing"
        )
        yield _warning(found[1], message)
        return
    for record in found:
        words = flaw(record.text)
        if words is not None:
            message = f"the {what} record at {node.name} counts for nothing: {words}"
            right = cure(record.text)
            edits = (changes.replace(record, right),) if right and right != record.text else ()
            yield _warning(record, message, edits)


def _warning(record: Record, message: str, edits: tuple[Change, ...] = ()) -> Problem:
    return about(record, message, edits, type_="TXT", severity=Severity.WARNING)
