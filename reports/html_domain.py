"""One domain in the HTML report: its statuses, its records, its findings, its open questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..lint.model import DomainReport, Finding, RecordReport, Skipped
from .html_finding import finding
from .html_text import Html, badge, code, folded, text
from .notation import fields
from .statuses import StatusRow, found_nothing, statuses

_GROUPS = {
    "status": "Domain",
    "spfStatus": "SPF",
    "dkimStatus": "DKIM",
    "dmarcStatus": "DMARC",
    "returnPathStatus": "Return path",
}
_COLUMNS = ("Status", "Record", "Expected value", "Found", "Findings")
_HEAD = "".join(f'<th scope="col" role="columnheader">{c}</th>' for c in _COLUMNS)


def domain(
    report: DomainReport,
    findings: Iterable[Finding],
    skipped: Iterable[Skipped],
    *,
    with_statuses: bool,
) -> Iterator[Html]:
    """The section of one domain, piece by piece."""
    held = {f.fingerprint: f for f in findings}
    yield Html(f'<section class="domain" id="domain-{text(report.domain)}">{_heading(report)}')
    if with_statuses:
        yield status_table(report)
    if report.records:
        yield from _record_table(report, held)
    yield from _findings(report, held.values())
    yield from open_questions(skipped)
    yield Html("</section>\n")


def _heading(report: DomainReport) -> Html:
    by = [f"asked for by {text(report.provider)}"] if report.provider else []
    zone = [f"zone {code(report.zone)}"] if report.zone else []
    again = [f"try again at {text(report.retry_at)}"] if report.retry_at else []
    return Html(
        f"<h2>{text(report.domain)} {badge(report.verdict)}</h2>"
        f'<p class="about">{" · ".join([*by, *zone, *again])}</p>'
    )


def status_table(report: DomainReport) -> Html:
    """What verify would say beside what the provider said; nothing without expectations."""
    rows = "".join(_status_row(row) for row in statuses(report))
    if not rows:
        return Html("")
    return Html(
        '<div class="wide" tabindex="0" role="group" aria-label="Statuses">'
        '<table class="statuses"><caption>What verify would say now</caption>'
        '<thead><tr><th scope="col">Check</th><th scope="col">Verify would say</th>'
        f'<th scope="col">Provider last said</th></tr></thead><tbody>{rows}</tbody></table></div>\n'
    )


def _status_row(row: StatusRow) -> Html:
    predicted = badge(row.predicted) if row.predicted else "nothing was asked for"
    reported = text(row.reported) if row.reported is not None else "–"
    return Html(
        f'<tr><th scope="row">{_GROUPS.get(row.key, row.key)}</th>'
        f"<td>{predicted}</td><td>{reported}</td></tr>"
    )


def _record_table(report: DomainReport, findings: Mapping[str, Finding]) -> Iterator[Html]:
    yield Html(
        '<table class="records" role="table"><caption>Expected records</caption>'
        f'<thead role="rowgroup"><tr role="row">{_HEAD}</tr></thead><tbody role="rowgroup">\n'
    )
    for record in report.records:
        yield _record_row(record, report.zone, findings)
    yield Html("</tbody></table>\n")


def _record_row(record: RecordReport, zone: str | None, findings: Mapping[str, Finding]) -> Html:
    name = fields(record.name, record.type, record.value, zone).name
    optional = "" if record.required else '<span class="hint">optional</span>'
    value = folded(record.value)
    if record.priority is not None:
        value = Html(f'{value}<span class="hint">priority {record.priority}</span>')
    found = "".join(f"<li>{folded(f)}</li>" for f in record.found)
    links = "".join(_link(findings[f]) for f in record.findings if f in findings)
    cells = (
        badge(record.status) + optional,
        f'<span class="type">{text(record.type)}</span> {code(name)}',
        value,
        f"<ul>{found}</ul>" if found else found_nothing(record),
        f"<ul>{links}</ul>" if links else '<span class="none">none</span>',
    )
    return Html(f'<tr role="row">{"".join(map(_cell, _COLUMNS, cells))}</tr>\n')


def _cell(column: str, content: str) -> str:
    if column == "Record":
        return f'<th scope="row" role="rowheader" data-label="{column}"><div>{content}</div></th>'
    return f'<td role="cell" data-label="{column}"><div>{content}</div></td>'


def _link(item: Finding) -> Html:
    return Html(f'<li><a href="#{text(item.fingerprint)}">{text(item.name)}</a></li>')


def _findings(report: DomainReport, findings: Iterable[Finding]) -> Iterator[Html]:
    first = True
    for item in findings:
        if first:
            yield Html("<h3>Findings</h3>\n")
            first = False
        yield finding(item, report)
    if first:
        yield Html('<p class="clean">Nothing was found.</p>\n')


def open_questions(skipped: Iterable[Skipped]) -> Iterator[Html]:
    """The checks that could not be completed, by the question that stayed open."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for item in skipped:
        key = (item.question.name, item.question.type, item.reason)
        grouped.setdefault(key, []).append(item.name)
    if not grouped:
        return
    yield Html('<h3>Could not tell</h3><ul class="open">\n')
    for (name, type_, reason), rules in grouped.items():
        why = f": {text(reason)}" if reason else ""
        yield Html(
            f"<li>{code(f'{name} {type_}')}{why}"
            f'<span class="hint">not checked: {text(", ".join(dict.fromkeys(rules)))}</span></li>\n'
        )
    yield Html("</ul>\n")
