"""Applying the changes of findings to a zone, literally."""

from __future__ import annotations

from collections.abc import Iterable

from senderlint.lint.changes import value_of
from senderlint.lint.model import Action, Change, Finding, Record
from senderlint.lint.records.txt import present, split
from senderlint.lint.sources.zone_file import zone_from_bytes

Line = tuple[str, str, str]  # owner, type, presentation data


def apply(zone_text: str, origin: str, findings: Iterable[Finding]) -> str:
    """The zone's text after every change of every finding, with absolute names."""
    zone = zone_from_bytes(
        zone_text.encode("utf-8", "surrogateescape"), path="applied", origin=origin
    )
    records = [r for node in zone.nodes() for r in node.records]
    changes = list(dict.fromkeys(c for f in findings for c in f.changes))
    gone = [c for c in changes if c.action in (Action.DELETE, Action.REPLACE)]
    kept = [_line(r) for r in records if not any(_takes_away(c, r) for c in gone)]
    added = [_added(c) for c in changes if c.action in (Action.ADD, Action.REPLACE)]
    lines = dict.fromkeys([*kept, *added])
    return "".join(f"{owner}. 300 {type_} {data}\n" for owner, type_, data in lines)


def _takes_away(change: Change, record: Record) -> bool:
    old = change.value if change.action is Action.DELETE else change.old
    return (change.name, change.type, old) == (record.name, record.type, value_of(record))


def _line(record: Record) -> Line:
    return record.name, record.type, _data(record)


def _data(record: Record) -> str:
    if record.type in ("TXT", "SPF"):
        return present(record.strings)
    if record.type == "MX":
        return f"{record.priority} {record.target}."
    return f"{record.target}." if record.target else record.data


def _added(change: Change) -> Line:
    if change.type in ("TXT", "SPF"):
        octets = change.value.encode("utf-8", "surrogateescape")
        return change.name, change.type, present(split(octets))
    if change.type in ("A", "AAAA"):
        return change.name, change.type, change.value
    return change.name, change.type, f"{change.value}."
