"""Where the parts of a large zone file stand, so that a second search need not read all of it."""

from __future__ import annotations

from ..noun import NamedTuple
from .zone_segment import Segment
from .zone_source import Source
from .zone_traits import Traits

MAX_PLACES = 20_000  # segments
MAX_HELD = 24 * 1024 * 1024  # octets of what all segments show, about
_NAME = 90  # octets that a name takes, beside its letters
_PROBE = 64  # octets compared at both ends of a place


class Place(NamedTuple):
    """Where a segment stands in the file, and what it shows."""

    segment: Segment  # without its data
    size: int
    traits: Traits


class Map:
    """The places of all segments of a file, in its order.

    Positions in the text are positions in the file as long as nothing was changed in reading it
    (line ends, indents, final dots). A file where something was changed, generated or included,
    or that has too much to remember, is not mapped.
    """

    __slots__ = ("_held", "_source", "is_whole", "places")

    def __init__(self, source: Source) -> None:
        self._source = source
        self._held = 0
        self.places: list[Place] = []
        self.is_whole = not (source.indent or source.undotted)

    def add(self, segment: Segment, found: Traits) -> None:
        """Note a segment; segments come in the order of the file."""
        if not self.is_whole:
            return
        self._held += len(found.names) + _NAME * len(found.foreign)
        few = self._held <= MAX_HELD and len(self.places) < MAX_PLACES
        if few and self._is_there(segment):
            bare = segment._replace(data=b"")
            self.places.append(Place(bare, len(segment.data), found))
        else:
            self.is_whole = False
            self.places.clear()

    def _is_there(self, segment: Segment) -> bool:
        if segment.offset is None or segment.generated or segment.path != self._source.path:
            return False
        text = segment.data[1:]
        start = segment.offset + 1
        end = max(0, len(text) - _PROBE)
        return self._at(start, len(text[:_PROBE])) == text[:_PROBE] and (
            self._at(start + end, len(text) - end) == text[end:]
        )

    def read(self, place: Place) -> Segment:
        """The segment at a place, with its data."""
        start = -1 if place.segment.offset is None else place.segment.offset
        return place.segment._replace(data=b"\n" + self._at(start + 1, place.size - 1))

    def _at(self, start: int, size: int) -> bytes:
        text = self._source.at(start, size)
        return text if len(text) == size else text + b"\n"  # the file's last line may lack one
