"""How long, and until when, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


def duration(seconds: int) -> str:
    """A length of time, rounded up: `50 seconds`, `47 minutes`, `5 hours`, `3 days`."""
    for size, unit, most in ((1, "second", 90), (_MINUTE, "minute", 120 * _MINUTE)):
        if seconds < most:
            return _counted(seconds, size, unit)
    return (
        _counted(seconds, _HOUR, "hour") if seconds <= 2 * _DAY else _counted(seconds, _DAY, "day")
    )


def _counted(seconds: int, size: int, unit: str) -> str:
    count = -(-seconds // size)
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def wait(seconds: int, now: datetime | None) -> str:
    """A wait, with its end where the present time is known: `47 minutes, until 14:05 UTC`."""
    return duration(seconds) if now is None else f"{duration(seconds)}, until {_end(seconds, now)}"


def _end(seconds: int, now: datetime) -> str:
    """The minute in which a wait is over, with the day where that is another one."""
    from datetime import UTC, timedelta  # only a live check needs it

    start = now.astimezone(UTC)
    end = start + timedelta(seconds=seconds)
    if end.second or end.microsecond:
        end = end.replace(second=0, microsecond=0) + timedelta(minutes=1)
    clock = f"{end:%H:%M} UTC"
    return clock if end.date() == start.date() else f"{end.day} {_MONTHS[end.month - 1]} {clock}"
