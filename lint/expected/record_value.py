"""A record's value and priority as its type wants them."""

from __future__ import annotations

import re

from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names
from .error import ExpectedError, quoted
from .fields import Fields, present, whole
from .json_value import Json, Kind
from .record_keys import PRIORITY_KEYS, VALUE_KEYS
from .txt_value import join_txt, read_txt

_HOSTS = frozenset(("CNAME", "DNAME", "MX", "NS", "PTR"))
_WITH_PRIORITY = frozenset(("MX", "SRV", "HTTPS", "SVCB", "URI"))
_LEADING = lazy(r"([0-9]{1,5})\s+(\S.*)", re.DOTALL)
_BLANK_WORDS = frozenset(("", "-", "auto", "none", "n/a", "null", "default"))
_MAX_VALUE = 65535  # octets of record data, RFC 1035 section 3.2.1
_MAX_PRIORITY = 65535  # RFC 1035 section 3.3.9: 16 bits


class Value(NamedTuple):
    """A value as written and as its type wants it; `priority` stands inside an MX value."""

    written: str
    text: str
    priority: int | None = None


def stated_value(record: Json, members: Fields) -> Json:
    """The member that holds the value; raises ExpectedError for none and for too long a one."""
    value = next(filter(_is_value, present(members, VALUE_KEYS)), None)
    if value is None:
        raise ExpectedError(
            record.where, "this record has no value; ask the provider for the domain again"
        )
    if max(len(text.text) for text in _texts(value)) > _MAX_VALUE:
        raise ExpectedError(
            value.where, "this value is longer than any record in DNS; ask for the domain again"
        )
    return value


def _is_value(node: Json) -> bool:
    texts = _texts(node)
    return bool(texts) and all(
        text.kind in (Kind.TEXT, Kind.NUMBER) and text.text.strip() for text in texts
    )


def _texts(node: Json) -> tuple[Json, ...]:
    return node.items if node.kind is Kind.LIST else (node,)


def read_values(node: Json, type_: str) -> tuple[Value, ...]:
    """The values: a list is the strings of one TXT record, or several records of other types."""
    texts = [text.text for text in _texts(node)]
    if type_ != "TXT":
        return tuple(_read(type_, text) for text in texts)
    return (Value("".join(texts), read_txt(texts[0]) if len(texts) == 1 else join_txt(texts)),)


def _read(type_: str, written: str) -> Value:
    text = written.strip()
    if type_ not in _HOSTS:
        return Value(written, text)
    inside = _LEADING.fullmatch(text) if type_ == "MX" else None
    if inside and int(inside.group(1)) <= _MAX_PRIORITY:
        return Value(written, _host(inside.group(2)), int(inside.group(1)))
    return Value(written, _host(text))


def _host(text: str) -> str:
    return text if text == "@" else names.canonical(names.to_ascii(text))


def stated_priority(members: Fields, type_: str) -> int | None:
    """The priority beside the value; raises ExpectedError for an MX priority that is none."""
    if type_ not in _WITH_PRIORITY:
        return None
    for node in present(members, PRIORITY_KEYS):
        number = whole(node)
        if number is not None and number <= _MAX_PRIORITY:
            return number
        if type_ == "MX" and node.text.strip().lower() not in _BLANK_WORDS:
            raise ExpectedError(
                node.where,
                f"the priority is {quoted(node.text)}; write a whole number from 0 to 65535",
            )
    return None
