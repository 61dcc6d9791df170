"""Tag lists: `name=value` pieces between semicolons (RFC 6376 section 3.2, also used by DMARC)."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from ..noun import NamedTuple
from ..pattern import lazy

BLANKS = " \t\r\n"  # folding whitespace, RFC 6376 section 2.8
_NAME = lazy(r"[A-Za-z][A-Za-z0-9_]*\Z")


class TagFlaw(StrEnum):
    """What is wrong with one piece of a tag list."""

    DUPLICATE = "duplicate"  # a second tag of the same name: the whole list is invalid
    STRAY = "stray"  # a piece without an equals sign
    BAD_NAME = "bad-name"  # what stands before the equals sign cannot be a tag's name


class Tag(NamedTuple):
    """One tag; blanks around name and value are taken off.

    `start` and `end` bound it in the text (0-based, end exclusive), `value_start` is where its
    value begins.
    """

    name: str
    value: str
    start: int
    end: int
    value_start: int


class TagProblem(NamedTuple):
    """A piece that a strict reader rejects, with its bounds in the text."""

    flaw: TagFlaw
    text: str
    start: int
    end: int


class TagList(NamedTuple):
    """The tags in the order of the text, and what is wrong with it."""

    tags: tuple[Tag, ...]
    problems: tuple[TagProblem, ...]

    def tag(self, name: str) -> Tag | None:
        """The first tag of this name."""
        return next((tag for tag in self.tags if tag.name == name), None)

    def get(self, name: str) -> str | None:
        """The value of the first tag of this name, None where there is none."""
        found = self.tag(name)
        return None if found is None else found.value

    def has(self, flaw: TagFlaw) -> bool:
        """Whether any piece has this flaw."""
        return any(problem.flaw is flaw for problem in self.problems)


@lru_cache(maxsize=64)  # several rules look at the same text one after the other
def parse_tags(text: str, *, fold: bool = False) -> TagList:
    """Text in, tags and problems out; never raises, linear in the text's length.

    `fold` lowers tag names, for DMARC, whose grammar does not distinguish their case (RFC 5234
    section 2.3). Empty pieces are passed over, so a final semicolon is legal.
    """
    tags: list[Tag] = []
    problems: list[TagProblem] = []
    seen: set[str] = set()
    start = 0
    for piece in text.split(";"):
        if piece.strip(BLANKS):
            tag, flaw = _tag(piece, start, fold)
            if flaw is None and tag.name in seen:
                flaw = TagFlaw.DUPLICATE
            if flaw is not None:
                problems.append(TagProblem(flaw, text[tag.start : tag.end], tag.start, tag.end))
            if flaw is not TagFlaw.STRAY:
                tags.append(tag)
                seen.add(tag.name)
        start += len(piece) + 1
    return TagList(tuple(tags), tuple(problems))


def _tag(piece: str, start: int, fold: bool) -> tuple[Tag, TagFlaw | None]:
    name, equals, value = piece.partition("=")
    first = start + len(piece) - len(piece.lstrip(BLANKS))
    end = start + len(piece.rstrip(BLANKS))
    before_value = len(name) + len(equals) + len(value) - len(value.lstrip(BLANKS))
    name = name.strip(BLANKS)
    tag = Tag(
        name.lower() if fold else name,
        value.strip(BLANKS),
        first,
        end,
        min(start + before_value, end) if equals else end,
    )
    if not equals:
        return tag, TagFlaw.STRAY
    return tag, None if _NAME.match(name) else TagFlaw.BAD_NAME
