"""`senderlint wait`: until a resolver has forgotten, and no longer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from senderlint.lint.codec import from_json
from senderlint.lint.model import Result, Verdict

from .addresses import RESOLVERS
from .checking import resolver_options, senderlint
from .client import Lab
from .digging import dig
from .situation import Situation, situation

pytestmark = pytest.mark.lab


def test_wait_stops_at_once_and_then_until_a_resolver_forgets(lab: Lab, tmp_path: Path) -> None:
    chosen = situation("appears")
    verdict, code, seconds = _wait(lab, chosen, tmp_path, "--timeout", "300")
    assert (verdict, code) == (Verdict.FIX, 1)  # waiting would not help: nobody publishes the key
    assert seconds < 60

    # Somebody asks too early; then the key is published.
    early = dig(lab, RESOLVERS["cache"], f"s1._domainkey.{chosen.domain}", "TXT")
    assert early.status == "NXDOMAIN"
    lab.publish(chosen.name)
    verdict, code, seconds = _wait(lab, chosen, tmp_path)
    assert (verdict, code) == (Verdict.READY, 0)
    assert seconds < 60


def test_wait_gives_up_when_its_time_is_over(lab: Lab, tmp_path: Path) -> None:
    verdict, code, seconds = _wait(lab, situation("stale"), tmp_path, "--timeout", "4")
    assert (verdict, code) == (Verdict.WAIT, 4)
    assert seconds < 30


def _wait(lab: Lab, chosen: Situation, folder: Path, *options: str) -> tuple[Verdict, int, float]:
    document = folder / f"{chosen.name}.json"
    document.write_text(chosen.document(), "utf-8")
    started = time.monotonic()
    resolvers = resolver_options(chosen.resolvers)
    done = senderlint(lab, "wait", str(document), *resolvers, *options)
    assert done.stdout, done.stderr
    return from_json(done.stdout, Result).verdict, done.returncode, time.monotonic() - started
