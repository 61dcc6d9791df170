"""What a check says when servers fail, and how long it takes to say so."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from senderlint.lint.model import Verdict

from .addresses import RESOLVERS
from .checking import check, senderlint
from .client import Lab
from .situation import situation

pytestmark = pytest.mark.lab


def test_everything_unreachable_is_unknown_within_the_time_limit(lab: Lab, tmp_path: Path) -> None:
    lost = situation("correct")._replace(resolvers=("silent",))
    checked = check(lab, lost, tmp_path, "--timeout", "4")
    assert (checked.result.verdict, checked.exit) == (Verdict.UNKNOWN, 3)
    assert set(checked.statuses.values()) == {"unknown"}
    assert checked.seconds < 12


def test_one_of_several_resolvers_is_enough(lab: Lab, tmp_path: Path) -> None:
    poor = situation("correct")._replace(resolvers=("silent", "refusing", "lossy"))
    checked = check(lab, poor, tmp_path)
    assert (checked.result.verdict, checked.exit) == (Verdict.READY, 0)


def test_loss_and_a_silent_server_change_no_verdict(lab: Lab, tmp_path: Path) -> None:
    quick = check(lab, situation("correct"), tmp_path)
    folders = [tmp_path / str(number) for number in range(3)]  # each run loses other packets
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(3) as pool:
        runs = pool.map(lambda folder: check(lab, situation("lossysilent"), folder), folders)
    for slow in runs:
        assert (slow.result.verdict, slow.exit) == (quick.result.verdict, quick.exit)
        assert slow.statuses == quick.statuses
        assert slow.rules == {"NS02"}


def test_a_bad_document_asks_nobody(lab: Lab, tmp_path: Path) -> None:
    document = tmp_path / "bad.json"
    document.write_text("{", "utf-8")
    started = time.monotonic()
    done = senderlint(lab, "check", str(document), "--resolver", RESOLVERS["silent"])
    assert (done.returncode, done.stdout) == (2, "")
    assert time.monotonic() - started < 10
