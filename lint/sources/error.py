"""The one error that unreadable observed DNS raises."""

from __future__ import annotations

from ..records.visible import visible


class SourceError(Exception):
    """A source that cannot be read; `str()` is one line: `path[:line[:column]]: what; what to do`.

    `path`, `line` and `message` are its parts; `line` is None where the whole file is meant.
    """

    def __init__(self, path: str, message: str, line: int | None = None) -> None:
        place = path if line is None else f"{path}:{line}"
        super().__init__(visible(f"{place}: {message}"))
        self.path = path
        self.line = line
        self.message = message


class NamelessZoneError(SourceError):
    """A file of records that has no SOA record, and nothing that says which zone it is part of."""
