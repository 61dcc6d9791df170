"""One expected record as every server shows it, and how long a cache may still deny it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .cached import DENIED, is_other_alias, time_left
from .lookup import KNOWN
from .model import Answer, AnswerStatus, Cell, CellState, RecordStatus, VantageKind
from .moments import after
from .noun import NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

MAX_FOUND = 20  # records that a cell repeats

C = CellState
_STATES = {
    AnswerStatus.NODATA: C.NONE,
    AnswerStatus.NXDOMAIN: C.NONE,
    AnswerStatus.SERVFAIL: C.ERROR,
    AnswerStatus.REFUSED: C.ERROR,
    AnswerStatus.TIMEOUT: C.UNAVAILABLE,
}


class Shown(NamedTuple):
    """What one server shows of one expected record, and what that means.

    `behind` says that a resolver does not show what the name servers have. A resolver that fails,
    refuses or cannot be reached says nothing about the record, so it is not behind; why it fails
    is for rules to find out. `reached` says that it answered. `status` is what a
    name server shows of the record; of a resolver it is left open.
    """

    cell: Cell
    behind: bool
    reached: bool
    by_resolver: bool
    status: RecordStatus = RecordStatus.UNKNOWN


def shown(
    label: str,
    answer: Answer,
    *,
    right: bool,
    now: datetime | None,
    published: Sequence[Answer] = (),
) -> Shown:
    """What an answer shows; `right` says whether its records are the expected ones.

    `published` is what the name servers say, to compare a resolver's answer with.
    """
    state = _state(answer, published, right=right)
    asks_cache = _is_cache(answer) and state in (C.MATCH, C.OLD, C.NONE)
    remaining = time_left(answer, published) if asks_cache else None
    cell = Cell(
        vantage=label,
        state=state,
        found=tuple(f"{r.type} {r.data}" for r in (*answer.chain, *answer.records)[:MAX_FOUND]),
        remaining=remaining,
        until=after(now, remaining),
        reason=answer.reason,
    )
    behind = state in (C.OLD, C.NONE) and _is_cache(answer)
    return Shown(cell, behind, answer.status in KNOWN, _is_cache(answer))


def _state(answer: Answer, published: Sequence[Answer], *, right: bool) -> CellState:
    if right:
        return C.MATCH
    denied = _is_cache(answer) and answer.status in DENIED and published
    if is_other_alias(answer, published) or answer.records or (answer.chain and not denied):
        return C.OLD
    return _STATES.get(answer.status, C.UNASKED)


def _is_cache(answer: Answer) -> bool:
    return answer.vantage is not None and answer.vantage.kind is VantageKind.RESOLVER


def latest(cells: Iterable[Shown]) -> str | None:
    """When the slowest cache that is behind must have forgotten, None where nobody knows."""
    times = [c.cell.until for c in cells if c.behind and c.cell.until is not None]
    return max(times, default=None)
