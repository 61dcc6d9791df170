"""What one domain or zone adds to the result, whoever was asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .dmarc_report import dmarc_report
from .evidence import carries
from .judge import (
    Lines,
    Said,
    in_order,
    lines_at,
    locate,
    merge,
)
from .model import (
    Answer,
    AnswerStatus,
    DmarcReport,
    DomainReport,
    ExpectedRecord,
    Finding,
    Location,
    Observation,
    Question,
    Record,
    RecordReport,
    RecordStatus,
    Result,
    SenderDomain,
    Skipped,
    SpfReport,
    Tool,
    Vantage,
    Verdict,
)
from .noun import NamedTuple
from .records import names
from .reserved import RESERVED
from .rule import Rule
from .settings import Settings
from .spf_report import spf_reports
from .verdict import (
    dmarc_status,
    is_certain,
    is_refused,
    is_visible,
    overall,
    predict,
    record_status,
    verdict,
)
from .version import VERSION
from .view import ANY, BELOW, Unanswered, View

SCHEMA_VERSION = 1
MAX_FOUND = 100  # records beside an expected one that a report holds


class Part(NamedTuple):
    """What one domain or zone adds to the result."""

    report: DomainReport
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    observations: tuple[Observation, ...] = ()


def prepare(view: View, settings: Settings) -> None:
    """Ask for everything that the report will need beside what rules ask for."""
    rules = by_code(settings.rules)
    for expected in view.domain.records:
        record_status(view, expected, (), rules)
    dmarc_status(view)
    _trees(view)


def _trees(view: View) -> tuple[tuple[SpfReport, ...], DmarcReport | None]:
    """What receivers look up for the domain's SPF records and for its policy."""
    try:
        return spf_reports(view), dmarc_report(view)
    except Unanswered:  # asked now, and answered in the next round
        return (), None


def by_code(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """These rules and the engine's own."""
    return {r.code: r for r in (*rules, *RESERVED)}


class Standing(NamedTuple):
    """The statuses of a domain's records, in their order, and of its policy.

    `asked` says whether every place was asked that has to be.
    """

    statuses: tuple[RecordStatus, ...]
    dmarc: RecordStatus
    asked: bool = True


def standing(view: View, said: Sequence[Said], settings: Settings) -> Standing:
    """The statuses as one view shows them."""
    rules = by_code(settings.rules)
    statuses = (record_status(view, e, said, rules) for e in view.domain.records)
    return Standing(tuple(statuses), dmarc_status(view))


def domain_report(
    view: View, said: Sequence[Said], settings: Settings, stands: Standing
) -> DomainReport:
    """A domain's part of the result, without what only several places can tell."""
    domain, statuses, dmarc = view.domain, stands.statuses, stands.dmarc
    findings = tuple(s.finding for s in said)
    certain = stands.asked and is_certain(domain, statuses, dmarc)
    spf_trees, dmarc_walk = _trees(view)
    return DomainReport(
        domain=domain.name,
        provider=domain.provider,
        zone=view.zone,
        verdict=verdict(
            findings, settings.fail_on, certain=certain, visible=is_visible(domain, statuses, dmarc)
        ),
        retry_at=None,
        predicted=predict(domain, statuses, dmarc, refused=is_refused(said))
        if domain.provider
        else None,
        reported=dict(domain.statuses),
        records=tuple(
            RecordReport(
                type=e.type,
                name=e.name,
                value=e.value,
                priority=e.priority,
                required=e.required,
                purpose=e.purpose,
                status=status,
                found=_found(view, e, status),
                findings=tuple(s.finding.fingerprint for s in said if s.is_about(e)),
            )
            for e, status in zip(domain.records, statuses, strict=True)
        ),
        spf=spf_trees,
        dmarc=dmarc_walk,
        named=_named(domain, settings.documents),
        complete=stands.asked,
    )


def _named(domain: SenderDomain, documents: Lines) -> Location | None:
    """The line of the document that names the domain."""
    where = domain.where
    return None if where is None else locate(where, lines_at(where, documents))


def _found(view: View, expected: ExpectedRecord, status: RecordStatus) -> tuple[str, ...]:
    """What stands at the expected name: of its type, or else whatever is there instead.

    The right record comes first, because the name may have any number of others. Where nobody knows
    whether there is one of its type, others are not what was found in its place.
    """
    if not names.is_within(expected.name, view.zone):
        return ()
    try:
        at = view.at(expected.name).records
    except Unanswered:
        return ()
    same = [r for r in at if r.type == expected.type]
    same.sort(key=lambda r: not _is_right(view, expected, r))
    instead = () if status is RecordStatus.UNKNOWN else at
    return tuple(presentation(r) for r in (same or instead)[:MAX_FOUND])


def _is_right(view: View, expected: ExpectedRecord, record: Record) -> bool:
    try:
        return carries(view, expected, record)
    except Unanswered:
        return False


def presentation(record: Record) -> str:
    """A record's type and data as a zone file has them."""
    return f"{record.type} {record.data}"


def observations(domain: SenderDomain, answers: Mapping[Question, Answer]) -> Iterator[Observation]:
    """The evidence: what the expected names answered, and every other name that holds data."""
    expected = {e.question for e in domain.records}
    for question in sorted(answers):
        answer = answers[question]
        worth = answer.status is AnswerStatus.ANSWERED or question in expected
        if question.type in (ANY, BELOW) or not worth:
            continue
        yield observation(answer, answer.vantage.label if answer.vantage else "")


def observation(answer: Answer, place: str) -> Observation:
    """An answer as evidence."""
    return Observation(
        vantage=place,
        name=answer.question.name,
        type=answer.question.type,
        status=answer.status,
        records=tuple(r.data for r in answer.records),
        ttl=answer.ttl,
        negative_ttl=answer.negative_ttl,
        chain=tuple(f"{r.name} {presentation(r)}" for r in answer.chain),
        flags=answer.flags,
        extended_errors=answer.extended_errors,
    )


def result(parts: Sequence[Part], vantages: Iterable[Vantage], settings: Settings) -> Result:
    """What all domains and zones add, as one result; `vantages` are the places that were asked."""
    findings = merge(f for p in parts for f in p.findings)
    skipped = dict.fromkeys(s for p in parts for s in p.skipped)
    reports = tuple(p.report for p in parts)
    return Result(
        schema_version=SCHEMA_VERSION,
        tool=Tool("senderlint", VERSION),
        checked_at=settings.now,
        verdict=overall(r.verdict for r in reports) if reports else Verdict.READY,
        domains=reports,
        findings=in_order(findings),
        skipped=tuple(skipped),
        vantages=tuple(dict.fromkeys(vantages)),
        observations=tuple(o for p in parts for o in p.observations),
    )
