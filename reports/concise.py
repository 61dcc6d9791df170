"""The `concise` format: one line per finding that editors can jump to, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import Finding, Result
from ..lint.records.visible import shorten, visible
from .headline import headline
from .inert import inert
from .paint import Paint

_LONGEST = 1_000  # characters of an address


def render(result: Result, *, color: bool = False) -> Iterator[str]:
    """`path:line:column: severity[CODE] name: message` for each finding, then the verdict."""
    return inert(_lines(result, Paint(color)))


def _lines(result: Result, paint: Paint) -> Iterator[str]:
    for finding in result.findings:
        head = paint.word(finding.severity, visible(f"{finding.severity}[{finding.code}]"))
        said = visible(f"{finding.name}: {finding.message}") + address(finding)
        yield f"{place(finding)}: {head} {said}\n"
    yield f"{paint.word(result.verdict)}: {headline(result)}\n"


def address(finding: Finding) -> str:
    """The record's own address in its format, such as a Terraform resource's; "" without one."""
    at = finding.location
    return f" ({shorten(at.address, _LONGEST)})" if at is not None and at.address else ""


def place(finding: Finding) -> str:
    """Where a finding points: a place in a file, or else the record's owner name and type."""
    at = finding.location
    if at is not None:
        return visible(f"{at.path}:{at.line}:{at.column}")
    name = finding.record.name or finding.domain
    return visible(f"{name} {finding.record.type}".strip())
