"""What a run of records shows of its owner names without being read: enough to skip it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..noun import NamedTuple
from ..pattern import lazy
from .zone_segment import Segment

_ABSOLUTE = lazy(rb'\n[^\s;"()\\]++(?<=\.)')
_ESCAPED = lazy(rb'\n[^\s;"()\\]*+\\')


class Traits(NamedTuple):
    """The last labels of a segment's owner names below the origin or the zone, in lower case.

    An empty label stands for an absolute name that is not below the zone. `absolute` says that
    labels may be those of absolute names, where that makes a difference. `escaped` says that
    owner names have escapes, so that the labels are not the whole truth.
    """

    labels: Iterable[bytes]
    absolute: bool
    escaped: bool


class Tracer:
    """Finds the traits of segments of one zone, with one search over the text of each."""

    __slots__ = ("_last", "_zone")

    def __init__(self, zone: str) -> None:
        self._zone = zone
        absolute = rf"\.{re.escape(zone)}\." if zone else r"\."
        self._last = re.compile(
            rb'\n(?=[^\s;"()\\])(?:(?:[^\s.;"()\\]++\.)*?([^\s.;"()\\]++)(?:(?i:'
            + absolute.encode("ascii", "replace")
            + rb'))?+(?=[\s;"()])|[^\s;"()\\]*+)'
        )

    def traits(self, segment: Segment) -> Traits:
        """What the segment shows."""
        data = segment.data
        labels = self._last.findall(data)
        joined = b"\n".join(labels)
        if joined != (lower := joined.lower()):
            labels = lower.split(b"\n")
        absolute = segment.origin != self._zone and _ABSOLUTE.search(data) is not None
        return Traits(labels, absolute, b"\\" in data and _ESCAPED.search(data) is not None)
