"""Statuses in words: predicted beside reported, and what stands for an empty cell."""

from __future__ import annotations

from ..lint.codec import members
from ..lint.model import DomainReport, Finding, Predicted, RecordReport, RecordStatus, VantageKind
from ..lint.noun import NamedTuple
from .messages import say

_SERVERS = (VantageKind.AUTHORITATIVE, VantageKind.RESOLVER)


class StatusRow(NamedTuple):
    """One status under the provider's key; None where nothing is predicted or was reported."""

    key: str
    predicted: str | None
    reported: str | None


def statuses(report: DomainReport) -> tuple[StatusRow, ...]:
    """The domain's and the groups' statuses; a group that nobody speaks of is left out."""
    if report.predicted is None:
        return ()
    rows = (
        StatusRow(key, getattr(report.predicted, name), report.reported.get(key))
        for name, key in _KEYS
    )
    return tuple(row for row in rows if row.predicted is not None or row.reported is not None)


_KEYS = tuple((name, key) for name, key, _ in members(Predicted))


def found_nothing(record: RecordReport) -> str:
    """What to say of a record beside which nothing is shown."""
    if record.status is RecordStatus.UNKNOWN:
        return say("found.unknown")
    if record.status is RecordStatus.VERIFIED:
        return say("found.elsewhere")
    return say("found.nothing")


def servers(finding: Finding) -> tuple[str, ...]:
    """The servers that a finding was seen at; a file is told by the finding's place."""
    return tuple(v.label for v in finding.vantages if v.kind in _SERVERS)
