"""Untrusted text in Markdown: as code, or as words in which nothing is markup.

GitHub and GitLab turn more than CommonMark's markup into links and calls: `@name`, `#1`, `!1`,
addresses. None of that happens inside code, so data and whatever looks like it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from ..lint.pattern import lazy
from ..lint.records.visible import shorten, visible
from .prose import Block, BlockKind, blocks

_MARKUP = lazy(r"([\\`*_{}\[\]<>~$&^])")
_BAR = "\\|"
_RUN = lazy(r"`+")
# What hosts of repositories link by themselves: people, issues, addresses, commits, emoji.
_LINKED = lazy(
    r"[@#!%][\w/-]|://|\bwww\.|\bGH-\d|:[\w+-]+:|\b[0-9a-f]{7,40}\b|^[-+=#]|^\d+[.)]",
    re.IGNORECASE,
)


def code(text: str) -> str:
    """A text as a code span (CommonMark section 6.1)."""
    shown = visible(text)
    if not shown.strip():
        return "` `" if shown else ""
    fence = "`" * (max((len(m[0]) for m in _RUN.finditer(shown)), default=0) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def short(text: str, width: int = 100) -> str:
    """The beginning of a text as a code span."""
    return code(shorten(text, width))


def words(text: str) -> str:
    """A message as words; as code where a host would make links of it."""
    shown = " ".join(visible(text).split())
    return code(shown) if _LINKED.search(shown) else _MARKUP.sub(r"\\\1", shown)


def fenced(lines: Iterable[str], language: str = "") -> list[str]:
    """Lines as a code block; they must hold no line feed."""
    body = [visible(line) for line in lines]
    longest = max((len(m[0]) for row in body for m in _RUN.finditer(row)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence + language, *body, fence]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; every cell is Markdown already. A bar is escaped even inside code there."""
    body = [_row(cells) for cells in rows]
    return [_row(heads), f"|{' --- |' * len(heads)}", *body]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"


def folded(title: str, body: Iterable[str]) -> list[str]:
    """A part that GitHub and GitLab show folded; `title` is a text of ours."""
    return ["<details>", f"<summary>{title}</summary>", "", *body, "", "</details>", ""]


def prose(text: str) -> list[str]:
    """A rule's documentation as paragraphs, lists and samples."""
    out: list[str] = []
    for kind, group in groupby(blocks(text), key=lambda b: b.kind):
        out += [*_laid_out(kind, list(group)), ""]
    return out


def _laid_out(kind: BlockKind, group: list[Block]) -> list[str]:
    if kind is BlockKind.ITEM:
        return [f"- {_inline(b.text)}" for b in group]
    if kind is BlockKind.SAMPLE:
        return [row for b in group for row in fenced(b.text.split("\n"))]
    return [row for b in group for row in ("", _inline(b.text))][1:]


def _inline(text: str) -> str:
    """Pairs of backticks are code; an odd one stays a character."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return words(text)
    return "".join(
        code(piece) if i % 2 else _plain(piece) for i, piece in enumerate(pieces) if piece
    )


def _plain(piece: str) -> str:
    """A piece of a sentence, its blanks at both ends kept."""
    lead, tail = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
    inner = piece.strip()
    return (lead and " ") + (words(inner) if inner else "") + ((tail and inner and " ") or "")
