"""JSON strings (RFC 8259 section 7): where one ends, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..pattern import lazy

_BODY = lazy(r'"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+', re.DOTALL)
_ESCAPE = lazy(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_SURROGATE = lazy("[\ud800-\udfff]")
_SIMPLE = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CONTROL = {"\n": "a line break", "\r": "a line break", "\t": "a tab"}

Fail = Callable[[int, str], Exception]


def read_string(text: str, at: int, fail: Fail) -> tuple[str, int]:
    """The string that opens at `at`, decoded, and the offset behind its closing quote.

    `fail(offset, message)` makes the error to raise.
    """
    match = _BODY.match(text, at)
    end = match.end() if match else at
    if text[end : end + 1] != '"':
        raise fail(*_open_end(text, at, end))
    body = text[at + 1 : end]
    if "\\" in body:
        body = _decode(body, at + 1, fail)
    if not body.isascii() and (half := _SURROGATE.search(body)):
        raise fail(at, _half(half.group()))
    return body, end + 1


def _open_end(text: str, at: int, end: int) -> tuple[int, str]:
    if end + 1 >= len(text):
        return at, "this text has no closing quote; copy the whole document again"
    control = _CONTROL.get(text[end], "a control character")
    return end, f"{control} stands inside a text; put the whole text on one line"


def _half(char: str) -> str:
    return (
        f"a text holds half of a character (\\u{ord(char):04x}); "
        "save the document again with the full character"
    )


def _decode(body: str, base: int, fail: Fail) -> str:
    def plain(match: re.Match[str]) -> str:
        code, char = match.groups()
        if code:
            return chr(int(code, 16))
        if char not in _SIMPLE:
            raise fail(base + match.start(), _bad_escape(char))
        return _SIMPLE[char]

    decoded = _ESCAPE.sub(plain, body)
    if _SURROGATE.search(decoded):
        decoded = _paired(decoded)
    return decoded


def _bad_escape(char: str) -> str:
    if char == "u":
        return 'four hexadecimal digits must follow "\\u"; write for example "\\u00fc"'
    return f'"\\{char}" means nothing in JSON; write two backslashes for one'


def _paired(text: str) -> str:
    """The text with each pair of surrogates joined; halves stay halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
