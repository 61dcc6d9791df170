"""Wanted names in a large zone file: one pass in constant memory that skips what it can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from ..model import Record
from ..records import names
from .zone_dialect import Dialect
from .zone_reader import Entries, UnknownTtlError
from .zone_record import Raw, record
from .zone_segments import Reading
from .zone_skip import Needles
from .zone_source import Source

MAX_LISTED = 20_000  # records below one name; of more, none are given


@dataclass(frozen=True, slots=True)
class Extract:
    """What a zone holds at some names.

    `records` maps owner names to their records in the order of the file; names without records
    are left out. `parents` are the wanted names that have some record strictly below them, so
    that they exist even without records (RFC 4592 section 2.2.2). `unlisted` are those of the
    `below` names of a large file that have more than MAX_LISTED records below them.
    """

    records: Mapping[str, tuple[Record, ...]]
    parents: frozenset[str]
    unlisted: frozenset[str] = frozenset()


def search(
    source: Source,
    reading: Callable[[], Reading],
    dialect: Dialect,
    wanted: Collection[str],
    below: Collection[str],
) -> Extract:
    """Read the file once; a second time where a skipped line holds a time to live."""
    for skipping in (True, False):
        found = _Search(dialect, Needles(wanted, below, dialect.apex), skipping)
        try:
            found.run(source, reading())
        except UnknownTtlError:
            continue
        return found.extract()
    return Extract({}, frozenset())


@dataclass(slots=True)
class _Search:
    dialect: Dialect
    needles: Needles
    skipping: bool
    records: dict[str, list[Record]] = field(default_factory=dict)
    listed: Counter[str] = field(default_factory=Counter)
    unlisted: set[str] = field(default_factory=set)

    def run(self, source: Source, reading: Reading) -> None:
        reader = Entries(self.dialect, reading.faults)
        for segment in reading.segments(source):
            if self.skipping and not self.needles.may_hold(segment):
                reader.skip()
                continue
            name, kept = None, False
            for raw in reader.read(segment):
                if raw.name != name:
                    name, kept = raw.name, self.needles.keeps(raw.name)
                if kept:
                    self._keep(raw)

    def _keep(self, raw: Raw) -> None:
        self.records.setdefault(raw.name, []).append(record(raw, self.dialect))
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
