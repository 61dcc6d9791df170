"""What bad weather costs: one of two name servers silent, and packets lost everywhere else.

Usage: python tests/bench/bench_faults.py [--rounds N] [--loss SHARE]

The domain of `bench_live.py`, checked in calm and in N kinds of bad weather, each with losses of
its own. Wanted: the same verdict, at most one retry interval later.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]

from bench_live import DISTANCE, INSIDE, PROGRAM, RESOLVERS, SERVERS, document, servers  # noqa: E402

from senderlint.lint.sources.patience import LIMIT  # noqa: E402


class Outcome(NamedTuple):
    """What a check said, and how long it took in seconds."""

    code: int
    statuses: dict[str, str]
    seconds: float


def checked(path: Path) -> Outcome:
    """One check, as a whole process."""
    resolvers = [word for address in RESOLVERS for word in ("--resolver", address)]
    words = [PROGRAM, "check", str(path), *resolvers, "--output-format", "json"]
    began = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    return Outcome(done.returncode, json.loads(done.stdout)["domains"][0]["predicted"], took)


def inside(rounds: int, loss: float) -> None:
    """Measure and print."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "domain.json"
        path.write_text(json.dumps(document()), encoding="utf-8")
        with servers(DISTANCE):
            calm = [checked(path) for _ in range(3)][-1]
        bad = []
        for seed in range(rounds):
            weather = ("--loss", str(loss), "--silent", SERVERS[0], "--seed", str(seed))
            with servers(DISTANCE, *weather):
                bad.append(checked(path))
    later = [o.seconds - calm.seconds for o in bad]
    same = sum((o.code, o.statuses) == (calm.code, calm.statuses) for o in bad)
    within = sum(seconds <= LIMIT for seconds in later)
    print(f"calm: exit {calm.code}, {calm.seconds * 1000:.0f} ms")
    print(f"one of two name servers silent, {loss:.0%} of packets lost, {rounds} times:")
    print(f"  the same verdict and statuses: {same} of {rounds}")
    print(
        f"  later by {statistics.median(later):.2f} s (median), {max(later):.2f} s (most); "
        f"at most one retry interval of {LIMIT:g} s: {within} of {rounds}"
    )
    for outcome in bad:
        if (outcome.code, outcome.statuses) != (calm.code, calm.statuses):
            print(f"  exit {outcome.code}: {outcome.statuses}")


def main() -> int:
    """Enter a namespace, then measure there."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--loss", type=float, default=0.3)
    chosen = options.parse_args()
    if os.environ.get(INSIDE):
        inside(chosen.rounds, chosen.loss)
        return 0
    began = ["--rounds", str(chosen.rounds), "--loss", str(chosen.loss)]
    again = ["unshare", "-rn", sys.executable, __file__, *began]
    return subprocess.run(again, env=os.environ | {INSIDE: "1"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
