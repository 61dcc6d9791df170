"""`$GENERATE`: one line that stands for many (BIND's administrator manual, master file)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..pattern import lazy

MAX_GENERATED = 65_536  # records of one line
MAX_WIDTH = 255

_LINE = lazy(
    rb"[ \t]*(\d{1,10})-(\d{1,10})(?:/(\d{1,10}))?[ \t]+((?:[^ \t\\]|\\.)+)([ \t].*)", re.DOTALL
)
_DOLLAR = lazy(rb"\\.|\$\$|\$(?:\{([^}]*)\})?", re.DOTALL)
_MODIFIER = lazy(
    rb"[ \t]*([+-]?\d{1,9})[ \t]*(?:,[ \t]*(\d{1,3})[ \t]*(?:,[ \t]*([doxXnN])[ \t]*)?)?"
)


def generate(text: bytes) -> tuple[int, Iterator[bytes]] | str:
    """The lines that follow from the text after `$GENERATE`, and how many; or what is wrong."""
    match = _LINE.fullmatch(text)
    if match is None:
        return "$GENERATE needs a range such as 1-10, a name, a type and the data"
    first, last = int(match.group(1)), int(match.group(2))
    step = int(match.group(3) or 1)
    if step < 1 or first > last:
        return "the range of $GENERATE must count upwards"
    count = (last - first) // step + 1
    if count > MAX_GENERATED:
        return f"$GENERATE makes {count:,} records; more than {MAX_GENERATED:,} are not read"
    for modifier in _DOLLAR.finditer(text):
        if modifier.group(1) is not None and not _is_usable(modifier.group(1), first):
            return f"$GENERATE cannot use {modifier.group().decode('utf-8', 'backslashreplace')}"
    line = match.group(4) + match.group(5)
    return count, (_filled(line, number) for number in range(first, last + 1, step))


def _is_usable(modifier: bytes, first: int) -> bool:
    match = _MODIFIER.fullmatch(modifier)
    if match is None or int(match.group(2) or 0) > MAX_WIDTH:
        return False
    return first + int(match.group(1)) >= 0 or (match.group(3) or b"d") not in b"nN"


def _filled(line: bytes, number: int) -> bytes:
    return _DOLLAR.sub(lambda match: _value(match, number), line)


def _value(match: re.Match[bytes], number: int) -> bytes:
    whole = match.group()
    if whole.startswith(b"\\") or whole == b"$$":
        return whole if whole.startswith(b"\\") else b"$"
    modifier = _MODIFIER.fullmatch(match.group(1)) if match.group(1) is not None else None
    if modifier is None:
        return str(number).encode()
    offset, width, base = modifier.groups()
    return _formatted(number + int(offset), int(width or 0), (base or b"d").decode()).encode()


def _formatted(value: int, width: int, base: str) -> str:
    if base not in "nN":
        return format(value, base).zfill(width)
    nibbles = ".".join(reversed(format(value, "x" if base == "n" else "X")))
    # The width counts the dots too, and may end on one, as in BIND.
    return nibbles + (".0" * width)[: max(0, width - len(nibbles))]
