"""One finding in the HTML report: what, where, why, and what to paste."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import Affects, Certainty, DomainReport, Finding, Location
from .excerpt import excerpt
from .expected import expected
from .html_change import as_code, cards, diff
from .html_text import Html, badge, code, folded, prose, text
from .messages import say
from .notation import expected_line
from .statuses import servers

_WIDTH = 96
_AFFECTS: dict[tuple[Affects, ...], str] = {
    (Affects.DELIVERY,): say("finding.delivery-only"),
    (Affects.VERIFY,): say("finding.verify-only"),
}


def finding(item: Finding, report: DomainReport | None) -> Html:
    """The finding as an article whose anchor is its fingerprint."""
    zone = report.zone if report else None
    anchor = text(item.fingerprint)
    why = _part(say("finding.why"), prose(item.explanation))
    typed = cards(item.changes, report)
    same = diff(item, zone), as_code(item, report)
    fix = _part(say("finding.fix"), prose(item.fix), typed, *same)
    return Html(
        f'<article class="finding {item.severity}" id="{anchor}">'
        f'<p class="tag">{badge(item.severity)}'
        f'<span class="rule">{text(item.code)} · {text(item.name)}</span></p>'
        f'<h4><a href="#{anchor}">{text(item.message)}</a></h4>'
        f"{_source(item.location)}"
        f'<dl class="facts">{"".join(_facts(item, report))}</dl>{why}{fix}</article>\n'
    )


def _part(title: str, *contents: Html) -> Html:
    body = "".join(contents)
    return Html(f'<div class="part"><p class="label">{title}</p>{body}</div>' if body else "")


def _source(at: Location | None) -> Html:
    if at is None or not at.source:
        return Html("")
    rows = "".join(_source_row(number, line) for number, line in excerpt(at, _WIDTH))
    return Html(
        f'<div class="source" tabindex="0" role="group" aria-label="{say("finding.source")}">'
        f"<pre>{rows}</pre></div>"
    )


def _source_row(number: str, line: str) -> Html:
    kind = "line" if number else "caret"
    return Html(f'<span class="{kind}"><span class="no">{number:>5}</span> {text(line)}</span>\n')


def _facts(item: Finding, report: DomainReport | None) -> Iterator[Html]:
    at = item.location
    if at is not None:
        address = f" {code(at.address)}" if at.address else ""
        yield _fact("place", Html(code(f"{at.path}:{at.line}:{at.column}") + address))
    record = f"{item.record.name or item.domain} {item.record.type}".strip()
    yield _fact("record", code(record))
    for wanted in expected(item, report):
        yield _fact("expected", folded(expected_line(wanted, report.zone if report else None)))
    yield _fact("seen-at", text(", ".join(servers(item))))
    yield _fact("affects", Html(_AFFECTS.get(item.affects, "")))
    if item.certainty is Certainty.INCONCLUSIVE:
        yield _fact("certainty", Html(say("finding.inconclusive")))
    yield _fact("see", text("; ".join(item.references)))


def _fact(key: str, value: Html) -> Html:
    title = say(f"finding.{key}")
    return Html(f"<div><dt>{title}</dt><dd>{value}</dd></div>" if value else "")
