"""Which expected records a finding is about."""

from __future__ import annotations

from ..lint.model import Action, DomainReport, Finding, RecordReport


def expected(finding: Finding, report: DomainReport | None) -> tuple[RecordReport, ...]:
    """The expected records at the finding's name; of several, those that its changes publish."""
    if report is None:
        return ()
    key = (finding.record.name, finding.record.type)
    there = tuple(
        r for r in report.records if (r.name, r.type) == key or finding.fingerprint in r.findings
    )
    if len(there) < 2:
        return there
    given = [c.value for c in finding.changes if c.action is not Action.DELETE]
    return tuple(r for r in there if any(v.endswith(r.value) for v in given)) or there
