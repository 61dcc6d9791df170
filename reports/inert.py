"""Text reports go to build logs, which obey commands in what they print; data must give none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..lint.pattern import lazy

# GitHub obeys `::name::` after blanks at the start of a line and `##[name]` anywhere, Azure
# Pipelines `##vso[name]` anywhere.
_COMMAND = lazy(r"^([ \t]*):(?=:)|#(?=#(?:vso)?\[)", re.MULTILINE | re.IGNORECASE)


def inert(pieces: Iterable[str]) -> Iterator[str]:
    r"""The same whole lines with the first character of a log command as `\DDD`.

    That is the escape of zone files, so a record to paste keeps its meaning.
    """
    for piece in pieces:
        yield _COMMAND.sub(_escaped, piece) if "::" in piece or "##" in piece else piece


def _escaped(match: re.Match[str]) -> str:
    return "\\035" if match[0] == "#" else f"{match[1]}\\058"
