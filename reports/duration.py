"""Lengths of time in words."""

from __future__ import annotations

from itertools import pairwise

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def duration(seconds: int) -> str:
    """`47 minutes`, `1 hour 5 minutes`: the two largest units, the rest rounded up.

    Seconds are told below two minutes only.
    """
    left = max(seconds, 0)
    if left >= 120:
        left = -(-left // 60) * 60
    for (word, size), (smaller, step) in pairwise(_UNITS):
        if left >= size:
            whole, rest = divmod(-(-left // step) * step, size)
            return _count(whole, word) + (f" {_count(rest // step, smaller)}" if rest else "")
    return _count(left, "second")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
