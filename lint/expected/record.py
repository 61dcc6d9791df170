"""One record object of a document, before its name is made absolute."""

from __future__ import annotations

from ..model import ExpectedRecord
from ..noun import NamedTuple
from ..records import names
from .envelope import Entry
from .error import ExpectedError
from .fields import Fields, fields, first_text, present, truth, whole
from .json_value import Json, Kind
from .purpose import purpose_of_word
from .record_keys import (
    EXPLANATION_KEYS,
    KNOWN_TYPES,
    LAST_NAME_KEY,
    NAME_KEYS,
    OPTIONAL_KEYS,
    PURPOSE_KEYS,
    REQUIRED_KEYS,
    STATUS_KEYS,
    TYPE_KEYS,
)
from .record_type import read_type
from .record_value import read_values, stated_priority, stated_value

_MAX_TTL = 2**31 - 1  # seconds, RFC 2181 section 8
_MAX_NAME = 4 * names.MAX_NAME  # characters, were each of them an escape of four
_STATUS_WORDS = {"true": "verified", "false": "pending"}


class Draft(NamedTuple):
    """A record whose name and purpose are still open; `words` may state its purpose."""

    record: ExpectedRecord
    words: tuple[str, ...]


def read_record(entry: Entry) -> tuple[Draft, ...]:
    """The record, or the several that a list of values asks for.

    Raises ExpectedError where there is no value, where the type cannot be told, and where a part
    is larger than DNS can hold.
    """
    node = entry.node
    members = fields(node)
    name = _stated_name(members)
    value = stated_value(node, members)
    words = _words(members, entry.role)
    type_ = read_type(node, members, _head(value), name.text if name else "", words)
    beside = stated_priority(members, type_)
    shared = _shared(node, members, name, type_)
    return tuple(
        Draft(
            shared._replace(
                value=each.text,
                priority=each.priority if beside is None else beside,
                written_value=each.written,
                value_where=value.where,
            ),
            words,
        )
        for each in read_values(value, type_)
    )


def _shared(node: Json, members: Fields, name: Json | None, type_: str) -> ExpectedRecord:
    """The record without its value."""
    return ExpectedRecord(
        type=type_,
        name="",
        value="",
        required=_required(members),
        status=_status(members),
        explanation=first_text(members, EXPLANATION_KEYS),
        ttl=_ttl(members),
        written_name=name.text if name else "",
        where=node.where,
        name_where=(name or node).where,
    )


def _head(value: Json) -> str:
    return value.items[0].text if value.kind is Kind.LIST else value.text


def _stated_name(members: Fields) -> Json | None:
    """The name's member: a full name before a short one, and titles (`SPF record`) last."""
    texts = [n for n in present(members, NAME_KEYS) if n.kind in (Kind.TEXT, Kind.NUMBER)]
    key = members.get(LAST_NAME_KEY)
    if key and key.kind is Kind.TEXT and not _says_what(key.text):
        texts.append(key)
    name = min(texts, key=lambda n: (not n.text.strip(), " " in n.text.strip()), default=None)
    if name and len(name.text) > _MAX_NAME:
        raise ExpectedError(
            name.where, "this name is longer than any name in DNS; ask for the domain again"
        )
    return name


def _says_what(text: str) -> bool:
    return purpose_of_word(text) is not None or text.strip().upper() in KNOWN_TYPES


def _words(members: Fields, role: str) -> tuple[str, ...]:
    """What the document calls the record: the words that may state its purpose."""
    words = (*_texts(members, PURPOSE_KEYS), role, *_texts(members, TYPE_KEYS))
    return tuple(word for word in words if word)


def _texts(members: Fields, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(n.text.strip() for n in present(members, keys) if n.kind is Kind.TEXT)


def _status(members: Fields) -> str | None:
    for node in present(members, STATUS_KEYS):
        if node.kind is Kind.TEXT and node.text.strip():
            return node.text
        if node.kind is Kind.TRUTH:
            return _STATUS_WORDS[node.text]
    return None


def _required(members: Fields) -> bool:
    for node in present(members, REQUIRED_KEYS):
        stated = truth(node)
        if stated is not None:
            return stated
    return not any(truth(node) for node in present(members, OPTIONAL_KEYS))


def _ttl(members: Fields) -> int | None:
    seconds = whole(members.get("ttl"))
    return seconds if seconds is not None and seconds <= _MAX_TTL else None
