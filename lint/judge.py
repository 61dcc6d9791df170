"""Run the rules over a view and stamp what they yield."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .model import (
    Certainty,
    ExpectedRecord,
    Finding,
    Location,
    Node,
    Problem,
    Question,
    RecordKey,
    SenderDomain,
    Severity,
    Skipped,
    Vantage,
    Where,
)
from .reserved import RULE_CRASHED
from .rule import Check, Rule, Scope
from .view import Unanswered, View

Lines = Mapping[str, Sequence[str]]  # a document's path and its lines

Target = ExpectedRecord | SenderDomain | Node


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules said: findings by rule, and the rules that could not tell."""

    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def __add__(self, other: Judgement) -> Judgement:
        return Judgement(self.findings + other.findings, self.skipped + other.skipped)


def judge_domain(view: View, rules: Iterable[Rule], documents: Lines) -> Judgement:
    """Run the record and domain rules for one sender domain."""
    total = Judgement()
    for rule in rules:
        if rule.scope is Scope.RECORD:
            targets: tuple[Target, ...] = view.domain.records
        elif rule.scope is Scope.DOMAIN:
            targets = (view.domain,)
        else:
            continue
        for target in targets:
            total += run(rule, rule.check, view, target, documents)
    return total


def judge_node(view: View, rules: Iterable[Rule], node: Node) -> Judgement:
    """Run the zone rules on one owner name."""
    total = Judgement()
    for rule in rules:
        check = rule.zone_check
        if check is not None:
            total += run(rule, check, view, node, {})
    return total


def run(rule: Rule, check: Check, view: View, target: Target, documents: Lines) -> Judgement:
    """One rule on one target. What it yields before a question stays open counts."""
    stamp = _Stamp(rule, view, target, documents)
    findings: list[Finding] = []
    skipped: list[Skipped] = []
    try:
        findings.extend(stamp(p) for p in check(view, target))
    except Unanswered as open_:
        domain = view.domain.name or view.zone
        skipped.append(Skipped(rule.code, rule.name, domain, open_.question, open_.reason))
    except Exception as error:  # noqa: BLE001 - one broken rule must not hide the others
        findings.append(_Stamp(RULE_CRASHED, view, target, documents)(_crash(rule, error)))
    return Judgement(tuple(findings), tuple(skipped))


def _crash(rule: Rule, error: Exception) -> Problem:
    return Problem(
        f"rule {rule.name} failed: {type(error).__name__}: {error}", discriminator=rule.code
    )


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Makes findings of one rule's problems."""

    rule: Rule
    view: View
    target: Target
    documents: Lines

    def __call__(self, problem: Problem) -> Finding:
        rule, view = self.rule, self.view
        key = RecordKey(
            self._name() if problem.name is None else problem.name,
            self._type() if problem.type is None else problem.type,
        )
        domain = view.domain.name or view.zone
        return Finding(
            code=rule.code,
            name=rule.name,
            severity=problem.severity or self._severity(),
            certainty=problem.certainty or Certainty.STATIC,
            affects=problem.affects if problem.affects is not None else rule.affects,
            domain=domain,
            record=key,
            message=problem.message,
            explanation=rule.section("Why it matters"),
            changes=problem.changes,
            fix=problem.fix or rule.section("How to fix it"),
            vantages=(view.vantage,),
            location=self._location(problem),
            references=rule.references,
            fingerprint=fingerprint(rule.code, domain, key, problem.discriminator),
        )

    def _severity(self) -> Severity:
        """An error about a record that the provider does not insist on is a warning."""
        optional = isinstance(self.target, ExpectedRecord) and not self.target.required
        if optional and self.rule.severity is Severity.ERROR and self.rule is not RULE_CRASHED:
            return Severity.WARNING
        return self.rule.severity

    def _name(self) -> str:
        return self.target.name

    def _type(self) -> str:
        return self.target.type if isinstance(self.target, ExpectedRecord) else ""

    def _location(self, problem: Problem) -> Location | None:
        where = problem.where
        if where is None and not isinstance(self.target, Node):
            where = self.target.where
        if where is None:
            return None
        return locate(where, problem.source or self._source(where))

    def _source(self, where: Where) -> tuple[str, ...]:
        lines = self.documents.get(where.path, ())
        return tuple(lines[where.line - 1 : where.line])


def locate(where: Where, source: tuple[str, ...]) -> Location:
    """A place with its source lines."""
    return Location(where.path, where.line, where.column, source)


def fingerprint(code: str, domain: str, record: RecordKey, discriminator: str) -> str:
    """A finding's identity over runs: no line numbers, TTLs, times or addresses."""
    parts = "\0".join((code, domain, record.name, record.type, discriminator))
    return hashlib.sha256(parts.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Equal findings of several vantages as one that names them all."""
    merged: dict[str, Finding] = {}
    for finding in findings:
        first = merged.get(finding.fingerprint)
        merged[finding.fingerprint] = finding if first is None else _joined(first, finding)
    return tuple(merged.values())


def _joined(first: Finding, other: Finding) -> Finding:
    return replace(first, vantages=tuple(sorted({*first.vantages, *other.vantages}, key=_label)))


def _label(vantage: Vantage) -> tuple[str, str]:
    return vantage.kind, vantage.label


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Gravest first, then by domain, place and code."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, str, str, int, str, str, str, str]:
    at = finding.location
    return (
        finding.severity.rank,
        finding.domain,
        at.path if at else "",
        at.line if at else 0,
        finding.code,
        finding.record.name,
        finding.record.type,
        finding.fingerprint,
    )


def open_questions(skipped: Iterable[Skipped]) -> Iterator[Question]:
    """The questions that stayed unanswered, each once."""
    yield from dict.fromkeys(s.question for s in skipped)
