"""The pictures of the HTML report: bars on a scale, and boxes joined by arrows.

Each is one inline SVG image with a title. Whoever draws one puts a table with the same data beside
it. Colours come from the style sheet, so that pictures follow the light and the dark scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..lint.noun import NamedTuple
from ..lint.records.visible import shorten
from .html_text import Html, text

WIDTH = 320  # units; a picture is drawn at about one pixel for each
_CHARS = 44  # of a label
_ROW = 34
_BOX = 40
_GAP = 26


class Bar(NamedTuple):
    """One row: a label, and a bar from `start` to `end` on the picture's scale."""

    label: str
    start: float
    end: float
    value: str
    kind: str = ""  # `bad`, `care` or `good`


class Box(NamedTuple):
    """One box of a chain; `broken` strikes the way that leads to it."""

    title: str
    note: str
    kind: str = ""
    broken: bool = False


def bars(title: str, rows: Sequence[Bar], scale: float, limit: tuple[float, str] | None) -> Html:
    """Bars below each other; `limit` is a line across all of them with its words."""
    top = 18 if limit else 2
    height = top + len(rows) * _ROW + 2
    room = WIDTH - 44
    unit = room / max(scale, 1)
    parts = [_bar(row, top + i * _ROW, unit) for i, row in enumerate(rows)]
    if limit is not None:
        at = limit[0] * unit
        parts.append(
            f'<line class="limit" x1="{at:.1f}" y1="4" x2="{at:.1f}" y2="{height}"/>'
            f'<text class="limit" x="{at - 4:.1f}" y="12" text-anchor="end">{text(limit[1])}</text>'
        )
    return _picture(title, height, parts)


def _bar(row: Bar, top: int, unit: float) -> str:
    start, end = row.start * unit, row.end * unit
    kind = f" {row.kind}" if row.kind else ""
    return (
        f'<text x="0" y="{top + 12}">{text(shorten(row.label, _CHARS))}</text>'
        f'<rect class="track" x="0" y="{top + 17}" width="{WIDTH - 44}" height="8" rx="2"/>'
        f'<rect class="bar{kind}" x="{start:.1f}" y="{top + 17}" '
        f'width="{max(end - start, 2):.1f}" height="8" rx="2"/>'
        f'<text class="value" x="{WIDTH}" y="{top + 25}" text-anchor="end">'
        f"{text(shorten(row.value, 8))}</text>"
    )


def chain(title: str, boxes: Sequence[Box]) -> Html:
    """Boxes below each other, each led to by an arrow from the one above."""
    height = len(boxes) * (_BOX + _GAP) - _GAP + 4
    parts: list[str] = []
    for index, box in enumerate(boxes):
        top = 2 + index * (_BOX + _GAP)
        if index:
            parts.append(_arrow(top, box.broken))
        parts.append(_box(box, top))
    return _picture(title, height, parts)


def fan(title: str, root: Box, boxes: Sequence[Box]) -> Html:
    """One box above, and boxes that are all led to from it."""
    step = _BOX + 10
    height = 2 + _BOX + 10 + len(boxes) * step
    parts = [_box(root, 2)]
    middles = [2 + step + i * step + _BOX // 2 for i in range(len(boxes))]
    if middles:
        parts.append(f'<line class="arrow" x1="16" y1="{_BOX + 3}" x2="16" y2="{middles[-1]}"/>')
    for box, middle in zip(boxes, middles, strict=True):
        parts.append(_branch(middle, box.broken))
        parts.append(_box(box, middle - _BOX // 2, left=44))
    return _picture(title, height, parts)


def _branch(middle: int, broken: bool) -> str:
    kind = " broken" if broken else ""
    line = (
        f'<line class="arrow{kind}" x1="16" y1="{middle}" x2="41" y2="{middle}"/>'
        f'<path class="head{kind}" d="M36 {middle - 4} L41 {middle} L36 {middle + 4}"/>'
    )
    if not broken:
        return line
    up, down = middle - 5, middle + 5
    return line + f'<path class="cross" d="M22 {up} L32 {down} M32 {up} L22 {down}"/>'


def _box(box: Box, top: int, left: int = 1) -> str:
    kind = f" {box.kind}" if box.kind else ""
    room, at = _CHARS - left // 7, left + 11
    return (
        f'<rect class="box{kind}" x="{left}" y="{top}" width="{WIDTH - left - 1}" '
        f'height="{_BOX}" rx="6"/>'
        f'<text class="strong" x="{at}" y="{top + 17}">{text(shorten(box.title, room - 4))}</text>'
        f'<text class="soft" x="{at}" y="{top + 32}">{text(shorten(box.note, room - 2))}</text>'
    )


def _arrow(top: int, broken: bool) -> str:
    kind = " broken" if broken else ""
    from_, to = top - _GAP + 3, top - 3
    line = (
        f'<line class="arrow{kind}" x1="24" y1="{from_}" x2="24" y2="{to}"/>'
        f'<path class="head{kind}" d="M20 {to - 5} L24 {to} L28 {to - 5}"/>'
    )
    cross = (from_ + to) // 2
    if not broken:
        return line
    return line + (
        f'<path class="cross" d="M19 {cross - 5} L29 {cross + 5} M29 {cross - 5} L19 {cross + 5}"/>'
    )


def _picture(title: str, height: float, parts: Iterable[str]) -> Html:
    return Html(
        f'<svg class="picture" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
        f'height="{height:g}" role="img"><title>{text(title)}</title>{"".join(parts)}</svg>'
    )
