"""The first screen of the HTML report: the verdict in words and what to do first."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import DomainReport, DomainStatus, Finding, Result, Verdict
from ..lint.records.visible import visible
from .headline import count, plural
from .html_change import cards
from .html_domain import status_table
from .html_text import Html, badge, code, prose, text

_TITLES = {
    Verdict.FIX: "Fix needed",
    Verdict.WAIT: "Wait: not visible everywhere yet",
    Verdict.UNKNOWN: "Could not tell",
    Verdict.READY: "Nothing to fix",
}


def title(result: Result) -> str:
    """The verdict in two or three words."""
    if result.verdict is Verdict.READY and _verify_will_pass(result):
        return "Ready for verify"
    return _TITLES[result.verdict]


def subject(result: Result) -> str:
    """What the report is about: the domain, or how many."""
    if len(result.domains) == 1:
        return visible(result.domains[0].domain)
    return plural(len(result.domains), "domain")


def _verify_will_pass(result: Result) -> bool:
    predicted = [d.predicted.status for d in result.domains if d.predicted is not None]
    return bool(predicted) and all(s is DomainStatus.VERIFIED for s in predicted)


def first_step(result: Result) -> Html:
    """What to do first: the first finding's change, or what the verdict asks for."""
    if result.verdict is Verdict.FIX and result.findings:
        return _fix(result.findings[0], result)
    return Html(f"<h2>What to do now</h2><p>{_ADVICE[result.verdict](result)}</p>")


def _fix(item: Finding, result: Result) -> Html:
    report = next((d for d in result.domains if d.domain == item.domain), None)
    zone = report.zone if report else None
    more = len(result.findings) - 1
    others = f'<p class="more">{plural(more, "more finding")} below.</p>' if more else ""
    return Html(
        "<h2>Do this first</h2>"
        f'<p class="message">{badge(item.severity)} '
        f'<a href="#{text(item.fingerprint)}">{text(item.message)}</a></p>'
        f"{_change(item, zone) or prose(item.fix)}{others}"
    )


def _change(item: Finding, zone: str | None) -> Html:
    """Who must act and what exactly; nothing where no record is to be changed."""
    held = cards(item, zone)
    who = f'<p class="who">For whoever manages the DNS of {code(zone or item.domain)}.</p>'
    return Html(who + held if held else "")


def _ready(result: Result) -> Html:
    later = " Look at the findings below when there is time." if result.findings else ""
    if _verify_will_pass(result):
        return Html(f"Call the provider’s verify; it should answer “verified”.{later}")
    return Html(f"Nothing has to be fixed.{later}")


def _wait(result: Result) -> Html:
    times = [d.retry_at for d in result.domains if d.retry_at is not None]
    when = f"check again at <strong>{text(max(times))}</strong>" if times else "check again later"
    return Html(f"Change nothing; {when}, and call verify when the answer is “ready”.")


def _unknown(result: Result) -> Html:
    asked = dict.fromkeys(s.question for s in result.skipped)
    names = ", ".join(code(f"{q.name} {q.type}") for q in list(asked)[:3])
    more = f" and {len(asked) - 3} more" if len(asked) > 3 else ""
    which = f" Open: {names}{more}." if names else ""
    return Html(f"Check again where these questions can be answered.{which}")


_ADVICE = {
    Verdict.FIX: lambda _: Html("See the findings below."),
    Verdict.READY: _ready,
    Verdict.WAIT: _wait,
    Verdict.UNKNOWN: _unknown,
}


def overview(result: Result) -> Iterator[Html]:
    """The only domain's statuses, or the domains with their verdicts where there are several."""
    if len(result.domains) < 2:
        yield from map(status_table, result.domains)
        return
    yield Html(
        '<div class="wide" tabindex="0" role="region" aria-label="Domains">'
        '<table class="overview"><caption>All domains</caption><thead><tr>'
        '<th scope="col">Domain</th><th scope="col">Verdict</th>'
        '<th scope="col">Verify would say</th><th scope="col">Provider last said</th>'
        '<th scope="col">Findings</th></tr></thead><tbody>\n'
    )
    counts: dict[str, list[Finding]] = {}
    for item in result.findings:
        counts.setdefault(item.domain, []).append(item)
    for report in result.domains:
        yield _overview_row(report, counts.get(report.domain, []))
    yield Html("</tbody></table></div>\n")


def _overview_row(report: DomainReport, findings: list[Finding]) -> Html:
    name = text(report.domain)
    predicted = badge(report.predicted.status) if report.predicted else "–"
    return Html(
        f'<tr><th scope="row"><a href="#domain-{name}">{name}</a></th>'
        f"<td>{badge(report.verdict)}</td><td>{predicted}</td>"
        f"<td>{text(report.reported.get('status', '–'))}</td>"
        f"<td>{count(findings) or 'none'}</td></tr>\n"
    )
