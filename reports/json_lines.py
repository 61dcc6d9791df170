"""The `json-lines` format: one JSON object a line, for streams and for `jq`."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.codec import Json, plain
from ..lint.model import DomainReport, Finding, Result, Skipped, Suppressed
from .rows import row


def render(result: Result) -> Iterator[str]:
    """Findings, what does not count, what stayed open, domains; last a summary.

    Where the summary is missing, the file was cut.

    `type` says what a line is; its other members are those of the `json` format.
    """
    for finding in result.findings:
        yield _line("finding", finding)
    for suppressed in result.suppressed:
        yield _line("suppressed", suppressed)
    for skipped in result.skipped:
        yield _line("skipped", skipped)
    for report in result.domains:
        yield _line("domain", report)
    yield row({"type": "summary", **_summary(result)}) + "\n"


def _line(kind: str, noun: Finding | Suppressed | Skipped | DomainReport) -> str:
    members = row(plain(noun)).removeprefix("{")
    return f'{{"type": "{kind}", {members}\n'


def _summary(result: Result) -> dict[str, Json]:
    return {
        "schema_version": result.schema_version,
        "tool": plain(result.tool),
        "checked_at": result.checked_at,
        "verdict": result.verdict.value,
        "domains": len(result.domains),
        "findings": len(result.findings),
        "suppressed": len(result.suppressed),
        "skipped": len(result.skipped),
    }
