"""One reply of a server as a tool wrote it down, made into a message again."""

from __future__ import annotations

from collections.abc import Iterable

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from ..noun import NamedTuple
from ..records import txt

IN = dns.rdataclass.IN
_KNOWN_FLAGS = frozenset(("QR", "AA", "TC", "RD", "RA", "AD", "CD"))


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

    message: dns.message.Message
    server: str
    address: str
    at: str = ""


def message(
    question: tuple[str, str],
    status: str,
    flags: Iterable[str],
    answer: Iterable[Line] = (),
    authority: Iterable[Line] = (),
) -> dns.message.Message | None:
    """The message that these parts make, None where it has no readable question.

    A record that cannot be read is left out; so is one of another class than IN.
    """
    asked = _question(*question)
    if asked is None:
        return None
    made = dns.message.QueryMessage(id=0)
    words = _KNOWN_FLAGS.intersection(word.upper() for word in flags)
    made.flags = dns.flags.from_text(" ".join(words)) | dns.flags.QR
    made.set_rcode(_rcode(status))
    made.question.append(asked)
    for section, lines in ((made.answer, answer), (made.authority, authority)):
        for line in lines:
            _add(made, section, line)
    return made


def _question(name: str, type_: str) -> dns.rrset.RRset | None:
    try:
        return dns.rrset.RRset(dns.name.from_text(name), IN, dns.rdatatype.from_text(type_))
    except (dns.exception.DNSException, ValueError):
        return None


def _rcode(text: str) -> dns.rcode.Rcode:
    try:
        return dns.rcode.from_text(text)
    except (dns.exception.DNSException, ValueError):
        return dns.rcode.SERVFAIL


def _add(made: dns.message.Message, section: list[dns.rrset.RRset], line: Line) -> None:
    try:
        kind = dns.rdatatype.from_text(line.type)
        rdata = dns.rdata.from_text(IN, kind, line.data, origin=dns.name.root)
        owner = dns.name.from_text(line.name)
    except (dns.exception.DNSException, ValueError, UnicodeError):
        return
    made.find_rrset(section, owner, IN, kind, create=True).add(rdata, min(line.ttl, 2**31 - 1))


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
