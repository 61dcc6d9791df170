"""Every situation gives the right verdict, rules, servers and statuses, live and replayed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from .checking import Checked, check, findings, replay
from .client import Lab
from .situation import Situation, situations

pytestmark = pytest.mark.lab


class Both(NamedTuple):
    """A live run, and the one against the snapshot that it saved."""

    live: Checked
    again: Checked


Checks = dict[str, "Future[Both]"]
# Those that change while the lab runs have tests of their own.
ALL = {s.name: s for s in situations() if s.before is None or not s.before.stays}
NAMES = pytest.mark.parametrize("name", ALL)


@pytest.fixture(scope="module")
def checks(
    lab: Lab, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Checks]:
    """The checks of all situations that are tested in this run, three at a time."""
    folder = tmp_path_factory.mktemp("situations")
    names = {n for item in request.session.items if (n := _name(item)) is not None}
    with ThreadPoolExecutor(3) as pool:
        yield {n: pool.submit(_both, lab, ALL[n], folder) for n in sorted(names)}


def _both(lab: Lab, chosen: Situation, folder: Path) -> Both:
    live = check(lab, chosen, folder)
    return Both(live, replay(lab, chosen, live.snapshot))


def _name(item: pytest.Item) -> str | None:
    callspec = getattr(item, "callspec", None)
    name = callspec.params.get("name") if callspec is not None else None
    return name if name in ALL else None


@NAMES
def test_verdict(checks: Checks, name: str) -> None:
    checked, expected = checks[name].result().live, ALL[name].expected
    assert (checked.result.verdict.value, checked.exit) == (expected.verdict, expected.exit), _told(
        checked
    )


@NAMES
def test_rules(checks: Checks, name: str) -> None:
    checked, expected = checks[name].result().live, ALL[name].expected
    assert checked.rules == set(expected.rules), _told(checked)
    assert set(expected.remarks) <= {f.code for f in checked.result.findings}, _told(checked)


@NAMES
def test_servers_are_named(checks: Checks, name: str) -> None:
    checked = checks[name].result().live
    missing = [s for s in ALL[name].expected.servers if s not in checked.servers]
    assert missing == [], _told(checked)


@NAMES
def test_statuses(checks: Checks, name: str) -> None:
    checked, expected = checks[name].result().live, ALL[name].expected
    wanted = {key: expected.statuses.get(key, expected.status) for key in checked.statuses}
    assert set(expected.statuses) <= set(checked.statuses)
    assert checked.statuses == wanted, _told(checked)


@NAMES
def test_the_snapshot_says_the_same(checks: Checks, name: str) -> None:
    live, again = checks[name].result()
    assert (again.exit, findings(again)) == (live.exit, findings(live))


def _told(checked: Checked) -> str:
    """What the run said, for whoever reads a failure."""
    said = [f"{f.severity} {f.code} {f.message}" for f in checked.result.findings]
    unsure = [
        f"could not tell {s.code} {s.question.name}: {s.reason}" for s in checked.result.skipped
    ]
    return "\n".join([checked.result.verdict.value, *said, *unsure, str(checked.statuses)])
