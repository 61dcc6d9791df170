"""Check again when something can have changed, until nothing is left to wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Protocol

from .model import (
    Cell,
    CellState,
    DomainReport,
    RecordStatus,
    Result,
    Severity,
    Verdict,
    Visibility,
)
from .moments import moment, written
from .noun import NamedTuple

LEAST = 5  # seconds between two looks, whatever servers say
LATE = 1  # seconds after a cache must have forgotten
FIRST_GUESS, LONGEST_GUESS = 30, 300  # seconds, where nobody says when something can change
SETTLING = 600  # seconds in which all name servers of a zone should have a change
_UNSETTLED = "NS04"  # the rule that says that they do not

_BEHIND = (CellState.OLD, CellState.NONE)


class Clock(Protocol):
    """The time in UTC, and a way to let it pass."""

    def now(self) -> datetime:
        """The time now."""
        ...

    def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The time now."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        from time import sleep

        sleep(seconds)


class Look(NamedTuple):
    """One check; `next` is when to look again, None for the last one."""

    result: Result
    next: datetime | None


def looks(check: Callable[[datetime], Result], clock: Clock, timeout: float) -> Iterator[Look]:
    """Check, sleep until something can have changed, and check again.

    Stops when every record is visible, when something must be fixed, or after `timeout` seconds,
    with a last look at their end: a cache may have been emptied by hand. Name servers that do not
    have a change yet are given some minutes.
    """
    start = clock.now()
    end = start + timedelta(seconds=timeout)
    guess = FIRST_GUESS
    while True:
        now = clock.now()
        result = check(now)
        settles = is_settling(result) and now < start + timedelta(seconds=SETTLING)
        if not (settles or result.verdict in (Verdict.WAIT, Verdict.UNKNOWN)) or now >= end:
            yield Look(result, None)
            return
        change = next_change(result, now)
        wake = change or now + timedelta(seconds=guess)
        guess = FIRST_GUESS if change else min(2 * guess, LONGEST_GUESS)
        wake = min(max(wake, now + timedelta(seconds=LEAST)), max(end, now))
        yield Look(result, wake)
        clock.sleep(max(0.0, (wake - clock.now()).total_seconds()))


def is_settling(result: Result) -> bool:
    """Whether all that is wrong is that some name servers do not have a change yet."""
    grave = {f.code for f in result.findings if f.severity is not Severity.INFO}
    return result.verdict is Verdict.FIX and grave == {_UNSETTLED}


def next_change(result: Result, now: datetime) -> datetime | None:
    """When the first cache that is behind must have forgotten, None where nobody knows.

    A name server that lacks a record says nothing about when it will have it.
    """
    if result.verdict is not Verdict.WAIT:
        return None
    times = [moment(cell.until) for _, cell in behind(result)]
    if None in times:
        return None
    later = [t + timedelta(seconds=LATE) for t in times if t is not None]
    return min((t for t in later if t > now), default=None)


def behind(result: Result) -> Iterator[tuple[Visibility, Cell]]:
    """The records that are right at their name servers, with each place that lacks them."""
    for report in result.domains:
        for record, row in zip(report.records, report.visibility, strict=False):
            if record.status is RecordStatus.PENDING:
                yield from ((row, c) for c in row.cells if c.state in _BEHIND)


def told(look: Look) -> str:
    """One line: what is still missing where, and when that can next change."""
    ahead = "; ".join(filter(None, (_domain(d) for d in look.result.domains)))
    if look.next is None:
        return ahead
    return f"{ahead}; next look at {written(look.next)}"


def _domain(report: DomainReport) -> str:
    if report.verdict is Verdict.UNKNOWN:
        return f"{report.domain}: some questions could not be answered"
    if report.verdict is Verdict.FIX:
        return f"{report.domain}: not all of its name servers have the change yet"
    lacking = [
        (row, [c for c in row.cells if c.state in _BEHIND])
        for record, row in zip(report.records, report.visibility, strict=False)
        if record.status is RecordStatus.PENDING
    ]
    if not lacking:
        return f"{report.domain}: {report.verdict.value}"
    first, cells = lacking[0]
    more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
    places = ", ".join(dict.fromkeys(_place(c) for c in cells))
    return f"{report.domain}: {first.type} {first.name}{more} not yet seen at {places}"


def _place(cell: Cell) -> str:
    return f"{cell.vantage} (until {cell.until})" if cell.until else cell.vantage
