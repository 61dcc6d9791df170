"""Which parts of a large zone file can hold wanted names, told without reading the records.

A record at or below a wanted name shows it: the last label of its owner, as typed under the
origin in force, is the last label of the wanted name. All owner names of a segment are found by
one search, so that the number of wanted names matters little. Escapes count as hits.
"""

from __future__ import annotations

from collections.abc import Collection

from ..noun import NamedTuple
from ..records import names
from .zone_segment import Segment
from .zone_traits import Traits, end

MAX_ORIGINS = 4_096  # remembered


class _Under(NamedTuple):
    """What to look for under one origin."""

    everything: bool  # all names under the origin are wanted
    ends: frozenset[bytes]  # of the wanted names below it
    above: frozenset[str]  # wanted names at or above the origin


class Needles:
    """Wanted names, and names of which everything below is wanted, for one zone.

    `parents` are those of the wanted names below which some record was met; the caller adds to
    them, and drops a name from `below` that has too many records.
    """

    def __init__(self, wanted: Collection[str], below: Collection[str], zone: str) -> None:
        self.wanted = frozenset(wanted)
        self.below = set(below)
        self.parents: set[str] = set()
        self._zone = zone
        # Such names can be typed in several ways: everything is read for them.
        self._odd = any("\\" in n for n in (*wanted, *below))
        self._under: dict[str, _Under] = {}
        self._elsewhere = self._nowhere()

    def drop(self, top: str) -> None:
        """Look no longer for what is below this name."""
        self.below.discard(top)
        self._under.clear()
        self._elsewhere = self._nowhere()

    def _nowhere(self) -> _Under:
        """What to look for under an origin below the zone where no wanted name can be."""
        zone = self._look_closely(self._zone)
        return _Under(zone.everything, frozenset(), zone.above)

    def keeps(self, name: str) -> bool:
        """Whether records at this name are wanted; notes the wanted names above it."""
        found = name in self.wanted
        for above in names.ancestors(name):
            if above in self.wanted:
                self.parents.add(above)
            found = found or above in self.below
        return found

    def may_hold(self, segment: Segment, found: Traits) -> bool:
        """Whether a segment may have wanted records; False only where it has none."""
        if self._odd or found.escaped:
            return True
        if segment.owner is not None and self._is_near(segment.owner):
            return True
        if self._shows(self._at(segment.origin), found):
            return True
        return found.absolute and self._shows(self._at(self._zone), found)

    def _shows(self, under: _Under, found: Traits) -> bool:
        if under.everything or not under.above <= self.parents:
            return True
        if found.show(under.ends):
            return True
        return any(self._is_near(name.decode("latin-1")) for name in found.foreign)

    def _is_near(self, name: str) -> bool:
        above = {name, *names.ancestors(name)}
        return not above.isdisjoint(self.wanted - self.parents | self.below) or name in self.wanted

    def _at(self, origin: str) -> _Under:
        under = self._under.get(origin)
        if under is None:
            if len(self._under) >= MAX_ORIGINS:
                self._under.clear()
            under = self._under[origin] = self._look_under(origin)
        return under

    def _look_under(self, origin: str) -> _Under:
        if self._is_elsewhere(origin):
            return self._elsewhere
        return self._look_closely(origin)

    def _is_elsewhere(self, origin: str) -> bool:
        """Whether an origin below the zone has another last label than all wanted names have."""
        if "\\" in origin or not self._zone or not names.is_below(origin, self._zone):
            return False
        last = origin[: -len(self._zone) - 1].rpartition(".")[2]
        return end(last.encode()) not in self._at(self._zone).ends

    def _look_closely(self, origin: str) -> _Under:
        sought = self.wanted | self.below
        labels = {_last_label(n, origin) for n in sought if names.is_below(n, origin)}
        if origin in self.wanted:
            # The origin itself, and the zone's own name typed without its final dot.
            labels |= {b"@", _typed(names.labels(origin)[-1]) if origin else b"@"}
        return _Under(
            everything=any(names.is_within(origin, top) for top in self.below),
            ends=frozenset(map(end, labels)),
            above=frozenset(n for n in self.wanted if names.is_within(origin, n)),
        )


def _last_label(name: str, origin: str) -> bytes:
    relative = names.relative(name, origin) if origin else name
    # A name that begins with a dot, such as `.example.com`, has nothing left of the origin.
    return _typed((names.labels(relative) or ("",))[-1])


def _typed(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")
