"""Times in UTC as reports print them (RFC 3339)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def moment(text: str | None) -> datetime | None:
    """The time that a text names, None for what is no time with an offset from UTC."""
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.astimezone(UTC) if found is not None and found.tzinfo else None


def after(start: datetime | None, seconds: int | None) -> str | None:
    """The time so many seconds later, in whole seconds; None where one of the two is not known."""
    from datetime import timedelta

    if start is None or seconds is None:
        return None
    return written(start + timedelta(seconds=seconds))


def written(time: datetime) -> str:
    """A time in UTC, in whole seconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
