"""What a run of records shows of its owner names without being read: enough to skip it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from ..noun import NamedTuple
from ..pattern import lazy
from .zone_entry import CHARACTER
from .zone_segment import Segment

_OWNER = lazy(rb"\n(" + CHARACTER + rb"++)")
_ESCAPED = lazy(rb"\n" + CHARACTER + rb"*+\\")
_END = b"\n"  # behind the last label of a name
_ABSOLUTE = b".\n"  # how an absolute name ends


class Traits(NamedTuple):
    """The owner names of a segment in lower case, absolute ones without the zone's name.

    `names` has a dot behind every label, and a line feed before the dot behind the last one, so
    that splitting it at the dots tells last labels from others. `foreign` are absolute names that
    are not below the zone, without their final dot. `absolute` says that names may be absolute,
    where that makes a difference. `escaped` says that owner names have escapes, so that the others
    are not the whole truth.
    """

    names: bytes
    foreign: tuple[bytes, ...]
    absolute: bool
    escaped: bool

    def show(self, ends: AbstractSet[bytes]) -> bool:
        """Whether one of these (see `end`) ends a name."""
        return not ends.isdisjoint(self.names.split(b"."))


def end(label: bytes) -> bytes:
    """A label as it stands in traits where it is the last one of a name."""
    return label + _END


class Tracer:
    """Finds the traits of segments of one zone, with one search over the text of each."""

    __slots__ = ("_suffix", "_zone")

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._suffix = b"." + zone.encode("utf-8", "surrogateescape") + (b"." if zone else b"")

    def traits(self, segment: Segment) -> Traits:
        """What the segment shows."""
        data = segment.data
        names = _END.join(_OWNER.findall(data)).lower() + _END
        absolute = _ABSOLUTE in names
        if absolute:
            names = names.replace(self._suffix + _END, _END)
        return Traits(
            names.replace(_END, _END + b"."),
            _absolute(names) if _ABSOLUTE in names else (),
            absolute and segment.origin != self._zone,
            b"\\" in data and _ESCAPED.search(data) is not None,
        )


def _absolute(names: bytes) -> tuple[bytes, ...]:
    return tuple({name[:-1] for name in names.split(_END) if name.endswith(b".")})
