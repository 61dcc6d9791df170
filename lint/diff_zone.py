"""The corrected text of a zone file: what findings say to change, carried out on its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..reports import notation
from .diff_proof import lines_of
from .model import Action, Change, Finding
from .noun import NamedTuple
from .suppression_comments import ZONE, comment_start


class _Splice(NamedTuple):
    """Lines `start` to `end` (0-based, end not included) give way to these."""

    start: int
    end: int
    lines: tuple[str, ...]


def edited(data: bytes, findings: Sequence[Finding], zone: str | None) -> bytes | None:
    """The text with the changes made, None where a record to change is not found in it."""
    lines = lines_of(data)
    splices = list(_splices(findings, lines, zone))
    if any(s is None for s in splices):
        return None
    found = sorted(s for s in splices if s is not None)
    if any(a.end > b.start for a, b in pairwise(found)):
        return None
    return _spliced(lines, found).encode("utf-8", "surrogateescape")


def _spliced(lines: list[str], splices: Sequence[_Splice]) -> str:
    """The lines with all splices made, each new line ended as the file ends its lines."""
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    out: list[str] = []
    at = 0
    for splice in splices:
        out += lines[at : splice.start]
        out += [line.rstrip("\r\n") + end for line in splice.lines]
        at = splice.end
    return "".join((*out, *lines[at:]))


def _splices(
    findings: Sequence[Finding], lines: Sequence[str], zone: str | None
) -> Iterator[_Splice | None]:
    """What becomes of the lines; None for a record that is not found where it should stand."""
    done: set[Change] = set()
    style = _Style(lines, zone)
    last: list[str] = []
    for finding in findings:
        near = finding.location.line - 1 if finding.location else 0
        todo = [c for c in finding.changes if c not in done]
        done.update(todo)
        below = notation.origin(finding.changes, zone)
        spans = {c: _span(lines, c, near) for c in todo if c.action is not Action.ADD}
        yield from (None for span in spans.values() if span is None)
        added = [c for c in todo if c.action is Action.ADD]
        beside = next((c for c in reversed(spans) if spans[c] is not None), None)
        for change, span in spans.items():
            if span is not None:
                new = [*_given(change, lines, span, below)]
                new += [t for c in added for t in _line(c, below)] if change is beside else []
                yield _with_heir(_Splice(*span, tuple(new)), change, lines)
        if beside is None:
            last += [t for c in added for t in _line(c, style.origin)]
    if last:
        yield _Splice(len(lines), len(lines), tuple(last))


class _Style:
    """How a file writes the names at its end."""

    def __init__(self, lines: Sequence[str], zone: str | None) -> None:
        origins = [line.split()[1] for line in lines if _is_origin(line)]
        owners = [line.split()[0] for line in lines if line[:1].strip() and line[0] not in ";$@"]
        dotted = sum(owner.endswith(".") for owner in owners)
        elsewhere = bool(origins) and origins[-1].lower().rstrip(".") != zone
        self.origin = None if elsewhere or 2 * dotted > len(owners) else zone


def _is_origin(line: str) -> bool:
    return line[:7].upper() == "$ORIGIN" and len(line.split()) > 1


def _span(lines: Sequence[str], change: Change, near: int) -> tuple[int, int] | None:
    """The lines that hold the record, those nearest to `near` where they stand there twice."""
    wanted = [text.rstrip("\r\n") for text in change.written]
    if not wanted:
        return None
    size = len(wanted)
    starts = (i for i, line in enumerate(lines) if line.rstrip("\r\n") == wanted[0])
    spans = [
        (i, i + size) for i in starts if [x.rstrip("\r\n") for x in lines[i : i + size]] == wanted
    ]
    return min(spans, key=lambda s: abs(s[0] - near), default=None)


def _given(
    change: Change, lines: Sequence[str], span: tuple[int, int], below: str | None
) -> Iterator[str]:
    """The line of a replaced record, with the comment that stood behind it.

    Where the value stays as it is, the comment is what is wrong: a DNS host's export keeps its
    settings there.
    """
    if change.action is not Action.REPLACE:
        return
    old = lines[span[1] - 1].rstrip("\r\n")
    start = None if change.value == change.old else comment_start(old, ZONE)
    comment = "" if start is None else f" {old[start:]}"
    for text in _line(change, below):
        yield text + comment


def _line(change: Change, below: str | None) -> Iterator[str]:
    yield from (line.text for line in notation.lines((change,), below) if line.sign == "+")


def _with_heir(splice: _Splice, change: Change, lines: Sequence[str]) -> _Splice:
    """Give the next record its owner name, where it has it from a line that changes."""
    at = next(
        (i for i in range(splice.end, len(lines)) if _is_record(lines[i])),
        None,
    )
    if at is None or not lines[at][0].isspace() or _keeps_owner(splice, lines):
        return splice
    heir = f"{notation.owner(change.name, None)}{lines[at]}".rstrip("\r\n")
    between = [line.rstrip("\r\n") for line in lines[splice.end : at]]
    return _Splice(splice.start, at + 1, (*splice.lines, *between, heir))


def _keeps_owner(splice: _Splice, lines: Sequence[str]) -> bool:
    """Whether the next record still inherits the right owner: one line for one, same beginning."""
    first = lines[splice.start]
    if first[0].isspace() and not splice.lines:
        return True
    head = first.split(None, 1)[0] if not first[0].isspace() else ""
    return len(splice.lines) == 1 and splice.lines[0].startswith(head or (" ", "\t"))


def _is_record(line: str) -> bool:
    return bool(line.strip()) and line.lstrip()[0] not in ";$"
