"""A zone file in blocks of bounded size that never cut an entry in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Where
from ..noun import NamedTuple
from .zone_entry import BROKEN, MAX_ENTRY, OPEN, bracketed
from .zone_faults import Faults

BLOCK = 1 << 18  # octets read at a time
MAX_OPEN = 1_000  # brackets never closed, before the rest of a file is given up
MAX_BROKEN = 10_000  # entries with brackets that cannot be read, likewise
_LOOK_BACK = 64  # lines searched for a place between two owner names
INHERITS = b' \t\n\x0b\x0c;()"'  # how a line begins that names no owner


class Block(NamedTuple):
    """Whole entries between two line feeds, both included; `line` is that of the first entry.

    `offset` is the position of `data` in the text, -1 for the line feed before its beginning;
    None after a line that was left out.
    """

    data: bytes
    line: int
    offset: int | None


def blocks(chunks: Iterable[bytes], path: str, faults: Faults) -> Iterator[Block]:
    """Whole entries from pieces of a file with `\\n` line ends.

    A block ends where the owner name changes, if there is such a place near its end. Lines longer
    than MAX_ENTRY octets are left out and noted in `faults`.
    """
    return _Cutter(path, faults).blocks(chunks)


class _Cutter:
    def __init__(self, path: str, faults: Faults) -> None:
        self.path, self.faults = path, faults
        self.buffer = b"\n"
        self.line = 1
        self.offset: int | None = -1
        self.opened = 0  # brackets that were never closed
        self.broken = 0
        self.overlong = False  # inside a line that is left out

    def blocks(self, chunks: Iterable[bytes]) -> Iterator[Block]:
        for chunk in chunks:
            self._take(chunk)
            yield from self._cut(final=False)
            if self._is_hopeless():
                return
        if not self.buffer.endswith(b"\n"):
            self.buffer += b"\n"
        yield from self._cut(final=True)

    def _take(self, chunk: bytes) -> None:
        if self.overlong:
            end = chunk.find(b"\n")
            if end < 0:
                return
            self.overlong = False
            chunk = chunk[end:]  # an empty line takes the place of the one left out
        self.buffer += chunk
        start = self.buffer.rfind(b"\n")
        if len(self.buffer) - start > MAX_ENTRY:
            self._leave_out(start)

    def _leave_out(self, start: int) -> None:
        line = self.line + self.buffer.count(b"\n", 1, start + 1)
        message = f"the line is longer than {MAX_ENTRY:,} characters; it was not read"
        self.faults.add(Where(self.path, line), message, self.buffer[start + 1 : start + 401])
        self.buffer = self.buffer[: start + 1]
        self.overlong, self.offset = True, None

    def _cut(self, *, final: bool) -> Iterator[Block]:
        end, floor = self._safe_end(final)
        if end <= 0:
            return
        if not final:
            end = _between_owners(self.buffer, floor, end)
        block = Block(self.buffer[: end + 1], self.line, self.offset)
        self.offset = None if self.offset is None else self.offset + end
        self.line += block.data.count(b"\n", 1)
        self.buffer = self.buffer[end:]
        yield block

    def _safe_end(self, final: bool) -> tuple[int, int]:
        """The last line feed outside brackets, and the one after the last entry with brackets."""
        end = self.buffer.rfind(b"\n")
        floor = 0
        for before, after in bracketed(self.buffer, 0, end, end + 1):
            if after == OPEN and not final and end + 1 - before < MAX_ENTRY:
                return before, floor
            floor = after
            if after in (OPEN, BROKEN):
                self.opened += after == OPEN
                self.broken += 1
                floor = self.buffer.find(b"\n", before + 1)
            if self._is_hopeless():
                self._give_up(before)
                return before, floor
        return end, floor

    def _is_hopeless(self) -> bool:
        return self.opened > MAX_OPEN or self.broken > MAX_BROKEN

    def _give_up(self, before: int) -> None:
        line = self.line + self.buffer.count(b"\n", 0, before)
        message = "too many brackets are never closed; the file was not read further"
        self.faults.add(Where(self.path, line), message, b"(")
        self.faults.cut_short = True


def _between_owners(data: bytes, floor: int, end: int) -> int:
    """The last line feed after `floor` that stands between two different owners, else `end`.

    The one at `end` itself does not count: what comes after it is not known yet.
    """
    later: bytes | None = None
    later_at = place = end
    for _ in range(_LOOK_BACK):
        line = data.rfind(b"\n", floor, place)
        if line < 0:
            return end
        if data[line + 1] not in INHERITS:
            owner = data[line + 1 : line + 257].split(None, 1)[0]
            if later is not None and owner != later:
                return later_at
            later, later_at = owner, line
        place = line
    return end


def last_flush_line(data: bytes) -> int:
    """Where the last line begins that names an owner, after all brackets; -1 if there is none."""
    floor = max(data.rfind(b"("), data.rfind(b")"), 0)
    place = len(data) - 1
    while (line := data.rfind(b"\n", floor, place)) >= 0:
        if data[line + 1] not in INHERITS:
            return line + 1
        place = line
    return -1
