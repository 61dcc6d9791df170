"""One expected record as every server shows it, and how long a cache may still deny it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .lookup import KNOWN
from .model import Answer, AnswerStatus, Cell, CellState, VantageKind
from .moments import after
from .noun import NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

MAX_FOUND = 20  # records that a cell repeats
MAX_CACHE = 7 * 86_400  # seconds for which resolvers keep data at most (RFC 8767 section 4)
MAX_DENIAL = 86_400  # seconds for which they deny at most (RFC 2308 section 5)

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
    is for rules to find out. `reached` says that it answered.
    """

    cell: Cell
    behind: bool
    reached: bool
    by_resolver: bool


def shown(label: str, answer: Answer, *, right: bool, now: datetime | None) -> Shown:
    """What an answer shows; `right` says whether its records are the expected ones."""
    state = _state(answer, right=right)
    remaining = _remaining(answer, state) if _is_cache(answer) else None
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


def _state(answer: Answer, *, right: bool) -> CellState:
    if right:
        return C.MATCH
    if answer.records or answer.chain:
        return C.OLD
    return _STATES.get(answer.status, C.UNASKED)


def _is_cache(answer: Answer) -> bool:
    return answer.vantage is not None and answer.vantage.kind is VantageKind.RESOLVER


def denied_for(answer: Answer) -> int | None:
    """For how many seconds a cache may go on denying this, None where it does not say.

    Its own SOA record counts, be it that of a former DNS host or of the zone above, and not the
    one that the zone has now.
    """
    return None if answer.negative_ttl is None else min(answer.negative_ttl, MAX_DENIAL)


def _remaining(answer: Answer, state: CellState) -> int | None:
    """For how long a cache may go on saying this."""
    if state in (C.MATCH, C.OLD):
        return None if answer.ttl is None else min(answer.ttl, MAX_CACHE)
    return denied_for(answer) if state is C.NONE else None


def latest(cells: Iterable[Shown]) -> str | None:
    """When the slowest cache that is behind must have forgotten, None where nobody knows."""
    times = [c.cell.until for c in cells if c.behind and c.cell.until is not None]
    return max(times, default=None)
