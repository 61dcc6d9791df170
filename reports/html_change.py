"""A finding's changes in the HTML report: the fields of a DNS panel, and zone-file lines."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import Action, Change, Finding
from ..lint.records import names
from .html_text import Html, code, copyable, folded, text
from .notation import Line, fields, lines, scope

_TITLES = {
    Action.ADD: "Add this record",
    Action.REPLACE: "Change this record",
    Action.DELETE: "Delete this record",
}
_SYMBOLS = {Action.ADD: "+", Action.REPLACE: "⇄", Action.DELETE: "−"}


def cards(finding: Finding, zone: str | None) -> Html:
    """Every change of a finding as a DNS panel asks for it; nothing where there is none."""
    held = "".join(_card(c, zone) for c in finding.changes)
    return Html(f'<div class="changes">{held}</div>' if held else "")


def diff(finding: Finding, zone: str | None) -> Html:
    """Every change of a finding as zone-file lines; nothing where there is none."""
    held = "".join(_diff_line(line) for line in lines(finding.changes, zone))
    where = text(scope(finding.changes, zone))
    title = f'<p class="label">The same as zone-file lines{where}</p>'
    return Html(f'{title}<div class="diff">{held}</div>' if held else "")


def _card(change: Change, zone: str | None) -> Html:
    action = change.action
    rows = "".join(_rows(change, zone))
    return Html(
        f'<div class="change {action}"><p class="change-title">'
        f'<span aria-hidden="true">{_SYMBOLS[action]}</span>{_TITLES[action]}</p>'
        f"<dl>{rows}</dl></div>"
    )


def _rows(change: Change, zone: str | None) -> Iterator[Html]:
    new = fields(change.name, change.type, change.value, zone)
    yield _row("Type", code(new.type))
    yield _row("Name", Html(copyable(new.name, "the name") + _name_hint(change, zone)))
    if change.action is Action.DELETE:
        yield _row("Value", folded(change.value if change.old is None else change.old))
        return
    if change.old is not None:
        yield _row("Value now", folded(change.old), "old")
    if new.priority is not None:
        yield _row("Priority", copyable(new.priority, "the priority"))
    title = "Value" if change.old is None else "New value"
    yield _row(title, copyable(new.value, "the value"), "new")
    if change.ttl is not None:
        yield _row("TTL", Html(f"{code(str(change.ttl))} seconds"))


def _name_hint(change: Change, zone: str | None) -> Html:
    """The full name, for panels that want it, and for the reader's certainty."""
    if not zone or not names.is_within(change.name, zone):
        return Html("")
    return Html(f'<span class="hint">full name: {code(change.name)}</span>')


def _row(title: str, value: Html, kind: str = "") -> Html:
    mark = f' class="{kind}"' if kind else ""
    return Html(f"<div{mark}><dt>{title}</dt><dd>{value}</dd></div>")


def _diff_line(line: Line) -> Html:
    if line.sign == "+":
        return Html(
            f'<p class="plus"><span class="sign">+ </span>{copyable(line.text, "the line")}</p>'
        )
    return Html(f'<p class="minus"><span class="sign">− </span><code>{text(line.text)}</code></p>')
