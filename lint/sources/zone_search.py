"""Wanted names in a large zone file: one pass in constant memory that skips what it can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from ..model import Record
from ..records import names
from .crowd import MAX_AT_NAME
from .extract import Extract
from .zone_dialect import Dialect
from .zone_faults import Faults
from .zone_map import Map
from .zone_reader import Entries, UnknownTtlError
from .zone_record import Raw, record
from .zone_segments import Reading
from .zone_skip import Needles
from .zone_source import Source
from .zone_traits import Tracer

MAX_LISTED = 20_000  # records below one name; of more, none are given
MAX_KNOWN = 10_000  # names whose records are kept for the next search


class Search:
    """Searches of one file. The first one maps the file for the others.

    `first` starts the first pass, whose faults are the file's, `again` every other one.
    """

    __slots__ = ("_again", "_dialect", "_first", "_known", "_map", "_names", "_source")

    def __init__(
        self,
        source: Source,
        first: Callable[[], Reading],
        again: Callable[[], Reading],
        dialect: Dialect,
    ) -> None:
        self._source, self._first, self._again = source, first, again
        self._dialect = dialect
        self._map: Map | None = None
        self._names: frozenset[str] = frozenset()
        self._known = Extract({}, frozenset())  # of these names

    def extract(self, wanted: Collection[str], below: Collection[str]) -> Extract:
        """Read what may be needed and was not read before."""
        if below:
            return self._searched(wanted, below)
        asked = frozenset(wanted)
        if len(self._names | asked) > MAX_KNOWN:
            self._names, self._known = frozenset(), Extract({}, frozenset())
        if not asked <= self._names:
            self._learn(asked - self._names)
        known = self._known
        records = {name: group for name, group in known.records.items() if name in asked}
        return Extract(records, known.parents & asked)

    def _learn(self, new: frozenset[str]) -> None:
        found, known = self._searched(new, ()), self._known
        self._known = Extract({**known.records, **found.records}, known.parents | found.parents)
        self._names |= new

    def _searched(self, wanted: Collection[str], below: Collection[str]) -> Extract:
        """Read what may be needed; all of it where a skipped line holds a time to live."""
        for parts in (self._parts, self._whole):
            found = _Found(self._dialect, Needles(wanted, below, self._dialect.apex))
            try:
                parts(found)
            except UnknownTtlError:
                continue
            self._first = self._again
            return found.extract()
        return Extract({}, frozenset())

    def _parts(self, found: _Found) -> None:
        if self._map is not None and self._map.is_whole:
            self._mapped(found, self._map)
            return
        new, tracer = Map(self._source), Tracer(self._dialect.apex)
        reading = self._first()
        reader = Entries(self._dialect, reading.faults)
        for segment in reading.segments(self._source):
            seen = tracer.traits(segment)
            new.add(segment, seen)
            if found.needles.may_hold(segment, seen):
                found.add(reader.read(segment))
            else:
                reader.skip()
        self._map = new

    def _mapped(self, found: _Found, places: Map) -> None:
        reader = Entries(self._dialect, Faults())
        for place in places.places:
            if found.needles.may_hold(place.segment, place.traits):
                found.add(reader.read(places.read(place)))
            else:
                reader.skip()

    def _whole(self, found: _Found) -> None:
        reading = self._first()
        reader = Entries(self._dialect, reading.faults)
        for segment in reading.segments(self._source):
            found.add(reader.read(segment))


class _Found:
    def __init__(self, dialect: Dialect, needles: Needles) -> None:
        self.dialect, self.needles = dialect, needles
        self.records: dict[str, list[Record]] = {}
        self.listed: Counter[str] = Counter()
        self.unlisted: set[str] = set()

    def add(self, raws: Iterable[Raw]) -> None:
        """Keep the records that are wanted."""
        name, kept = None, False
        for raw in raws:
            if raw.name != name:
                name, kept = raw.name, self.needles.keeps(raw.name)
            if kept:
                self._keep(raw)

    def _keep(self, raw: Raw) -> None:
        group = self.records.setdefault(raw.name, [])
        if len(group) > MAX_AT_NAME:
            return
        group.append(record(raw, self.dialect))
        for top in [t for t in self.needles.below if names.is_below(raw.name, t)]:
            self.listed[top] += 1
            if self.listed[top] > MAX_LISTED:
                self.needles.drop(top)
                self.unlisted.add(top)
                self._forget()

    def _forget(self) -> None:
        """Let go of the records that only a dropped name was kept for."""
        self.records = {n: r for n, r in self.records.items() if self.needles.keeps(n)}

    def extract(self) -> Extract:
        return Extract(
            {name: tuple(group) for name, group in self.records.items()},
            frozenset(self.needles.parents),
            frozenset(self.unlisted),
        )
