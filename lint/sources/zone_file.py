"""Zone files as a source of DNS: which zone it is, what it holds, what could not be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ..model import NOTHING_BESIDE, Fault, Node, Record, Vantage, VantageKind
from .error import SourceError
from .extract import Extract
from .zone_apex import evidence, is_undotted, start_of
from .zone_dialect import Dialect, has_automatic_ttl, has_bare_targets, omits_dots
from .zone_faults import Faults
from .zone_index import Index
from .zone_reader import Entries
from .zone_record import Raw, record
from .zone_segment import Segment
from .zone_segments import Reading, Start
from .zone_source import MAX_STREAM, Source

if TYPE_CHECKING:
    from .zone_screen import Screen
    from .zone_search import Search

MAX_STDIN = MAX_STREAM
SMALL = 4 * 1024 * 1024  # octets of a file that is held in memory
_TRIED = 10_000  # lines looked at before a file without any record is refused


class ZoneFile:
    """One zone file. `zone` is its canonical name; `complete` is False after an unread $INCLUDE.

    A small file is read once, a large one again for every question, in constant memory. `faults`
    are the lines that could not be read: all of them after `nodes()`; after `extract()` on a
    large file those met on the way.
    """

    beside = NOTHING_BESIDE

    def __init__(
        self, source: Source, start: Start, soa: Segment | None, *, include: bool, held: int
    ) -> None:
        self.path = source.path
        self.zone = start.apex
        self.vantage = Vantage(VantageKind.ZONE_FILE, source.path)
        self._source, self._start, self._include = source, start, include
        self._dialect = Dialect(
            start.apex,
            source.indent,
            automatic_ttl=has_automatic_ttl(source.head),
            bare_targets=has_bare_targets(source.head) or bool(source.undotted),
        )
        self._reading = Reading(start, include=include)
        self._cached: Index | None = None
        self._search: Search | None = None
        self._soa = soa
        self._is_held = source.size <= held
        self._is_read = self._is_walked = False

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The lines that could not be read, at most MAX_FAULTS of them."""
        return self._reading.faults.kept

    @property
    def fault_count(self) -> int:
        """How many lines could not be read."""
        return self._reading.faults.count

    @property
    def complete(self) -> bool:
        """Whether absence from the file means that a record does not exist."""
        if self._is_held:
            self._index()
        elif not self._is_read:
            for _ in self._again().segments(self._source):
                pass
        return not (self._reading.unread or self._reading.faults.cut_short)

    @property
    def is_held(self) -> bool:
        """Whether the file is in memory, so that listing its names costs nothing."""
        return self._is_held

    @property
    def soa(self) -> Record | None:
        """The zone's SOA record, None where the file has none that can be read."""
        if self._soa is None:
            return None
        alone = self._soa._replace(origin=self.zone)
        raws = list(Entries(self._dialect, Faults()).read(alone))
        return record(raws[0], self._dialect)._replace(name=self.zone) if raws else None

    def extract(self, names: Collection[str], below: Collection[str] = ()) -> Extract:
        """Every record whose owner is one of `names` or strictly below one of `below`."""
        if self._is_held:
            index = self._index()
            return Extract(index.extract(names, below), index.parents(names))
        if self._search is None:
            from .zone_search import Search  # most files are small

            self._search = Search(self._source, self._searching, self._fresh, self._dialect)
        return self._search.extract(names, below)

    def nodes(self, screen: Screen | None = None) -> Iterator[Node]:
        """Each owner name once, with all its records.

        A screen leaves out names that no rule can object to, which makes large zones fast.
        """
        if self._is_held and screen is None:
            yield from self._index().nodes()
            return
        from .zone_nodes import Streamed

        self._is_walked = True
        streamed = Streamed(self._source, self._fresh, self._dialect)
        yield from streamed.nodes(self._again(), screen)

    def _index(self) -> Index:
        if self._cached is None:
            self._cached = Index(self.raws(), self._dialect)
        return self._cached

    def _fresh(self) -> Reading:
        return Reading(self._start, include=self._include)

    def _again(self) -> Reading:
        """A pass whose faults are the file's."""
        self._reading, self._is_read = self._fresh(), True
        return self._reading

    def _searching(self) -> Reading:
        """A pass that may skip: its faults do not replace those of a walk over all names."""
        return self._fresh() if self._is_walked else self._again()

    def text(self) -> Iterator[bytes]:
        """The file's text, in pieces."""
        return self._source.chunks()

    def raws(self) -> Iterator[Raw]:
        """Every entry that is a record, in the order of the file, its data not looked at."""
        reading = self._again()
        reader = Entries(self._dialect, reading.faults)
        for segment in reading.segments(self._source):
            yield from reader.read(segment)

    def check(self) -> None:
        """Raise SourceError where no record can be read at all."""
        reading = Reading(self._start)
        reader = Entries(self._dialect, reading.faults)
        for segment in reading.segments(self._source):
            if any(True for _ in islice(reader.read(segment), 1)):
                return
            if reading.faults.count > _TRIED:
                break
        first = next(iter(reading.faults.kept), None)
        if first is None:
            raise SourceError(self.path, "holds no DNS record; give a zone file")
        raise SourceError(self.path, f"holds no DNS record: {first.message}", first.where.line)


def open_zone(
    path: str, *, origin: str | None = None, include: bool = False, held: int = SMALL
) -> ZoneFile:
    """The zone file at a path; raises SourceError where it cannot be read as a zone.

    `origin` is the zone's name, for files that do not say it; `include` allows `$INCLUDE` of
    files in the same folder. Files of up to `held` octets are kept in memory.
    """
    return zone_of_source(Source.of_path(path), origin, include=include, held=held)


def zone_from_bytes(
    data: bytes,
    *,
    path: str,
    origin: str | None = None,
    include: bool = False,
    held: int = SMALL,
) -> ZoneFile:
    """A zone file that is in memory already; `path` is what messages call it."""
    return zone_of_source(Source.of_bytes(data, path), origin, include=include, held=held)


def looks_like_zone(head: bytes) -> bool:
    """Whether the beginning of a file is zone text: most of its lines are records."""
    try:
        source = Source.of_bytes(head, "")
    except SourceError:
        return False
    reading = Reading(Start("", ""))
    reader = Entries(Dialect(""), reading.faults)
    good = 0
    for segment in reading.segments(source):
        good += sum(1 for raw in reader.read(segment) if raw.head.data)
    controls = reading.first_origin is not None
    return (good > 0 or controls) and good + controls > reading.faults.count


def zone_of_source(
    source: Source, origin: str | None, *, include: bool = False, held: int = SMALL
) -> ZoneFile:
    """The zone file that a source holds; see `open_zone`."""
    found = evidence(source)
    start = start_of(found, origin, source.path)
    if is_undotted(found, start) and omits_dots(source.head, start.apex):
        source = source._replace(undotted=start.apex)
    soa = found.soa.entry if found.soa else None
    zone = ZoneFile(source, start, soa, include=include, held=held)
    if found.soa is None:
        zone.check()
    return zone
