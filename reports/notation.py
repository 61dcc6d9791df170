"""A change as zone-file lines (RFC 1035 section 5.1) and as the fields of a DNS panel."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..lint.model import Action, Change, RecordReport
from ..lint.noun import NamedTuple
from ..lint.pattern import lazy
from ..lint.records import names
from ..lint.records.visible import MARK, visible
from .excerpt import plain

TEXT_TYPES = ("TXT", "SPF")
HOST_TYPES = ("CNAME", "DNAME", "NS", "PTR")
_STRING = 255  # octets in one character-string, RFC 1035 section 3.3
_MAX_WRITTEN = 20  # lines of one record that are shown as taken away
_MAX_LINE = 4_000
_SPECIAL = lazy(r'[";()@$]')  # these steer a zone file where they stand bare in a name
# An owner (or the blank that inherits one), then TTL and class in any order, before the type.
_HEAD = lazy(r"(\S*)\s+(?:(?:\d\w*|IN|CH|HS)\s+)*", re.IGNORECASE)


class Line(NamedTuple):
    """A line to take away (`-`) or to add (`+`), safe to print."""

    sign: str
    text: str


class Fields(NamedTuple):
    """What a DNS panel's form asks for; the value of a text without quotes."""

    name: str
    type: str
    value: str
    priority: str | None = None


def lines(changes: Iterable[Change], zone: str | None) -> Iterator[Line]:
    """The changes as lines of a zone file whose names are relative to `zone`.

    Where the file's own lines are known, the new line is written as they are: below the same
    origin, and with the same owner, TTL and class where a value is replaced in its place.
    """
    held = tuple(changes)
    below = origin(held, zone)
    for change in held:
        if change.action is not Action.ADD:
            for text in _taken(change, zone):
                yield Line("-", text)
        if change.action is not Action.DELETE:
            yield Line("+", _given(change, below))


def scope(changes: Iterable[Change], zone: str | None) -> str:
    """Words for what the names of the lines are relative to; nothing where they are absolute."""
    below = origin(changes, zone)
    if not below:
        return ""
    return visible(f" in zone {below}" if below == zone else f" below $ORIGIN {below}")


def origin(changes: Iterable[Change], zone: str | None) -> str | None:
    """What the added names are relative to: the origin of the lines taken away, or the zone."""
    for change in changes:
        if change.written and (found := _origin(change)) is not None:
            return found
    return zone


def line(name: str, type_: str, value: str, ttl: int | None, zone: str | None) -> str:
    """One record as a zone-file line, its name relative to `zone`."""
    parts = (owner(name, zone), "" if ttl is None else str(ttl), type_, data(type_, value))
    return visible(" ".join(part for part in parts if part))


def expected_line(record: RecordReport, zone: str | None) -> str:
    """An expected record as a zone-file line."""
    value = record.value
    if record.priority is not None and record.type == "MX":
        value = f"{record.priority} {value}"
    return line(record.name, record.type, value, None, zone)


def _taken(change: Change, zone: str | None) -> Iterator[str]:
    if not change.written:
        old = change.value if change.old is None else change.old
        yield line(change.name, change.type, old, change.ttl, zone)
        return
    shown = change.written[:_MAX_WRITTEN]
    for text in shown:
        yield plain(text[:_MAX_LINE]) + (MARK if len(text) > _MAX_LINE else "")
    if len(shown) < len(change.written):
        yield f"{MARK} {len(change.written) - len(shown)} more lines"


def _given(change: Change, origin: str | None) -> str:
    head = _written_head(change) if change.action is Action.REPLACE else None
    if head is None:
        return line(change.name, change.type, change.value, change.ttl, origin)
    return plain(head) + " " + visible(data(change.type, change.value))


def _written_head(change: Change) -> str | None:
    """The written line up to and with its type, None where it does not read like a zone file."""
    if not change.written or not change.type:
        return None
    text = change.written[0][:_MAX_LINE]
    match = _HEAD.match(text)
    end = match.end() + len(change.type) if match else 0
    if match is None or text[match.end() : end].upper() != change.type:
        return None
    return text[:end] if text[end : end + 1] in ("", " ", "\t", '"', "(") else None


def _origin(change: Change) -> str | None:
    """The origin below which a written record stands, None where its line does not tell."""
    if _written_head(change) is None:
        return None
    typed = change.written[0].split()[0]
    if change.written[0][0].isspace() or typed.endswith("."):
        return None
    if typed == "@":
        return change.name
    suffix = change.name.removeprefix(names.canonical(typed) + ".")
    return suffix if suffix != change.name else None


def owner(name: str, zone: str | None) -> str:
    """An owner name for a zone file: relative to the zone, `@` at its apex, else with a dot."""
    short = names.relative(name, zone) if zone else name + "."
    return short if short == "@" else _SPECIAL.sub(r"\\\g<0>", short)


def data(type_: str, value: str) -> str:
    """Record data for a zone file from the canonical value of a change."""
    if type_ in TEXT_TYPES:
        return quoted(value)
    if type_ in HOST_TYPES:
        return _dotted(value)
    words = value.split()
    if (type_ == "MX" and len(words) in (1, 2)) or (type_ == "SRV" and len(words) == 4):
        host = "" if type_ == "MX" and len(words) == 1 and words[0].isdigit() else words.pop()
        return " ".join((*words, _dotted(host)))
    return value


def _dotted(host: str) -> str:
    return host if host.endswith(".") else _SPECIAL.sub(r"\\\g<0>", host) + "."


def quoted(text: str) -> str:
    r"""A text as quoted character-strings of at most 255 octets each, in plain ASCII.

    Octets that are not printable ASCII are written `\DDD`.
    """
    if len(text) <= _STRING and text.isascii() and text.isprintable():
        return f'"{_plainly(text)}"'
    octets = _octets(text)
    starts = range(0, len(octets), _STRING) if octets else (0,)
    return " ".join(f'"{_escaped(octets[i : i + _STRING])}"' for i in starts)


def _octets(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no octet, from a damaged result
        return text.encode("utf-8", "surrogatepass")


def _escaped(octets: bytes) -> str:
    text = octets.decode("latin-1")
    if text.isascii() and text.isprintable():
        return _plainly(text)
    return "".join(_octet(octet) for octet in octets)


def _plainly(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _octet(octet: int) -> str:
    char = chr(octet)
    if not 0x20 <= octet <= 0x7E:
        return f"\\{octet:03d}"
    return "\\" + char if char in '"\\' else char


def fields(name: str, type_: str, value: str, zone: str | None) -> Fields:
    """A record as a DNS panel asks for it: the name without the zone, the priority apart."""
    short = name if not zone or not names.is_within(name, zone) else names.relative(name, zone)
    priority, _, host = value.partition(" ")
    if type_ == "MX" and priority.isdigit():
        return Fields(short, type_, host or ".", priority)
    return Fields(short, type_, value)
