"""What stands before a record's data: time to live, class and type (RFC 1035 section 5.1)."""

from __future__ import annotations

import re

from ..noun import NamedTuple
from ..pattern import lazy
from .zone_types import known_type, nearest_type

MAX_TTL = 2**31 - 1  # seconds, RFC 2181 section 8
_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_CLASSES = rb"IN|CLASS1|AWS|CH|HS|CS|CLASS[0-9]{1,5}|ANY|NONE"
_TTL = rb"(?:[0-9]++[wdhms])++|[0-9]++"
# Patterns are tried without look-back: each word must be followed by a blank.
_HEAD = lazy(
    rb"[ \t]*+(?:(" + _TTL + rb")[ \t]++)?+(?:(" + _CLASSES + rb")[ \t]++)?+"
    rb"(?:(" + _TTL + rb')[ \t]++)?+([A-Z][A-Z0-9_-]{0,31})(?:[ \t]++|\Z|(?="))(.*)',
    re.IGNORECASE | re.DOTALL,
)
_BEFORE = lazy(
    rb"(?:[ \t]*+(?:" + _TTL + rb"|" + _CLASSES + rb")(?=[ \t]|\Z)){0,3}[ \t]*+([^ \t]*)",
    re.IGNORECASE,
)
_CLASS = lazy(_CLASSES, re.IGNORECASE)
_DURATION = lazy(r"([0-9]+)([wdhms]?)")
# cli53 writes the aliases of Route 53 with this class; they are records of the Internet class.
_INTERNET = {"", "IN", "CLASS1", "AWS"}


class Head(NamedTuple):
    """A record's time to live in seconds (None if not stated), its type, its data as typed."""

    ttl: int | None
    type: str
    data: bytes


def read_head(text: bytes) -> Head | str:
    """What follows the owner name, on one line; a message where it is no record."""
    match = _HEAD.match(text)
    if match is None:
        return _why_not(text)
    first, class_, second, type_, data = match.groups()
    if (class_ or b"").decode().upper() not in _INTERNET:
        return f"the class {class_.decode().upper()} is not read, only IN"
    if first is not None and second is not None:
        return "the time to live stands there twice"
    type_name = known_type(type_.decode())
    if type_name is None:
        return _unknown(type_)
    ttl = first or second
    seconds = duration(ttl.decode()) if ttl is not None else None
    return Head(seconds, type_name, data.strip(b" \t"))


def duration(text: str) -> int | None:
    """Seconds of `3600` or `1h30m`, None for other texts."""
    if not re.fullmatch(r"[0-9]{1,18}|(?:[0-9]{1,15}[wdhms]){1,8}", text, re.IGNORECASE | re.ASCII):
        return None
    return sum(int(n) * _UNITS[u or "s"] for n, u in _DURATION.findall(text.lower()))


def _why_not(text: bytes) -> str:
    match = _BEFORE.match(text)
    word = match.group(1) if match else b""
    return _unknown(word) if word else "the record type is missing"


def _unknown(word: bytes) -> str:
    if _CLASS.fullmatch(word):
        return "the record type is missing"
    shown = word[:40].decode("utf-8", "backslashreplace")
    near = nearest_type(shown)
    meant = f"; {near} was probably meant" if near else ""
    return f'there is no record type "{shown}"{meant}'
