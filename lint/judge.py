"""Run the rules over a view and stamp what they yield."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from .model import (
    Affects,
    Certainty,
    ExpectedRecord,
    Finding,
    Location,
    Node,
    Problem,
    Purpose,
    Question,
    RecordKey,
    SenderDomain,
    Severity,
    Skipped,
    Vantage,
    VantageKind,
    Where,
)
from .noun import NamedTuple
from .records import names
from .reserved import RULE_CRASHED
from .rule import Check, Rule, Scope, ZoneCheck
from .view import Unanswered, View
from .world import World

Lines = Mapping[str, Sequence[str]]  # a document's path and its lines
NO_LINES: Lines = MappingProxyType({})

SERVERS = (VantageKind.AUTHORITATIVE, VantageKind.RESOLVER)
LONGEST = 16_384  # characters of a source line that a finding carries

Target = ExpectedRecord | SenderDomain | Node
Checks = Sequence[tuple[Rule, ZoneCheck]]
Seen = View | World


class Said(NamedTuple):
    """A finding, and the expected record that its rule was called for, if it was for one.

    Two expected records may share name and type: the TXT records of a domain's own name.
    """

    finding: Finding
    expected: ExpectedRecord | None = None

    def is_about(self, expected: ExpectedRecord) -> bool:
        """Whether the finding explains this expected record's state."""
        same = self.finding.record == RecordKey(expected.name, expected.type)
        return same and self.expected in (None, expected)


class Open(NamedTuple):
    """A rule that could not tell, and the expected record that it was called for, if any."""

    skipped: Skipped
    expected: ExpectedRecord | None = None


