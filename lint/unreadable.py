"""Lines of a zone that could not be read, as findings."""

from __future__ import annotations

from collections.abc import Iterable

from .judge import Said, fingerprint, locate
from .model import Certainty, ExpectedRecord, Fault, Finding, RecordKey, SenderDomain, Severity
from .noun import NamedTuple
from .records import names
from .reserved import LINE_UNREADABLE
from .rule import Rule
from .zone_walk import Linted


class Share(NamedTuple):
    """Which of several domains of one zone is told of a line: `first` of what concerns none."""

    domains: frozenset[str]
    first: str

    def concerns(self, domain: SenderDomain, fault: Fault) -> bool:
        """Whether this domain is the one that the line's name lies in."""
        name = fault.name or ""
        above = (a for a in (name, *names.ancestors(name)) if a in self.domains)
        return next(above, self.first) == domain.name


def unreadable(
    zone: Linted, domain: SenderDomain, rules: Iterable[Rule], share: Share | None = None
) -> tuple[Said, ...]:
    """One finding a line; an error where an expected record should stand there."""
    if LINE_UNREADABLE not in rules:
        return ()
    expected = {e.name: e for e in domain.records}
    told = (
        f for f in zone.faults if share is None or f.name in expected or share.concerns(domain, f)
    )
    return tuple(_said(zone, domain, expected.get(f.name or ""), f) for f in told)


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
