"""TXT record data as zone files write it (RFC 1035 section 5.1): text to strings and back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..noun import NamedTuple
from ..pattern import lazy

MAX_STRING = 255  # octets of one character-string, RFC 1035 section 3.3
MAX_RDATA = 65_535  # octets of record data, RFC 1035 section 3.2.1

_TOKEN = lazy(rb'[ \t\r\n]*+(?:"((?:[^"\\]++|\\.)*+)("?)|((?:[^\s"\\]++|\\.)++)|(\\\Z))', re.DOTALL)
_ESCAPE = lazy(rb"\\(?:([0-9]{3})|(.))", re.DOTALL)
_SPECIAL = lazy(rb'["\\]|[^ -~]')


class TxtData(NamedTuple):
    """The character-strings of a TXT record, and what is wrong with how it is written.

    `quoted` says whether every string stands in quotes.
    """

    strings: tuple[bytes, ...]
    flaw: str | None = None
    quoted: bool = True


def parse(text: str) -> TxtData:
    """Presentation text without its comment to strings; never raises.

    A string may be empty, quoted or not; `\\DDD` is a decimal octet, `\\X` the character itself.
    """
    octets = text.encode("utf-8", "surrogateescape")
    strings: list[bytes] = []
    flaws: list[str] = []
    quoted = True
    for match in _TOKEN.finditer(octets):
        inside, closed, bare, _ = match.groups()
        if inside is not None and not closed:
            flaws.append("a quote is opened and never closed")
        quoted = quoted and inside is not None
        body = inside if inside is not None else bare or b""
        flaws += _bad_escape(body)
        strings.append(unescape(body))
    flaws += _lengths(strings)
    return TxtData(tuple(strings), flaws[0] if flaws else None, quoted)


def unescape(body: bytes) -> bytes:
    """The octets that escaped text stands for; an impossible `\\DDD` stays as it is typed."""
    return _ESCAPE.sub(_octet, body) if b"\\" in body else body


def _octet(match: re.Match[bytes]) -> bytes:
    code, char = match.groups()
    if code is None:
        return char
    return bytes((int(code),)) if int(code) < 256 else match.group()


def _bad_escape(body: bytes) -> Iterable[str]:
    if b"\\" not in body:
        return
    for match in _ESCAPE.finditer(body):
        code, char = match.groups()
        if code is not None and int(code) > 255:
            yield f"\\{code.decode()} is not a character: the highest is \\255"
        elif char is not None and char.isdigit():
            yield f"\\{char.decode()} needs three digits, or a \\ in front of the \\"


def _lengths(strings: list[bytes]) -> Iterable[str]:
    if not strings:
        yield "the text is missing"
    longest = max(map(len, strings), default=0)
    if longest > MAX_STRING:
        yield f"a text string is longer than {MAX_STRING} characters: it has {longest}"
    if sum(map(len, strings)) + len(strings) > MAX_RDATA:
        yield f"the text is longer than the {MAX_RDATA} characters that a record can hold"


def present(strings: Iterable[bytes]) -> str:
    """Strings as a zone file writes them: each in quotes, `"` and `\\` escaped, ASCII only."""
    return " ".join(f'"{_SPECIAL.sub(_escaped, s).decode("ascii")}"' for s in strings)


def _escaped(match: re.Match[bytes]) -> bytes:
    char = match.group()
    return b"\\" + char if char in b'"\\' else b"\\%03d" % ord(char)


def split(value: bytes, size: int = MAX_STRING) -> tuple[bytes, ...]:
    """A value in strings of at most `size` octets, as few as possible; at least one."""
    return tuple(value[i : i + size] for i in range(0, len(value), size)) or (b"",)
