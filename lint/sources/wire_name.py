"""Names in wire format (RFC 1035 sections 3.1 and 4.1.4), and their text.

A name by itself is octets without pointers, up to and including the empty label of the root.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..pattern import lazy
from ..records import names, txt

ROOT = b"\0"
MAX_POINTERS = 16  # of one name; real ones have one or two
_POINTER = 0xC0  # from here on, the low 14 bits of two octets; below 0x40 the size of a label
_NO_SIZE = 0x40
_SPECIAL = lazy(rb'[^!-~]|["().;\\@$]')


class DamagedError(Exception):
    """Octets that are not what they claim to be."""


class Names:
    """The names of one message.

    Each place is read once, however many pointers lead there: the work is bounded by the message.
    """

    def __init__(self, message: bytes) -> None:
        self.message = message
        self._known: dict[int, tuple[bytes, int, int]] = {}

    def at(self, start: int, limit: int, pointers: int = 0) -> tuple[bytes, int]:
        """The name at an offset, and where it ends; raises DamagedError.

        It has to end before `limit`. `pointers` have been followed to get here. A pointer leads
        back, and what it leads to ends before the part of the name that holds the pointer, so
        that no name contains itself.
        """
        known = self._known.get(start)
        if known is None:
            known = self._known[start] = self._read(start, limit, pointers)
        name, end, more = known
        if end > limit or pointers + more > MAX_POINTERS:
            raise DamagedError
        return name, end

    def plain(self, start: int, limit: int) -> tuple[bytes, int]:
        """Like `at`, for a name that may not be compressed (RFC 3597 section 4)."""
        name, end = self.at(start, limit)
        if end - start != len(name):
            raise DamagedError
        return name, end

    def _read(self, start: int, limit: int, pointers: int) -> tuple[bytes, int, int]:
        message, at = self.message, start
        while at < limit and (size := message[at]) < _NO_SIZE:
            at += 1 + size
            if not size:
                return _bounded(message[start:at]), at, 0
        if at + 2 > limit or message[at] < _POINTER or pointers >= MAX_POINTERS:
            raise DamagedError
        target = (message[at] & 0x3F) << 8 | message[at + 1]
        if target >= start:
            raise DamagedError
        rest, _ = self.at(target, start, pointers + 1)
        return _bounded(message[start:at] + rest), at + 2, 1 + self._known[target][2]


def _bounded(name: bytes) -> bytes:
    if len(name) > names.MAX_NAME:
        raise DamagedError
    return name


@lru_cache(maxsize=2_048)
def name_text(name: bytes) -> str:
    """The name as zone files write it (RFC 1035 section 5.1), with its final dot."""
    labels, at = [], 0
    while size := name[at]:
        labels.append(_SPECIAL.sub(_escaped, name[at + 1 : at + 1 + size]).decode("ascii"))
        at += 1 + size
    return ".".join(labels) + "."


@lru_cache(maxsize=2_048)
def owner_name(name: bytes) -> str:
    """The name in canonical form."""
    return names.canonical(name_text(name))


def _escaped(match: re.Match[bytes]) -> bytes:
    char = match.group()
    return b"\\" + char if b"!" <= char <= b"~" else b"\\%03d" % ord(char)


def name_octets(name: str) -> bytes | None:
    """The octets of a canonical name; None for a name that cannot exist."""
    if not name.isascii():
        return None
    labels = [txt.unescape(label.encode("ascii")) for label in names.labels(name)]
    if not all(0 < len(label) <= names.MAX_LABEL for label in labels):
        return None
    octets = b"".join(bytes((len(label),)) + label for label in labels) + ROOT
    return octets if len(octets) <= names.MAX_NAME else None
