"""A verdict without its findings is the verdict of what could be asked, and of nothing better."""

from __future__ import annotations

import pytest
from report_fixture import RESULT

from senderlint.lint.house import House, apply
from senderlint.lint.model import (
    DomainReport,
    DomainStatus,
    Predicted,
    RecordReport,
    RecordStatus,
    Severity,
    Verdict,
)
from senderlint.lint.verdict import without_findings

S = RecordStatus
RECORD = next(r for d in RESULT.domains for r in d.records)._replace(required=True)


def _report(*statuses: RecordStatus, dmarc: RecordStatus = S.VERIFIED) -> DomainReport:
    records: list[RecordReport] = [RECORD._replace(status=s) for s in statuses]
    return RESULT.domains[0]._replace(
        provider="stackshift",
        verdict=Verdict.FIX,
        predicted=Predicted(DomainStatus.PENDING, None, None, dmarc, None),
        records=tuple(records),
    )


@pytest.mark.parametrize(
    ("report", "verdict"),
    [
        (_report(S.VERIFIED), Verdict.READY),
        (_report(S.FAILED), Verdict.READY),  # somebody decided to live with it
        (_report(S.VERIFIED, S.PENDING), Verdict.WAIT),
        (_report(S.PENDING, S.UNKNOWN), Verdict.UNKNOWN),
        (_report(S.VERIFIED, dmarc=S.UNKNOWN), Verdict.UNKNOWN),
        (_report(S.VERIFIED, dmarc=S.PENDING), Verdict.WAIT),
        (_report(S.VERIFIED)._replace(complete=False), Verdict.UNKNOWN),
        (_report(), Verdict.UNKNOWN),
        (_report(S.UNKNOWN)._replace(verdict=Verdict.READY), Verdict.READY),
    ],
)
def test_verdict_without_findings(report: DomainReport, verdict: Verdict) -> None:
    assert without_findings(report) is verdict


def test_without_decisions_nothing_changes() -> None:
    rules = frozenset(f.code for f in RESULT.findings)
    house = House("2026-03-04", rules)
    assert apply(RESULT, house).findings == RESULT.findings
    never = apply(RESULT, house._replace(fail_on=None))
    assert Verdict.FIX not in {d.verdict for d in never.domains}
    assert never.findings == RESULT.findings


def test_a_severity_of_the_house_changes_the_verdict() -> None:
    codes = {f.code for f in RESULT.findings}
    house = House("2026-03-04", frozenset(codes), severity=dict.fromkeys(codes, Severity.INFO))
    graded = apply(RESULT, house)
    assert {f.severity for f in graded.findings} == {Severity.INFO}
    assert graded.verdict is not Verdict.FIX
