"""The data of records in messages: read, and written as zone files write it.

Data by itself is octets with all names written out. The types that live checks meet are read here.
dnspython reads the others, and in the tests it is what all of them are measured by.
"""

from __future__ import annotations

import base64
import struct
import time
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from ..noun import NamedTuple
from ..records import txt
from . import wire_type as types
from .wire_name import DamagedError, Names, name_text, owner_name

if TYPE_CHECKING:
    import dns.rdata

IN = 1  # the class of the Internet
_TIMES, _SIGNATURE = struct.Struct("!5I"), struct.Struct("!HBBIIIH")
_DIGESTS = {1: 20, 2: 32, 3: 32, 4: 48}  # octets by digest type (IANA registry for DS records)
_BASE64, _HEX = 32, 128  # characters up to the next blank
_SHORT = 512  # octets of data that is worth keeping


class Content(NamedTuple):
    """What data says: its text, and the parts of it that `Record` holds."""

    text: str
    strings: tuple[bytes, ...] = ()
    target: str = ""
    priority: int | None = None


class _Type(NamedTuple):
    """How data of a type is read between two offsets of a message, and what it says."""

    read: Callable[[Names, int, int], bytes]
    content: Callable[[bytes], Content]


def expanded(names: Names, class_: int, type_: int, start: int, end: int) -> bytes:
    """The data between two offsets of a message; raises DamagedError where it is not of its type.

    Names are compressed only where RFC 3597 section 4 allows it.
    """
    known = _TYPES.get(type_) if class_ == IN else None
    if known is not None:
        return known.read(names, start, end)
    import dns.exception

    try:
        return _rare(class_, type_, names.message, start, end).to_wire() or b""
    except dns.exception.DNSException:
        raise DamagedError from None


def content(type_: int, data: bytes) -> Content:
    """What data of a type of the Internet says. Many servers say the same, so it is kept."""
    return _kept(type_, data) if len(data) <= _SHORT else _content(type_, data)


def _content(type_: int, data: bytes) -> Content:
    known = _TYPES.get(type_)
    if known is not None:
        return known.content(data)
    rare = _rare(IN, type_, data, 0, len(data))
    return Content(rare.to_text(), tuple(getattr(rare, "strings", ())))


_kept = lru_cache(maxsize=1_024)(_content)


def _rare(class_: int, type_: int, octets: bytes, start: int, end: int) -> dns.rdata.Rdata:
    import dns.rdata
    import dns.rdataclass
    import dns.rdatatype

    kind = dns.rdataclass.RdataClass.make(class_), dns.rdatatype.RdataType.make(type_)
    return dns.rdata.from_wire(*kind, octets, start, end - start)


def _fixed(size: int, names: Names, start: int, end: int) -> bytes:
    if end - start != size:
        raise DamagedError
    return names.message[start:end]


def _ipv4(data: bytes) -> str:
    return ".".join(map(str, data))


def _ipv6(data: bytes) -> str:
    """RFC 5952, with an embedded IPv4 address in its own notation (section 5)."""
    groups = struct.unpack("!8H", data)
    words = [f"{group:x}" for group in groups]
    start, size = _longest_gap(groups)
    if size < 2:
        return ":".join(words)
    if start == 0 and (size == 6 or (size == 5 and groups[5] == 0xFFFF)):
        return f"::{'ffff:' if size == 5 else ''}{_ipv4(data[12:])}"
    return f"{':'.join(words[:start])}::{':'.join(words[start + size :])}"


def _longest_gap(groups: tuple[int, ...]) -> tuple[int, int]:
    """Where the first of the longest runs of zeros begins, and its size."""
    best, start = (0, 0), 0
    for at, group in enumerate((*groups, 1)):
        if group:
            if at - start > best[1]:
                best = start, at - start
            start = at + 1
    return best


def _named(size: int, names: Names, start: int, end: int) -> bytes:
    """So many octets, and a name that may be compressed."""
    name, at, _ = names.at(start + size, end)
    if at != end:
        raise DamagedError
    return names.message[start : start + size] + name


def _plain_name(names: Names, start: int, end: int) -> bytes:
    name, at, pointers = names.at(start, end)
    if at != end or pointers:
        raise DamagedError
    return name


def _target(data: bytes) -> Content:
    return Content(name_text(data), target=owner_name(data))


def _mx(data: bytes) -> Content:
    priority, name = int.from_bytes(data[:2], "big"), data[2:]
    return Content(f"{priority} {name_text(name)}", target=owner_name(name), priority=priority)


