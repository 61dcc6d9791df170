"""Messages in wire format of which dnspython and senderlint have to say the same.

`Writer` writes whole messages with as many pointers as it can; `spoiled` damages one.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from functools import partial

LABELS = (
    b"a",
    b"_dmarc",
    b"Example",
    b"com",
    b"x" * 63,
    b"\x00",
    b"a.b",
    b'"',
    b"\xff\xc0",
    b"$;()@\\ ",
)
TYPES = (1, 2, 5, 6, 12, 15, 16, 28, 33, 39, 43, 46, 48, 99, 257)  # those that are read here
RARE = (13, 17, 24, 29, 35, 44, 45, 47, 50, 52, 56, 59, 60, 61, 64, 65, 108, 256, 261, 65_280)
CODES = (0, 0, 0, 2, 3, 5)
TTLS = (0, 60, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)


class Writer:
    """One message, written from the front."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._octets = bytearray(12)
        self._labels: list[int] = []
        self._data: dict[int, Callable[[int], bytes]] = {
            1: lambda at: self._random(4),
            2: self._name,
            5: self._name,
            6: lambda at: self._names(at) + self._random(20),
            12: self._name,
            15: partial(self._after, 2),
            16: lambda at: self._strings(),
            28: lambda at: b"".join(
                chance.choice((b"\0\0", b"\0\1", b"\xff\xff")) for _ in "12345678"
            ),
            33: partial(self._after, 6),
            39: lambda at: self.plain(),
            43: lambda at: self._digest(),
            46: lambda at: (
                self._random(18) + self.plain() + self._random(chance.choice((0, 1, 64)))
            ),
            48: lambda at: self._random(chance.choice((4, 5, 36, 68, 264))),
            56: lambda at: self._strings(),
            99: lambda at: self._strings(),
            257: lambda at: self._random(1) + b"\5issue" + self._random(chance.randrange(9)),
            261: lambda at: self._strings(),
        }

    def message(self) -> bytes:
        """A reply, most of the time one that is whole."""
        counts = [
            self.chance.choice(c) for c in ((1, 1, 1, 0, 2), (0, 1, 2, 3), (0, 1, 2), (0, 1, 2))
        ]
        for _ in range(counts[0]):
            self._octets += self._name(len(self._octets))
            self._octets += struct.pack("!2H", self.chance.choice(TYPES), 1)
        for count in counts[1:]:
            for _ in range(count):
                self._record()
        if self.chance.random() < 0.5:
            counts[3] += 1
            self._octets += self._opt()
        flags = 0x8000 | self.chance.choice((0, 0x0400, 0x0180)) | self.chance.choice(CODES)
        self._octets[:12] = struct.pack("!6H", self.chance.randrange(65_536), flags, *counts)
        return bytes(self._octets)

    def data(self, type_: int, at: int) -> bytes:
        """Data of a type; of a type that is not read here, anything."""
        write = self._data.get(type_)
        return write(at) if write else self._anything(at)

    def plain(self) -> bytes:
        """A name without pointers."""
        labels = self.chance.choices(LABELS, k=self.chance.randrange(4))
        return b"".join(bytes((len(label),)) + label for label in labels) + b"\0"

    def _record(self) -> None:
        self._octets += self._name(len(self._octets))
        type_ = self.chance.choice(TYPES if self.chance.random() < 0.95 else RARE)
        class_ = 1 if self.chance.random() < 0.98 else self.chance.choice((0, 3, 254, 255, 999))
        data = self.data(type_, len(self._octets) + 10)
        ttl = self.chance.choice(TTLS)
        self._octets += struct.pack("!2HIH", type_, class_, ttl, len(data)) + data

    def _opt(self) -> bytes:
        options = b""
        for _ in range(self.chance.randrange(4)):
            content = self._random(self.chance.randrange(9))
            number = self.chance.choice((3, 8, 10, 12, 15, 22, 65_001))
            options += struct.pack("!2H", number, len(content)) + content
        flags = self.chance.choice((0, 0x8000, 0x0100_0000, 0xFF00_0000))
        return b"\0" + struct.pack("!2HIH", 41, 1_232, flags, len(options)) + options

    def _name(self, at: int) -> bytes:
        """A name that will stand at an offset, from here on a target of pointers."""
        name = b""
        begun: list[int] = []
        for label in self.chance.choices(LABELS, k=self.chance.randrange(4)):
            begun.append(at + len(name))
            name += bytes((len(label),)) + label
        if self._labels and self.chance.random() < 0.7:
            name += struct.pack("!H", 0xC000 | self.chance.choice(self._labels))
        else:
            name += b"\0"
        self._labels += begun
        return name

    def _names(self, at: int) -> bytes:
        first = self._name(at)
        return first + self._name(at + len(first))

    def _after(self, size: int, at: int) -> bytes:
        return self._random(size) + self._name(at + size)

    def _strings(self) -> bytes:
        sizes = self.chance.choices((0, 1, 5, 30, 255), k=self.chance.choice((1, 1, 2, 3)))
        return b"".join(bytes((size,)) + self._random(size) for size in sizes)

    def _digest(self) -> bytes:
        kind, size = self.chance.choice(((1, 20), (2, 32), (3, 32), (4, 48), (9, 70), (9, 0)))
        return self._random(3) + bytes((kind,)) + self._random(size)

    def _anything(self, at: int) -> bytes:
        if self.chance.random() < 0.5:
            return self._after(self.chance.choice((0, 2, 4)), at)
        return self._random(self.chance.choice((0, 1, 2, 6))) + self.plain() + self._random(2)

    def _random(self, size: int) -> bytes:
        return self.chance.randbytes(size)


def spoiled(message: bytes, chance: random.Random) -> bytes:
    """The message with a few octets changed, missing or too many; still a query or its reply."""
    octets = bytearray(message)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(octets) or 1)
        how = chance.randrange(4)
        if how < 2:
            octets[at : at + 1] = chance.choice(
                (b"\0", b"\xc0", b"\x0c", b"\x40", chance.randbytes(1))
            )
        elif how == 2:
            del octets[at : chance.choice((at + 1, at + 2, len(octets)))]
        else:
            octets[at:at] = chance.randbytes(chance.randrange(1, 4))
    octets[2:3] = bytes((octets[2] & 0x87,)) if len(octets) > 2 else b""
    return bytes(octets)
