"""A line on the terminal that says what is going on and is written over; never in a file."""

from __future__ import annotations

import sys

from .complain import say
from .records.visible import shorten, visible


class Line:
    """Shows one line at a time on standard error, on a terminal only.

    `always` says that elsewhere, too, each new text is worth a line of its own.
    """

    def __init__(self, *, wanted: bool = True, always: bool = False) -> None:
        self._terminal = wanted and sys.stderr is not None and sys.stderr.isatty()
        self._plain = wanted and always and not self._terminal
        self._before = ""

    def show(self, text: str) -> None:
        """Put this text in the place of the last one."""
        if self._terminal:
            self._write("\r\x1b[K" + shorten(visible(text), _columns() - 1))
        elif self._plain and text != self._before:
            say(visible(text))
        self._before = text

    def clear(self) -> None:
        """Leave nothing on the terminal."""
        if self._terminal and self._before:
            self._write("\r\x1b[K")
        self._before = ""

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def _columns() -> int:
    from shutil import get_terminal_size

    return max(20, get_terminal_size().columns)
