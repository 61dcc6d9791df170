"""A run of records under one origin and one default time to live."""

from __future__ import annotations

import re

from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names
from .zone_blocks import last_flush_line
from .zone_entry import CHARACTER, entries

_FIRST = lazy(rb"\n(?:[ \t]*+(?:;[^\n]*+)?+\n)*+([^\n])")
_OWNER = lazy(rb"(?:" + CHARACTER + rb"++|\\[^\n])++")
_GAP = rb"(?:[ \t]++|\([\s(]*+)++"
_WORD = rb"(?:[0-9][0-9wdhms]*+" + _GAP + rb")?+"
_SOA = lazy(_GAP + _WORD + rb"(?:IN" + _GAP + rb")?+" + _WORD + rb"SOA(?=[\s(])", re.IGNORECASE)


class Segment(NamedTuple):
    """Records between two control lines.

    `data` starts and ends with a line feed, `line` is the number of the line after the first.
    `ttl` is what `$TTL` says, None without one. `owner` is the canonical name that records at
    the start inherit, None where the first record names its own. All records of a generated
    segment stand on the one line that made them. `offset` is the position of `data` in the text
    of the file, None where it has none.
    """

    data: bytes
    line: int
    path: str
    origin: str
    ttl: int | None
    owner: str | None = None
    generated: bool = False
    offset: int | None = None

    def name(self, at: int, rest: int) -> str:
        """The canonical owner name written at these positions."""
        return owner_name(self.data[at:rest], self.origin)

    def is_soa(self, rest: int) -> bool:
        """Whether the record whose owner ends at this position is an SOA record."""
        return _SOA.match(self.data, rest) is not None

    def is_bare_origin(self, at: int, rest: int) -> bool:
        """Whether the origin is written here without its final dot.

        So does Cloudflare with the owner of the SOA record, which would double the zone's name.
        """
        return at < rest and owner_name(self.data[at:rest], "") == self.origin

    def record_name(self, at: int, rest: int) -> str:
        """The canonical owner name of the record here."""
        if self.is_soa(rest) and self.is_bare_origin(at, rest):
            return self.origin
        return self.name(at, rest)


def owner_name(written: bytes, origin: str) -> str:
    """The canonical form of an owner name as typed."""
    return names.canonical(written.decode("utf-8", "surrogateescape"), origin)


def first_character(data: bytes) -> bytes:
    """The first character of the first entry; empty where a segment has none."""
    match = _FIRST.match(data)
    return match.group(1) if match else b""


def last_owner(segment: Segment) -> str | None:
    """The name that a record without owner would inherit after this segment."""
    at = last_flush_line(segment.data)
    if at >= 0 and (match := _OWNER.match(segment.data, at)):
        return segment.record_name(at, match.end())
    found = segment.owner
    for entry in entries(segment.data):
        if entry.rest > entry.at:
            found = segment.record_name(entry.at, entry.rest)
    return found
