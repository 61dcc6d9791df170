"""What is known about the panels of DNS hosts, and which host a zone's name servers belong to.

The facts stand in `dns_hosts.json`, each with its evidence and its date. A fact that is not there
is not known: whoever prints advice then uses words that hold everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from .noun import NamedTuple


class NameForm(StrEnum):
    """What the panel's field for the owner name takes."""

    RELATIVE = "relative"  # the part left of the zone; the panel adds the zone
    ABSOLUTE = "absolute"  # the full name
    EITHER = "either"  # both are understood


class Quotes(StrEnum):
    """What the panel wants of the quotes around a text (RFC 1035 section 5.1)."""

    NONE = "none"  # typed without; quotes would become part of the text
    TYPED = "typed"  # they must be typed
    ADDED = "added"  # the panel adds them itself; with or without is understood
    REFUSED = "refused"  # the panel refuses a quote


class PriorityPlace(StrEnum):
    """Where the preference of an MX record is typed."""

    FIELD = "field"  # a field of its own
    VALUE = "value"  # before the host, with a blank between


class Note(NamedTuple):
    """A sentence for whoever edits records of these types (any type where there are none)."""

    text: str
    types: tuple[str, ...]


class FieldNames(NamedTuple):
    """What the panel calls its fields, None where that is not known."""

    name: str | None = None
    text: str | None = None  # the value of a TXT record
    target: str | None = None  # the target of a CNAME record
    exchange: str | None = None  # the host of an MX record
    priority: str | None = None


class DnsHost(NamedTuple):
    """A DNS host and what is known about its panel; None means not known.

    `apex` is what stands for the zone itself in the field for the name, "" for an empty field.
    `final_dot` says whether the target of an alias or MX record must end with a dot.
    `text_limit` is the longest text in octets, `ttl_floor` the shortest time to live in seconds.
    """

    key: str
    label: str
    name_form: NameForm | None = None
    apex: str | None = None
    final_dot: bool | None = None
    quotes: Quotes | None = None
    priority: PriorityPlace | None = None
    fields: FieldNames = FieldNames()
    text_limit: int | None = None
    ttl_floor: int | None = None
    notes: tuple[Note, ...] = ()


if TYPE_CHECKING:
    from typing import TypedDict

    class _Servers(TypedDict):
        patterns: list[str]
        evidence: str
        date: str

    class _Fact(TypedDict, total=False):
        fact: str
        value: str | bool | int
        evidence: str
        date: str
        types: list[str]

    class _Entry(TypedDict):
        label: str
        servers: _Servers
        facts: list[_Fact]


@cache
def _table() -> dict[str, _Entry]:
    import json
    import pkgutil  # importlib.resources takes longer to load than the table

    table: dict[str, _Entry] = json.loads(pkgutil.get_data(__package__, "dns_hosts.json") or b"{}")
    return table


def keys() -> tuple[str, ...]:
    """The keys of all DNS hosts in the table."""
    return tuple(_table())


def fingerprint(ns_names: Iterable[str]) -> str | None:
    """The key of the DNS host that all these name servers belong to, None where that is unclear.

    Name servers of two hosts leave it open which panel holds the zone, and so does a server that
    the table does not know.
    """
    found = {_host_of(name.lower().rstrip(".")) for name in ns_names}
    return found.pop() if len(found) == 1 else None


def _host_of(server: str) -> str | None:
    for key, entry in _table().items():
        if any(_matches(server, pattern) for pattern in entry["servers"]["patterns"]):
            return key
    return None


def _matches(server: str, pattern: str) -> bool:
    """Whether a server's name has the form of a pattern, in which `*` is any text."""
    if not server.endswith(pattern.rpartition("*")[2]):
        return False  # so it is for almost all patterns, and fnmatch compiles each

    from fnmatch import fnmatchcase

    return fnmatchcase(server, pattern)


@cache
def host(key: str) -> DnsHost | None:
    """What is known about the DNS host with this key, None for a key that the table lacks."""
    entry = _table().get(key)
    if entry is None:
        return None
    known = {f["fact"]: f["value"] for f in entry["facts"] if f["fact"] != "note"}
    return DnsHost(
        key=key,
        label=entry["label"],
        name_form=NameForm(form) if (form := _text(known.get("name"))) else None,
        apex=_text(known.get("apex")),
        final_dot=dot if isinstance(dot := known.get("final_dot"), bool) else None,
        quotes=Quotes(quotes) if (quotes := _text(known.get("quotes"))) else None,
        priority=PriorityPlace(place) if (place := _text(known.get("priority"))) else None,
        fields=FieldNames(*(_text(known.get(f"field_{name}")) for name in FieldNames._fields)),
        text_limit=_number(known.get("text_limit")),
        ttl_floor=_number(known.get("ttl_floor")),
        notes=tuple(
            Note(str(f["value"]), tuple(f.get("types", ())))
            for f in entry["facts"]
            if f["fact"] == "note"
        ),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
