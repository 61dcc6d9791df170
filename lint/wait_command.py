"""`senderlint wait`: look, say what is missing, sleep, look again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from .model import Result
from .progress import Line
from .waiting import Clock, looks, told


class InterruptedWaitError(Exception):
    """The user gave up waiting; `result` is what the last look found."""

    def __init__(self, result: Result) -> None:
        super().__init__("interrupted")
        self.result = result


def wait(
    check: Callable[[datetime], Result], clock: Clock, timeout: float, progress: bool
) -> Result:
    """The last look's result.

    Raises InterruptedWaitError where the user stops the waiting after the first look.
    """
    line = Line(wanted=progress, always=True)
    last: Result | None = None
    try:
        for look in looks(check, clock, timeout):
            last = look.result
            if look.next is not None:
                line.show(told(look))
    except KeyboardInterrupt:
        if last is None:
            raise
        raise InterruptedWaitError(last) from None
    finally:
        line.clear()
    if last is None:
        raise AssertionError("there is always a first look")
    return last
