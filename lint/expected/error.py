"""The one error that unreadable expected records raise."""

from __future__ import annotations

from ..model import Where
from ..records.visible import shorten, visible

_SHOWN = 60  # characters of a quoted piece of the document


class ExpectedError(Exception):
    """A document that cannot be read; `str()` is one line for the reader.

    The line is `path:line:column: what is wrong; what to do`. `where` and `message` are its
    parts. Characters that could move a terminal's cursor are written as escapes.
    """

    def __init__(self, where: Where, message: str) -> None:
        place = f"{visible(where.path)}:{where.line}:{where.column}"
        super().__init__(f"{place}: {visible(message)}")
        self.where = where
        self.message = message


def quoted(text: str) -> str:
    """A piece of the document between double quotes, shortened to one readable line."""
    return f'"{shorten(text, _SHOWN)}"'
