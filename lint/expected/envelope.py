"""Where the sender domains of a document stand, whatever it wraps them in.

Read are: a domain object; a list of them; either under `data`, `domain`, `domains`, `result` and
their kind, at any depth; a domain object beside its records; a bare list of records, which lacks
the domain. Records stand in a list, or in a map from a role or a type to records.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names
from .domain_name import guess, stated_name
from .error import ExpectedError, quoted
from .fields import Fields, fields, first_text, present
from .json_value import Json, Kind
from .record_keys import is_record, is_record_like
from .statuses import read_statuses

RECORDS_KEYS = (
    "records",
    "dnsrecords",
    "requiredrecords",
    "expectedrecords",
    "verificationrecords",
    "sendingdnsrecords",
    "receivingdnsrecords",
    "dns",
)
_ENVELOPE_KEYS = (
    "data",
    "domain",
    "domains",
    "senderdomain",
    "senderdomains",
    "result",
    "results",
    "response",
    "payload",
    "item",
    "items",
    "attributes",
)
_COMPLAINTS = ("message", "error", "errors", "detail", "title")
_NESTING = (Kind.LIST, Kind.OBJECT)
_WANTED = lazy(r"(?!found|current|actual|observed|existing|cached|last).*records?")


class Entry(NamedTuple):
    """One record of a document; `role` is its key where records stand in a map."""

    node: Json
    role: str = ""


class Found(NamedTuple):
    """One sender domain of a document: what names it, what holds its statuses, its records."""

    node: Json
    name: Json | None = None
    holders: tuple[Json, ...] = ()
    entries: tuple[Entry, ...] = ()


def find_domains(node: Json) -> tuple[Found, ...]:
    """The sender domains below this value, at least one; raises ExpectedError for none."""
    if node.kind is Kind.OBJECT:
        return _in_object(node)
    if node.kind is Kind.LIST:
        return _in_list(node)
    raise ExpectedError(
        node.where, f"{node.kind} stands where a domain belongs; give the provider's JSON answer"
    )


def _in_list(node: Json) -> tuple[Found, ...]:
    items = [item for item in node.items if item.kind is not Kind.NULL]
    if not items:
        raise ExpectedError(node.where, "the list is empty; add the domain at the provider first")
    if items[0].kind is Kind.OBJECT and is_record(items[0]):
        return (Found(node, entries=tuple(_entries(node, ""))),)
    return tuple(found for item in items for found in find_domains(item))


def _in_object(node: Json) -> tuple[Found, ...]:
    members = fields(node)
    holders = _holders(members)
    name = stated_name(members)
    wrapped = _wrapped(members)
    if holders:
        return (_with_records(node, name, wrapped, holders),)
    if is_record(node):
        return (Found(node, entries=(Entry(node),)),)
    if wrapped and (_is_promising(wrapped) or not name):
        return tuple(_named(found, node, name) for found in find_domains(wrapped))
    if name and (names.is_hostname(guess(name.text)) or len(read_statuses(node)) > 1):
        return (Found(node, name, (node,)),)
    raise ExpectedError(node.where, _nothing(members))


def _wrapped(members: Fields) -> Json | None:
    inner = (n for n in present(members, _ENVELOPE_KEYS) if n.kind in _NESTING)
    return next(inner, None)


def _is_promising(node: Json) -> bool:
    """Whether a wrapped value holds a domain or records, and is no mere extra of a domain."""
    if node.kind is Kind.LIST:
        return bool(node.items)
    members = fields(node)
    known = _holders(members) or stated_name(members) or is_record(node)
    return bool(known) or _wrapped(members) is not None


def _holders(members: Fields) -> tuple[Json, ...]:
    """What holds records: the usual keys, else any `…Record` or `…Records` of what is wanted."""
    node = members.get("records")
    if node and node.kind not in _NESTING:
        raise ExpectedError(
            node.where, f"{node.kind} stands where the list of records belongs; copy it again"
        )
    usual = tuple(n for n in present(members, RECORDS_KEYS) if n.kind in _NESTING)
    others = (n for key, n in members.items() if _WANTED.fullmatch(key) and n.kind in _NESTING)
    return usual or tuple(others)


def _with_records(
    node: Json, name: Json | None, wrapped: Json | None, lists: tuple[Json, ...]
) -> Found:
    entries = tuple(entry for records in lists for entry in _entries(records, ""))
    if name is None and wrapped and wrapped.kind is Kind.OBJECT:
        return Found(node, stated_name(fields(wrapped)), (wrapped, node), entries)
    return Found(node, name, (node,), entries)


def _named(found: Found, node: Json, name: Json | None) -> Found:
    """What was found in an envelope, with the envelope's name where it has none of its own."""
    if found.name or not name or not guess(name.text):
        return found
    return found._replace(name=name, holders=(*found.holders, node))


def _entries(node: Json, role: str) -> Iterator[Entry]:
    if node.kind is Kind.LIST:
        for item in node.items:
            yield from _listed(item, role)
    elif is_record_like(node):
        yield Entry(node, role)
    else:
        for key, value in node.members.items():
            if value.kind in _NESTING:
                yield from _entries(value, key)
            elif value.kind is Kind.TEXT and "=" in value.text:
                raise ExpectedError(
                    value.where, f"the record {quoted(key)} has no name; copy the record's object"
                )


def _listed(item: Json, role: str) -> Iterator[Entry]:
    if item.kind is Kind.OBJECT:
        yield Entry(item, role)
    elif item.kind is not Kind.NULL:
        raise ExpectedError(
            item.where, f"{item.kind} stands where a record belongs; copy the document again"
        )


def _nothing(members: Fields) -> str:
    said = _complaint(members)
    if said:
        return f"the provider answered with an error: {quoted(said)}; ask for the domain again"
    return "no domain and no records here; give the provider's answer for one domain"


def _complaint(members: Fields) -> str | None:
    """What an API's error says: beside, in `error`, or in the first of `errors`."""
    inner = (_first(node) for node in present(members, ("error", "errors")))
    told = (node.text.strip() or first_text(fields(node), _COMPLAINTS) for node in inner)
    return first_text(members, _COMPLAINTS) or next(filter(None, told), None)


def _first(node: Json) -> Json:
    return node.items[0] if node.kind is Kind.LIST and node.items else node
