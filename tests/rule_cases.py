"""Running a rule's cases: the case's zone and expectations through the real readers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from senderlint.lint.check import Settings, check_zones
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.gather import gather
from senderlint.lint.judge import judge_domain
from senderlint.lint.model import ExpectedRecord, Finding, Record, SenderDomain
from senderlint.lint.records import names
from senderlint.lint.rule import Case, Rule, Scope
from senderlint.lint.sources.authority import fetch
from senderlint.lint.sources.zone_file import ZoneFile, zone_from_bytes

EMPTY = "@ SOA . . 1 1 1 1 1\n"  # a file without any record is refused


def zone_of(case: Case, text: str | None = None) -> ZoneFile:
    """The case's zone, or another text read as that zone."""
    data = ((case.zone if text is None else text) or EMPTY).encode("utf-8", "surrogateescape")
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
    return domain


def findings(rule: Rule, case: Case, zone_text: str | None = None) -> tuple[Finding, ...]:
    """What the rule alone says about the case, in its own order."""
    zone = zone_of(case, zone_text)
    if not case.expects and not _document_only(rule, case):
        return check_zones([zone], Settings((rule,))).findings
    judgement, _, _ = gather(
        lambda view: judge_domain(view, (rule,), {}),
        lambda questions: fetch([zone], questions),
        domain=domain_of(case),
        zone=zone.zone,
        vantage=zone.vantage,
    )
    return judgement.findings


def _document_only(rule: Rule, case: Case) -> bool:
    """Whether a case without expectations is about a domain for which nothing was asked."""
    return rule.zone_check is None and (bool(case.domain) or rule.scope is Scope.DOMAIN)


def expected_of(case: Case) -> tuple[ExpectedRecord, ...]:
    """The case's expected records."""
    return domain_of(case).records
