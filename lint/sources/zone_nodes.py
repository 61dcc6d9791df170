"""Every owner name of a large zone file once, with all its records, in bounded memory.

One pass finds the names that come back further down (see zone_survey), a second one hands out
the others as it meets them, and more passes bring the rest together, some thousand names at a
time. A screen leaves out the names that no rule can object to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import attrgetter

from ..model import Node, Record
from .crowd import MAX_AT_NAME
from .zone_dialect import Dialect
from .zone_entry import entries
from .zone_faults import Faults
from .zone_head import read_head
from .zone_reader import Entries, UnknownTtlError
from .zone_record import Raw, record
from .zone_screen import Kind, Screen, kinds
from .zone_segment import Segment
from .zone_segments import Reading
from .zone_source import Source
from .zone_survey import Survey, owners, survey

BATCH = 20_000  # names that are brought together in one pass
_MANY = 1_000  # names that come back, before every name is looked at
_SUSPECT = Kind(1 << 30)


@dataclass(frozen=True, slots=True)
class Streamed:
    """A large zone file as nodes; `again` starts a pass whose faults nobody needs."""

    source: Source
    again: Callable[[], Reading]
    dialect: Dialect

    def nodes(self, reading: Reading, screen: Screen | None) -> Iterator[Node]:
        """Each owner name once with all its records, those that the screen recognises left out.

        `reading` is the main pass, whose faults are kept.
        """
        found = survey(self.again().segments(self.source), self.dialect.apex)
        main = _Pass(Entries(self.dialect, reading.faults, strict=False), found, screen)
        for segment in reading.segments(self.source):
            for group in main.groups(segment):
                yield Node(group[0].name, tuple(record(r, self.dialect) for r in group))
        suspects = iter([h for h, kind in main.pieces.items() if kind & _SUSPECT])
        while batch := frozenset(islice(suspects, BATCH)):
            yield from self._together(batch)

    def _together(self, batch: frozenset[int]) -> Iterator[Node]:
        for skipping in (True, False):
            try:
                records = self._collected(batch, skipping=skipping)
            except UnknownTtlError:
                continue
            for name, group in records.items():
                yield Node(name, tuple(group))
            return

    def _collected(self, batch: frozenset[int], *, skipping: bool) -> dict[str, list[Record]]:
        reader = Entries(self.dialect, Faults())
        found: dict[str, list[Record]] = {}
        for segment in self.again().segments(self.source):
            if skipping and batch.isdisjoint(_hashes(segment, self.dialect.apex)):
                reader.skip()
                continue
            for raw in reader.read(segment):
                if hash(raw.name) in batch:
                    group = found.setdefault(raw.name, [])
                    if len(group) <= MAX_AT_NAME:
                        group.append(record(raw, self.dialect))
        return found


def _hashes(segment: Segment, apex: str) -> Iterable[int]:
    """The hashes of a segment's owner names; the SOA record may lack its owner's final dot."""
    doubled = f"{apex}.{apex}"
    return [hash(apex if name == doubled else name) for name in owners(segment)]


@dataclass(slots=True)
class _Pass:
    """The main pass. `pieces` says of names that come back what was met of them so far."""

    reader: Entries
    survey: Survey
    screen: Screen | None
    pieces: dict[int, Kind] = field(default_factory=dict)

    def groups(self, segment: Segment) -> Iterator[list[Raw]]:
        """The records of names that stand together and are not plain."""
        parts: Iterable[Segment] = (segment,)
        if self.screen is not None:
            pattern = self.screen.pattern(segment.origin, stated=segment.ttl is None)
            if pattern is not None:
                parts = self._parts(segment, pattern, _Look(self, segment, self.screen))
        for part in parts:
            for name, raws in groupby(self.reader.read(part), attrgetter("name")):
                key = hash(name)
                group = list(islice(raws, MAX_AT_NAME + 1))
                if key in self.survey.again:
                    self.pieces[key] = _SUSPECT
                else:
                    yield group

    def _parts(
        self, segment: Segment, pattern: re.Pattern[bytes], look: _Look
    ) -> Iterator[Segment]:
        """The groups of lines that are not plain, as segments of their own."""
        data, last = segment.data, len(segment.data) - 1
        line, counted, start = segment.line, 0, 0
        if segment.owner is not None:
            start = look.at_inherited()
            self._skip(segment, start)
        while start < last:
            begin = start
            start = next(
                (m.start() for m in pattern.finditer(data, begin) if look.objects(m)), last
            )
            if start > max(begin, counted):
                self._skip(segment, start)
            if start >= last:
                return
            end = _group_end(data, start)
            if not segment.generated:
                line += data.count(b"\n", counted, start)
            counted = start
            owner = segment.owner if start == 0 else None
            yield segment._replace(data=data[start : end + 1], line=line, owner=owner)
            start = end

    def _skip(self, segment: Segment, end: int) -> None:
        """Tell the reader what the plain lines before `end` state for those after them."""
        if end:
            self.reader.skip(_stated(segment.data, end) if segment.ttl is None else None)


class _Look:
    """A closer look at what the pattern takes for plain, as far as the zone needs one."""

    __slots__ = ("_again", "_cuts", "_pieces", "_screen", "_segment", "_suffix", "_survey")

    def __init__(self, main: _Pass, segment: Segment, screen: Screen) -> None:
        found, self._screen = main.survey, screen
        self._segment, self._survey, self._pieces = segment, found, main.pieces
        self._cuts = found.cuts is None or bool(found.cuts)
        self._again = self._may_come_back()
        self._suffix = "." + segment.origin if segment.origin else ""

    def _may_come_back(self) -> bool:
        again = self._survey.again
        if len(again) > _MANY:
            return True
        return bool(again) and not again.isdisjoint(map(hash, owners(self._segment)))

    def at_inherited(self) -> int:
        """Where plain lines end that inherit their owner name at the segment's start."""
        segment, owner = self._segment, self._segment.owner or ""
        pattern = self._screen.inherited(owner, stated=segment.ttl is None)
        match = pattern.match(segment.data) if pattern is not None else None
        if match is None or hash(owner) not in self._survey.again:
            return 0
        found = kinds(match)
        if found is None or self._survey.is_under_cut(owner):
            return 0
        self._note(hash(owner), found)
        return match.end()

    def _name(self, match: re.Match[bytes]) -> str:
        """The owner name of a plain group: it has no escapes."""
        typed = match["owner"].decode("ascii").lower()
        if typed[-1] == ".":
            return typed[:-1]
        return self._segment.origin if typed == "@" else typed + self._suffix

    def objects(self, match: re.Match[bytes]) -> bool:
        """Whether the match is no plain group."""
        if match.end() - match.start() == 1:
            return True
        if match.start("key") < 0 and not self._cuts and not self._again:
            return False
        found = kinds(match)
        if found is None:
            return True
        if not self._cuts and not self._again:
            return False
        name = self._name(match)
        if self._cuts and found & _MAIL and self._survey.is_under_cut(name):
            return True
        if self._again and (key := hash(name)) in self._survey.again:
            self._note(key, found)
        return False

    def _note(self, key: int, found: Kind) -> None:
        """Remember a piece of a name that comes back: two pieces must not hold the same kind."""
        known = self._pieces.get(key, Kind(0))
        clash = known & found or (known and (known | found) & Kind.ALONE)
        self._pieces[key] = known | found | (_SUSPECT if clash else Kind(0))


_MAIL = Kind.MX | Kind.TEXT | Kind.ALONE


def _group_end(data: bytes, start: int) -> int:
    """The line feed after the last line of the first name after `start`."""
    owner: bytes | None = None
    for entry in entries(data, start):
        written = data[entry.at : entry.rest]
        if owner is None:
            owner = written
        elif written and written != owner:
            return entry.at - 1
    return len(data) - 1


def _stated(data: bytes, end: int) -> int | None:
    """The time to live on the plain line that ends at a line feed."""
    line = data[data.rfind(b"\n", 0, end) + 1 : end]
    head = read_head(line[len(line.split(None, 1)[0]) :] if line[:1].strip() else line)
    return None if isinstance(head, str) else head.ttl
