"""JSON as plain values with their places, read by the standard library's fast decoder.

The decoder does not say where a value stands, but it hands over the objects in the order in which
they close. A pass over the brackets finds the places of all objects, when the first one is asked
for; what is inside an object is looked for in its own text.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from itertools import chain, count

from ..model import Where
from ..pattern import lazy
from .document import MAX_OCTETS, Fields, Step, decoded
from .error import SourceError

_BRACKETS = lazy(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}]')
_BLANK = lazy(r"[ \t\r\n]*+")
_LINE_END = lazy(r"\r\n?|\n")
_DECODER = json.JSONDecoder()


class JsonText:
    """One JSON file; see `Document`. Raises SourceError for what is no JSON within the bounds."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self._text = decoded(path, data, MAX_OCTETS, "give a smaller part, zone by zone")
        self._offsets: array[int] | None = None
        self._starts: array[int] | None = None
        self.roots = (_parsed(path, self._text),)

    def where(self, of: Fields, *steps: Step, address: str = "") -> Where:
        """The place of a value inside an object."""
        at = self._object(of)
        for step in steps:
            found = self._inside(at, step)
            if found is None:
                break
            at = found[1]
        return self._at(at, address)

    def key(self, of: Fields, key: str) -> Where:
        """The place of a key."""
        start = self._object(of)
        found = self._inside(start, key)
        return self._at(start if found is None else found[0])

    def line(self, number: int) -> str:
        """A source line."""
        starts = self._line_starts()
        end = starts[number] if number < len(starts) else len(self._text)
        return self._text[starts[number - 1] : end].rstrip("\r\n")

    def _at(self, offset: int, address: str = "") -> Where:
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return Where(self.path, line, offset - starts[line - 1] + 1, address)

    def _line_starts(self) -> array[int]:
        if self._starts is None:
            ends = (match.end() for match in _LINE_END.finditer(self._text))
            self._starts = array("L", chain((0,), ends))
        return self._starts

    def _object(self, of: Fields) -> int:
        if self._offsets is None:
            self._offsets = _offsets(self._text)
        return self._offsets[of.handle] if isinstance(of.handle, int) else 0

    def _inside(self, at: int, step: Step) -> tuple[int, int] | None:
        """Where a member's key and its value begin, None where there is no such member."""
        opening = self._text[at]
        if opening != ("{" if isinstance(step, str) else "["):
            return None
        at = self._skip(at + 1)
        index = 0
        found = None
        while self._text[at] not in "}]":
            key, name = at, index
            if opening == "{":
                name, at = _DECODER.raw_decode(self._text, at)
                at = self._skip(self._skip(at) + 1)
            if name == step:
                found = (key, at)
                if opening == "[":
                    break
            at = self._skip(_DECODER.raw_decode(self._text, at)[1])
            at = self._skip(at + 1) if self._text[at] == "," else at
            index += 1
        return found

    def _skip(self, at: int) -> int:
        match = _BLANK.match(self._text, at)
        return match.end() if match else at


def _parsed(path: str, text: str) -> object:
    numbers = count()

    def fields(pairs: list[tuple[str, object]]) -> Fields:
        found = Fields()
        found.handle = next(numbers)
        for key, value in pairs:
            if key in found:
                found.again.append((key, found[key], None))
            found[key] = value
        return found

    try:
        return json.loads(text, object_pairs_hook=fields)
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise SourceError(path, message, error.lineno) from error
    except RecursionError as error:
        raise SourceError(path, "is nested too deeply; remove the wrapping") from error
    except ValueError as error:  # a number of thousands of digits
        raise SourceError(path, "holds a number of thousands of digits") from error


def _offsets(text: str) -> array[int]:
    """Where each object opens, in the order in which they close."""
    offsets, opened = array("L"), array("L")
    for match in _BRACKETS.finditer(text):
        bracket = match.group()
        if bracket == "{":
            opened.append(match.start())
        elif bracket == "}":
            offsets.append(opened.pop())
    return offsets
