"""Whole-process times beside named peers, as ratios of one run.

Usage: python tests/bench/run.py [--quick] [--records N] [--rounds N]

Every command is run in turn, round after round, so that a machine that slows down slows all of
them; the medians are printed. Nothing is asserted: the figures are for the reader. A peer that is
not installed is "not run".
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from make_zone import ORIGIN, write_zone

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "tests" / "examples"
SENDERLINT = (sys.executable, "-m", "senderlint.lint")
# Python keeps what it compiled, as for an installed package, whatever the caller's settings are.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


class Command(NamedTuple):
    """A command line with its title; `peer` is the title of what it is compared with."""

    title: str
    arguments: tuple[str, ...]
    peer: str = ""
    goal: float = 0.0  # the highest ratio wanted


class Run(NamedTuple):
    """One finished process: seconds and the largest resident size in KiB."""

    seconds: float
    memory: int


def small() -> tuple[Command, ...]:
    """Start-up, and one domain in a zone of 30 records."""
    python = sys.executable
    example = (str(EXAMPLES / "stackshift.json"), "--against", str(EXAMPLES / "example.com.zone"))
    return (
        Command("python -c 'import click'", (python, "-c", "import click")),
        Command("senderlint --version", (*SENDERLINT, "--version"), "python -c 'import click'"),
        Command("import dns.rdata, click", (python, "-c", "import dns.rdata, click")),
        Command(
            "check, 30 records", (*SENDERLINT, "check", *example), "import dns.rdata, click", 2.0
        ),
    )


def large(zone: Path, document: Path) -> tuple[Command, ...]:
    """One domain out of a large zone, and all zone rules over it."""
    one = ("check", str(document), "--against", str(zone))
    return (
        Command("kzonecheck", ("kzonecheck", "-o", ORIGIN, str(zone))),
        Command("one domain of the zone", (*SENDERLINT, *one), "kzonecheck", 0.5),
        Command("named-checkzone", ("named-checkzone", "-i", "local", ORIGIN, str(zone))),
        Command(
            "zone rules over the zone",
            (*SENDERLINT, "check", "--against", str(zone)),
            "named-checkzone",
            1.0,
        ),
    )


def document_for(sender: int) -> dict[str, object]:
    """What a provider would ask of one sender of the made zone."""
    domain = f"sender{sender}.{ORIGIN}"
    return {
        "name": domain,
        "spfStatus": "pending",
        "records": [
            {"type": "TXT", "name": "@", "value": "v=spf1 include:_spf.provider.example ~all"},
            {"type": "CNAME", "name": "s2._domainkey", "value": f"s2.key{sender}.provider.example"},
            {"type": "CNAME", "name": "bounce", "value": "bounces.provider.example"},
            {"type": "TXT", "name": "_dmarc", "value": "v=DMARC1; p=none"},
            {"type": "CNAME", "name": "links", "value": f"click{sender}.provider.example"},
        ],
    }


def run(arguments: Sequence[str]) -> Run:
    """Run a command to its end, its output thrown away."""
    start = time.perf_counter()
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(arguments, stdout=nowhere, stderr=nowhere, env=ENVIRONMENT)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0  # reaped above, for its resource usage
    return Run(time.perf_counter() - start, usage.ru_maxrss)


def measured(commands: Iterable[Command], rounds: int) -> dict[str, Run]:
    """The medians of every command that is installed."""
    there = [c for c in commands if shutil.which(c.arguments[0])]
    runs: dict[str, list[Run]] = {c.title: [] for c in there}
    for command in there:
        run(command.arguments)
    for _ in range(rounds):
        for command in there:
            runs[command.title].append(run(command.arguments))
    return {title: _median(found) for title, found in runs.items()}


def _median(runs: Sequence[Run]) -> Run:
    seconds = statistics.median(r.seconds for r in runs)
    return Run(seconds, max(r.memory for r in runs))


def report(title: str, commands: Sequence[Command], found: dict[str, Run]) -> None:
    """Print one table."""
    print(f"\n{title}")
    for command in commands:
        done = found.get(command.title)
        if done is None:
            print(f"  {command.title:28} not run")
            continue
        line = f"  {command.title:28} {done.seconds * 1000:9.1f} ms {done.memory / 1024:7.1f} MiB"
        peer = found.get(command.peer)
        if peer is not None:
            goal = f" (wanted: at most {command.goal})" if command.goal else ""
            line += f"   {done.seconds / peer.seconds:5.2f} x {command.peer}{goal}"
        print(line)


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="100,000 records, three rounds")
    options.add_argument("--records", type=int)
    options.add_argument("--rounds", type=int)
    given = options.parse_args()
    records = given.records or (100_000 if given.quick else 1_000_000)
    rounds = given.rounds or (3 if given.quick else 5)
    report("start-up", small(), measured(small(), rounds * 3))
    with tempfile.TemporaryDirectory() as folder:
        zone, document = Path(folder) / f"{ORIGIN}.zone", Path(folder) / "domain.json"
        write_zone(records, zone)
        document.write_text(json.dumps(document_for(records // 16)))
        commands = large(zone, document)
        report(f"a zone of {records:,} records", commands, measured(commands, rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
