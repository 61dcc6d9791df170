"""Answers of the JSON interface that public resolvers have on HTTPS (`/resolve?name=…&type=…`)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .overheard import Line, Overheard, message, quoted
from .wire_code import MAX_CODE, code_text
from .wire_type import MAX_TYPE, type_name

_FLAGS = ("TC", "RD", "RA", "AD", "CD")
RESOLVER = "resolver over HTTPS"


def is_doh(value: object) -> bool:
    """Whether a JSON value is such an answer."""
    return isinstance(value, dict) and isinstance(value.get("Status"), int) and "Question" in value


def values(text: str) -> list[object]:
    """The JSON values that stand one after the other in a text, empty where it holds others.

    A shell's loop over names leaves them so, often without anything between them.
    """
    decoder, found, at = json.JSONDecoder(), list[object](), 0
    try:
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            found += value if isinstance(value, list) else [value]
            while at < len(text) and text[at] in " \t\r\n,\x1e":
                at += 1
    except (ValueError, RecursionError):
        return []
    return found


def replies(found: list[object]) -> Iterator[Overheard]:
    """Every answer; what cannot be read is left out."""
    for value in found:
        made = _message(value) if isinstance(value, dict) else None
        if made is not None:
            yield made


def _message(value: dict[str, object]) -> Overheard | None:
    asked = value.get("Question")
    first = asked[0] if isinstance(asked, list) and asked else asked
    if not isinstance(first, dict) or not isinstance(value["Status"], int):
        return None
    made = message(
        (str(first.get("name")), _type(first.get("type"))),
        code_text(value["Status"] & MAX_CODE),
        [flag for flag in _FLAGS if value.get(flag) is True],
        _lines(value.get("Answer")),
        _lines(value.get("Authority")),
    )
    return None if made is None else Overheard(made, RESOLVER, "")


def _type(value: object) -> str:
    if isinstance(value, int) and 0 <= value <= MAX_TYPE:
        return type_name(value)
    return str(value)


def _lines(section: object) -> Iterator[Line]:
    for item in section if isinstance(section, list) else ():
        if isinstance(item, dict) and isinstance(item.get("TTL"), int):
            type_, data = _type(item.get("type")), str(item.get("data"))
            shown = quoted(data) if type_ in ("TXT", "SPF") else data
            yield Line(str(item.get("name")), item["TTL"], type_, shown)
