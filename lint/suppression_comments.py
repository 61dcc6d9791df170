"""`senderlint: ignore[rule] reason` in the comments of zone files and YAML.

It stands at the end of the record's line, or alone on a line above the record. A comment that
means to be one and is not (no reason, no such rule) is told to the reader and silences nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .model import Where
from .noun import NamedTuple
from .pattern import lazy
from .select import UnknownRuleError, codes
from .suppression import Suppression

ZONE = ";"
YAML = "#"

_IGNORE = lazy(r"senderlint:\s*ignore\b\s*(?:\[([^\]]*)\])?\s*(.*)", re.IGNORECASE)
_UNTIL = lazy(r"(?:^|\s)until\s*=\s*(\S*)", re.IGNORECASE)
_MAX_LINE = 4_096  # characters of a line that are searched for a comment
_FORM = "write: senderlint: ignore[rule] reason"


class Malformed(NamedTuple):
    """A comment that means to be a suppression: where it stands, and what it lacks."""

    where: Where
    message: str


def scan(text: str, path: str, mark: str) -> Iterator[Suppression | Malformed]:
    """The suppressions of a file, readable or not, in its order; `mark` begins a comment."""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if "senderlint:" in line.lower():
            said = _read(lines, index, path, mark)
            if said is not None:
                yield said


def _read(lines: Sequence[str], index: int, path: str, mark: str) -> Suppression | Malformed | None:
    line = lines[index][:_MAX_LINE]
    start = comment_start(line, mark)
    match = None if start is None else _IGNORE.match(line[start:].lstrip(mark + " \t"))
    if start is None or match is None:
        return None
    where = Where(path, index + 1, start + 1)
    alone = not line[:start].strip()
    covered = _below(lines, index, mark) if alone else (index + 1, index + 1)
    return _suppression(match.group(1), match.group(2), where, covered)


def _suppression(
    rules: str | None, rest: str, where: Where, covered: tuple[int, int]
) -> Suppression | Malformed:
    words = [w.strip() for w in (rules or "").split(",") if w.strip()]
    until = _UNTIL.search(rest)
    reason = _UNTIL.sub(" ", rest).strip(" \t-:,")
    if not words:
        return Malformed(where, f"the comment names no rule; {_FORM}")
    if not reason:
        return Malformed(where, f"the comment gives no reason; {_FORM}")
    if until is not None and not _is_date(until.group(1)):
        return Malformed(where, "the comment's last day is no date; write until=2027-01-31")
    try:
        found = codes(words)
    except UnknownRuleError as error:
        return Malformed(where, str(error))
    return Suppression(where, found, reason, until.group(1) if until else None, lines=covered)


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        return len(text) == len("2027-01-31") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _below(lines: Sequence[str], index: int, mark: str) -> tuple[int, int]:
    """The next line that is neither blank nor a comment."""
    for number in range(index + 1, len(lines)):
        if lines[number].strip() and not lines[number].lstrip().startswith(mark):
            return number + 1, number + 1
    return index + 1, index + 1


def comment_start(line: str, mark: str) -> int | None:
    """Where a line's comment begins, None where it has none: a mark in quotes begins none."""
    quote, index = "", 0
    while index < len(line):
        char = line[index]
        if char == "\\" and quote != "'":
            index += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char == mark and _begins(line, index, mark):
            return index
        elif char == '"' or (char == "'" and mark == YAML and _opens(line, index)):
            quote = char
        index += 1
    return None


def _begins(line: str, index: int, mark: str) -> bool:
    """In YAML a comment follows a blank (YAML 1.2 section 6.6); in a zone file it needs none."""
    return mark == ZONE or index == 0 or line[index - 1].isspace()


def _opens(line: str, index: int) -> bool:
    """An apostrophe inside a plain YAML word opens no quotes."""
    return index == 0 or line[index - 1] in " \t,[{:-"
