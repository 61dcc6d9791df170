"""CAA records: which certification authorities may issue for a name (RFC 8659)."""

from __future__ import annotations

from collections.abc import Iterable

from ..pattern import lazy

_CAA = lazy(r'[ \t]*\d{1,3}[ \t]+"?([A-Za-z0-9]{1,255})"?[ \t]+"?([^"]*)"?[ \t]*\Z')


def issuers(data: Iterable[str]) -> tuple[str, ...] | None:
    """The authorities that a CAA record set allows, from its record data in presentation form.

    None where the set restricts nothing: it has no `issue` property (RFC 8659 section 4.2). An
    empty tuple means that nobody may issue. Never raises, linear.
    """
    values = [found[1] for text in data if (found := _property(text)) and found[0] == "issue"]
    if not values:
        return None
    named = (value.partition(";")[0].strip(" \t").lower() for value in values)
    return tuple(dict.fromkeys(name for name in named if name))


def _property(text: str) -> tuple[str, str] | None:
    match = _CAA.match(text)
    return None if match is None else (match[1].lower(), match[2])
