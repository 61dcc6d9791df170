"""Statuses of records and groups, the predicted answer of verify, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .dmarc_walk import is_judged, judges, policy
from .evidence import absent, holds
from .judge import Said
from .model import (
    Affects,
    DomainReport,
    DomainStatus,
    ExpectedRecord,
    Finding,
    Predicted,
    Purpose,
    RecordStatus,
    SenderDomain,
    Severity,
    Verdict,
)
from .rule import Rule
from .view import Unanswered, View

S = RecordStatus

# The worst first; a group is as bad as its worst record.
WORST = (S.FAILED, S.MISSING, S.PENDING, S.UNKNOWN, S.VERIFIED)

Rules = Mapping[str, Rule]  # by code


def record_status(
    view: View, expected: ExpectedRecord, said: Iterable[Said], rules: Rules
) -> RecordStatus:
    """The state of one expected record: what was observed, corrected by what rules found."""
    if expected.purpose is Purpose.DMARC:
        return dmarc_status(view)
    about = [s.finding for s in said if s.is_about(expected)]
    errors = [f for f in about if _fails_verify(f, expected, rules[f.code])]
    predicted = [s for f in errors if (s := rules[f.code].predicts) is not None]
    shown = observed(view, expected)
    if predicted:
        return _worst(predicted)
    return S.FAILED if errors and shown is S.VERIFIED else shown


def _fails_verify(finding: Finding, expected: ExpectedRecord, rule: Rule) -> bool:
    """Whether a finding alone makes the provider's check of its record fail.

    An optional record's errors were stamped as warnings, but its own status is just as bad.
    """
    softened = not expected.required and rule.severity is Severity.ERROR
    grave = finding.severity is Severity.ERROR or (
        softened and finding.severity is Severity.WARNING
    )
    return grave and Affects.VERIFY in finding.affects


def observed(view: View, expected: ExpectedRecord) -> RecordStatus:
    """What stands at the record's name, whatever rules think of it."""
    try:
        if holds(view, expected):
            return S.VERIFIED
        return S.MISSING if absent(view, expected) else S.FAILED
    except Unanswered:
        return S.UNKNOWN


def dmarc_status(view: View) -> RecordStatus:
    """Verified when a valid record applies, own or inherited; failed when only broken ones do."""
    try:
        if policy(view, view.domain.name) is not None:
            return S.VERIFIED
        own = view.txt(f"_dmarc.{view.domain.name}")
    except Unanswered:
        return S.UNKNOWN
    return S.FAILED if any("dmarc1" in r.text.lower() for r in own) else S.MISSING


def is_refused(said: Iterable[Said]) -> bool:
    """Whether something is wrong with the domain itself, whatever its records say."""
    return any(
        s.finding.severity is Severity.ERROR
        and Affects.VERIFY in s.finding.affects
        and not s.finding.record.type
        for s in said
    )


def predict(
    domain: SenderDomain,
    statuses: Sequence[RecordStatus],
    dmarc: RecordStatus,
    *,
    refused: bool = False,
) -> Predicted:
    """What verify is expected to say; `statuses` are those of the domain's records, in order.

    `refused` says that the domain itself cannot be verified.
    """
    of = list(zip(domain.records, statuses, strict=True))
    groups = {p: _group(p, of) for p in (Purpose.SPF, Purpose.DKIM, Purpose.RETURN_PATH)}
    judged = [*groups.values(), *([dmarc] if is_judged(domain) else [])]
    return Predicted(
        status=DomainStatus.FAILED if refused else _domain_status(domain, of, judged),
        spf=groups[Purpose.SPF],
        dkim=groups[Purpose.DKIM],
        dmarc=dmarc,
        return_path=groups[Purpose.RETURN_PATH],
    )


def _group(
    purpose: Purpose, of: Sequence[tuple[ExpectedRecord, RecordStatus]]
) -> RecordStatus | None:
    """The worst of a group's records; optional ones count only where there are no others."""
    group = [(r, s) for r, s in of if r.purpose is purpose]
    required = [s for r, s in group if r.required]
    return _worst(required or [s for _, s in group]) if group else None


def _domain_status(
    domain: SenderDomain,
    of: Sequence[tuple[ExpectedRecord, RecordStatus]],
    groups: Sequence[RecordStatus | None],
) -> DomainStatus:
    if domain.status() == DomainStatus.DISABLED:
        return DomainStatus.DISABLED
    required = [s for r, s in of if r.required]
    if S.FAILED in required:
        return DomainStatus.FAILED
    verified = all(s is S.VERIFIED for s in required)
    good = verified and not {S.MISSING, S.FAILED, S.UNKNOWN} & set(groups)
    return DomainStatus.VERIFIED if good else DomainStatus.PENDING


def _worst(statuses: Iterable[RecordStatus]) -> RecordStatus:
    return min(statuses, key=WORST.index)


def least_known(statuses: Iterable[RecordStatus]) -> RecordStatus:
    """The worst of what several places show; unknown only where none of them can tell."""
    known = [s for s in statuses if s is not S.UNKNOWN]
    return _worst(known) if known else S.UNKNOWN


def verdict(
    findings: Iterable[Finding], fail_on: Severity | None, *, certain: bool, visible: bool = True
) -> Verdict:
    """What to do next.

    `fail_on` is the least severity that counts, None for none. `certain` says whether every
    required check could be completed, `visible` whether right data is seen everywhere.
    """
    if fail_on is not None and any(f.severity.rank <= fail_on.rank for f in findings):
        return Verdict.FIX
    if not certain:
        return Verdict.UNKNOWN
    return Verdict.READY if visible else Verdict.WAIT


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict over several domains: the first that applies of fix, unknown, wait, ready."""
    order = (Verdict.FIX, Verdict.UNKNOWN, Verdict.WAIT, Verdict.READY)
    return min(verdicts, key=order.index, default=Verdict.READY)


def is_certain(domain: SenderDomain, statuses: Sequence[RecordStatus], dmarc: RecordStatus) -> bool:
    """Whether nothing that verify insists on had to stay unknown.

    A provider's document without records leaves everything unknown.
    """
    if domain.provider and not domain.records:
        return False
    required = [s for r, s in zip(domain.records, statuses, strict=True) if r.required]
    return S.UNKNOWN not in required and not (is_judged(domain) and dmarc is S.UNKNOWN)


def without_findings(report: DomainReport) -> Verdict:
    """What a domain's verdict is when its findings do not count."""
    if report.verdict is not Verdict.FIX:
        return report.verdict
    judged = {r.status for r in report.records if r.required} | _dmarc_judged(report)
    nothing_asked = bool(report.provider) and not report.records
    certain = report.complete and not nothing_asked and S.UNKNOWN not in judged
    return verdict((), None, certain=certain, visible=S.PENDING not in judged)


def _dmarc_judged(report: DomainReport) -> set[RecordStatus | None]:
    """The status of the policy, where the provider judges it."""
    if report.predicted is None:
        return set()
    judged = judges(report.provider, report.records, report.reported)
    return {report.predicted.dmarc} if judged else set()


def is_visible(domain: SenderDomain, statuses: Sequence[RecordStatus], dmarc: RecordStatus) -> bool:
    """Whether nothing that verify insists on is right at its servers and still unseen elsewhere."""
    required = [s for r, s in zip(domain.records, statuses, strict=True) if r.required]
    return S.PENDING not in required and not (is_judged(domain) and dmarc is S.PENDING)
