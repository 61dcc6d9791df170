"""A finding's changes in the HTML report: the form of a DNS panel, zone-file lines, and code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..lint.dns_hosts import DnsHost
from ..lint.model import Action, Change, DomainReport, Finding
from ..lint.records import names
from .as_code import can_be_written, octodns, terraform
from .html_text import Html, block, code, copyable, folded, text
from .messages import say
from .notation import Line, lines, scope
from .panel import Field, form, host_of, name_field, notes

_SYMBOLS = {Action.ADD: "+", Action.REPLACE: "⇄", Action.DELETE: "−"}
_WHAT = {"name": "change.the-name", "priority": "change.the-priority"}


def cards(changes: Iterable[Change], report: DomainReport | None) -> Html:
    """Every change as the form of the reader's DNS host asks for it; nothing where none is."""
    at, zone = host_of(report), report.zone if report else None
    held = "".join(_card(c, zone, at) for c in changes)
    return Html(f'<div class="changes">{held}</div>' if held else "")


def diff(finding: Finding, zone: str | None) -> Html:
    """Every change of a finding as zone-file lines; nothing where there is none."""
    held = "".join(_diff_line(line) for line in lines(finding.changes, zone))
    title = say("change.as-zone", scope=text(scope(finding.changes, zone)))
    return Html(f'<p class="label">{title}</p><div class="diff">{held}</div>' if held else "")


def as_code(finding: Finding, report: DomainReport | None) -> Html:
    """The records to publish as Terraform and octoDNS, folded; nothing where none can be."""
    zone = report.zone if report else None
    given = [c for c in finding.changes if can_be_written(c, zone)]
    if not zone or not given:
        return Html("")
    key = host_of(report).key
    written = [terraform(c, zone, key) for c in given]
    hint = "".join(
        f'<p class="hint">{say("change.whole-set", type=t)}</p>'
        for t in dict.fromkeys(c.type for c in given if c.type in ("TXT", "MX"))
    )
    both = (
        (say("change.as-terraform", provider=written[0][0]), "\n\n".join(w for _, w in written)),
        (say("change.as-octodns"), "\n".join(octodns(c, zone) for c in given)),
    )
    return Html(
        "".join(
            f'<details class="as"><summary>{title}</summary>{block(body, "change.the-code")}{hint}'
            "</details>"
            for title, body in both
        )
    )


def _card(change: Change, zone: str | None, at: DnsHost) -> Html:
    action = change.action
    rows = "".join(_rows(change, zone, at))
    told = ""
    if action is not Action.DELETE:
        told = "".join(f"<p>{text(n)}</p>" for n in notes(frozenset((change.type,)), at))
    mind = f'<div class="mind">{told}</div>' if told else ""
    return Html(
        f'<div class="change {action}"><p class="change-title">'
        f'<span aria-hidden="true">{_SYMBOLS[action]}</span>{say(f"change.{action}")}</p>'
        f"<dl>{rows}</dl>{mind}</div>"
    )


def _rows(change: Change, zone: str | None, at: DnsHost) -> Iterator[Html]:
    yield _row(say("change.type"), code(change.type))
    if change.action is Action.DELETE:
        named = name_field(change.name, zone, at)._replace(hints=())
        yield _field(named, _full_name(change, zone))
        old = change.value if change.old is None else change.old
        yield _row(say("change.value"), folded(old), "old")
        return
    for field in form(change.name, change.type, change.value, zone, at):
        if field.kind == "value" and change.old is not None:
            yield _row(say("change.old-value"), folded(change.old), "old")
        yield _field(field, _full_name(change, zone) if field.kind == "name" else "")
    if change.ttl is not None:
        yield _row(say("change.ttl"), _ttl(change.ttl, at))


def _field(field: Field, more: str) -> Html:
    what = say(_WHAT.get(field.kind, "change.the-value"))
    typed = copyable(field.value, what) if field.value else Html(f"<em>{say('change.empty')}</em>")
    hints = "".join(f'<span class="hint">{text(h)}</span>' for h in field.hints)
    return _row(text(field.label), Html(f"{typed}{more}{hints}"), field.kind)


def _full_name(change: Change, zone: str | None) -> Html:
    """The full name, for panels that want it, and for the reader's certainty."""
    if not zone or not names.is_within(change.name, zone):
        return Html("")
    told = say("change.full-name", name=code(change.name))
    return Html(f'<span class="hint">{told}</span>')


def _ttl(seconds: int, at: DnsHost) -> Html:
    told = say("change.seconds", seconds=code(str(seconds)))
    if at.ttl_floor is None or seconds >= at.ttl_floor:
        return Html(told)
    floor = say("panel.ttl-floor", seconds=at.ttl_floor)
    return Html(f'{told}<span class="hint">{floor}</span>')


def _row(title: str, value: Html, kind: str = "") -> Html:
    mark = f' class="{kind}"' if kind else ""
    return Html(f"<div{mark}><dt>{title}</dt><dd>{value}</dd></div>")


def _diff_line(line: Line) -> Html:
    if line.sign == "+":
        copied = copyable(line.text, say("change.the-line"))
        return Html(f'<p class="plus"><span class="sign">+ </span>{copied}</p>')
    return Html(f'<p class="minus"><span class="sign">− </span><code>{text(line.text)}</code></p>')
