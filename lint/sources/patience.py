"""When to ask again and when to give up, in seconds."""

from __future__ import annotations

import random
from collections.abc import Iterator

LIMIT = 3.0  # how long a server may stay silent: the retry interval
UNHEARD = 2.0  # the same for a name server that has not answered anything: it has all in memory
STREAM_AFTER = 1.0  # silence after which TCP is tried beside UDP
_FIRST, _LEAST, _MOST = 0.3, 0.2, 0.6  # the first gap: of a new server, and its bounds
_GROWTH = 1.6
_JITTER = 0.15
_random = random.SystemRandom()


def gaps(round_trip: float | None, limit: float) -> Iterator[float]:
    """The waiting times between sends; with the last one they add up to `limit`.

    `round_trip` is what the server took before, None where it has not answered yet. Gaps grow and
    vary, so that many questions lost together are not sent together again.
    """
    gap = _FIRST if round_trip is None else min(max(3 * round_trip, _LEAST), _MOST)
    spent = 0.0
    while spent + gap < limit * 0.8:
        varied = gap * _random.uniform(1 - _JITTER, 1 + _JITTER)
        spent += varied
        yield varied
        gap *= _GROWTH
    yield max(limit - spent, _LEAST)


def smoothed(before: float | None, sample: float) -> float:
    """A server's round trip from the one known before and a new one (RFC 6298 section 2)."""
    return sample if before is None else before * 0.875 + sample * 0.125
