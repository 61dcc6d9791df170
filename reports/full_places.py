"""The places of the `full` format: who shows which record, and how the zone is delegated."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from ..lint.model import Cell, CellState, Delegation, DomainReport, NameServer, Visibility
from ..lint.noun import NamedTuple
from ..lint.records import names
from ..lint.records.visible import shorten, visible
from .messages import say
from .paint import Paint, Style

_MAX_NAME = 40
_MAX_TOLD = 12  # cells that are told in words
_INDENT = "    "
_SIGNED = {True: "full.to-be-signed", False: "full.not-signed"}


class _Sign(NamedTuple):
    sign: str
    meaning: str
    style: Style | None


_SIGNS = {
    CellState.MATCH: _Sign("+", say("full.cell.match"), Style.GOOD),
    CellState.OLD: _Sign("~", say("full.cell.old"), Style.CARE),
    CellState.NONE: _Sign("-", say("full.cell.none"), Style.CARE),
    CellState.ERROR: _Sign("!", say("full.cell.error"), Style.BAD),
    CellState.UNAVAILABLE: _Sign("?", say("full.cell.unavailable"), Style.FAINT),
    CellState.UNASKED: _Sign(".", say("full.cell.unasked"), Style.FAINT),
}


def places_part(report: DomainReport, paint: Paint, width: int) -> Iterator[str]:
    """One domain's matrix of records and servers, and its name servers where they were asked."""
    if report.delegation is not None and _was_asked(report.delegation):
        yield from _delegation(report.delegation, paint, width)
    if report.visibility:
        yield from _matrix(report, paint, width)


def _matrix(report: DomainReport, paint: Paint, width: int) -> Iterator[str]:
    places = tuple(dict.fromkeys(c.vantage for v in report.visibility for c in v.cells))
    if not places:
        return
    number = {place: str(n) for n, place in enumerate(places, 1)}
    rows = [_named(v, report.zone) for v in report.visibility]
    lead = max(len(row) for row in rows)
    room = max((width - lead - len(_INDENT)) // (len(str(len(places))) + 1), 4)
    yield f"  {say('full.shows')}\n"
    for start in range(0, len(places), room):
        part = places[start : start + room]
        yield from _block(report.visibility, rows, part, number, paint)
    yield from _legend(report.visibility, number, width)
    yield from _told(report, number, paint, width)


def _named(row: Visibility, zone: str | None) -> str:
    name = names.relative(row.name, zone) if zone else row.name
    return f"{visible(row.type)} {shorten(name, _MAX_NAME)}"


def _block(
    matrix: Sequence[Visibility],
    rows: Sequence[str],
    places: Sequence[str],
    number: dict[str, str],
    paint: Paint,
) -> Iterator[str]:
    """As many places as fit beside each other; each has its number above it."""
    lead, size = max(len(row) for row in rows), len(str(len(number)))
    heads = " ".join(number[p].rjust(size) for p in places)
    yield f"{_INDENT}{' ' * lead} {paint(heads, Style.FAINT)}\n"
    for row, text in zip(matrix, rows, strict=True):
        states = {cell.vantage: cell.state for cell in row.cells}
        signs = " ".join(_sign(states.get(p), size, paint) for p in places)
        yield f"{_INDENT}{text.ljust(lead)} {signs}".rstrip() + "\n"


def _sign(state: CellState | None, size: int, paint: Paint) -> str:
    """A sign in its colour; nothing for a server that has no part in the record's zone."""
    if state is None:
        return " " * size
    found = _SIGNS[state]
    return " " * (size - 1) + paint(found.sign, found.style)


def _legend(matrix: Sequence[Visibility], number: dict[str, str], width: int) -> Iterator[str]:
    used = {cell.state for row in matrix for cell in row.cells}
    yield from _wrapped([f"{n} {visible(place)}" for place, n in number.items()], width)
    yield from _wrapped(
        [f"{s.sign} {s.meaning}" for state, s in _SIGNS.items() if state in used], width
    )


def _wrapped(words: Sequence[str], width: int) -> Iterator[str]:
    """Words that are not broken, as many on a line as fit."""
    bound = [word.replace(" ", "\0") for word in words]
    for line in textwrap.wrap(
        ", ".join(bound),
        width - len(_INDENT),
        break_long_words=False,
        break_on_hyphens=False,
    ):
        yield f"{_INDENT}{line}".replace("\0", " ") + "\n"


def _told(report: DomainReport, number: dict[str, str], paint: Paint, width: int) -> Iterator[str]:
    """What time or a person has to change, in words."""
    rows = [row for v in report.visibility for row in _lines(v, report.zone, number)]
    told = list(dict.fromkeys(rows))
    for head, when in told[:_MAX_TOLD]:
        room = max(24, width - len(when) - len(_INDENT))
        yield f"{_INDENT}{shorten(head, room)}{paint(when, Style.CARE)}\n"
    if len(told) > _MAX_TOLD:
        yield f"{_INDENT}{say('full.more', count=len(told) - _MAX_TOLD)}\n"


def _lines(row: Visibility, zone: str | None, number: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What each place that does not show a record says; an error is one for all records."""
    for cell in row.cells:
        place = number[cell.vantage]
        if cell.state is CellState.ERROR:
            yield f"{place}: {cell.reason or say('full.cell.error')}", ""
        elif cell.state is CellState.UNAVAILABLE and cell.reason:
            yield f"{place}: {cell.reason}", ""
        elif cell.state in (CellState.OLD, CellState.NONE):
            until = say("full.until", time=visible(cell.until)) if cell.until else ""
            yield f"{place}: {_named(row, zone)}: {_state(cell)}", until


def _state(cell: Cell) -> str:
    if cell.state is CellState.NONE:
        return say("full.cell.none")
    return "; ".join(cell.found) or say("full.cell.old")


def _was_asked(delegation: Delegation) -> bool:
    """Whether anybody asked the servers; a file only names them."""
    return any(s.works is not None for s in delegation.servers)


def _delegation(delegation: Delegation, paint: Paint, width: int) -> Iterator[str]:
    signed = "" if delegation.signed is None else say(_SIGNED[delegation.signed])
    yield f"  {say('full.servers', zone=visible(delegation.zone), signed=signed)}\n"
    size = max(len(visible(s.name)) for s in delegation.servers)
    for server in delegation.servers:
        said, style = _works(server)
        room = max(24, width - size - len(_INDENT) - 2)
        yield f"{_INDENT}{visible(server.name).ljust(size)}  {paint(shorten(said, room), style)}\n"


def _works(server: NameServer) -> tuple[str, Style | None]:
    listed = _listed(server)
    if server.works is False:
        return "; ".join(p for p in (say("full.silent"), server.reason, listed) if p), Style.BAD
    works = say("full.answers") if server.works else say("full.cell.unasked")
    return "; ".join(p for p in (works, listed) if p), Style.CARE if listed else None


def _listed(server: NameServer) -> str:
    """Which of the two sides does not name the server."""
    if server.at_parent is False and server.at_child:
        return say("full.not-at-parent")
    return say("full.not-at-child") if server.at_child is False else ""
