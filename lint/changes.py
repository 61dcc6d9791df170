"""The edits that mend a record, in canonical form."""

from __future__ import annotations

from collections.abc import Sequence

from .model import Action, Change, ExpectedRecord, Record


def value_of(record: Record) -> str:
    """A record's value as a Change states it: text without quotes, `10 host`, a host name."""
    if record.type in ("TXT", "SPF"):
        return record.text
    if record.type == "MX":
        return f"{record.priority if record.priority is not None else 10} {record.target}"
    return record.target or record.data


def wanted_value(expected: ExpectedRecord) -> str:
    """An expected record's value as a Change states it."""
    if expected.type == "MX":
        return f"{expected.priority if expected.priority is not None else 10} {expected.value}"
    return expected.value


def add(expected: ExpectedRecord) -> Change:
    """Publish the record that the provider asked for."""
    return Change(Action.ADD, expected.name, expected.type, wanted_value(expected), expected.ttl)


def delete(record: Record) -> Change:
    """Remove a record."""
    return Change(
        Action.DELETE,
        record.name,
        record.type,
        value_of(record),
        record.ttl,
        written=_zone_lines(record),
    )


def replace(record: Record, value: str) -> Change:
    """Give a record another value under its own name and type."""
    return Change(
        Action.REPLACE,
        record.name,
        record.type,
        value,
        record.ttl,
        old=value_of(record),
        written=_zone_lines(record),
    )


def correct(record: Record, expected: ExpectedRecord) -> Change:
    """Give a record the expected value; a record of another type or name cannot be corrected."""
    return replace(record, wanted_value(expected))


def move(record: Record, expected: ExpectedRecord) -> tuple[Change, ...]:
    """Publish the expected record and remove the one that stands at a wrong name or type."""
    return (delete(record), add(expected))


def rename(record: Record, name: str) -> tuple[Change, ...]:
    """Keep a record's value and give it another name."""
    added = Change(Action.ADD, name, record.type, value_of(record), record.ttl)
    return (delete(record), added)


def unite(records: Sequence[Record], value: str) -> tuple[Change, ...]:
    """Leave one record with this value where several stand: one stays, the others go."""
    kept = [r for r in records if value_of(r) == value]
    if len(kept) == 1:
        return tuple(delete(r) for r in records if r is not kept[0])
    first = (kept or list(records))[0]
    rest = tuple(delete(r) for r in records if value_of(r) != value_of(first))
    return (replace(first, value), *rest)


def written_lines(record: Record) -> tuple[str, ...]:
    """The file's lines that hold a record."""
    return record.written.lines if record.written else ()


def _zone_lines(record: Record) -> tuple[str, ...]:
    """The lines to take away, where they are lines of a zone file."""
    zone_text = record.written is not None and record.written.is_zone_text
    return written_lines(record) if zone_text else ()
