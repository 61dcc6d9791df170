"""A DNS message read from its octets (RFC 1035 section 4, RFC 6891)."""

from __future__ import annotations

import struct

from ..noun import NamedTuple
from .wire_name import ROOT, DamagedError, Names
from .wire_rdata import expanded
from .wire_type import OPT, TSIG

MAX_TTL = 2**31 - 1  # seconds; more counts as none at all (RFC 2181 section 8)
HEADER = 12  # octets
AA, TC, RD, RA, AD, CD = 0x0400, 0x0200, 0x0100, 0x0080, 0x0020, 0x0010  # bits of `flags`
NSID, EXTENDED_ERROR = 3, 15  # options: RFC 5001, RFC 8914
_FIXED, _PAIR = struct.Struct("!HHIH"), struct.Struct("!HH")


class Entry(NamedTuple):
    """One question; names are octets without pointers."""

    owner: bytes
    type: int
    class_: int


class Resource(NamedTuple):
    """A resource record; `ttl` in seconds, `data` with all names written out."""

    owner: bytes
    type: int
    class_: int
    ttl: int
    data: bytes


class Option(NamedTuple):
    """An option of the OPT record."""

    number: int
    data: bytes


class Message(NamedTuple):
    """A message. `code` is the response code with its extension; no section holds the OPT record.

    Records stay apart and in their order, even those that must not stand beside each other.
    """

    flags: int
    code: int
    question: tuple[Entry, ...] = ()
    answer: tuple[Resource, ...] = ()
    authority: tuple[Resource, ...] = ()
    additional: tuple[Resource, ...] = ()
    options: tuple[Option, ...] = ()


def read_message(octets: bytes) -> Message:
    """The message; raises DamagedError where any part of it is damaged.

    What stands behind it is ignored, as are the contents of options (RFC 6891 section 6.1.2: those
    that are not understood must be); that is where dnspython is stricter. A signed message (TSIG)
    counts as damaged: nobody here has a key. The kind of message (opcode) is for others to look at.
    """
    try:
        return _Reader(octets).message()
    except struct.error:
        raise DamagedError from None


class _Reader:
    """A place in a message, from the header on."""

    def __init__(self, octets: bytes) -> None:
        self._octets, self._at = octets, HEADER
        self._names = Names(octets)
        self._opt: Resource | None = None

    def message(self) -> Message:
        _, flags, *counts = struct.unpack_from("!6H", self._octets)
        question = tuple([self._entry() for _ in range(counts[0])])
        answer, authority = self._section(counts[1]), self._section(counts[2])
        additional = self._section(counts[3], last=True)
        opt = self._opt
        if opt is None:
            return Message(flags, flags & 0x0F, question, answer, authority, additional)
        code = (flags & 0x0F) | (opt.ttl >> 20 & 0xFF0)
        return Message(flags, code, question, answer, authority, additional, _options(opt.data))

    def _entry(self) -> Entry:
        owner, at, _ = self._names.at(self._at, len(self._octets))
        self._at = at + _PAIR.size
        return Entry(owner, *_PAIR.unpack_from(self._octets, at))

    def _section(self, count: int, *, last: bool = False) -> tuple[Resource, ...]:
        found = []
        for _ in range(count):
            record = self._record()
            if record.type == OPT:
                self._note(record, last)
            else:
                found.append(record)
        return tuple(found)

    def _record(self) -> Resource:
        octets, size = self._octets, len(self._octets)
        owner, at, _ = self._names.at(self._at, size)
        type_, class_, ttl, length = _FIXED.unpack_from(octets, at)
        start = at + _FIXED.size
        self._at = end = start + length
        if end > size or type_ == TSIG:
            raise DamagedError
        if type_ == OPT:  # its class and time to live are something else
            return Resource(owner, type_, class_, ttl, octets[start:end])
        data = expanded(self._names, class_, type_, start, end)
        return Resource(owner, type_, class_, ttl if ttl <= MAX_TTL else 0, data)

    def _note(self, opt: Resource, in_place: bool) -> None:
        if not in_place or self._opt is not None or opt.owner != ROOT:
            raise DamagedError
        self._opt = opt


def _options(data: bytes) -> tuple[Option, ...]:
    found, at = [], 0
    while at < len(data):
        number, size = _PAIR.unpack_from(data, at)
        start = at + _PAIR.size
        at = start + size
        if at > len(data):
            raise DamagedError
        found.append(Option(number, data[start:at]))
    return tuple(found)
