"""Where one entry of a zone file ends: quotes, brackets and comments (RFC 1035 section 5.1).

An entry is a record or a control line with all the lines that its brackets span. Text is handled
as blocks of octets that start and end with a line feed. A quote never spans lines: one that is
not closed spoils its line alone, so that the reader can go on at the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..noun import NamedTuple
from ..pattern import lazy

MAX_ENTRY = 1 << 18  # octets; the longest record data in decimal escapes is about that long
MAX_BRACKETS = 200  # of both kinds, in one entry
MAX_DEPTH = 8  # brackets inside brackets

BROKEN = -1  # the line cannot be a record, whatever follows it
OPEN = -2  # a bracket is not closed within the text at hand

# A character of a word. Named one by one: a class such as \s in a set makes the search slower.
CHARACTER = rb'[^ \t\n\r\x0b\x0c;"()\\]'

_QUOTED = rb'"(?:[^"\\\n]++|\\[^\n])*+"'
_BODY = rb'(?:[^\n;"()\\]++|' + _QUOTED + rb"|\\[^\n])*+"
_OUTSIDE = lazy(_BODY + rb"(?:;[^\n]*+)?+")
_INSIDE = lazy(rb'(?:[^;"()\\]++|' + _QUOTED + rb"|\\[^\n]|;[^\n]*+)*+")
# Lines without content, then an owner name (empty where it is inherited), then a line without
# brackets; the second group is empty where the line has brackets or is broken.
_ENTRY = lazy(
    rb"\n(?:[ \t]*+(?:;[^\n]*+)?+\n)*+"
    rb"((?:" + CHARACTER + rb"++|\\[^\n])*+)"
    rb"((?:" + _BODY + rb"(?:;[^\n]*+)?+(?=\n))?+)"
)


class Entry(NamedTuple):
    """One entry of a block: `data[at:end]`, its owner as typed before `rest`.

    `end` is BROKEN or OPEN for a line that cannot be read, OPEN where it opens a bracket. `stop`
    is where the entry's last line ends in any case. `odd` marks what has brackets or is broken.
    """

    at: int
    rest: int
    end: int
    stop: int
    odd: bool


def entry_end(data: bytes, start: int, whole: int) -> int:
    """The position of the line feed that ends the entry after the line feed at `start`.

    Lines are whole up to position `whole`. BROKEN for a line that can never be an entry, OPEN
    where a bracket is not closed up to there or within MAX_ENTRY octets.
    """
    limit = min(whole, start + MAX_ENTRY)
    at = _after(_OUTSIDE, data, start + 1, limit)
    depth = 0
    for _ in range(MAX_BRACKETS):
        if at >= limit:
            return OPEN
        char = data[at]
        if char == 0x0A:
            return at
        depth += 1 if char == 0x28 else -1
        if char not in b"()" or not 0 <= depth <= MAX_DEPTH:
            return BROKEN
        at = _after(_INSIDE if depth else _OUTSIDE, data, at + 1, limit)
    return BROKEN


def _after(pattern: re.Pattern[bytes], data: bytes, at: int, limit: int) -> int:
    match = pattern.match(data, at, limit)
    return match.end() if match else at


def bracketed(data: bytes, start: int, end: int, whole: int) -> Iterator[tuple[int, int]]:
    """The entries with brackets that begin between two line feeds.

    The first line feed stands outside brackets, and lines are whole up to position `whole`.
    Yields (line feed before, line feed after or BROKEN or OPEN). The search goes on after each.
    """
    while (bracket := data.find(b"(", start, end)) >= 0:
        before = data.rfind(b"\n", 0, bracket)
        after = entry_end(data, before, whole)
        yield before, after
        start = after if after >= 0 else data.find(b"\n", bracket)


def entries(data: bytes, start: int = 0) -> Iterator[Entry]:
    """The entries of a block from the line feed at `start`, which stands outside brackets."""
    last = len(data) - 1
    while start < last:
        for match in _ENTRY.finditer(data, start):
            rest, stop = match.span(2)
            if stop > last:
                return
            at = match.start(1)
            if data[stop] != 0x0A:
                break
            yield Entry(at, rest, stop, stop, False)
        else:
            return
        end = entry_end(data, at - 1, len(data))
        start = end if end >= 0 else data.find(b"\n", at)
        if end == BROKEN:
            # Told by its first line alone: how much comes after it depends on the block.
            end = entry_end(data, at - 1, start + 1)
        yield Entry(at, rest, end, start, True)


def brackets_removed(text: bytes) -> tuple[bytes, bytes]:
    """An entry with brackets on one line: its tokens with single blanks between, its last comment.

    The comment is the one on the entry's last line.
    """
    last_line = text.rfind(b"\n") + 1
    tokens: list[bytes] = []
    comment = b""
    for match in _PIECE.finditer(text):
        if match.group(1) is not None:
            tokens.append(match.group(1))
        elif match.start() >= last_line:
            comment = match.group(2)
    return b" ".join(tokens), comment


_PIECE = lazy(rb"(" + _QUOTED + rb"|(?:" + CHARACTER + rb"++|\\[^\n])++)|;([^\n]*+)")
