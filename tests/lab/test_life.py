"""The lab opens, is entered, and leaves nothing behind, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .client import PROJECT, Lab, kept

pytestmark = pytest.mark.lab

OPENER = """
import time
from tests.lab.client import open_lab
lab = open_lab()
print(lab.process, flush=True)
time.sleep(60)
"""


def test_a_killed_opener_takes_the_lab_with_it(lab: Lab) -> None:
    assert lab.process  # the shared one stays
    opener = subprocess.Popen(
        [sys.executable, "-c", OPENER], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert opener.stdout is not None
    first = int(opener.stdout.readline())
    space = Path(f"/proc/{first}/ns/net").readlink()
    assert len(_inside(space)) > 10
    opener.kill()
    opener.wait()
    assert _soon(lambda: _inside(space) == [])
    assert lab.run(["true"]).returncode == 0


def test_a_killed_first_process_takes_every_server_with_it(lab: Lab) -> None:
    assert lab.process
    with subprocess.Popen(
        [sys.executable, "-c", OPENER], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as opener:
        assert opener.stdout is not None
        first = int(opener.stdout.readline())
        space = Path(f"/proc/{first}/ns/net").readlink()
        os.kill(first, signal.SIGKILL)
        assert _soon(lambda: _inside(space) == [])
        opener.kill()


def test_start_run_and_stop(lab: Lab) -> None:
    assert lab.process
    if kept():
        pytest.skip("not run: a lab of this folder is open")
    assert _lab("start").returncode == 0
    assert _lab("start").stderr == "the lab is open already\n"
    assert "hostmaster" in _lab("run", "dig", "correct.com", "SOA", "+short").stdout
    assert _lab("stop").returncode == 0
    assert _soon(lambda: not kept())
    assert "not open" in _lab("run", "true").stderr


def test_list_names_every_situation() -> None:
    assert "correct.com" in _lab("list").stdout
    assert _lab("nonsense").returncode == 1


def _lab(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.lab", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60)


def _inside(space: Path) -> list[int]:
    """The processes of a network namespace."""
    return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and _in(p, space)]


def _in(process: Path, space: Path) -> bool:
    try:
        return (process / "ns" / "net").readlink() == space
    except OSError:
        return False


def _soon(what: Callable[[], bool]) -> bool:
    """Whether it becomes true within 20 seconds."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return False
