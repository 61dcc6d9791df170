"""One domain in the HTML report: its statuses, its records, its findings, its open questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..lint.model import DomainReport, Finding, RecordReport, RecordStatus, Result, Skipped
from ..lint.records.visible import MARK, shorten
from .html_chain import aliases, delegation
from .html_finding import finding
from .html_matrix import visibility
from .html_rows import rows
from .html_table import framed, row
from .html_text import Html, badge, code, folded, text
from .html_trees import trees
from .messages import say
from .notation import fields
from .panel import host_of
from .spot import Side, nearest
from .statuses import StatusRow, found_nothing, statuses
from .verdict_words import moment

MANY = 200  # findings of a page that are told in full; a browser lays out as many at once


class Shown:
    """How many findings of the page may still be told in full."""

    def __init__(self) -> None:
        self._left = MANY

    def take(self, wanted: int) -> int:
        """So many of them may."""
        given = min(wanted, self._left)
        self._left -= given
        return given


_GROUPS = {
    "status": say("status.domain"),
    "spfStatus": say("status.spf"),
    "dkimStatus": say("status.dkim"),
    "dmarcStatus": say("status.dmarc"),
    "returnPathStatus": say("status.return-path"),
}
_COLUMNS = tuple(
    say(f"records.{key}") for key in ("status", "record", "expected", "found", "findings")
)
_HEAD = "".join(f'<th scope="col" role="columnheader">{c}</th>' for c in _COLUMNS)


def domain(
    report: DomainReport,
    findings: Iterable[Finding],
    skipped: Iterable[Skipped],
    result: Result,
    shown: Shown,
) -> Iterator[Html]:
    """The section of one domain of a result, piece by piece."""
    held = {f.fingerprint: f for f in findings}
    yield Html(f'<section class="domain" id="domain-{text(report.domain)}">{_heading(report)}')
    if len(result.domains) > 1:
        yield status_table(report)
    if report.records:
        yield from _record_table(report, held)
    yield from visibility(report, result.vantages)
    yield from _findings(report, tuple(held.values()), shown)
    yield from trees(report)
    if report.delegation is not None:
        yield delegation(report.delegation)
    yield from aliases(report, result.observations)
    yield from open_questions(skipped)
    yield Html("</section>\n")


def _heading(report: DomainReport) -> Html:
    by = [say("domain.by", provider=text(report.provider))] if report.provider else []
    zone = [say("domain.zone", zone=code(report.zone))] if report.zone else []
    label = host_of(report).label
    at = [say("domain.host", label=text(label))] if label else []
    again = [say("domain.again", time=text(moment(report.retry_at)))] if report.retry_at else []
    return Html(
        f"<h2>{text(report.domain)} {badge(report.verdict)}</h2>"
        f'<p class="about">{" · ".join([*by, *zone, *at, *again])}</p>'
    )


def status_table(report: DomainReport) -> Html:
    """What verify would say beside what the provider said; nothing without expectations."""
    rows = [_status_row(item) for item in statuses(report)]
    if not rows:
        return Html("")
    heads = [say(f"status.{key}") for key in ("check", "predicted", "reported")]
    return framed(say("status.caption"), heads, rows, "statuses")


def _status_row(item: StatusRow) -> str:
    predicted = badge(item.predicted) if item.predicted else say("status.none")
    reported = text(item.reported) if item.reported is not None else "–"
    return row(_GROUPS.get(item.key, item.key), predicted, reported)


def _record_table(report: DomainReport, findings: Mapping[str, Finding]) -> Iterator[Html]:
    yield Html(
        '<table class="records" role="table">'
        f"<caption>{say('records.caption')}</caption>"
        f'<thead role="rowgroup"><tr role="row">{_HEAD}</tr></thead><tbody role="rowgroup">\n'
    )
    for record in report.records:
        yield _record_row(record, report.zone, findings)
    yield Html("</tbody></table>\n")


def _record_row(record: RecordReport, zone: str | None, findings: Mapping[str, Finding]) -> Html:
    name = fields(record.name, record.type, record.value, zone).name
    optional = "" if record.required else f'<span class="hint">{say("records.optional")}</span>'
    links = "".join(_link(findings[f]) for f in record.findings if f in findings)
    expected, found = _beside(record)
    if record.priority is not None:
        told = say("records.priority", priority=record.priority)
        expected = Html(f'{expected}<span class="hint">{told}</span>')
    cells = (
        badge(record.status) + optional,
        f'<span class="type">{text(record.type)}</span> {code(name)}',
        expected,
        found or found_nothing(record),
        f"<ul>{links}</ul>" if links else f'<span class="none">{say("records.no-findings")}</span>',
    )
    return Html(f'<tr role="row">{"".join(map(_cell, _COLUMNS, cells))}</tr>\n')


def _beside(record: RecordReport) -> tuple[Html, Html]:
    """The expected value and what was found; their difference marked where they are alike."""
    near = None if record.status is RecordStatus.VERIFIED else nearest(record)
    if near is None:
        return folded(record.value), _listed(folded(f) for f in record.found)
    there, where = near
    first = record.found.index(there)
    rest = map(folded, record.found[:first] + record.found[first + 1 :])
    at = f'<span class="hint">{say("records.differs", at=where.at)}</span>'
    seen = Html(at + _marked(where.found, "gone"))
    return _marked(where.expected, "wanted"), _listed([seen, *rest])


def _marked(side: Side, kind: str) -> Html:
    left, right = (MARK if cut else "" for cut in (side.cut_left, side.cut_right))
    part = text(shorten(side.part, 120))
    return Html(
        f"<code>{left}{text(side.before)}"
        f'<mark class="{kind}">{part or "&nbsp;"}</mark>{text(side.after)}{right}</code>'
    )


def _listed(items: Iterable[Html]) -> Html:
    held = "".join(f"<li>{i}</li>" for i in items)
    return Html(f"<ul>{held}</ul>" if held else "")


def _cell(column: str, content: str) -> str:
    if column == _COLUMNS[1]:
        return f'<th scope="row" role="rowheader" data-label="{column}"><div>{content}</div></th>'
    return f'<td role="cell" data-label="{column}"><div>{content}</div></td>'


def _link(item: Finding) -> Html:
    return Html(f'<li><a href="#{text(item.fingerprint)}">{text(item.name)}</a></li>')


def _findings(report: DomainReport, findings: Sequence[Finding], shown: Shown) -> Iterator[Html]:
    if findings:
        yield from told(findings, report, shown)
    else:
        yield Html(f'<p class="clean">{say("domain.clean")}</p>\n')


def told(findings: Sequence[Finding], report: DomainReport | None, shown: Shown) -> Iterator[Html]:
    """Findings in full as long as the page has room for them, the others in short."""
    if not findings:
        return
    yield Html(f"<h3>{say('domain.findings')}</h3>\n")
    whole = shown.take(len(findings))
    for item in findings[:whole]:
        yield finding(item, report)
    if len(findings) > whole:
        yield from rows(findings[whole:], report)


def open_questions(skipped: Iterable[Skipped]) -> Iterator[Html]:
    """The checks that could not be completed, by the question that stayed open."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for item in skipped:
        key = (item.question.name, item.question.type, item.reason)
        grouped.setdefault(key, []).append(item.name)
    if not grouped:
        return
    yield Html(f'<h3>{say("domain.open")}</h3><ul class="open">\n')
    for (name, type_, reason), rules in grouped.items():
        why = f": {text(reason)}" if reason else ""
        missed = say("domain.not-checked", rules=text(", ".join(dict.fromkeys(rules))))
        yield Html(f'<li>{code(f"{name} {type_}")}{why}<span class="hint">{missed}</span></li>\n')
    yield Html("</ul>\n")
