"""Words for messages."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str], last: str = "and") -> str:
    """Several words as one phrase: `A`, `A and MX`, `A, AAAA and MX`; each word once."""
    every = list(dict.fromkeys(words))
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {last} {every[-1]}"
