"""DNS messages in wire format (RFC 1035 section 4): questions out, replies in."""

from __future__ import annotations

import struct
from functools import lru_cache

from ..model import Question
from ..noun import NamedTuple
from ..records import names
from .wire_code import FORMERR, NOTIMP, REFUSED, SERVFAIL
from .wire_message import AD, CD, HEADER, NSID, RD, Message, read_message
from .wire_name import DamagedError
from .wire_rdata import IN
from .wire_type import OPT, is_askable, type_number

PAYLOAD = 1_232  # octets of a UDP answer that pass every path unfragmented
MAX_MESSAGE = 65_535  # octets, RFC 1035 section 4.2.2
MAX_RECORDS = 2_000  # of one message; no honest one holds as many
_REPLY, _OPCODE = 0x80, 0x78
_COMPLAINTS = (FORMERR, SERVFAIL, NOTIMP, REFUSED)  # may come without the question


class Form(NamedTuple):
    """How a question is put.

    `recursion` sets RD, `checking` False sets CD; `edns` adds the OPT record (RFC 6891), `nsid`
    asks for the name of the machine that answers (RFC 5001).
    """

    recursion: bool
    checking: bool = True
    edns: bool = True
    nsid: bool = True


@lru_cache(maxsize=4_096)
def encode(question: Question, form: Form) -> bytes | None:
    """The message with the id 0; None for a name or type that no message can carry.

    A question to a resolver sets AD, which asks for the outcome of validation without the
    signatures themselves (RFC 6840 section 5.7).
    """
    name, type_ = names.wire_format(question.name), type_number(question.type)
    if name is None or type_ is None or not is_askable(type_):
        return None
    flags = RD | AD if form.recursion else 0
    header = (0, flags if form.checking else flags | CD, 1, 0, 0, int(form.edns))
    asked = name + struct.pack("!2H", type_, IN)
    return struct.pack("!6H", *header) + asked + (_opt(form) if form.edns else b"")


def _opt(form: Form) -> bytes:
    """The OPT record of the root (RFC 6891 section 6.1.2), with an empty NSID option or none."""
    options = struct.pack("!2H", NSID, 0) if form.nsid else b""
    return b"\0" + struct.pack("!2HIH", OPT, PAYLOAD, 0, len(options)) + options


def numbered(message: bytes, number: int) -> bytes:
    """The message with this id."""
    return number.to_bytes(2, "big") + message[2:]


def number(message: bytes) -> int:
    """The id of a message, -1 for what is too short to be one."""
    return int.from_bytes(message[:2], "big") if len(message) >= HEADER else -1


def replies_to(reply: bytes, query: bytes) -> bool:
    """Whether a message answers this query, whatever its id and the case of its letters.

    The letters may come back in another case, because some clients and servers mix it on purpose.
    """
    if len(reply) < HEADER or not reply[2] & _REPLY or reply[2] & _OPCODE:
        return False
    if reply[4:6] == b"\0\0":
        return reply[3] & 0x0F in _COMPLAINTS
    end = query.index(b"\0", HEADER) + 5  # the query's name is not compressed
    asked, repeated = query[HEADER:end], reply[HEADER:end]
    same = repeated[:-4].lower() == asked[:-4].lower() and repeated[-4:] == asked[-4:]
    return reply[4:6] == b"\0\1" and same


def parse(reply: bytes) -> Message | None:
    """The message; None where any part of it is damaged, or where it holds too many records."""
    counts = [int.from_bytes(reply[i : i + 2], "big") for i in (6, 8, 10)]
    if len(reply) > MAX_MESSAGE or sum(counts) > MAX_RECORDS:
        return None
    try:
        return read_message(reply)
    except DamagedError:
        return None