def _srv(data: bytes) -> Content:
    priority, weight, port = struct.unpack_from("!3H", data)
    name = data[6:]
    text = f"{priority} {weight} {port} {name_text(name)}"
    return Content(text, target=owner_name(name), priority=priority)


def _soa_read(names: Names, start: int, end: int) -> bytes:
    master, at, _ = names.at(start, end)
    mailbox, at, _ = names.at(at, end)
    if end - at != _TIMES.size:
        raise DamagedError
    return master + mailbox + names.message[at:end]


def _soa(data: bytes) -> str:
    first = _name_end(data, 0)
    second = _name_end(data, first)
    master, mailbox = name_text(data[:first]), name_text(data[first:second])
    return " ".join((master, mailbox, *map(str, _TIMES.unpack_from(data, second))))


def _name_end(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _text_read(names: Names, start: int, end: int) -> bytes:
    message, at = names.message, start
    while at < end:
        at += 1 + message[at]
    if at != end or start == end:
        raise DamagedError
    return message[start:end]


def _text(data: bytes) -> Content:
    strings, at = [], 0
    while at < len(data):
        end = at + 1 + data[at]
        strings.append(data[at + 1 : end])
        at = end
    return Content(txt.present(strings), tuple(strings))


def _caa_read(names: Names, start: int, end: int) -> bytes:
    data = names.message[start:end]
    tag = data[2 : 2 + data[1]] if len(data) > 2 else b""
    if not tag.isalnum() or len(tag) != data[1]:
        raise DamagedError
    return data


def _caa(data: bytes) -> str:
    value = 2 + data[1]
    return f"{data[0]} {data[2:value].decode('ascii')} {txt.present([data[value:]])}"


def _ds_read(names: Names, start: int, end: int) -> bytes:
    data = names.message[start:end]
    if len(data) < 4 or not data[3] or _DIGESTS.get(data[3], len(data) - 4) != len(data) - 4:
        raise DamagedError
    return data


def _ds(data: bytes) -> str:
    return f"{int.from_bytes(data[:2], 'big')} {data[2]} {data[3]} {_pieces(data[4:].hex(), _HEX)}"


def _key_read(names: Names, start: int, end: int) -> bytes:
    if end - start < 4:
        raise DamagedError
    return names.message[start:end]


def _key(data: bytes) -> str:
    return f"{int.from_bytes(data[:2], 'big')} {data[2]} {data[3]} {_base64(data[4:])}"


def _signature_read(names: Names, start: int, end: int) -> bytes:
    _, _, pointers = names.at(start + _SIGNATURE.size, end)
    if pointers:
        raise DamagedError
    return names.message[start:end]


def _signature(data: bytes) -> str:
    """RFC 4034 section 3.2."""
    covered, algorithm, labels, ttl, *times, tag = _SIGNATURE.unpack_from(data)
    signer = _name_end(data, _SIGNATURE.size)
    words = (
        *(types.type_name(covered), algorithm, labels, ttl),
        *(time.strftime("%Y%m%d%H%M%S", time.gmtime(moment)) for moment in times),
        *(tag, name_text(data[_SIGNATURE.size : signer]), _base64(data[signer:])),
    )
    return " ".join(map(str, words))


def _base64(octets: bytes) -> str:
    return _pieces(base64.b64encode(octets).decode("ascii"), _BASE64)


def _pieces(text: str, size: int) -> str:
    return " ".join(text[i : i + size] for i in range(0, len(text), size))


def _only(text: Callable[[bytes], str]) -> Callable[[bytes], Content]:
    return lambda data: Content(text(data))


_TARGET, _TEXT = _Type(partial(_named, 0), _target), _Type(_text_read, _text)
_TYPES = {
    types.A: _Type(partial(_fixed, 4), _only(_ipv4)),
    types.AAAA: _Type(partial(_fixed, 16), _only(_ipv6)),
    types.NS: _TARGET,
    types.CNAME: _TARGET,
    types.PTR: _TARGET,
    types.DNAME: _Type(_plain_name, _target),
    types.MX: _Type(partial(_named, 2), _mx),
    types.SRV: _Type(partial(_named, 6), _srv),
    types.SOA: _Type(_soa_read, _only(_soa)),
    types.TXT: _TEXT,
    types.SPF: _TEXT,
    types.CAA: _Type(_caa_read, _only(_caa)),
    types.DS: _Type(_ds_read, _only(_ds)),
    types.DNSKEY: _Type(_key_read, _only(_key)),
    types.RRSIG: _Type(_signature_read, _only(_signature)),
}
