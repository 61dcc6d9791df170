"""The verdict in two or three words, and what to do where nothing is to be mended."""

from __future__ import annotations

from collections.abc import Callable

from ..lint.model import DomainStatus, Result, Verdict
from ..lint.pattern import lazy
from .messages import say

_STAMP = lazy(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)Z")

Writer = Callable[[str], str]


def title(result: Result) -> str:
    """The verdict in two or three words."""
    if result.verdict is Verdict.READY and will_pass(result):
        return say("title.ready-for-verify")
    return say(f"title.{result.verdict}")


def will_pass(result: Result) -> bool:
    """Whether verify is expected to say verified for every domain."""
    predicted = [d.predicted.status for d in result.domains if d.predicted is not None]
    return bool(predicted) and all(s is DomainStatus.VERIFIED for s in predicted)


def advice(result: Result, code: Writer, words: Writer) -> str:
    """What to do now; `code` and `words` make data safe for the format."""
    if result.verdict is Verdict.READY:
        first = say("do.ready" if will_pass(result) else "do.ready-plain")
        return f"{first} {say('do.later')}" if result.findings else first
    if result.verdict is Verdict.WAIT:
        return _wait(result, words)
    if result.verdict is Verdict.UNKNOWN:
        return _unknown(result, code)
    return say("do.see-below")


def _wait(result: Result, words: Writer) -> str:
    times = [d.retry_at for d in result.domains if d.retry_at is not None]
    return say("do.wait-at", time=words(moment(max(times)))) if times else say("do.wait")


def moment(stamp: str) -> str:
    """`2026-03-04T12:04:10Z` for people who have not seen such stamps; others as they are."""
    match = _STAMP.fullmatch(stamp)
    return say("do.time", date=match[1], time=match[2]) if match else stamp


def _unknown(result: Result, code: Writer) -> str:
    asked = list(dict.fromkeys(s.question for s in result.skipped))
    if not asked:
        return say("do.unknown")
    which = ", ".join(code(f"{q.name} {q.type}") for q in asked[:3])
    if len(asked) > 3:
        which = say("do.open-more", questions=which, count=len(asked) - 3)
    return f"{say('do.unknown')} {say('do.open', questions=which)}"
