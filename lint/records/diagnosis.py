"""Why an observed TXT text is not equal to the expected one; read only when none is equal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from ..pattern import lazy
from . import repair
from .classes import Difference, DifferenceKind
from .compare import Expected, equals, first_difference, is_related, suffices
from .distance import common_prefix
from .kind import TextKind
from .mismatch import explain
from .pieces import pieces_of

Step = tuple[DifferenceKind, Callable[[str], str]]

_LONG = 1024  # characters; no real value is longer, and such are repaired by one step only
_STEPS_AT_ONCE = 3
_QUOTE = lazy("[\"'“”„‟‘’‚‛«»`]")
_ESCAPE = lazy(r"\\(?:\d{3}|.)?", re.DOTALL)
_ODD = lazy(r"[^\x00-\x7f]")
# Found by comparing with the expected text itself; other classes need a text in its place.
_OF_ITSELF = frozenset(
    {
        DifferenceKind.CASE_FOLDED,
        DifferenceKind.SPACES_LOST,
        DifferenceKind.WHITESPACE_OR_JUNK,
        DifferenceKind.SEMICOLON_COMMENT,
        DifferenceKind.TRUNCATED,
    }
)


def diagnose(expected: Expected, texts: Sequence[str]) -> Difference:
    """The class of the texts at a name of which none is equal to the expected one.

    First what a repair of one text makes equal, then several texts that are one value, then what
    is wrong with the text that stands in the expected one's place.
    """
    repaired = [d for d in (_repaired(expected, text) for text in texts) if d is not None]
    if repaired:
        return _preferred(repaired)
    for text in texts:
        if suffices(expected, text):
            return Difference(DifferenceKind.EQUAL, None, "", text)
    split = as_pieces(expected, texts)
    if split is not None:
        return split
    return _preferred([d for d in (_explained(expected, text) for text in texts) if d is not None])


def as_pieces(
    expected: Expected, texts: Sequence[str], one: str | None = None
) -> Difference | None:
    """The texts as pieces of the expected one (`one` among them), None where they are not."""
    pieces = pieces_of(expected, texts)
    if not pieces or (one is not None and one not in pieces):
        return None
    return Difference(DifferenceKind.SPLIT_RECORDS, None, str(len(pieces)), pieces[0])


def _preferred(found: Sequence[Difference]) -> Difference:
    absent = Difference(DifferenceKind.ABSENT, None, "", "")
    return min(found, key=lambda d: d.kind.rank, default=absent)


def _steps(expected: Expected) -> tuple[Step, ...]:
    name = expected.name
    steps: tuple[Step, ...] = (
        (DifferenceKind.LITERAL_QUOTES, repair.without_quotes),
        (DifferenceKind.BACKSLASH, repair.without_escapes),
        (DifferenceKind.BACKSLASH, repair.without_backslashes),
        (DifferenceKind.WHITESPACE_OR_JUNK, repair.trimmed),
        (DifferenceKind.WHITESPACE_OR_JUNK, repair.without_edges),
        (DifferenceKind.SMART_CHARACTERS, repair.with_plain_characters),
        (DifferenceKind.HOST_PASTED, lambda text: repair.without_host(text, name)),
    )
    if expected.kind is TextKind.SPF:
        steps += (
            (DifferenceKind.SPACES_LOST, repair.with_blanks),
            (DifferenceKind.WHITESPACE_OR_JUNK, repair.as_spf),
        )
    return steps


def _repaired(expected: Expected, observed: str) -> Difference | None:
    steps = [(kind, step) for kind, step in _steps(expected) if step(observed) != observed]
    tried = {observed}
    for combination in _combinations(steps, observed):
        text = observed
        for _, step in combination:
            text = step(text)
        if text in tried:
            continue
        tried.add(text)
        if equals(expected, text):
            return _difference(_chosen(combination), expected, observed, text)
    return None


def _combinations(steps: list[Step], observed: str) -> Iterator[tuple[Step, ...]]:
    most = _STEPS_AT_ONCE if len(observed) <= _LONG else 1
    for size in range(1, most + 1):
        yield from combinations(steps, size)


def _chosen(combination: tuple[Step, ...]) -> DifferenceKind:
    kinds = [kind for kind, _ in combination]
    return DifferenceKind.HOST_PASTED if DifferenceKind.HOST_PASTED in kinds else kinds[0]


def _difference(kind: DifferenceKind, expected: Expected, observed: str, text: str) -> Difference:
    at, detail = _evidence(kind, expected, observed, text)
    return Difference(kind, at, detail, observed)


def _evidence(
    kind: DifferenceKind, expected: Expected, observed: str, text: str
) -> tuple[int, str]:
    """Where a repaired fault shows in the observed text, and what it looks like there."""
    if kind is DifferenceKind.HOST_PASTED:
        rest = repair.without_host(observed, expected.name)
        return 0, observed[: len(observed) - len(rest)].strip("\"' \t:=")
    mark = None
    if kind is DifferenceKind.LITERAL_QUOTES:
        mark = _QUOTE.search(observed)
    elif kind is DifferenceKind.BACKSLASH:
        mark = _ESCAPE.search(observed)
    elif kind is DifferenceKind.SMART_CHARACTERS:
        mark = _ODD.search(observed)
    if mark is not None:
        return mark.start(), mark.group()
    at = first_difference(expected, observed) if expected.kind is None else _differs(observed, text)
    return at, observed[at : at + 1]


def _differs(observed: str, repaired: str) -> int:
    return common_prefix(observed.casefold(), repaired.casefold())


def _explained(expected: Expected, observed: str) -> Difference | None:
    found = explain(expected, observed)
    if found is not None and found.kind in _OF_ITSELF:
        return found
    if not is_related(expected, observed):
        return None
    at = first_difference(expected, observed)
    return found or Difference(DifferenceKind.OTHER, at, "", observed)
