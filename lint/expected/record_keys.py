"""The keys under which providers' documents hold a record's parts, folded, best first."""

from __future__ import annotations

from .fields import Fields, fields
from .json_value import Json, Kind

TYPE_KEYS = ("type", "recordtype", "rrtype", "dnstype")
NAME_KEYS = (
    "fqdn",
    "name",
    "host",
    "hostname",
    "recordname",
    "owner",
    "domain",
    "subdomain",
    "label",
)
LAST_NAME_KEY = "key"  # a name, where it is not the record's purpose or type
VALUE_KEYS = (
    "value",
    "data",
    "content",
    "target",
    "pointsto",
    "recordvalue",
    "answer",
    "recorddata",
)
PRIORITY_KEYS = ("priority", "prio", "preference", "mxpriority")
STATUS_KEYS = ("status", "state", "valid", "verified", "isvalid", "isverified")
REQUIRED_KEYS = ("required", "isrequired", "mandatory")
OPTIONAL_KEYS = ("optional", "isoptional", "recommended")
EXPLANATION_KEYS = ("explanation", "description", "message", "note", "reason")
PURPOSE_KEYS = ("purpose", "category", "record", "kind", "role", "group", "key")

KNOWN_TYPES = frozenset(
    (
        "A",
        "AAAA",
        "ALIAS",
        "ANAME",
        "CAA",
        "CNAME",
        "DNAME",
        "DS",
        "HTTPS",
        "MX",
        "NS",
        "PTR",
        "SOA",
        "SPF",
        "SRV",
        "SVCB",
        "TLSA",
        "TXT",
        "URI",
    )
)


def is_record(node: Json) -> bool:
    """Whether an object is one DNS record, and not a domain or an envelope."""
    members = fields(node)
    kind = members.get("type") or members.get("recordtype")
    if kind and kind.text.strip().upper() in KNOWN_TYPES:
        return True
    return _has_value(members) and _has_text(members, TYPE_KEYS + NAME_KEYS)


def is_record_like(node: Json) -> bool:
    """Whether an object among records has at least one part of a record."""
    members = fields(node)
    return _has_value(members) or _has_text(members, TYPE_KEYS + NAME_KEYS)


def _has_text(members: Fields, keys: tuple[str, ...]) -> bool:
    return any(key in members and members[key].kind is Kind.TEXT for key in keys)


def _has_value(members: Fields) -> bool:
    return any(key in members and _is_value(members[key]) for key in VALUE_KEYS)


def _is_value(node: Json) -> bool:
    if node.kind is Kind.LIST:
        return bool(node.items) and all(item.kind is Kind.TEXT for item in node.items)
    return node.kind in (Kind.TEXT, Kind.NUMBER)
