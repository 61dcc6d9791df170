"""Findings in short, for a page of thousands: one table row each, reasons told once for a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from markupsafe import escape

from ..lint.model import DomainReport, Finding, Severity
from ..lint.records.visible import visible
from .concise import place
from .html_text import Html, badge, text
from .messages import say
from .notation import lines

_HEADS = "".join(
    f'<th scope="col">{say(f"rows.{key}")}</th>' for key in ("finding", "rule", "place", "change")
)


def rows(findings: Iterable[Finding], report: DomainReport | None) -> Iterator[Html]:
    """A table with a row for each finding, whose anchor is its fingerprint."""
    caption = say("rows.caption")
    yield Html(
        f'<div class="wide" tabindex="0" role="group" aria-label="{caption}"><table class="short">'
        f"<caption>{caption}</caption><thead><tr>{_HEADS}</tr></thead><tbody>\n"
    )
    zone = report.zone if report else None
    for item in findings:
        yield _row(item, zone)
    yield Html("</tbody></table></div>\n")


def _row(item: Finding, zone: str | None) -> Html:
    # What is visible has no line feed: everything is escaped at once and taken apart again.
    told = [f"{line.sign} {line.text}" for line in lines(item.changes, zone)]
    shown = (visible(item.fingerprint), visible(item.message), place(item), *told)
    anchor, message, where, *changes = str(escape("\n".join(shown))).split("\n", 3)
    change = f"<pre>{changes[0]}</pre>" if changes else ""
    return Html(
        f'<tr id="{anchor}"><th scope="row">{_badge(item.severity)} {message}</th>'
        f"<td>{_rule(item.code, item.name)}</td><td>{where}</td><td>{change}</td></tr>\n"
    )


@lru_cache(maxsize=8)
def _badge(severity: Severity) -> Html:
    return badge(severity)


@lru_cache(maxsize=512)
def _rule(code: str, name: str) -> Html:
    return Html(f"{text(code)}<br>{text(name)}")
