"""Entries of a zone file one by one: owners, times to live and faults, data not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from .zone_dialect import Dialect
from .zone_entry import OPEN, Entry, entries
from .zone_faults import Faults
from .zone_head import duration
from .zone_record import Raw, read_entry, where
from .zone_segment import Segment

_BLANKS = b" \t"
_MINIMUM = 6  # the place of the SOA record's last number (RFC 1035 section 3.3.13)


class UnknownTtlError(Exception):
    """A record takes its time to live from a line that was skipped."""


class Entries:
    """Reads segments of one file in their order.

    Keeps what one record leaves to the next: the last time to live that was stated (RFC 1035
    section 5.1), the SOA record's minimum, which holds where nothing was stated.
    """

    __slots__ = (
        "_absorbing",
        "_dialect",
        "_faults",
        "_minimum",
        "_skipped",
        "_soa",
        "_stated",
        "_strict",
    )

    def __init__(self, dialect: Dialect, faults: Faults, *, strict: bool = True) -> None:
        self._dialect, self._faults, self._strict = dialect, faults, strict
        self._stated: int | None = None
        self._minimum: int | None = None
        self._soa: bytes | None = None
        self._absorbing = False
        self._skipped = False

    def skip(self, stated: int | None = None) -> None:
        """Records are left out; the last one of them states this time to live, None if unknown."""
        self._absorbing = False
        self._skipped = True
        self._stated = stated

    def read(self, segment: Segment) -> Iterator[Raw]:
        """The entries of a segment that are records; the others become faults.

        Raises UnknownTtlError where a skipped segment may have stated the time to live, unless
        the reader is not strict.
        """
        data = segment.data
        line, counted = segment.line, 1
        owner, written = segment.owner or "", b""
        for entry in entries(data):
            if not segment.generated:
                line += data.count(b"\n", counted, entry.at)
                counted = entry.at
            if entry.rest > entry.at and (here := data[entry.at : entry.rest]) != written:
                owner, written = segment.name(entry.at, entry.rest), here
            raw = read_entry(segment, entry, line, owner)
            if isinstance(raw, str):
                named = entry.rest > entry.at or data[entry.at] in _BLANKS
                self._fault(segment, entry, line, owner if named else None, raw)
                continue
            self._absorbing = False
            if raw.name != owner:
                owner, written = raw.name, b""
            if raw.head.type != "SOA" or self._is_new(raw):
                yield self._timed(raw)

    def _timed(self, raw: Raw) -> Raw:
        """A record with the time to live that holds where it states none of its own."""
        if raw.ttl is not None:
            self._stated = raw.ttl
            return raw
        if raw.segment.ttl is not None:
            return raw._replace(ttl=raw.segment.ttl)
        if self._stated is None and self._skipped and self._strict:
            raise UnknownTtlError
        return raw._replace(ttl=self._minimum if self._stated is None else self._stated)

    def _is_new(self, raw: Raw) -> bool:
        """Whether this is no repetition of the zone's SOA record, which ends a zone transfer."""
        if raw.name != self._dialect.apex:
            return True
        if self._soa == raw.head.data:
            return False
        if self._soa is None:
            words = raw.head.data.split()
            number = words[_MINIMUM] if len(words) > _MINIMUM else b""
            self._minimum = duration(number.decode("ascii", "replace"))
        self._soa = raw.head.data
        return True

    def _fault(
        self, segment: Segment, entry: Entry, line: int, owner: str | None, why: str
    ) -> None:
        # What follows a bracket that is never closed belongs to the same fault.
        if self._absorbing and entry.end != OPEN:
            return
        self._absorbing = entry.end == OPEN
        text = self._dialect.indent + segment.data[entry.at : entry.stop].partition(b"\n")[0]
        self._faults.add(where(segment, entry, line, self._dialect), why, text, owner)
