"""The main job: expected records and zones in, a Result out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from . import foreseen
from .asker import Asker
from .astray import astray
from .delegation import from_apex
from .dmarc_report import dmarc_report
from .evidence import carries
from .gather import gather
from .judge import (
    Judgement,
    Lines,
    Said,
    in_order,
    lines_at,
    locate,
    merge,
    unexplained,
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
    Severity,
    Skipped,
    SpfReport,
    Tool,
    Vantage,
    Verdict,
)
from .noun import NamedTuple
from .partial import misplaced
from .precedence import finest
from .records import names
from .remembered import Remembered
from .reserved import RESERVED
from .rule import Rule
from .sources.authority import enclosing
from .spf_report import spf_reports
from .unreadable import Share, unreadable
from .unusable import NotInZoneError
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
from .zone_walk import NOBODY, Linted, walk

SCHEMA_VERSION = 1
MAX_FOUND = 100  # records beside an expected one that a report holds
TOGETHER = 64  # domains whose foreseeable questions are answered by one reading of a large file


class Settings(NamedTuple):
    """How to judge: the rules that run, the least severity that fails, the time to print."""

    rules: tuple[Rule, ...]
    fail_on: Severity | None = Severity.ERROR
    now: str | None = None
    documents: Lines = MappingProxyType({})


class Part(NamedTuple):
    """What one domain or zone adds to the result."""

    report: DomainReport
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    observations: tuple[Observation, ...] = ()


def check_domains(
    domains: Sequence[SenderDomain], zones: Sequence[Linted], settings: Settings
) -> Result:
    """Judge every domain against the zone that it lies in; raises NotInZoneError."""
    lying = [(domain, _zone_of(domain, zones)) for domain in domains]
    ask, shares = Asker(zones), _shares(lying)
    moved = {d.name: astray(d, zone, zones, settings.rules) for d, zone in lying}
    parts: list[Part] = []
    for start in range(0, len(lying), TOGETHER):
        batch = lying[start : start + TOGETHER]
        ask.ahead(q for domain, zone in batch for q in foreseen.questions(domain, zone.zone))
        parts += [
            _check_domain(
                domain, zone, ask, settings, shares[zone.vantage, zone.zone], moved[domain.name]
            )
            for domain, zone in batch
        ]
    return result(parts, [z.vantage for z in zones], settings)


def _shares(lying: Sequence[tuple[SenderDomain, Linted]]) -> Mapping[tuple[Vantage, str], Share]:
    """Each unreadable line of a zone is told once, however many domains lie in the zone."""
    within: dict[tuple[Vantage, str], list[str]] = {}
    for domain, zone in lying:
        within.setdefault((zone.vantage, zone.zone), []).append(domain.name)
    return {zone: Share(frozenset(found), found[0]) for zone, found in within.items()}


def check_zones(zones: Sequence[Linted], settings: Settings) -> Result:
    """Run the zone rules over every owner name, without expectations."""
    return result([_check_zone(z, settings) for z in zones], [z.vantage for z in zones], settings)


def _check_domain(
    domain: SenderDomain,
    zone: Linted,
    ask: Asker,
    settings: Settings,
    share: Share,
    moved: Sequence[Said],
) -> Part:
    remembered = Remembered(domain, settings.rules, settings.documents)
    judgement, view, answers = gather(
        lambda view: _judged(view, settings, remembered),
        ask,
        domain=domain,
        zone=zone.zone,
        vantage=zone.vantage,
        beside=zone.beside,
        first=foreseen.questions(domain, zone.zone),
    )
    faults = unreadable(zone, domain, settings.rules, share)
    apex = Question(zone.zone, "NS")
    beside = _beside(domain, zone, settings)
    elsewhere = misplaced(domain, zone, settings.rules, judgement)
    said = finest((*faults, *judgement.said, *beside, *elsewhere, *moved))
    return Part(
        report=domain_report(view, said, settings, standing(view, said, settings))._replace(
            delegation=from_apex(zone.zone, ask([apex]).get(apex))
        ),
        findings=tuple(s.finding for s in said),
        skipped=unexplained(judgement.open, said),
        observations=tuple(observations(domain, answers)),
    )


def _beside(domain: SenderDomain, zone: Linted, settings: Settings) -> Sequence[Said]:
    """For a domain that came without a document: what the zone rules say about its names."""
    if domain.provider:
        return ()
    said = walk(zone, settings.rules, within=domain.name).said
    return [s._replace(finding=s.finding._replace(domain=domain.name)) for s in said]


def _zone_of(domain: SenderDomain, zones: Sequence[Linted]) -> Linted:
    zone = enclosing(zones, domain.name)
    if zone is None:
        held = ", ".join(f"{z.vantage.label} is the zone {z.zone}" for z in zones)
        raise NotInZoneError(f"{domain.name} is not in it: {held}")
    found = next(z for z in zones if z is zone)
    twins = [z for z in zones if z.zone == found.zone]
    # Whether a large file is complete is known only after all of it was read.
    labels = [z.vantage.label for z in twins if z.complete] if len(twins) > 1 else []
    if len(set(labels)) > 1 and found.complete:
        places = " and ".join(dict.fromkeys(labels[:3]))
        message = f"the zone {found.zone} stands in {places}; give one of them with --against"
        raise NotInZoneError(message)
    return found


def _judged(view: View, settings: Settings, remembered: Remembered) -> Judgement:
    judgement = remembered.judge(view)
    prepare(view, settings)
    return judgement


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


def _check_zone(zone: Linted, settings: Settings) -> Part:
    walked = walk(zone, settings.rules)
    said = (*unreadable(zone, NOBODY, settings.rules), *walked.said)
    findings = tuple(s.finding for s in said)
    return Part(
        report=_zone_report(zone, findings, settings),
        findings=findings,
        skipped=tuple(walked.skipped),
    )


def _zone_report(zone: Linted, findings: tuple[Finding, ...], settings: Settings) -> DomainReport:
    return DomainReport(
        domain=zone.zone,
        provider=None,
        zone=zone.zone,
        verdict=verdict(findings, settings.fail_on, certain=True),
        retry_at=None,
        predicted=None,
        reported={},
        records=(),
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
