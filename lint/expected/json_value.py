"""JSON values that know where they stand in their document."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping
from enum import StrEnum
from itertools import chain
from types import MappingProxyType

from ..model import Where
from ..noun import NamedTuple
from ..pattern import lazy

_LINE_END = lazy(r"\r\n?|\n")


class Kind(StrEnum):
    """The kinds of JSON values, in the reader's words."""

    OBJECT = "an object"
    LIST = "a list"
    TEXT = "a text"
    NUMBER = "a number"
    TRUTH = "true or false"
    NULL = "null"


class Source:
    """A document's path and line starts: turns an offset into a place."""

    __slots__ = ("_starts", "_text", "path")

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self._text = text
        self._starts: array[int] | None = None

    def where(self, offset: int) -> Where:
        """The place of the code point at this offset, 1-based."""
        starts = self._starts
        if starts is None:
            ends = (match.end() for match in _LINE_END.finditer(self._text))
            starts = self._starts = array("L", chain((0,), ends))
        line = bisect_right(starts, offset)
        return Where(self.path, line, offset - starts[line - 1] + 1)


class Json(NamedTuple):
    """One value of a document.

    `text` is the decoded text of a string, and the source text of a number, `true`, `false` or
    `null`. `items` belong to a list, `members` to an object (in the document's order).
    """

    kind: Kind
    source: Source
    offset: int
    text: str = ""
    items: tuple[Json, ...] = ()
    members: Mapping[str, Json] = MappingProxyType({})

    @property
    def where(self) -> Where:
        """Where the value begins."""
        return self.source.where(self.offset)
