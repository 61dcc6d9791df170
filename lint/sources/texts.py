"""How formats write the strings of a TXT record."""

from __future__ import annotations

from enum import Enum

from ..records import txt
from .drafts import split


class Texts(Enum):
    """A convention for the value of a TXT record."""

    RAW = 1  # the text itself; the tool splits it
    PRESENTATION = 2  # quoted strings, as in a zone file
    WRAPPED = 3  # quoted strings without the first and the last quote
    EITHER = 4  # presentation form where it begins with a quote, else the text itself


def strings(kind: Texts, value: str) -> txt.TxtData:
    """The strings of a TXT value, and what is wrong with them."""
    if kind is Texts.WRAPPED and not (len(value) > 1 and value[0] == '"' == value[-1]):
        return txt.parse(f'"{value}"')
    raw = kind is Texts.RAW or (kind is Texts.EITHER and not value.lstrip().startswith('"'))
    if raw:
        return txt.TxtData(split(value))
    found = txt.parse(value)
    if kind is Texts.EITHER and any(len(s) > txt.MAX_STRING for s in found.strings):
        return txt.TxtData(txt.split(b"".join(found.strings)))  # the host splits what is too long
    return found
