"""A structured document, JSON or YAML, as plain values that know where they stand in the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ..model import Where, Written
from .error import SourceError

MAX_OCTETS = 64 * 1024 * 1024  # of a JSON file: all of it is in memory, at ten times that size
MAX_RECORDS = 200_000  # of a file; judging more takes minutes
MAX_SHOWN = 4_096  # characters of a source line that a report may show

Step = str | int


class Fields(dict[str, object]):
    """A mapping. `handle` finds it in its document; `again` holds members whose key came twice.

    Of a key that stands twice the last value counts, as in the tools that read such documents.
    """

    __slots__ = ("again", "handle")

    def __init__(self) -> None:
        super().__init__()
        self.handle: object = None
        self.again: list[tuple[str, object, object]] = []


def too_many(path: str) -> SourceError:
    """What is said of a file with more than MAX_RECORDS records."""
    message = f"holds more than {MAX_RECORDS:,} records; give a part of it, or a zone file"
    return SourceError(path, message)


class Document(Protocol):
    """One file. `roots` are its documents: YAML may hold several, JSON holds one."""

    @property
    def path(self) -> str: ...
    @property
    def roots(self) -> tuple[object, ...]: ...
    def where(self, of: Fields, *steps: Step, address: str = "") -> Where:
        """The place of the value under these keys and indexes of a mapping."""
        ...

    def key(self, of: Fields, key: str) -> Where:
        """The place of a key of a mapping."""
        ...

    def line(self, number: int) -> str:
        """A source line, 1-based."""
        ...


def decoded(path: str, data: bytes, limit: int, hint: str) -> str:
    """A document's text; `limit` is in octets, `hint` says what to do with a larger one.

    Raises SourceError for what is too large or no UTF-8.
    """
    if len(data) > limit:
        raise SourceError(path, f"larger than {limit // 1024 // 1024} MB; {hint}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(path, "is not UTF-8 text; save it as UTF-8", line) from error


def written(document: Document, where: Where, owner: str, data: str, manager: str = "") -> Written:
    """How a record stands in a document: its own line, as far as that can be shown."""
    line = document.line(where.line) if where.column <= MAX_SHOWN else ""
    lines = (line[:MAX_SHOWN],) if line else ()
    return Written(owner, data, "", lines, manager=manager, is_zone_text=False)


def text(value: object) -> str | None:
    """A scalar as text; None for a mapping, a list and nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else None


def whole(value: object) -> int | None:
    """A number without fraction, also where it stands in quotes."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 12:
        return int(value)
    return None


def truth(value: object) -> bool | None:
    """A yes or no, in the spellings of YAML 1.1; None for anything else."""
    if isinstance(value, bool):
        return value
    word = value.lower() if isinstance(value, str) else ""
    if word in ("true", "yes", "on"):
        return True
    return False if word in ("false", "no", "off") else None


def several(value: object) -> list[object]:
    """A list, or the one value that stands in its place; nothing for nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def fields(value: object) -> Iterator[Fields]:
    """The mappings of a list, each with nothing else between."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, Fields):
            yield item
