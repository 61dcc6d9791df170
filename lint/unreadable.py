"""Lines of a zone that could not be read, as findings."""

from __future__ import annotations

from collections.abc import Iterable

from .judge import Said, fingerprint, locate
from .model import Certainty, ExpectedRecord, Fault, Finding, RecordKey, SenderDomain, Severity
from .reserved import LINE_UNREADABLE
from .rule import Rule
from .zone_walk import Linted


def unreadable(zone: Linted, domain: SenderDomain, rules: Iterable[Rule]) -> tuple[Said, ...]:
    """One finding a line; an error where an expected record should stand there."""
    if LINE_UNREADABLE not in rules:
        return ()
    expected = {e.name: e for e in domain.records}
    return tuple(_said(zone, domain, expected.get(f.name or ""), f) for f in zone.faults)


def _said(
    zone: Linted, domain: SenderDomain, expected: ExpectedRecord | None, fault: Fault
) -> Said:
    rule = LINE_UNREADABLE
    name = fault.name if fault.name is not None else zone.zone
    key = RecordKey(name, expected.type if expected else "")
    owner = domain.name or zone.zone
    finding = Finding(
        code=rule.code,
        name=rule.name,
        severity=Severity.ERROR if expected and expected.required else rule.severity,
        certainty=Certainty.STATIC,
        affects=rule.affects,
        domain=owner,
        record=key,
        message=fault.message,
        explanation=rule.section("Why it matters"),
        changes=(),
        fix=rule.section("How to fix it"),
        vantages=(zone.vantage,),
        location=locate(fault.where, (fault.line,)),
        references=rule.references,
        fingerprint=fingerprint(rule.code, owner, key, f"{fault.message}\0{fault.line}"),
    )
    return Said(finding, expected)
