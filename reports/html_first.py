"""The first screen of the HTML report: the verdict in words, who must act, and what to paste."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import Change, DomainReport, Finding, Result
from ..lint.records.visible import visible
from .duration import duration
from .headline import count, plural
from .html_change import cards
from .html_domain import status_table
from .html_table import framed, row
from .html_text import Html, badge, code, prose, text
from .messages import counted, say
from .next_step import about_unnamed, kept_for, new_changes, report_of, steps, where
from .verdict_words import advice


def subject(result: Result) -> str:
    """What the report is about: the domain, or how many."""
    if len(result.domains) == 1:
        return visible(result.domains[0].domain)
    return plural(len(result.domains), "domain")


def first_step(result: Result) -> Html:
    """What to do now: the changes that mend what is wrong, or what the verdict asks for."""
    shown = steps(result)
    if shown:
        return _fix(shown, result)
    return Html(f"<h2>{say('do.title-other')}</h2><p>{advice(result, code, _strong)}</p>")


def _fix(shown: tuple[Finding, ...], result: Result) -> Html:
    changes = new_changes(shown)
    many = len(shown) > 1
    who = [_who(item, result) for item in shown]
    same = len({w for w in who if w}) < 2
    tag = "ol" if many else "div"
    held = "".join(
        _step(item, mine, result, "" if same else told, many=many)
        for item, mine, told in zip(shown, changes, who, strict=True)
        if mine or not item.changes
    )
    left = len(result.findings) - len(shown)
    more = f'<p class="more">{counted("do.more", left)}</p>' if left else ""
    return Html(
        f"<h2>{say('do.title')}</h2>{max(who, default='') if same else ''}"
        f'<{tag} class="steps">{held}</{tag}>{_then(changes, result)}{more}'
    )


def _step(
    item: Finding, changes: tuple[Change, ...], result: Result, who: str, *, many: bool
) -> str:
    typed = cards(changes, report_of(item, result)) or f"{_about(item)}{prose(item.fix)}"
    tag = "li" if many else "div"
    return (
        f'<{tag} class="step"><p class="message">{badge(item.severity)} '
        f'<a href="#{text(item.fingerprint)}">{text(item.message)}</a></p>{who}{typed}</{tag}>'
    )


def _about(item: Finding) -> str:
    """The record that a finding without a change is about, where its message does not name it."""
    if not about_unnamed(item):
        return ""
    record = code(f"{item.record.name} {item.record.type}")
    return f'<p class="who">{say("do.about", record=record)}</p>'


def _who(item: Finding, result: Result) -> str:
    """Who must act: whoever manages the zone, at the DNS host that its name servers tell."""
    if not item.changes:
        return ""
    report = report_of(item, result)
    host = where(report, code, _strong)
    zone = code((report.zone if report else None) or item.domain)
    return f'<p class="who">{say("do.who", zone=zone, host=host)}</p>'


def _then(changes: tuple[tuple[Change, ...], ...], result: Result) -> str:
    kept = kept_for((c for mine in changes for c in mine), result)
    lag = f" {say('do.caches', time=text(duration(kept)))}" if kept else ""
    return f'<p class="then">{say("do.again")}{lag}</p>'


def _strong(value: str) -> Html:
    return Html(f"<strong>{text(value)}</strong>")


def overview(result: Result) -> Iterator[Html]:
    """The only domain's statuses, or the domains with their verdicts where there are several."""
    if len(result.domains) < 2:
        yield from map(status_table, result.domains)
        return
    found: dict[str, list[Finding]] = {}
    for item in result.findings:
        found.setdefault(item.domain, []).append(item)
    heads = [
        *(say(f"overview.{k}") for k in ("domain", "verdict")),
        *(say(f"status.{k}") for k in ("predicted", "reported")),
        say("overview.findings"),
    ]
    rows = (_overview_row(report, found.get(report.domain, [])) for report in result.domains)
    yield framed(say("overview.title"), heads, rows, "overview")


def _overview_row(report: DomainReport, findings: list[Finding]) -> str:
    name = text(report.domain)
    return row(
        f'<a href="#domain-{name}">{name}</a>',
        badge(report.verdict),
        badge(report.predicted.status) if report.predicted else "–",
        text(report.reported.get("status", "–")),
        count(findings) or say("overview.no-findings"),
    )
