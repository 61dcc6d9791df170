"""Where a found value parts from the expected one, to the character."""

from __future__ import annotations

from ..lint.model import RecordReport
from ..lint.noun import NamedTuple
from ..lint.records import names, txt
from .notation import TEXT_TYPES

_ALIKE = 4  # characters in common that make two values worth a comparison
_AROUND = 32  # characters shown before and after the difference


class Side(NamedTuple):
    """One value around the difference; `cut_left` and `cut_right` say that text was left out."""

    before: str
    part: str
    after: str
    cut_left: bool
    cut_right: bool


class Spot(NamedTuple):
    """The difference of two values: where it begins (1-based) and both sides of it."""

    at: int
    expected: Side
    found: Side


def nearest(record: RecordReport) -> tuple[str, Spot] | None:
    """The found record that is most like the expected one, and where it differs.

    None where the expected value is among those that were found, or none is like it.
    """
    wanted = _wanted(record)
    seen = [(text, value) for text in record.found if (value := _value(record, text)) is not None]
    if any(value == wanted for _, value in seen):
        return None
    spots = [(text, where) for text, value in seen if (where := compare(wanted, value))]
    return min(spots, key=lambda s: len(s[1].expected.part), default=None)


def _value(record: RecordReport, found: str) -> str | None:
    """The value in `found`, a type and its data as zone files write them."""
    type_, _, data = found.partition(" ")
    return _seen(record, data) if type_ == record.type else None


def _wanted(record: RecordReport) -> str:
    priority = "" if record.priority is None else f"{record.priority} "
    return priority + record.value


def _seen(record: RecordReport, data: str) -> str:
    if record.type in TEXT_TYPES:
        joined = b"".join(txt.parse(data).strings)
        return joined.decode("utf-8", "surrogateescape")
    *lead, target = data.split() or [""]
    if record.priority is None:
        lead = []
    return " ".join((*lead, names.canonical(target)))


def compare(expected: str, found: str) -> Spot | None:
    """The one stretch in which two texts differ, with what stands around it."""
    if expected == found:
        return None
    start = _common(expected, found)
    end = _common(expected[start:][::-1], found[start:][::-1])
    if start + end < min(_ALIKE, len(expected), len(found)):
        return None
    return Spot(start + 1, _side(expected, start, end), _side(found, start, end))


def _common(one: str, other: str) -> int:
    """The length of the common beginning."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _side(text: str, start: int, end: int) -> Side:
    stop = len(text) - end
    first, last = max(0, start - _AROUND), min(len(text), stop + _AROUND)
    return Side(
        before=text[first:start],
        part=text[start:stop],
        after=text[stop:last],
        cut_left=first > 0,
        cut_right=last < len(text),
    )
