"""The `junit` format: test results, for the dashboards of build servers."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..lint.model import (
    DomainReport,
    Finding,
    RecordReport,
    RecordStatus,
    Result,
    Severity,
    Skipped,
    Verdict,
)
from ..lint.noun import NamedTuple
from ..lint.records.visible import shorten, visible
from .headline import domain_headline
from .said import Words, about, by_question

_LONGEST = 400  # characters of a title
_UNSURE = (Verdict.UNKNOWN, Verdict.WAIT)


class _Test(NamedTuple):
    """One test: `outcome` is `failure`, `error`, `skipped`, or "" for one that passed."""

    name: str
    outcome: str = ""
    kind: str = ""
    message: str = ""
    text: str = ""


class _Suite(NamedTuple):
    """One domain's tests."""

    name: str
    tests: tuple[_Test, ...]

    def count(self, outcome: str) -> int:
        """How many tests ended like this."""
        return sum(test.outcome == outcome for test in self.tests)


def render(result: Result) -> Iterator[str]:
    """One suite a domain.

    Its tests are the expected records that are in place, every finding, what could not be told,
    and the verdict, so that a suite fails when the command does. Of the findings only errors
    fail: the format has no warning.
    """
    suites = _suites(result)
    counts = {o: sum(s.count(o) for s in suites) for o in ("failure", "error")}
    total = sum(len(s.tests) for s in suites)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="senderlint" tests="{total}"'
    yield f' failures="{counts["failure"]}" errors="{counts["error"]}">\n'
    for suite in suites:
        yield from _suite(suite)
    yield "</testsuites>\n"


def _suites(result: Result) -> list[_Suite]:
    words = Words(result)
    findings, skipped = dict[str, list[Finding]](), dict[str, list[Skipped]]()
    for finding in result.findings:
        findings.setdefault(finding.domain, []).append(finding)
    for open_ in result.skipped:
        skipped.setdefault(open_.domain, []).append(open_)
    suites = list[_Suite]()
    for report in result.domains:
        own, unsure = findings.pop(report.domain, []), skipped.pop(report.domain, [])
        tests = (
            *_records(report, {f.fingerprint for f in own}),
            *(_finding(f, words.with_place(f), fails=report.verdict is Verdict.FIX) for f in own),
            *_skipped(unsure),
            _verdict(report, result),
        )
        suites.append(_Suite(visible(report.domain), tests))
    return suites + _others(findings, words)


def _others(findings: dict[str, list[Finding]], words: Words) -> list[_Suite]:
    """Findings about domains that the result does not report on."""
    return [
        _Suite(visible(domain), tuple(_finding(f, words.with_place(f), fails=True) for f in found))
        for domain, found in findings.items()
    ]


def _records(report: DomainReport, told: set[str]) -> Iterator[_Test]:
    """The expected records that no finding speaks of."""
    for record in report.records:
        if told.isdisjoint(record.findings):
            yield _record(record)


def _record(record: RecordReport) -> _Test:
    name = visible(f"record {record.name} {record.type}")
    if record.status is RecordStatus.UNKNOWN:
        return _Test(name, "error", "unknown", "this record could not be checked")
    said = "" if record.status is RecordStatus.VERIFIED else f"status: {record.status}"
    return _Test(name, text=said)


def _finding(finding: Finding, text: str, *, fails: bool) -> _Test:
    name = visible(f"{finding.code} {finding.name}: ") + about(finding)
    if not fails or finding.severity is not Severity.ERROR:
        return _Test(name, text=f"{finding.severity}: {text}")
    return _Test(name, "failure", finding.severity, shorten(finding.message, _LONGEST), text)


def _skipped(skipped: list[Skipped]) -> Iterator[_Test]:
    """Each question that stayed open, with the rules that asked it."""
    for question, rules in by_question(skipped).items():
        codes = ", ".join(dict.fromkeys(visible(s.code) for s in rules))
        name = visible(f"could not tell: {question.name} {question.type}")
        reason = shorten(rules[0].reason, _LONGEST)
        yield _Test(name, "skipped", "", f"{reason} ({codes})")


def _verdict(report: DomainReport, result: Result) -> _Test:
    said = domain_headline(report, result)
    if report.verdict is Verdict.FIX:
        return _Test("verdict", "failure", "fix", said)
    if report.verdict in _UNSURE:
        return _Test("verdict", "error", report.verdict, said)
    return _Test("verdict", text=said)


def _suite(suite: _Suite) -> Iterator[str]:
    counts = {
        "tests": len(suite.tests),
        "failures": suite.count("failure"),
        "errors": suite.count("error"),
        "skipped": suite.count("skipped"),
    }
    numbers = "".join(f' {key}="{number}"' for key, number in counts.items())
    yield f'  <testsuite name="{escape(suite.name)}"{numbers}>\n'
    group = escape(f"senderlint.{suite.name}")
    for test in suite.tests:
        name = escape(shorten(test.name, _LONGEST))
        yield f'    <testcase classname="{group}" name="{name}"'
        inside = _inside(test)
        yield f">{inside}</testcase>\n" if inside else "/>\n"
    yield "  </testsuite>\n"


def _inside(test: _Test) -> str:
    if not test.outcome:
        return f"<system-out>{escape(test.text)}</system-out>" if test.text else ""
    kind = f' type="{escape(test.kind)}"' if test.kind else ""
    head = f'{test.outcome}{kind} message="{escape(test.message)}"'
    return f"<{head}>{escape(test.text)}</{test.outcome}>"
