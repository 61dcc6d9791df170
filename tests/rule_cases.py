"""Running a rule's cases: the case's zone and expectations through the real readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from case_network import CaseNetwork

from senderlint.lint.check import check_zones
from senderlint.lint.demands import profiles
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.gather import MAX_ROUNDS, gather
from senderlint.lint.judge import Judgement, judge_domain, judge_world, merge
from senderlint.lint.model import Answer, ExpectedRecord, Finding, Record, SenderDomain
from senderlint.lint.network import Asked
from senderlint.lint.records import names
from senderlint.lint.rule import Case, Rule, Scope
from senderlint.lint.settings import Settings
from senderlint.lint.sources.actual import AnyZone, Wish, zones_from_bytes
from senderlint.lint.sources.authority import fetch
from senderlint.lint.sources.zone_file import zone_from_bytes
from senderlint.lint.world import World

EMPTY = "@ SOA . . 1 1 1 1 1\n"  # a file without any record is refused


def zone_of(case: Case, text: str | None = None) -> AnyZone:
    """The case's zone, or another text read as that zone."""
    data = ((case.zone if text is None else text) or EMPTY).encode("utf-8", "surrogateescape")
    if case.form != "zone":
        wish = Wish(case.origin, case.form)
        return next(z for z in zones_from_bytes(data, "case", wish) if z.zone == case.origin)
    return zone_from_bytes(data, path="case.zone", origin=case.origin)


def document_of(case: Case) -> dict[str, object]:
    """The case's expectations as a provider would send them."""
    domain = case.domain or case.origin
    records = [
        {
            "type": r.type,
            "name": r.name + ".",
            "value": r.text if r.type == "TXT" else r.target + ".",
            "required": case.required,
            **({"priority": r.priority} if r.priority is not None else {}),
            **({"status": case.status} if case.status else {}),
        }
        for r in _asked(case.expects, names.canonical(domain))
    ]
    status = {"spfStatus": "pending"} if case.provider == "stackshift" else {}
    return {"name": domain, "status": case.status or "pending", **status, "records": records}


def _asked(text: str, domain: str) -> Iterator[Record]:
    if text:
        for node in zone_from_bytes(text.encode(), path="case.expects", origin=domain).nodes():
            yield from node.records


def domain_of(case: Case) -> SenderDomain:
    """The case's sender domain."""
    data = json.dumps(document_of(case)).encode()
    (domain,) = read_expected(data, "case.json")
    return domain._replace(profiles=profiles(case.profiles))


def findings(rule: Rule, case: Case, zone_text: str | None = None) -> tuple[Finding, ...]:
    """What the rule alone says about the case, in its own order."""
    if case.servers:
        return _live_findings(rule, case)
    zone = zone_of(case, zone_text)
    if not case.expects and not _document_only(rule, case):
        return check_zones([zone], Settings((rule,))).findings
    judgement, _, _ = gather(
        lambda view: judge_domain(view, (rule,), {}),
        lambda questions: fetch([zone], questions),
        domain=domain_of(case),
        zone=zone.zone,
        vantage=zone.vantage,
        beside=zone.beside,
    )
    return judgement.findings


def _live_findings(rule: Rule, case: Case) -> tuple[Finding, ...]:
    """What the rule says about servers: comparing them, or about each name server's view."""
    domain = domain_of(case)
    network = CaseNetwork(case, domain.name)
    compared = compare(rule, case, network, domain)
    if rule.scope is Scope.VANTAGES:
        return compared.findings
    cut = network.locate([domain.name])[domain.name]
    seen = [
        gather(
            lambda view: judge_domain(view, (rule,), {}),
            partial(network.as_view, vantage),
            domain=domain,
            zone=cut.zone,
            vantage=vantage,
        )[0].findings
        for vantage in cut.servers
    ]
    return (*merge(f for found in seen for f in found), *compared.findings)


def compare(rule: Rule, case: Case, network: CaseNetwork, domain: SenderDomain) -> Judgement:
    """What a rule that compares places says, with every question answered."""
    asked_for = [domain.name, *(e.name for e in domain.records)]
    cuts = network.locate(asked_for)
    cut = cuts[domain.name]
    source = zone_of(case) if case.zone else None
    answers: dict[Asked, Answer] = {}
    for _ in range(MAX_ROUNDS):
        world = World(
            domain,
            cut,
            cut.servers,
            network.resolvers,
            answers,
            network.now,
            files=(source.vantage,) if source else (),
            cuts=cuts,
        )
        judgement = judge_world(world, (rule,))
        missing = world.wanted - answers.keys()
        if not missing:
            return judgement
        in_file = {a for a in missing if source and a.vantage == source.vantage}
        answers |= network.ask(missing - in_file)
        if source:
            told = fetch([source], [a.question for a in in_file])
            answers |= {a: told[a.question] for a in in_file}
    raise AssertionError(f"{rule.name} never stops asking")


def _document_only(rule: Rule, case: Case) -> bool:
    """Whether a case without expectations is about a domain for which nothing was asked."""
    return rule.zone_check is None and (bool(case.domain) or rule.scope is Scope.DOMAIN)


def expected_of(case: Case) -> tuple[ExpectedRecord, ...]:
    """The case's expected records."""
    return domain_of(case).records
