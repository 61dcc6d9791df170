"""Members of a JSON object under any spelling of their keys, as texts, numbers and truths."""

from __future__ import annotations

from collections.abc import Mapping

from ..pattern import lazy
from .json_value import Json, Kind

Fields = Mapping[str, Json]

_SEPARATORS = lazy(r"[\s_-]+")
_WHOLE = lazy(r"([0-9]{1,10})(?:\.0+)?")
_TRUE = frozenset(("true", "yes", "1", "required", "mandatory"))
_FALSE = frozenset(("false", "no", "0", "optional", "recommended"))


def fold(key: str) -> str:
    """A key without case and word separators: `record_type` and `recordType` are the same."""
    return _SEPARATORS.sub("", key).lower()


def fields(node: Json) -> Fields:
    """An object's members by folded key, without those that are null; the first of each counts."""
    found: dict[str, Json] = {}
    for key, value in node.members.items():
        if value.kind is not Kind.NULL:
            found.setdefault(fold(key), value)
    return found


def present(members: Fields, aliases: tuple[str, ...]) -> tuple[Json, ...]:
    """The members under these folded keys, in the order of the keys."""
    return tuple(members[alias] for alias in aliases if alias in members)


def first_text(members: Fields, aliases: tuple[str, ...]) -> str | None:
    """The first text among these folded keys that is not blank, without blanks around it."""
    for node in present(members, aliases):
        if node.kind is Kind.TEXT and node.text.strip():
            return node.text.strip()
    return None


def whole(node: Json | None) -> int | None:
    """A whole number, written as a number or as text; None for anything else."""
    if node is None or node.kind not in (Kind.NUMBER, Kind.TEXT):
        return None
    match = _WHOLE.fullmatch(node.text.strip())
    return int(match.group(1)) if match else None


def truth(node: Json | None) -> bool | None:
    """A truth written as true, "true", 1, "yes" or "required" (and their opposites), or None."""
    word = node.text.strip().lower() if node else ""
    if word in _TRUE:
        return True
    return False if word in _FALSE else None
