"""Untrusted text made safe for a terminal and legible: what cannot be seen is spelled out."""

from __future__ import annotations

from ..pattern import lazy

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Printable by their category, yet they draw nothing: fillers, joiners, variation selectors.
_BLANK = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef"
)
_INVISIBLE = lazy(f"[{_BLANK}]")
MARK = "…"


def visible(text: str) -> str:
    r"""The text with every character that is invisible or steers a terminal as an escape.

    Control, bidirectional, zero-width, private and unassigned characters and odd blanks become
    `\x1b` or `\u202e`; octets that are not UTF-8 (lone surrogates) become `\DDD`, as in zone
    files. Letters, marks and symbols of every script stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char.isprintable() and not _INVISIBLE.match(char):
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\{code - 0xDC00:03d}"
    if char in _NAMED:
        return _NAMED[char]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shorten(text: str, width: int, at: int | None = None) -> str:
    """A visible window of at most `width` characters around position `at` of the text.

    What was left out on either side is marked with `…`. Without `at` the beginning is shown. An
    escape is never cut in two.
    """
    width = max(width, 3)
    if _fits(text, width):
        return visible(text)
    # Two thirds of the window are for what follows the position, unless the text ends before.
    at = min(at or 0, len(text))
    start = min(_back(text, at, width // 3), _back(text, len(text), width - 1))
    if _fits(text[:at], width * 2 // 3):
        start = 0
    left = MARK if start else ""
    count, shown = _forward(text, start, width - len(left))
    if start + count < len(text):
        count, shown = _forward(text, start, width - len(left) - 1)
        shown += MARK
    return left + shown


def _fits(text: str, width: int) -> bool:
    return len(text) <= width and len(visible(text)) <= width


def _back(text: str, end: int, room: int) -> int:
    """Where to begin so that at most `room` visible characters stand before `end`."""
    while end > 0 and (room := room - len(visible(text[end - 1]))) >= 0:
        end -= 1
    return end


def _forward(text: str, start: int, room: int) -> tuple[int, str]:
    """How many characters fit into `room`, and what they look like."""
    shown: list[str] = []
    for char in text[start : start + room]:
        piece = visible(char)
        room -= len(piece)
        if room < 0:
            break
        shown.append(piece)
    return len(shown), "".join(shown)
