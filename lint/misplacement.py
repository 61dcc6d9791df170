"""What the rules about misplaced records have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import changes, decoys
from .dmarc_walk import policy
from .evidence import K, absent, carries, own_records, text_difference
from .model import Change, ExpectedRecord, Problem, Purpose, Question, Record, Severity
from .records import names
from .records.dmarc import parse_dmarc
from .stray import is_alias_target
from .view import Unanswered, View

# Damage that leaves no doubt which value it was. A key with other characters may be another key.
_DAMAGED = frozenset(
    (
        *(K.LITERAL_QUOTES, K.BACKSLASH, K.WHITESPACE_OR_JUNK, K.SMART_CHARACTERS, K.CASE_FOLDED),
        *(K.SEMICOLON_COMMENT, K.ELLIPSIS, K.TRUNCATED),
    )
)


def unmet(view: View, expected: ExpectedRecord) -> bool:
    """Whether nothing of the expected kind is published where it counts.

    A DMARC policy that a name above passes on counts as published.
    """
    if not absent(view, expected):
        return False
    return expected.purpose is not Purpose.DMARC or not has_policy(view)


def has_policy(view: View) -> bool:
    """Whether some DMARC policy applies to the domain, as far as this source can tell."""
    try:
        return policy(view, view.domain.name) is not None
    except Unanswered:  # the question is noted: what a name above says may lie in another zone
        return False


def strays(view: View, expected: ExpectedRecord, where: Iterable[str]) -> Iterator[Record]:
    """The records at these names that are the expected one, whole or damaged.

    A record that is another expected one, or a wildcard's answer, is left out.
    """
    others = [e for e in view.domain.records if e is not expected]
    candidates = [n for n in where if names.is_within(n, view.zone)]
    view.want(
        Question(n, expected.type) for name in candidates for n in (name, decoys.sibling(name))
    )
    for name in candidates:
        for record in own_records(view, name, expected.type):
            claimed = any(e.name == name and carries(view, e, record) for e in others)
            if not claimed and is_meant(view, expected, record):
                yield record


def is_meant(view: View, expected: ExpectedRecord, record: Record) -> bool:
    """Whether a record has the expected value, or what a slip of the hand left of it."""
    if carries(view, expected, record):
        return True
    if record.type != "TXT" or expected.purpose is Purpose.SPF:
        return False  # of an SPF record anybody may have a piece
    return text_difference(view, expected, (record,)).kind in _DAMAGED


def moved(
    view: View, message: str, expected: ExpectedRecord, record: Record, *, keep: bool = False
) -> Problem:
    """The problem that a record stands at a wrong name, with the edits that put it right.

    `keep` leaves the record where it is, because it may serve something else there. So does an
    alias that leads to it.
    """
    stays = keep or is_alias_target(view, record.name)
    return Problem(
        message,
        changes=(changes.add(expected),) if stays else _relocated(view, record, expected),
        where=record.where,
        source=changes.written_lines(record),
    )


def typed(view: View, name: str) -> str:
    """A name as it is typed in a panel that adds the zone's name."""
    return names.relative(name, view.zone)


def _relocated(view: View, record: Record, expected: ExpectedRecord) -> tuple[Change, ...]:
    """Move a record to the expected name; its own wording is kept where it is good enough."""
    if record.type == "TXT" and is_sound(view, record, expected):
        return changes.rename(record, expected.name)
    return changes.move(record, expected)


def is_sound(view: View, record: Record, expected: ExpectedRecord) -> bool:
    """Whether a record's wording may stay: for DMARC that of any policy receivers can use."""
    if expected.purpose is Purpose.DMARC:
        return parse_dmarc(record.text).valid
    return carries(view, expected, record)


def wanted(view: View, expected: ExpectedRecord) -> Iterator[ExpectedRecord]:
    """The expected record, and beside the document's first one the DMARC record it lacks.

    Every sender needs a DMARC policy, so one at a wrong name is worth a word even where the
    provider asked for none.
    """
    yield expected
    records = view.domain.records
    if expected is records[0] and all(e.purpose is not Purpose.DMARC for e in records):
        yield ExpectedRecord(
            type="TXT",
            name=names.join("_dmarc", view.domain.name),
            value="v=DMARC1; p=none",
            required=False,
            purpose=Purpose.DMARC,
        )


def told_for(problem: Problem, asked: ExpectedRecord, expected: ExpectedRecord) -> Problem:
    """The problem about a record that `wanted` gave while the rule was called for another one."""
    if asked is expected:
        return problem
    return problem._replace(name=asked.name, type=asked.type, severity=Severity.WARNING)
