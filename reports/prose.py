"""The paragraphs, lists and samples of a rule's documentation, for every format to lay out."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from ..lint.noun import NamedTuple
from ..lint.pattern import lazy
from ..lint.records.visible import visible

_ITEM = lazy(r"(?:[-*+]|\d{1,3}[.)]) +")
_INDENT = "    "


class BlockKind(StrEnum):
    """What a piece of prose is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    SAMPLE = "sample"  # to be shown as it is, never wrapped


class Block(NamedTuple):
    """One paragraph, list item or sample; a sample's lines end with line feeds."""

    kind: BlockKind
    text: str


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, visible and with single blanks between words."""
    kind, held = BlockKind.PARAGRAPH, list[str]()
    for line in text.split("\n"):
        new = _kind(line, kind, bool(held))
        if new is None or new is not kind or _ITEM.match(line.lstrip()):
            yield from _block(kind, held)
            held = []
        if new is not None:
            held.append(line)
        kind = new or BlockKind.PARAGRAPH
    yield from _block(kind, held)


def _kind(line: str, before: BlockKind, is_open: bool) -> BlockKind | None:
    """What a line belongs to; None for the blank line between two blocks."""
    if not line.strip():
        return None
    if _ITEM.match(line.lstrip()):
        return BlockKind.ITEM
    if is_open and before is BlockKind.ITEM:
        return BlockKind.ITEM
    if line.startswith(_INDENT) and (not is_open or before is BlockKind.SAMPLE):
        return BlockKind.SAMPLE
    return BlockKind.PARAGRAPH


def _block(kind: BlockKind, lines: list[str]) -> Iterator[Block]:
    if not lines:
        return
    if kind is BlockKind.SAMPLE:
        yield Block(kind, "\n".join(visible(line.removeprefix(_INDENT)) for line in lines))
        return
    words = visible(" ".join(" ".join(lines).split()))
    yield Block(kind, _ITEM.sub("", words, count=1) if kind is BlockKind.ITEM else words)
