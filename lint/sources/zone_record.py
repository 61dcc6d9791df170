"""One entry of a zone file as a Record, or as a Fault where it is none."""

from __future__ import annotations

from ..model import Record, Where, Written
from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names
from ..records.suffix import is_listed
from .zone_dialect import Dialect
from .zone_entry import OPEN, Entry, brackets_removed
from .zone_head import MAX_TTL, Head, read_head
from .zone_rdata import read_rdata
from .zone_segment import Segment

MAX_LINES = 200  # source lines kept of one record
MAX_LINE = 4_096  # octets kept of each
_BODY = lazy(rb'(?:[^\n;"()\\]++|"(?:[^"\\\n]++|\\[^\n])*+"|\\[^\n])*+')
_PROXIED = lazy(r"\bcf-proxied:(true|false)\b")
_BLANKS = b" \t"
_RESERVED = ("example", "test", "invalid")  # last labels of names in documents, RFC 2606


class Raw(NamedTuple):
    """An entry whose owner, type and time to live are known, its data not looked at yet."""

    segment: Segment
    entry: Entry
    line: int
    name: str
    ttl: int | None
    head: Head
    comment: bytes


def read_entry(segment: Segment, entry: Entry, line: int, name: str) -> Raw | str:
    """An entry up to its data; a message where it is no record. `ttl` is the one stated."""
    if entry.end < 0:
        return _broken(segment.data, entry)
    if entry.rest == entry.at and segment.data[entry.at] not in _BLANKS:
        return "a record cannot begin with a quote, a bracket or a control character"
    text, comment = _one_line(segment.data, entry)
    head = read_head(text)
    if isinstance(head, str):
        return _missing_owner(segment.data, entry) or head
    if head.type == "SOA" and segment.is_bare_origin(entry.at, entry.rest):
        name = segment.origin
    return Raw(segment, entry, line, name, head.ttl, head, comment)


def record(raw: Raw, dialect: Dialect) -> Record:
    """The record of an entry, with its place and its own text."""
    data = raw.head.data.decode("utf-8", "surrogateescape")
    facts = read_rdata(raw.head.type, data, raw.segment.origin)
    if dialect.bare_targets:
        facts = facts._replace(target=_whole(facts.target, raw.segment.origin))
    comment = raw.comment.decode("utf-8", "surrogateescape")
    proxied = _PROXIED.search(comment)
    return Record(
        name=raw.name,
        type=raw.head.type,
        ttl=None if dialect.automatic_ttl and raw.ttl == 1 else raw.ttl,
        data=data,
        strings=facts.strings,
        target=facts.target,
        priority=facts.priority,
        proxied=proxied.group(1) == "true" if proxied else None,
        flaw=facts.flaw or _flaw(raw),
        where=where(raw.segment, raw.entry, raw.line, dialect),
        written=_written(raw, data, comment, dialect),
    )


def _whole(target: str, origin: str) -> str:
    """A target without the origin that a missing final dot has put behind a public host name."""
    typed = target.removesuffix(f".{origin}")
    top = typed.rpartition(".")[2]
    return typed if "." in typed and (is_listed(top) or top in _RESERVED) else target


def where(segment: Segment, entry: Entry, line: int, dialect: Dialect) -> Where:
    """The place of an entry's first token."""
    start = segment.data[entry.at : entry.stop].partition(b"\n")[0]
    blanks = len(start) - len(start.lstrip(_BLANKS))
    return Where(segment.path, line, len(dialect.indent) + blanks + 1)


def source_lines(segment: Segment, entry: Entry, dialect: Dialect) -> tuple[str, ...]:
    """The whole lines of an entry as they stand in the file, bounded."""
    lines = segment.data[entry.at : entry.stop].split(b"\n", MAX_LINES)[:MAX_LINES]
    indent = dialect.indent
    return tuple((indent + x)[:MAX_LINE].decode("utf-8", "surrogateescape") for x in lines)


def _written(raw: Raw, data: str, comment: str, dialect: Dialect) -> Written:
    owner = raw.segment.data[raw.entry.at : raw.entry.rest].decode("utf-8", "surrogateescape")
    return Written(owner, data, comment, source_lines(raw.segment, raw.entry, dialect))


def _one_line(data: bytes, entry: Entry) -> tuple[bytes, bytes]:
    text = data[entry.rest : entry.end]
    if entry.odd:
        return brackets_removed(text)
    if b";" not in text:
        return text, b""
    match = _BODY.match(text)
    end = match.end() if match else 0
    return text[:end], text[end + 1 :]


def _broken(data: bytes, entry: Entry) -> str:
    if entry.end == OPEN:
        return "a bracket is opened here and never closed, or a quote inside it is not"
    line = data[entry.at : entry.stop]
    rest = line[_end_of_body(line) :]
    if rest.startswith(b'"'):
        return "a quote is opened and not closed on this line"
    if rest.startswith(b")"):
        return "a bracket is closed that was not opened"
    if rest.startswith(b"\\"):
        return "the line ends with a backslash"
    return "a quote or a bracket is not closed"


def _end_of_body(line: bytes) -> int:
    match = _BODY.match(line)
    return match.end() if match else 0


def _missing_owner(data: bytes, entry: Entry) -> str | None:
    """A record that begins with its type or class, because the blank in front was lost."""
    line = data[entry.at : entry.stop]
    if entry.rest == entry.at or entry.odd:
        return None
    head = read_head(b" " + line)
    if isinstance(head, str) or not head.data:
        return None
    return f"the name in front of {head.type} is missing; write @ for the zone's own name"


def _flaw(raw: Raw) -> str | None:
    if raw.ttl is not None and raw.ttl > MAX_TTL:
        return f"the time to live is too long: the highest is {MAX_TTL} seconds"
    problem = names.flaw(raw.name) if raw.name else None
    return f"the name on the left cannot exist: {problem}" if problem else None
