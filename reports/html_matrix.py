"""Which server shows which record, and when the last cache forgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from ..lint.model import Cell, CellState, DomainReport, Vantage, VantageKind, Visibility
from ..lint.noun import NamedTuple
from .duration import duration
from .html_svg import Bar, bars
from .html_table import framed, pictured, row
from .html_text import Html, code, folded, text
from .messages import say
from .notation import fields
from .verdict_words import moment

_SYMBOLS = {
    CellState.MATCH: "✓",
    CellState.OLD: "◐",
    CellState.NONE: "✕",
    CellState.ERROR: "!",
    CellState.UNAVAILABLE: "–",
    CellState.UNASKED: "·",
}
_KINDS = {
    CellState.MATCH: "verified",
    CellState.OLD: "pending",
    CellState.NONE: "missing",
    CellState.ERROR: "failed",
    CellState.UNAVAILABLE: "unknown",
    CellState.UNASKED: "plain",
}
_FORGET = (CellState.OLD, CellState.NONE, CellState.ERROR)
_MAX_BARS = 40


def visibility(report: DomainReport, vantages: Sequence[Vantage]) -> Iterator[Html]:
    """The matrix of records and servers and the time line; nothing where nobody was asked."""
    if not report.visibility:
        return
    yield _matrix(report, vantages)
    yield from _time_line(report)


def _matrix(report: DomainReport, vantages: Sequence[Vantage]) -> Html:
    """Servers below each other, name servers first; records beside each other."""
    shown = report.visibility
    heads = [say("matrix.server"), *(_head(v, report.zone) for v in shown)]
    kinds = _kind_of(vantages)
    held = [{cell.vantage: cell for cell in v.cells} for v in shown]
    servers = list(dict.fromkeys(cell.vantage for v in shown for cell in v.cells))
    rows: list[str] = []
    for kind, group in groupby(servers, key=lambda s: kinds.get(s, say("matrix.other"))):
        rows.append(
            f'<tr class="group"><th scope="rowgroup" colspan="{len(heads)}">{kind}</th></tr>'
        )
        rows += (row(code(s), *(_cell(h.get(s)) for h in held)) for s in group)
    table = framed(say("matrix.caption"), heads, rows, "matrix")
    return pictured(say("matrix.title"), Html(""), table)


def _head(item: Visibility, zone: str | None) -> str:
    name = fields(item.name, item.type, item.value, zone).name
    return f"{code(name)} {text(item.type)}"


def _kind_of(vantages: Sequence[Vantage]) -> Mapping[str, str]:
    """The heading for each server, by every way in which a cell may call it."""
    words = {
        VantageKind.AUTHORITATIVE: say("matrix.authority"),
        VantageKind.RESOLVER: say("matrix.resolver"),
    }
    found: dict[str, str] = {}
    for item in vantages:
        kind = words.get(item.kind, say("matrix.other"))
        for called in (item.label, f"{item.label} ({item.address})"):
            found.setdefault(called, kind)
    return found


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    state = cell.state
    symbol = f'<span aria-hidden="true">{_SYMBOLS[state]}</span>'
    parts = [f'<span class="badge {_KINDS[state]}">{symbol}{say(f"matrix.{state}")}</span>']
    if cell.remaining is not None and state in _FORGET:
        left = text(duration(cell.remaining))
        parts.append(f'<span class="hint">{say("matrix.for", time=left)}</span>')
    if cell.reason:
        parts.append(f'<span class="hint">{text(cell.reason)}</span>')
    return "".join(parts)


class _Memory(NamedTuple):
    """What one server still remembers of one record that is no longer so."""

    server: str
    record: Visibility
    cell: Cell
    seconds: int


def _time_line(report: DomainReport) -> Iterator[Html]:
    kept = sorted(_memories(report.visibility), key=lambda m: (-m.seconds, m.server, m.record.name))
    if not kept:
        return
    longest = kept[0].seconds
    drawn = [
        Bar(
            f"{m.server}: {fields(m.record.name, m.record.type, '', report.zone).name}",
            0,
            m.seconds,
            _short(m.seconds),
            "care",
        )
        for m in kept[:_MAX_BARS]
    ]
    heads = [say(f"time.{k}") for k in ("until", "left", "record", "remembers")]
    rows = [
        row(
            code(m.server),
            text(moment(m.cell.until) if m.cell.until else "–"),
            text(duration(m.seconds)),
            f"{code(m.record.name)} {text(m.record.type)}",
            _remembered(m.cell),
        )
        for m in kept
    ]
    yield pictured(
        say("time.title"),
        bars(say("time.picture"), drawn, longest, None),
        framed(say("time.caption"), [say("matrix.server"), *heads], rows),
    )


def _memories(shown: Iterable[Visibility]) -> Iterator[_Memory]:
    for item in shown:
        for cell in item.cells:
            if cell.remaining is not None and cell.remaining > 0 and cell.state in _FORGET:
                yield _Memory(cell.vantage, item, cell, cell.remaining)


def _remembered(cell: Cell) -> str:
    if cell.state is CellState.OLD and cell.found:
        return "".join(folded(f) for f in cell.found)
    return say(f"matrix.{cell.state}")


def _short(seconds: int) -> str:
    if seconds >= 5_400:
        return f"{-(-seconds // 3_600)} h"
    return f"{-(-seconds // 60)} min" if seconds >= 90 else f"{seconds} s"
