"""Tables of the HTML report: a caption, scoped headings, and a frame that scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .html_text import Html


def framed(caption: str, heads: Sequence[str], rows: Iterable[str], kind: str = "") -> Html:
    """A table whose frame scrolls sideways and can be reached with the keyboard.

    All texts are HTML already; each row is a whole `tr` element.
    """
    head = "".join(f'<th scope="col">{h}</th>' for h in heads)
    mark = f' class="{kind}"' if kind else ""
    return Html(
        f'<div class="wide" tabindex="0" role="group" aria-label="{caption}">'
        f"<table{mark}><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def row(first: str, *cells: str, kind: str = "") -> str:
    """One row; the first cell is its heading."""
    mark = f' class="{kind}"' if kind else ""
    rest = "".join(f"<td>{c}</td>" for c in cells)
    return f'<tr{mark}><th scope="row">{first}</th>{rest}</tr>'


def pictured(title: str, picture: Html, *beside: Html) -> Html:
    """A part of the page: its heading, a picture, and the same data as text."""
    return Html(
        f'<section class="pictured"><h3>{title}</h3><div class="pair">'
        f'<div class="drawn">{picture}</div><div class="told">{"".join(beside)}</div></div>'
        "</section>\n"
        if picture
        else f'<section class="pictured"><h3>{title}</h3>{"".join(beside)}</section>\n'
    )
