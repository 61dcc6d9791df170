"""Text as Markdown code (CommonMark), in which nothing has a meaning and nothing is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from ..lint.pattern import lazy

_TICKS = lazy(r"`+")
_SHORTEST = 3  # backticks of a fence


def span(text: str) -> str:
    """One line of visible text as inline code; nothing for nothing."""
    if not text.strip():
        return ""
    ticks = "`" * (_longest(text) + 1)
    edge = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{edge}{text}{edge}{ticks}"


def fence(rows: Sequence[str], language: str = "") -> str:
    """Lines of visible text as a code block; nothing for nothing."""
    if not rows:
        return ""
    ticks = "`" * max(_longest("\n".join(rows)) + 1, _SHORTEST)
    return "\n".join((ticks + language, *rows, ticks))


def _longest(text: str) -> int:
    """The length of the longest run of backticks."""
    return max(map(len, _TICKS.findall(text)), default=0)