class Judgement(NamedTuple):
    """What the rules said: findings by rule, and the rules that could not tell."""

    said: tuple[Said, ...] = ()
    open: tuple[Open, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings alone."""
        return tuple(s.finding for s in self.said)


_NO_MAIL = (Purpose.VERIFICATION, Purpose.TRACKING)  # receivers of mail look at none of these

NOTHING = Judgement()


def together(judgements: Iterable[Judgement]) -> Judgement:
    """Several judgements as one."""
    parts = [j for j in judgements if j is not NOTHING]
    said = tuple(s for p in parts for s in p.said)
    return Judgement(said, tuple(o for p in parts for o in p.open))


def judge_domain(view: View, rules: Iterable[Rule], documents: Lines) -> Judgement:
    """Run the record and domain rules for one sender domain."""
    return together(
        run(rule, rule.check, view, target, documents)
        for rule in rules
        for target in targets(view.domain, rule.scope)
    )


def targets(domain: SenderDomain, scope: Scope) -> tuple[ExpectedRecord | SenderDomain, ...]:
    """What rules of a scope are called for."""
    if scope is Scope.RECORD:
        return domain.records
    return (domain,) if scope is Scope.DOMAIN else ()


def judge_world(world: World, rules: Iterable[Rule], documents: Lines = NO_LINES) -> Judgement:
    """Run the rules that compare places for one sender domain."""
    checks = [(rule, rule.world_check) for rule in rules if rule.world_check is not None]
    if checks:
        world.foresee()
    return together(run(rule, check, world, world.domain, documents) for rule, check in checks)


def zone_checks(rules: Iterable[Rule]) -> Checks:
    """The rules that run without expectations, with what they run."""
    return tuple((r, r.zone_check) for r in rules if r.zone_check is not None)


def judge_alone(view: View, checks: Checks, node: Node) -> tuple[Judgement, Checks]:
    """What the zone rules say of one owner name alone, and those that ask about others.

    `view` has no answer to give; it is left with the questions that were asked of it.
    """
    asked: set[Question] = set()
    found: list[Judgement] = []
    asking: list[tuple[Rule, ZoneCheck]] = []
    for rule, check in checks:
        outcome = run(rule, check, view, node, {})
        if view.wanted:
            asking.append((rule, check))
            asked |= view.wanted
            view.wanted.clear()
        elif outcome is not NOTHING:
            found.append(outcome)
    view.wanted |= asked
    return (together(found) if found else NOTHING), asking


def judge_node(view: View, checks: Checks, node: Node) -> Judgement:
    """Run the zone rules on one owner name."""
    return together([run(rule, check, view, node, {}) for rule, check in checks])


def run(rule: Rule, check: Check, view: Seen, target: Target, documents: Lines) -> Judgement:
    """One rule on one target. What it yields before a question stays open counts."""
    problems: list[Problem] = []
    try:
        problems.extend(check(view, target))
    except Unanswered as open_:
        return Judgement(
            _stamped(rule, view, target, documents, problems),
            (Open(_skipped(rule, view, open_), _expected(target)),),
        )
    except Exception as error:  # noqa: BLE001 - one broken rule must not hide the others
        said = _stamped(rule, view, target, documents, problems)
        return Judgement(
            said + _stamped(RULE_CRASHED, view, target, documents, [_crash(rule, error)])
        )
    return Judgement(_stamped(rule, view, target, documents, problems)) if problems else NOTHING


def _stamped(
    rule: Rule, view: Seen, target: Target, documents: Lines, problems: Iterable[Problem]
) -> tuple[Said, ...]:
    stamp = _Stamp(rule, view, target, documents)
    return tuple(stamp(p) for p in problems)


def _skipped(rule: Rule, view: Seen, open_: Unanswered) -> Skipped:
    domain = view.domain.name or view.zone
    return Skipped(rule.code, rule.name, domain, open_.question, open_.reason)


def _expected(target: Target) -> ExpectedRecord | None:
    return target if isinstance(target, ExpectedRecord) else None


def _crash(rule: Rule, error: Exception) -> Problem:
    return Problem(
        f"rule {rule.name} failed: {type(error).__name__}: {error}", discriminator=rule.code
    )


class _Stamp(NamedTuple):
    """Makes findings of one rule's problems."""

    rule: Rule
    view: Seen
    target: Target
    documents: Lines

    def __call__(self, problem: Problem) -> Said:
        rule, view = self.rule, self.view
        target = self.target if problem.expected is None else problem.expected
        key = RecordKey(
            target.name if problem.name is None else problem.name,
            _type(target) if problem.type is None else problem.type,
        )
        domain = view.domain.name or view.zone
        vantages = problem.vantages or view.vantages
        finding = Finding(
            code=rule.code,
            name=rule.name,
            severity=problem.severity or self._severity(target),
            certainty=problem.certainty or _certainty(vantages),
            affects=problem.affects if problem.affects is not None else self._affects(target),
            domain=domain,
            record=key,
            message=problem.message,
            explanation=rule.section("Why it matters"),
            changes=problem.changes,
            fix=problem.fix or rule.section("How to fix it"),
            vantages=vantages,
            location=self._location(problem, target),
            references=rule.references,
            fingerprint=fingerprint(rule.code, domain, key, self._discriminator(problem, target)),
        )
        return Said(finding, _expected(target))

    def _affects(self, target: Target) -> tuple[Affects, ...]:
        """Proofs of ownership and tracking hosts are looked at by the provider alone."""
        apart = isinstance(target, ExpectedRecord) and target.purpose in _NO_MAIL
        return tuple(a for a in self.rule.affects if not apart or a is Affects.VERIFY)

    def _discriminator(self, problem: Problem, target: Target) -> str:
        """Tells apart what one rule says about two expected records of one name and type."""
        if not isinstance(target, ExpectedRecord):
            return problem.discriminator
        same = [r for r in self.view.domain.records if r.question == target.question]
        return (
            f"{problem.discriminator}\0{target.value}" if len(same) > 1 else problem.discriminator
        )

    def _severity(self, target: Target) -> Severity:
        """An error about a record that the provider does not insist on is a warning."""
        optional = isinstance(target, ExpectedRecord) and not target.required
        if optional and self.rule.severity is Severity.ERROR and self.rule is not RULE_CRASHED:
            return Severity.WARNING
        return self.rule.severity

    def _location(self, problem: Problem, target: Target) -> Location | None:
        where = problem.where
        if where is None and not isinstance(target, Node):
            where = _asked_at(target)
        if where is None:
            return None
        return locate(where, problem.source or lines_at(where, self.documents))


def lines_at(where: Where, documents: Lines) -> tuple[str, ...]:
    """The line of a document that a place is in, nothing where the document is not at hand."""
    lines = documents.get(where.path, ())
    return tuple(lines[where.line - 1 : where.line])


def _type(target: Target) -> str:
    return target.type if isinstance(target, ExpectedRecord) else ""


def _certainty(vantages: Iterable[Vantage]) -> Certainty:
    """What files hold is static; what a server said was observed."""
    servers = any(v.kind in SERVERS for v in vantages)
    return Certainty.OBSERVED if servers else Certainty.STATIC


def _asked_at(target: ExpectedRecord | SenderDomain) -> Where | None:
    """The line of the document that says the name: where the object begins says nothing."""
    if isinstance(target, ExpectedRecord) and target.name_where is not None:
        return target.name_where
    return target.where


def locate(where: Where, source: tuple[str, ...]) -> Location:
    """A place with its source lines.

    Of a very long line only the beginning is kept, and nothing where the place lies further on: a
    document may be one line of a megabyte, and every finding would carry it.
    """
    shown = tuple(line[:LONGEST] for line in source) if where.column <= LONGEST else ()
    return Location(where.path, where.line, where.column, shown, where.address)


def fingerprint(code: str, domain: str, record: RecordKey, discriminator: str) -> str:
    """A finding's identity over runs: no line numbers, TTLs, times or addresses."""
    import hashlib  # loads a cryptographic library: only where there is a finding

    parts = "\0".join((code, domain, record.name, record.type, discriminator))
    return hashlib.sha256(names.octets(parts)).hexdigest()[:16]


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Equal findings of several vantages as one that names them all."""
    merged: dict[str, Finding] = {}
    for finding in findings:
        first = merged.get(finding.fingerprint)
        merged[finding.fingerprint] = finding if first is None else _joined(first, finding)
    return tuple(merged.values())


def _joined(first: Finding, other: Finding) -> Finding:
    return first._replace(vantages=tuple(sorted({*first.vantages, *other.vantages}, key=_label)))


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


def unexplained(open_: Iterable[Open], said: Sequence[Said]) -> tuple[Skipped, ...]:
    """The rules that could not tell, without those about a record that has an error anyway."""
    errors = [s for s in said if s.finding.severity is Severity.ERROR]
    return tuple(
        o.skipped
        for o in open_
        if o.expected is None or not any(e.is_about(o.expected) for e in errors)
    )
