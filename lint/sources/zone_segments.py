"""A zone file as segments: control lines carried out (RFC 1035 section 5.1, RFC 2308 section 4)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import islice

from ..model import Where
from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names
from .error import SourceError
from .zone_blocks import INHERITS, Block, blocks
from .zone_entry import bracketed
from .zone_faults import Faults
from .zone_generate import generate
from .zone_head import duration
from .zone_include import MAX_DEPTH, read_included
from .zone_segment import Segment, first_character, last_owner
from .zone_source import Source

MAX_GENERATED = 131_072  # records that all $GENERATE lines of a file make together
_GENERATED_BLOCK = 4_096  # records of one segment

_CONTROL = lazy(rb"\$([A-Za-z]*)((?:[ \t]++([^\s;]*+)(?:[ \t]++([^\s;]*+))?+)?+)")
_COMMENT = lazy(rb"(?:[^;\"\\]++|\"(?:[^\"\\]++|\\.)*+\"|\\.)*+", re.DOTALL)


class Start(NamedTuple):
    """What holds before the first line: the origin, and the zone's own name."""

    origin: str
    apex: str


class Reading:
    """One pass over a file: its state, its faults, and what was met on the way.

    `origins` are the absolute names that `$ORIGIN` lines gave, with their lines; only the first
    is kept. `unread` says that an `$INCLUDE` was not followed.
    """

    def __init__(self, start: Start, *, include: bool = False) -> None:
        self.start, self.include = start, include
        self.faults = Faults()
        self.depth = 0
        self.first_origin: tuple[str, int] | None = None
        self.unread = False
        self._origin = ""
        self._ttl: int | None = None
        self._last: Segment | None = None
        self._generated = 0
        self._path = ""
        self._source: Source | None = None
        self._seen: set[str] = set()

    def segments(self, source: Source) -> Iterator[Segment]:
        """The records of a file in its order, control lines carried out."""
        self._source, self._path = source, source.path
        self._origin = self.start.origin
        self._seen.add(os.path.realpath(source.path))
        for block in blocks(source.chunks(), source.path, self.faults):
            yield from self._split(block)

    def _split(self, block: Block) -> Iterator[Segment]:
        data, line, offset = block
        start = 0
        for before in _control_lines(data):
            if before > start:
                yield self._segment(data[start : before + 1], line, offset, start)
            line += data.count(b"\n", start + 1, before + 1)
            start = data.find(b"\n", before + 1)
            yield from self._control(data[before + 1 : start], line)
            line += 1
        if start == 0:
            yield self._segment(data, line, offset)
        elif start < len(data) - 1:
            yield self._segment(data[start:], line, offset, start)

    def _segment(
        self, data: bytes, line: int, offset: int | None = None, start: int = 0
    ) -> Segment:
        first = first_character(data)
        segment = Segment(
            data,
            line,
            self._path,
            self._origin,
            self._ttl,
            owner=self._inherited() if first in INHERITS else None,
            offset=None if offset is None else offset + start,
        )
        if first:
            self._last = segment
        return segment

    def _inherited(self) -> str:
        found = last_owner(self._last) if self._last is not None else None
        return self._origin if found is None else found

    def _control(self, text: bytes, line: int) -> Iterator[Segment]:
        match = _CONTROL.match(text)
        word = match.group(1).upper() if match else b""
        if word == b"GENERATE":
            yield from self._generate(text, line)
        elif word == b"INCLUDE":
            yield from self._include(text, line)
        else:
            handler = _HANDLERS.get(word)
            argument = (match.group(3) or b"") if match else b""
            message = handler(self, argument, line) if handler else _unknown(word)
            if message:
                self._fault(line, message, text)

    def _set_origin(self, argument: bytes, line: int) -> str | None:
        written = argument.decode("utf-8", "surrogateescape")
        if not written:
            return "$ORIGIN needs a name"
        name = names.canonical(written, self._origin)
        # Some exports leave out the final dot of the zone's own name.
        if not written.endswith(".") and names.canonical(written) == self.start.apex:
            name = self.start.apex
        # Most names are short and need no closer look.
        odd = len(name) >= names.MAX_LABEL or ".." in name or name.startswith(".")
        problem = names.flaw(name) if odd else None
        if problem:
            return f"$ORIGIN cannot be used: {problem}"
        self._origin = name
        if self.first_origin is None:
            self.first_origin = (name, line)
        return None

    def _set_ttl(self, argument: bytes, line: int) -> str | None:
        seconds = duration(argument.decode("ascii", "replace"))
        if seconds is None:
            return "$TTL needs a number of seconds, or a time such as 1h"
        self._ttl = seconds
        return None

    def _generate(self, text: bytes, line: int) -> Iterator[Segment]:
        made = generate(_COMMENT.match(text[len(b"$GENERATE") :]).group())  # type: ignore[union-attr]
        if isinstance(made, str):
            self._fault(line, made, text)
            return
        count, lines = made
        self._generated += count
        if self._generated > MAX_GENERATED:
            message = f"all $GENERATE lines together make more than {MAX_GENERATED:,} records"
            self._fault(line, f"{message}; this one was not read", text)
            return
        while part := b"\n".join(islice(lines, _GENERATED_BLOCK)):
            yield self._segment(b"\n" + part + b"\n", line)._replace(generated=True)

    def _include(self, text: bytes, line: int) -> Iterator[Segment]:
        words = [w.decode("utf-8", "surrogateescape") for w in text.split(b";")[0].split()]
        if len(words) < 2:
            self._fault(line, "$INCLUDE needs a file name", text)
        elif not self.include and _is_key(words[1]):
            return
        elif not self.include:
            self.unread = True
            message = f"the file {words[1]} was not read, so its records count as not there"
            self._fault(line, f"{message}; allow it with --include", text)
        else:
            try:
                yield from self._included(words[1].strip('"'), words[2:3])
            except SourceError as error:
                self.unread = True
                self._fault(line, str(error), text)

    def _included(self, name: str, origin: list[str]) -> Iterator[Segment]:
        path, data = read_included(name, self._path)
        real = os.path.realpath(path)
        if self.depth >= MAX_DEPTH or real in self._seen:
            raise SourceError(path, "is included more than once; it was not read again")
        self._seen.add(real)
        from copy import copy  # few files include others

        inner = copy(self)
        inner.start, inner.depth = self.start._replace(origin=self._origin), self.depth + 1
        inner._origin = names.canonical(origin[0], self._origin) if origin else self._origin
        inner._path = path
        for block in blocks(Source.of_bytes(data, path).chunks(), path, self.faults):
            yield from inner._split(block)
        self._generated = inner._generated

    def _fault(self, line: int, message: str, text: bytes) -> None:
        self.faults.add(Where(self._path, line), message, text)


