"""Run `senderlint` inside the lab, as a user does."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from senderlint.lint.codec import from_json, to_json
from senderlint.lint.model import Finding, Result, Severity

from .addresses import RESOLVERS, STATE
from .client import Lab
from .situation import Situation

# The lab's certificate authority is the only one that its DoT and DoH servers can show.
SENDERLINT = ("env", f"SSL_CERT_FILE={STATE}/ca.pem", sys.executable, "-m", "senderlint.lint")


class Checked(NamedTuple):
    """What one run said; `seconds` is how long it took."""

    exit: int
    result: Result
    seconds: float
    snapshot: Path

    @property
    def rules(self) -> set[str]:
        """The codes of all errors and warnings."""
        return {f.code for f in self.result.findings if f.severity is not Severity.INFO}

    @property
    def statuses(self) -> dict[str, str]:
        """The status of each record, by its name relative to the domain and its type."""
        (report,) = self.result.domains
        return {
            f"{r.name.removesuffix('.' + report.domain)} {r.type}": r.status.value
            for r in report.records
        }

    @property
    def servers(self) -> str:
        """Everything that the findings say about servers, as one text."""
        return "\n".join(_servers(f) for f in self.result.findings)


def check(lab: Lab, situation: Situation, folder: Path, *options: str) -> Checked:
    """Check a situation's document live, and save a snapshot."""
    document = folder / f"{situation.name}.json"
    document.write_text(situation.document(), "utf-8")
    snapshot = folder / f"{situation.name}.snapshot"
    patient = ("--timeout", "60")  # a busy machine is no fault of the servers
    asked = resolver_options(situation.resolvers)
    chosen = [*patient, *asked, *situation.options, *options]
    started = time.monotonic()
    done = senderlint(lab, "check", str(document), *chosen, "--snapshot", str(snapshot))
    return _checked(done, time.monotonic() - started, snapshot)


def replay(lab: Lab, situation: Situation, snapshot: Path) -> Checked:
    """Check the same document against what a run saved."""
    document = snapshot.with_suffix(".json")
    done = senderlint(lab, "check", str(document), "--against", str(snapshot))
    return _checked(done, 0, snapshot)


def senderlint(lab: Lab, action: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command with JSON on standard output, without any privilege."""
    command = [*SENDERLINT, action, *arguments, "--output-format", "json"]
    return lab.run(command, plain=True, seconds=120)


def resolver_options(resolvers: Sequence[str]) -> list[str]:
    """`--resolver` for each resolver: a name of the lab's, or whatever the option takes."""
    return [word for r in resolvers for word in ("--resolver", RESOLVERS.get(r, r))]


def findings(checked: Checked) -> str:
    """The findings as they stand in the result, for a comparison byte for byte."""
    (report,) = checked.result.domains
    return to_json((checked.result.findings, report.records, report.predicted))


def _checked(done: subprocess.CompletedProcess[str], seconds: float, snapshot: Path) -> Checked:
    assert done.stdout.startswith("{"), done.stderr
    return Checked(done.returncode, from_json(done.stdout, Result), seconds, snapshot)


def _servers(finding: Finding) -> str:
    places = [f"{v.label} {v.address}" for v in finding.vantages]
    return " ".join([finding.message, finding.fix, *places])
