"""A strict JSON reader (RFC 8259) whose values know their line and column.

Size, depth, number of values and length of numbers are bounded, so that no document can exhaust
the machine. An object that holds one key twice is refused, since readers disagree on which counts.
"""

from __future__ import annotations

from ..pattern import lazy
from .error import ExpectedError, quoted
from .json_fault import not_json, unexpected
from .json_string import read_string
from .json_value import Json, Kind, Source

MAX_CHARACTERS = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 500_000
MAX_DIGITS = 400

_BLANK = lazy(r"[ \t\r\n]*+")
_NUMBER = lazy(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?(?![\w.])")
_WORD = lazy(r"(?:true|false|null)(?!\w)")
_KINDS = {"true": Kind.TRUTH, "false": Kind.TRUTH, "null": Kind.NULL}


def parse(text: str, path: str) -> Json:
    """The document's value; raises ExpectedError for whatever is not JSON within the bounds."""
    return _Parser(text, path).document()


class _Parser:
    __slots__ = ("_count", "_source", "_text")

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._source = Source(text, path)
        self._count = 0
        if len(text) > MAX_CHARACTERS:
            raise self._error(0, "the document is larger than 16 MiB; split it by domain")

    def document(self) -> Json:
        start = self._skip(0)
        if start == len(self._text):
            raise self._error(0, "the document is empty; save the provider's JSON answer in it")
        strange = not_json(self._text, start)
        if strange is not None:
            raise self._error(start, strange)
        value, end = self._value(start, 0)
        end = self._skip(end)
        if end != len(self._text):
            raise self._error(end, "text follows after the end of the document; keep one value")
        return value

    def _error(self, at: int, message: str) -> ExpectedError:
        return ExpectedError(self._source.where(min(at, len(self._text))), message)

    def _unexpected(self, at: int, wanted: str) -> ExpectedError:
        return self._error(at, unexpected(self._text, at, wanted))

    def _skip(self, at: int) -> int:
        match = _BLANK.match(self._text, at)
        return match.end() if match else at

    def _value(self, at: int, depth: int) -> tuple[Json, int]:
        self._count += 1
        if self._count > MAX_VALUES:
            raise self._error(at, f"more than {MAX_VALUES} values; split the document by domain")
        sign = self._text[at : at + 1]
        if sign == '"':
            content, end = read_string(self._text, at, self._error)
            return Json(Kind.TEXT, self._source, at, content), end
        if sign and sign in "{[":
            if depth == MAX_DEPTH:
                raise self._error(at, f"nested deeper than {MAX_DEPTH} levels; remove the wrapping")
            return self._object(at, depth + 1) if sign == "{" else self._list(at, depth + 1)
        return self._scalar(at)

    def _scalar(self, at: int) -> tuple[Json, int]:
        if word := _WORD.match(self._text, at):
            return Json(_KINDS[word.group()], self._source, at, word.group()), word.end()
        number = _NUMBER.match(self._text, at)
        if not number:
            raise self._unexpected(at, "a value")
        if number.end() - at > MAX_DIGITS:
            size = number.end() - at
            raise self._error(at, f"a number of {size} digits; write the number that was meant")
        return Json(Kind.NUMBER, self._source, at, number.group()), number.end()

    def _list(self, opening: int, depth: int) -> tuple[Json, int]:
        items: list[Json] = []
        at = self._skip(opening + 1)
        while self._text[at : at + 1] != "]" or items:
            item, at = self._value(at, depth)
            items.append(item)
            at, ended = self._separator(at, "]")
            if ended:
                break
        else:
            at += 1
        return Json(Kind.LIST, self._source, opening, items=tuple(items)), at

    def _object(self, opening: int, depth: int) -> tuple[Json, int]:
        members: dict[str, Json] = {}
        places: dict[str, int] = {}
        at = self._skip(opening + 1)
        while self._text[at : at + 1] != "}" or members:
            key, behind = self._key(at)
            if key in places:
                raise self._error(at, self._twice(key, places[key]))
            places[key] = at
            members[key], at = self._value(behind, depth)
            at, ended = self._separator(at, "}")
            if ended:
                break
        else:
            at += 1
        return Json(Kind.OBJECT, self._source, opening, members=members), at

    def _key(self, at: int) -> tuple[str, int]:
        if self._text[at : at + 1] != '"':
            raise self._unexpected(at, "a key")
        key, end = read_string(self._text, at, self._error)
        colon = self._skip(end)
        if self._text[colon : colon + 1] != ":":
            raise self._unexpected(colon, "a colon")
        return key, self._skip(colon + 1)

    def _twice(self, key: str, first: int) -> str:
        where = self._source.where(first)
        place = f"line {where.line}, column {where.column}"
        return f"the key {quoted(key)} stands here and at {place}; keep one of the two"

    def _separator(self, at: int, closing: str) -> tuple[int, bool]:
        """The offset of the next item, or of what follows the closing bracket and True."""
        at = self._skip(at)
        sign = self._text[at : at + 1]
        if sign == closing:
            return at + 1, True
        if sign != ",":
            raise self._unexpected(at, f'a comma or "{closing}"')
        following = self._skip(at + 1)
        if self._text[following : following + 1] == closing:
            raise self._error(at, f'a comma stands before the closing "{closing}"; delete it')
        return following, False
