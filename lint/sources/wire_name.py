"""Names in wire format (RFC 1035 sections 3.1 and 4.1.4), and their text.

A name by itself is octets without pointers, up to and including the empty label of the root.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..pattern import lazy
from ..records.names import MAX_NAME

ROOT = b"\0"
MAX_POINTERS = 16  # of one name; real ones have one or two
_POINTER = 0xC0  # from here on, the low 14 bits of two octets; below 0x40 the size of a label
_NO_SIZE = 0x40
_SPECIAL = lazy(rb'[^!-~]|["().;\\@$]')  # what zone files would take for something else
_INSEPARABLE = lazy(rb"[^!-~]|[.\\]")


class DamagedError(Exception):
    """Octets that are not what they claim to be."""


class Names:
    """The names of one message.

    Each place is read once, however many pointers lead there: the work is bounded by the message.
    """

    def __init__(self, message: bytes) -> None:
        self.message = message
        self._known: dict[int, tuple[bytes, int, int]] = {}

    def at(self, start: int, limit: int, followed: int = 0) -> tuple[bytes, int, int]:
        """The name at an offset, where it ends, and how many pointers lead through it.

        It has to end before `limit`; `followed` pointers have led here. A pointer leads back, and
        what it leads to ends before the part of the name that holds the pointer, so that no name
        contains itself. Raises DamagedError.
        """
        found = self._known.get(start)
        if found is None:
            found = self._known[start] = self._read(start, limit, followed)
        elif found[1] > limit or followed + found[2] > MAX_POINTERS:
            raise DamagedError
        return found

    def _read(self, start: int, limit: int, followed: int) -> tuple[bytes, int, int]:
        message, at = self.message, start
        while at < limit and (size := message[at]) < _NO_SIZE:
            at += 1 + size
            if not size:
                return _bounded(message[start:at]), at, 0
        if at + 2 > limit or message[at] < _POINTER or followed >= MAX_POINTERS:
            raise DamagedError
        target = (message[at] & 0x3F) << 8 | message[at + 1]
        if target >= start:
            raise DamagedError
        rest, _, pointers = self.at(target, start, followed + 1)
        return _bounded(message[start:at] + rest) if at > start else rest, at + 2, pointers + 1


def _bounded(name: bytes) -> bytes:
    if len(name) > MAX_NAME:
        raise DamagedError
    return name


@lru_cache(maxsize=2_048)
def name_text(name: bytes) -> str:
    """The name as zone files write it (RFC 1035 section 5.1), with its final dot."""
    return _escaped(name, _SPECIAL) + "."


@lru_cache(maxsize=2_048)
def owner_name(name: bytes) -> str:
    """The name in the canonical form of `records.names`."""
    return _escaped(name, _INSEPARABLE).lower()


def _escaped(name: bytes, special: re.Pattern[bytes]) -> str:
    labels, at = [], 0
    while size := name[at]:
        label = name[at + 1 : at + 1 + size]
        text = label.decode("latin-1")
        labels.append(text.translate(_escapes(special)) if special.search(label) else text)
        at += 1 + size
    return ".".join(labels)


@cache
def _escapes(special: re.Pattern[bytes]) -> dict[int, str]:
    found = (octet for octet in range(256) if special.match(bytes((octet,))))
    return {o: f"\\{chr(o)}" if 0x21 <= o <= 0x7E else f"\\{o:03d}" for o in found}
