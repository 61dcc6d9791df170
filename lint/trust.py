"""The link from a zone's parent to its keys: DS and DNSKEY records (RFC 4034)."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable
from functools import lru_cache

from .model import Record
from .noun import NamedTuple
from .records import names

ALGORITHMS = frozenset((5, 7, 8, 10, 13, 14, 15, 16))  # that resolvers check (RFC 8624)
_HASHES = {1: "sha1", 2: "sha256", 4: "sha384"}  # IANA registry of DS digest types
_RSAMD5 = 1  # the algorithm whose keys have another kind of tag


class _Link(NamedTuple):
    """A DS record (RFC 4034 section 5.1)."""

    tag: int
    algorithm: int
    kind: int
    digest: bytes


def is_usable(ds: Record) -> bool:
    """Whether resolvers can check a DS record; a zone that has none such is unsigned to them.

    That is what RFC 4035 section 5.2 demands. One that cannot be read counts as usable.
    """
    numbers = [int(word) for word in ds.data.split()[:3] if word.isdecimal()]
    return len(numbers) < 3 or (numbers[1] in ALGORITHMS and numbers[2] in _HASHES)


def is_linked(zone: str, ds: Iterable[Record], keys: Iterable[Record]) -> bool:
    """Whether one of the parent's DS records is that of one of the zone's keys.

    One is enough: others belong to a key roll-over. A record that cannot be read, or with a digest
    that is not known here, gets the benefit of the doubt where its key tag fits.
    """
    every = tuple(k.data for k in keys)
    return any(_is_of_any(zone, d.data, every) for d in ds)


@lru_cache(maxsize=64)
def _is_of_any(zone: str, ds: str, keys: tuple[str, ...]) -> bool:
    return any(_vouches(zone, ds, key) for key in keys)


def _vouches(zone: str, ds: str, key: str) -> bool:
    link, found = _link(ds), _key(key)
    if link is None or found is None or (link.tag, link.algorithm) != (_tag(found), found[3]):
        return False
    owner, kind = names.wire_format(zone), _HASHES.get(link.kind)
    if owner is None or kind is None:
        return True
    import hashlib  # only where a zone is signed

    return hashlib.new(kind, owner + found, usedforsecurity=False).digest() == link.digest


def _link(data: str) -> _Link | None:
    try:
        tag, algorithm, kind, *digits = data.split()
        return _Link(int(tag), int(algorithm), int(kind), bytes.fromhex("".join(digits)))
    except ValueError:
        return None


def _key(data: str) -> bytes | None:
    """The data of a DNSKEY record as a message holds it (RFC 4034 section 2.1)."""
    try:
        flags, protocol, algorithm, *digits = data.split()
        head = struct.pack("!HBB", int(flags), int(protocol), int(algorithm))
        return head + base64.b64decode("".join(digits), validate=True)
    except (ValueError, struct.error):
        return None


def _tag(key: bytes) -> int:
    """RFC 4034 appendix B."""
    if key[3] == _RSAMD5:
        return int.from_bytes(key[-3:-1], "big")
    even = key + b"\0" if len(key) % 2 else key
    words: tuple[int, ...] = struct.unpack(f"!{len(even) // 2}H", even)
    total = sum(words)
    return (total + (total >> 16)) & 0xFFFF
