"""The main job: expected records and zones in, a Result out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import foreseen
from .asker import Asker
from .astray import astray
from .delegation import from_apex
from .gather import gather
from .judge import (
    Judgement,
    Said,
    unexplained,
)
from .model import (
    DomainReport,
    Finding,
    Question,
    Result,
    SenderDomain,
    Vantage,
)
from .part import Part, domain_report, observations, prepare, result, standing
from .partial import misplaced
from .precedence import finest
from .remembered import Remembered
from .settings import Settings
from .sources.authority import enclosing
from .unreadable import Share, unreadable
from .unusable import NotInZoneError
from .verdict import (
    verdict,
)
from .view import View
from .zone_walk import NOBODY, Linted, walk

TOGETHER = 64  # domains whose foreseeable questions are answered by one reading of a large file


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
