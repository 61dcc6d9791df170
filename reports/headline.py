"""The verdict in words: one line that says what is the matter and what verify would answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..lint.model import (
    Affects,
    DomainReport,
    DomainStatus,
    Finding,
    RecordStatus,
    Result,
    Severity,
    Skipped,
    Verdict,
)
from ..lint.records.visible import visible
from .messages import ENGLISH, counted, say


def headline(result: Result) -> str:
    """The verdict over everything, without the verdict's own word."""
    return sentence(result.verdict, result.domains, result.findings, result.skipped)


def domain_headline(report: DomainReport, result: Result) -> str:
    """The verdict over one domain, without the verdict's own word."""
    return sentence(
        report.verdict,
        (report,),
        tuple(f for f in result.findings if f.domain == report.domain),
        tuple(s for s in result.skipped if s.domain == report.domain),
    )


def sentence(
    verdict: Verdict,
    domains: Sequence[DomainReport],
    findings: Sequence[Finding],
    skipped: Sequence[Skipped],
) -> str:
    """What a verdict means for these domains."""
    numbers = count(findings)
    if verdict is Verdict.FIX:
        said = prediction(domains) + objection(domains, findings)
        return "; ".join(part for part in (numbers or say("headline.see-above"), said) if part)
    if verdict is Verdict.WAIT:
        text = say("headline.wait") + _retry(domains)
    elif verdict is Verdict.UNKNOWN:
        text = say("headline.unknown", questions=_open(skipped))
    else:
        text = _ready(domains, findings)
    return f"{text} ({numbers})" if numbers else text


def objection(domains: Sequence[DomainReport], findings: Iterable[Finding]) -> str:
    """Where verify and the receivers of mail disagree, in either direction; "" where they agree."""
    predicted = [d.predicted.status for d in domains if d.predicted is not None]
    grave = [f for f in findings if f.severity is Severity.ERROR]
    if not predicted or not grave:
        return ""
    if any(s is not DomainStatus.VERIFIED for s in predicted):
        apart = all(f.affects == (Affects.VERIFY,) for f in grave)
        return ", although receivers of mail do not look at what is wrong" if apart else ""
    first = next((f for f in grave if f.affects == (Affects.DELIVERY,)), None)
    if first is None:
        return ""
    return say("headline.objection", message=visible(first.message))


def _ready(domains: Sequence[DomainReport], findings: Sequence[Finding]) -> str:
    records = [r for d in domains for r in d.records]
    predicted = [d.predicted.status for d in domains if d.predicted is not None]
    errors = any(f.severity is Severity.ERROR for f in findings)
    said = prediction(domains)
    if errors or any(s is not DomainStatus.VERIFIED for s in predicted):
        return "; ".join(p for p in (say("headline.nothing-counts"), said) if p)
    if not records or not predicted:
        return say("headline.clean" if not findings else "headline.nothing-grave")
    whole = all(r.status is RecordStatus.VERIFIED for r in records)
    return say("headline.ready" if whole else "headline.ready-required")


def _retry(domains: Sequence[DomainReport]) -> str:
    """When the last domain may be tried again; times in ISO 8601 UTC sort as text."""
    times = [d.retry_at for d in domains if d.retry_at is not None]
    return say("headline.retry", time=visible(max(times))) if times else ""


def _open(skipped: Sequence[Skipped]) -> str:
    """Questions, not rules: one missing answer leaves a dozen rules without a say."""
    asked = {s.question for s in skipped}
    return plural(len(asked), "question") if asked else say("headline.some-questions")


def count(findings: Iterable[Finding]) -> str:
    """`2 errors, 1 warning`; nothing where there are no findings."""
    by_severity = Counter(f.severity for f in findings)
    numbers = ((by_severity[s], s) for s in Severity if by_severity[s])
    return ", ".join(plural(n, s.value) for n, s in numbers)


def plural(number: int, word: str) -> str:
    """A number with its noun; a noun that the catalogue does not count takes an s."""
    key = f"count.{word.replace(' ', '-')}"
    if f"{key}.one" in ENGLISH:
        return counted(key, number)
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def prediction(domains: Sequence[DomainReport]) -> str:
    """What verify would say; nothing for a run without expectations."""
    statuses = Counter(d.predicted.status for d in domains if d.predicted is not None)
    if not statuses:
        return ""
    if len(statuses) == 1:
        return say("headline.predicted", status=next(iter(statuses)))
    each = (
        say("headline.for-domains", status=s, domains=plural(n, "domain"))
        for s, n in statuses.items()
    )
    return say("headline.predicted", status=", ".join(each))
