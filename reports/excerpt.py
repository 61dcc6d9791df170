"""A file's lines with a caret under the place that a finding points at."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..lint.model import Location
from ..lint.records.visible import MARK, visible

MAX_LINES = 6
_TAB = 4


def excerpt(location: Location, width: int) -> Iterator[tuple[str, str]]:
    """Pairs of gutter (a line number or nothing) and text of at most `width` columns."""
    shown = location.source[:MAX_LINES]
    for index, line in enumerate(shown):
        column = location.column if index == 0 else 1
        text, caret = window(line, column, width)
        yield str(location.line + index), text
        if index == 0:
            yield "", " " * caret + "^"
    left = len(location.source) - len(shown)
    if left:
        yield "", f"{MARK} {left} more {'line' if left == 1 else 'lines'}"


def window(line: str, column: int, width: int) -> tuple[str, int]:
    """The visible part of a line around a 1-based column of code points, and the caret's offset.

    Tabs become blanks; the offset counts terminal columns, so wide characters count twice.
    """
    at = min(max(column - 1, 0), len(line))
    first = max(at - width, 0)
    cells = _cells(line[first : at + width])
    caret = at - first
    if first == 0 and at + width >= len(line) and _width(cells) <= width:
        return "".join(text for text, _ in cells).rstrip(), _width(cells[:caret])
    start = _start(cells, caret, width // 2 - 1)
    stop = _stop(cells, start, width - 2)
    left = MARK if first or start else ""
    right = MARK if first + stop < len(line) else ""
    text = left + "".join(text for text, _ in cells[start:stop]) + right
    return text, len(left) + _width(cells[start:caret])


def plain(line: str) -> str:
    """A whole line made visible, its tabs as blanks."""
    flat = line if line.isprintable() else line.expandtabs(_TAB)
    if flat.isascii() and flat.isprintable():
        return flat.rstrip()
    return "".join(text for text, _ in _cells(line)).rstrip()


_Cells = list[tuple[str, int]]  # what is shown for each code point, and its columns


def _cells(text: str) -> _Cells:
    if text.isascii() and text.isprintable():
        return [(char, 1) for char in text]
    cells: _Cells = []
    used = 0
    for char in text:
        cell = (char, 1) if " " <= char <= "~" else _cell(char, used)
        used += cell[1]
        cells.append(cell)
    return cells


def _cell(char: str, used: int) -> tuple[str, int]:
    if char == "\t":
        blanks = _TAB - used % _TAB
        return " " * blanks, blanks
    shown = visible(char)
    if shown != char:
        return shown, len(shown)
    if unicodedata.combining(char):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _width(cells: _Cells) -> int:
    return sum(columns for _, columns in cells)


def _start(cells: _Cells, caret: int, room: int) -> int:
    """The first cell of a window that holds at most `room` columns before the caret."""
    start = caret
    while start > 0 and (room := room - cells[start - 1][1]) >= 0:
        start -= 1
    return start


def _stop(cells: _Cells, start: int, room: int) -> int:
    """The cell after the last one of a window of at most `room` columns."""
    stop = start
    while stop < len(cells) and (room := room - cells[stop][1]) >= 0:
        stop += 1
    return stop