_HANDLERS: dict[bytes, Callable[[Reading, bytes, int], str | None]] = {
    b"ORIGIN": Reading._set_origin,
    b"TTL": Reading._set_ttl,
    b"UNICODE": lambda *_: None,
}


def _is_key(name: str) -> bool:
    """Whether a file is named as dnssec-keygen names public keys: it holds DNSKEY records alone."""
    base = os.path.basename(name.strip('"'))  # noqa: PTH119 - as elsewhere, no pathlib
    return base.startswith("K") and base.endswith(".key")


def _unknown(word: bytes) -> str:
    return f"there is no control line ${word.decode('ascii')}"


def _control_lines(data: bytes) -> Iterator[int]:
    """The line feeds before control lines, those inside brackets left out."""
    if b"$" not in data:  # much faster than the search for two characters
        return
    at = data.find(b"\n$")
    start = 0
    brackets = b"(" in data
    while at >= 0:
        inside = _closed_after(data, start, at) if brackets else -1
        if inside < 0:
            yield at
            start = data.find(b"\n", at + 1)
        else:
            start = inside
        at = data.find(b"\n$", start)


def _closed_after(data: bytes, start: int, at: int) -> int:
    """The end of the entry with brackets that the line feed at `at` is in, -1 if there is none."""
    found = bracketed(data, start, at, len(data))
    return next((after for _, after in found if after > at), -1)
