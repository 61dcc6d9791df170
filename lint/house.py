"""The rules of the house: what a team decided about findings, applied to a finished result.

Records and predictions stay what they are, because the provider knows nothing of our decisions;
findings, and with them the verdict, follow the decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from .baseline import Baseline
from .judge import fingerprint, in_order, locate
from .model import (
    Certainty,
    DomainReport,
    Finding,
    RecordKey,
    Result,
    Severity,
    Suppressed,
    SuppressedBy,
    Verdict,
    Where,
)
from .noun import NamedTuple
from .reserved import (
    BASELINE_STALE,
    SUPPRESSION_EXPIRED,
    SUPPRESSION_UNREADABLE,
    SUPPRESSION_UNUSED,
)
from .rule import Rule
from .suppression import Suppression, in_path
from .suppression_comments import Malformed
from .verdict import overall, verdict, without_findings

NO_LINES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class House(NamedTuple):
    """Decisions about findings.

    `today` is a date such as `2027-01-31`. `ran` are the codes whose findings this run would have
    shown for every record of its files: only their suppressions can be called unused. `rules` are
    those that may report. `lines` are the lines of files that suppressions stand in, for reports.
    """

    today: str
    rules: frozenset[str]
    fail_on: Severity | None = Severity.ERROR
    severity: Mapping[str, Severity] = MappingProxyType({})
    per_path_ignores: tuple[tuple[str, frozenset[str]], ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    malformed: tuple[Malformed, ...] = ()
    baseline: Baseline | None = None
    ran: frozenset[str] = frozenset()
    lines: Mapping[str, tuple[str, ...]] = NO_LINES


def apply(result: Result, house: House) -> Result:
    """The result as the house wants it."""
    graded = [_graded(f, house) for f in result.findings]
    seen = [f for f in graded if not _is_ignored(f, house)]
    known = (
        frozenset(k.fingerprint for k in house.baseline.findings) if house.baseline else frozenset()
    )
    aside = {f.fingerprint: s for f in seen if (s := _aside(f, house, known)) is not None}
    kept = [f for f in seen if f.fingerprint not in aside]
    said = [f for f in _about_decisions(seen, result, house) if f.code in house.rules]
    findings = in_order((*kept, *said))
    domains = tuple(_report(d, findings, house) for d in result.domains)
    return result._replace(
        findings=findings,
        domains=domains,
        verdict=overall(d.verdict for d in domains) if domains else _alone(result, findings, house),
        suppressed=(*result.suppressed, *aside.values()),
    )


def _graded(finding: Finding, house: House) -> Finding:
    severity = house.severity.get(finding.code)
    return finding if severity is None else finding._replace(severity=severity)


def _is_ignored(finding: Finding, house: House) -> bool:
    return any(
        finding.code in codes and in_path(pattern, finding)
        for pattern, codes in house.per_path_ignores
    )


def _aside(finding: Finding, house: House, known: AbstractSet[str]) -> Suppressed | None:
    """The decision by which a finding does not count, None where it counts."""
    valid = (s for s in house.suppressions if not s.is_expired(house.today))
    decision = next((s for s in valid if s.covers(finding)), None)
    if decision is not None:
        by = SuppressedBy.CONFIGURATION if decision.lines is None else SuppressedBy.COMMENT
        return Suppressed(finding, by, decision.reason)
    if finding.fingerprint in known:
        return Suppressed(finding, SuppressedBy.BASELINE, "it stands in the baseline")
    return None


def _report(report: DomainReport, findings: Iterable[Finding], house: House) -> DomainReport:
    """A domain's part with the verdict that its remaining findings give it."""
    own = [f for f in findings if f.domain == report.domain]
    shown = {f.fingerprint for f in own}
    records = tuple(
        r._replace(findings=tuple(p for p in r.findings if p in shown)) for r in report.records
    )
    return report._replace(
        records=records, verdict=_verdict(without_findings(report), own, house.fail_on)
    )


def _verdict(otherwise: Verdict, own: Iterable[Finding], fail_on: Severity | None) -> Verdict:
    failed = verdict(own, fail_on, certain=True) is Verdict.FIX
    return Verdict.FIX if failed else otherwise


def _alone(result: Result, findings: Iterable[Finding], house: House) -> Verdict:
    otherwise = Verdict.READY if result.verdict is Verdict.FIX else result.verdict
    return _verdict(otherwise, findings, house.fail_on)


def _about_decisions(seen: list[Finding], result: Result, house: House) -> Iterator[Finding]:
    """Findings about the decisions themselves: unused, expired, unreadable, stale."""
    domain = result.domains[0].domain if result.domains else ""
    open_ = frozenset(s.code for s in result.skipped)
    for suppression in house.suppressions:
        used = any(suppression.covers(f) for f in seen)
        if suppression.is_expired(house.today) and used:
            message = f"the last day of this exception was {suppression.until}"
            yield _said(SUPPRESSION_EXPIRED, domain, message, suppression.where, house)
        elif not used and suppression.codes <= house.ran - open_:
            message = "nothing is found here that this exception is for"
            yield _said(SUPPRESSION_UNUSED, domain, message, suppression.where, house)
    for malformed in house.malformed:
        yield _said(SUPPRESSION_UNREADABLE, domain, malformed.message, malformed.where, house)
    yield from _stale(seen, result, house, open_)


def _stale(
    seen: list[Finding], result: Result, house: House, open_: frozenset[str]
) -> Iterator[Finding]:
    """Entries of the baseline that this run would have found and did not."""
    found = {f.fingerprint for f in seen}
    checked = {d.domain for d in result.domains}
    for known in house.baseline.findings if house.baseline is not None else ():
        looked_at = known.domain in checked and known.code in house.rules - open_
        if looked_at and known.fingerprint not in found:
            message = f"the baseline's {known.code} is not found any more: {known.message}"
            yield _said(BASELINE_STALE, known.domain, message, None, house, known.record)


def _said(
    rule: Rule,
    domain: str,
    message: str,
    where: Where | None,
    house: House,
    record: RecordKey | None = None,
) -> Finding:
    key = record or RecordKey(domain, "")
    place = "" if where is None else where.path
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=house.severity.get(rule.code, rule.severity),
        certainty=Certainty.STATIC,
        affects=rule.affects,
        domain=domain,
        record=key,
        message=message,
        explanation=rule.section("Why it matters"),
        changes=(),
        fix=rule.section("How to fix it"),
        vantages=(),
        location=None if where is None else locate(where, _source(where, house)),
        references=rule.references,
        fingerprint=fingerprint(rule.code, domain, key, f"{place}\0{_source(where, house)}"),
    )


def _source(where: Where | None, house: House) -> tuple[str, ...]:
    if where is None:
        return ()
    return tuple(house.lines.get(where.path, ())[where.line - 1 : where.line])
