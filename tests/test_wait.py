"""Waiting: the next look comes when something can have changed, by a clock that is not real."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from case_network import CaseNetwork
from live_run import DMARC, GOOD, SPF, case
from rule_cases import domain_of

from senderlint.lint.live_check import check_live
from senderlint.lint.model import Result, Verdict
from senderlint.lint.moments import written
from senderlint.lint.rule import Case, all_rules
from senderlint.lint.settings import Settings
from senderlint.lint.waiting import Look, looks, told

START = datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)


class Clock:
    """Time passes only by sleeping."""

    def __init__(self) -> None:
        self.time = START
        self.slept: list[float] = []

    def now(self) -> datetime:
        """The time now."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


def forgetting(seconds: int) -> str:
    """A resolver that remembers the absence of the selector for so long."""
    return f"! s1._domainkey CNAME nxdomain ttl={seconds}\n{GOOD}"


def _checking(states: Sequence[Case]) -> Callable[[datetime], Result]:
    """Each look sees the next state of the world, the last one for ever."""
    left = list(states)

    def check(now: datetime) -> Result:
        stated = left.pop(0) if len(left) > 1 else left[0]
        domain = domain_of(stated)
        network = CaseNetwork(stated, domain.name)
        return check_live([domain], network, Settings(all_rules(), now=written(now)))

    return check


def _looks(*states: Case, timeout: float = 3600) -> tuple[list[Look], Clock]:
    clock = Clock()
    return list(looks(_checking(states), clock, timeout)), clock


def test_it_sleeps_until_the_cache_must_have_forgotten() -> None:
    seen, clock = _looks(case(resolvers=(GOOD, forgetting(200))), case())
    assert [look.result.verdict for look in seen] == [Verdict.WAIT, Verdict.READY]
    assert clock.slept == [201]


def test_it_looks_when_the_first_of_several_caches_can_change() -> None:
    states = (
        case(resolvers=(forgetting(20), forgetting(200))),
        case(resolvers=(GOOD, forgetting(179))),
        case(),
    )
    _, clock = _looks(*states)
    assert clock.slept == [21, 180]


def test_name_servers_get_some_minutes_to_follow() -> None:
    behind = case((GOOD, SPF + DMARC))
    seen, clock = _looks(behind, behind, case())
    assert [look.result.verdict for look in seen] == [Verdict.FIX, Verdict.FIX, Verdict.READY]
    assert clock.slept == [30, 60]
    assert "not all of its name servers have the change yet" in told(seen[0])
    seen, clock = _looks(behind)
    assert seen[-1].result.verdict is Verdict.FIX
    assert 600 <= sum(clock.slept) < 1200
    worse = case((GOOD + '@ TXT "v=spf1 mx ~all"\n', SPF + DMARC))
    assert len(_looks(worse)[0]) == 1  # this must be mended by hand


def test_the_line_says_what_is_missing_where_and_when_to_look() -> None:
    seen, _ = _looks(case(resolvers=(GOOD, forgetting(200))), case())
    assert told(seen[0]) == (
        "example.org: CNAME s1._domainkey.example.org not yet seen at "
        "r2 (until 2026-03-04T12:03:20Z); next look at 2026-03-04T12:03:21Z"
    )
    assert told(seen[1]) == "example.org: ready"


def test_what_must_be_fixed_stops_it_at_once() -> None:
    seen, clock = _looks(case((SPF + DMARC, SPF + DMARC)))
    assert [look.result.verdict for look in seen] == [Verdict.FIX]
    assert clock.slept == []


def test_what_is_broken_while_waiting_stops_it() -> None:
    seen, _ = _looks(case(resolvers=(GOOD, forgetting(200))), case((SPF, SPF)))
    assert [look.result.verdict for look in seen] == [Verdict.WAIT, Verdict.FIX]


def test_time_runs_out_with_a_last_look() -> None:
    seen, clock = _looks(case(resolvers=(GOOD, forgetting(300))), timeout=100)
    assert [look.result.verdict for look in seen] == [Verdict.WAIT, Verdict.WAIT]
    assert clock.slept == [100]
    assert seen[-1].next is None


def test_failing_servers_are_looked_at_less_and_less_often() -> None:
    """Nobody says when they will work again."""
    _, clock = _looks(case(resolvers=("servfail", "timeout")), timeout=1000)
    assert clock.slept[:5] == [30, 60, 120, 240, 300]
    assert sum(clock.slept) == 1000


def test_nobody_in_reach_is_tried_again() -> None:
    dead = case(("timeout", "timeout"), ("timeout", "timeout"))
    seen, clock = _looks(dead, case())
    assert [look.result.verdict for look in seen] == [Verdict.UNKNOWN, Verdict.READY]
    assert clock.slept == [30]
    assert told(seen[0]).startswith("example.org: some questions could not be answered; next")


def test_no_time_is_one_look() -> None:
    seen, clock = _looks(case(resolvers=(GOOD, forgetting(300))), timeout=0)
    assert len(seen) == 1
    assert clock.slept == []
