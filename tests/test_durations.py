"""Lengths of time and their ends, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from senderlint.lint.durations import duration, wait

NOON = datetime(2026, 11, 25, 13, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (89, "89 seconds"),
        (90, "2 minutes"),
        (2820, "47 minutes"),
        (2821, "48 minutes"),
        (7199, "120 minutes"),
        (7200, "2 hours"),
        (86_400, "24 hours"),
        (172_800, "48 hours"),
        (172_801, "3 days"),
        (604_800, "7 days"),
    ],
)
def test_a_length_of_time_is_rounded_up(seconds: int, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (2820, "47 minutes, until 14:05 UTC"),
        (2790, "47 minutes, until 14:05 UTC"),
        (39_000, "11 hours, until 26 November 00:08 UTC"),
    ],
)
def test_the_end_is_told_where_the_time_is_known(seconds: int, words: str) -> None:
    assert wait(seconds, NOON) == words
    assert wait(seconds, None) == words.partition(",")[0]


def test_the_end_is_told_in_utc() -> None:
    berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    assert wait(60, berlin) == "60 seconds, until 13:19 UTC"
