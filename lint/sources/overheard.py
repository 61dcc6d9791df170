"""One reply of a server as a tool wrote it down, made into a message again."""

from __future__ import annotations

from collections.abc import Iterable

import dns.exception
import dns.name
import dns.rdata
import dns.rdatatype

from ..noun import NamedTuple
from ..records import txt
from . import wire_message as wm
from .wire_code import SERVFAIL, code_number
from .wire_message import MAX_TTL, Entry, Message, Resource
from .wire_rdata import IN

_FLAGS = {"AA": wm.AA, "TC": wm.TC, "RD": wm.RD, "RA": wm.RA, "AD": wm.AD, "CD": wm.CD}


class Line(NamedTuple):
    """A resource record as text; `ttl` in seconds."""

    name: str
    ttl: int
    type: str
    data: str


class Overheard(NamedTuple):
    """A message, the server that sent it, and when (RFC 3339, "" where that is not known).

    `server` is its name, or its address where no name is known.
    """

    message: Message
    server: str
    address: str
    at: str = ""


def message(
    question: tuple[str, str],
    status: str,
    flags: Iterable[str],
    answer: Iterable[Line] = (),
    authority: Iterable[Line] = (),
) -> Message | None:
    """The message that these parts make, None where it has no readable question.

    A record that cannot be read is left out; so is one of another class than IN.
    """
    asked = _question(*question)
    if asked is None:
        return None
    words = {word.upper() for word in flags}
    code = code_number(status)
    return Message(
        flags=sum(bit for word, bit in _FLAGS.items() if word in words),
        code=SERVFAIL if code is None else code,
        question=(asked,),
        answer=_section(answer),
        authority=_section(authority),
    )


def _question(name: str, type_: str) -> Entry | None:
    try:
        owner = dns.name.from_text(name).to_wire() or b""
        return Entry(owner, dns.rdatatype.from_text(type_), IN)
    except (dns.exception.DNSException, ValueError):
        return None


def _section(lines: Iterable[Line]) -> tuple[Resource, ...]:
    found = (_resource(line) for line in lines)
    return tuple(dict.fromkeys(r for r in found if r is not None))


def _resource(line: Line) -> Resource | None:
    root = dns.name.root
    try:
        type_ = dns.rdatatype.from_text(line.type)
        data = dns.rdata.from_text("IN", type_, line.data, origin=root, relativize=False)
        owner, octets = dns.name.from_text(line.name).to_wire(), data.to_wire(origin=root)
    except (dns.exception.DNSException, ValueError, UnicodeError):
        return None
    return Resource(owner or b"", type_, IN, min(line.ttl, MAX_TTL), octets or b"")


def resource(text: str) -> Line | None:
    """A record as zone files write it on one line: owner, TTL, class, type, data."""
    words = text.split(None, 4)
    if len(words) < 5 or not words[1].isdecimal() or words[2].upper() != "IN":
        return None
    return Line(words[0], int(words[1][:10]), words[3].upper(), words[4])


def quoted(text: str) -> str:
    """TXT data that a tool wrote without quotes, as zone files write it."""
    if text.startswith('"'):
        return text
    return txt.present(txt.split(text.encode("utf-8", "surrogateescape")))
