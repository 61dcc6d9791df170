"""Azure DNS: `az network dns record-set list`, in every spelling of its keys."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import names
from .document import Document, Fields, fields, text, whole
from .listed_zone import Contents
from .sheet import Row, Sheet, whole_name
from .texts import Texts

_KIND = "microsoft.network/dnszones/"
_PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "A": ("arecords", ("ipv4address",)),
    "AAAA": ("aaaarecords", ("ipv6address",)),
    "NS": ("nsrecords", ("nsdname",)),
    "PTR": ("ptrrecords", ("ptrdname",)),
    "MX": ("mxrecords", ("preference", "exchange")),
    "SRV": ("srvrecords", ("priority", "weight", "port", "target")),
    "CAA": ("caarecords", ("flags", "tag", "value")),
    "CNAME": ("cnamerecord", ("cname",)),
    "TXT": ("txtrecords", ("value",)),
    "SOA": (
        "soarecord",
        ("host", "email", "serialnumber", "refreshtime", "retrytime", "expiretime", "minimumttl"),
    ),
}


def is_azure(root: object) -> bool:
    """Whether a JSON document lists record sets of Azure."""
    rows = list(fields(_rows(root)))[:20]
    return bool(rows) and all(_type(row) for row in rows)


def _rows(root: object) -> object:
    return root.get("value") if isinstance(root, Fields) else root


def _type(row: Fields) -> str:
    """The record type of a set in a public zone, "" for anything else."""
    kind = (text(row.get("type")) or "").lower()
    return kind.removeprefix(_KIND).upper() if kind.startswith(_KIND) else ""


def read_azure(document: Document, origin: str | None) -> list[Contents]:
    """The zones of a list of record sets."""
    sheet = Sheet(document, Texts.RAW)
    complete, zone = True, None
    for root in document.roots:
        base = "/value" if isinstance(root, Fields) else ""
        for index, one in enumerate(fields(_rows(root))):
            zone = zone or _zone(one)
            _add(sheet, one, f"{base}/{index}", origin or zone or "")
        complete = complete and not (isinstance(root, Fields) and root.get("nextLink"))
    complete = complete and any(_type(o) == "SOA" for r in document.roots for o in fields(_rows(r)))
    return sheet.zones(complete=complete, origin=origin, named=zone)


def _zone(one: Fields) -> str | None:
    """The zone's name, from the identifier of a record set or from its whole name."""
    parts = (text(one.get("id")) or "").split("/")
    lower = [p.lower() for p in parts]
    if "dnszones" in lower[:-1]:
        return whole_name(parts[lower.index("dnszones") + 1])
    fqdn, name = text(_plain(one).get("fqdn")), text(one.get("name"))
    if fqdn is None or name is None:
        return None
    return whole_name(fqdn if name == "@" else fqdn[len(name) + 1 :])


def _plain(one: Fields) -> dict[str, object]:
    """All members under lower-case keys, those of `properties` among them."""
    inner = next((v for k, v in one.items() if k.lower() == "properties"), None)
    members = {k.lower(): v for k, v in (inner if isinstance(inner, Fields) else {}).items()}
    return members | {k.lower(): v for k, v in one.items()}


def _add(sheet: Sheet, one: Fields, address: str, zone: str) -> None:
    plain, type_ = _plain(one), _type(one)
    typed = text(plain.get("name")) or "@"
    whole_ = text(plain.get("fqdn"))
    name = whole_name(whole_) if whole_ else names.canonical(typed, zone)
    row = Row(one, address, name, type_, whole(plain.get("ttl")), owner=typed, manager=address)
    resource = plain.get("targetresource")
    if isinstance(resource, Fields) and resource.get("id"):
        sheet.add(row._replace(type="ALIAS"), ".")
        return
    for held in _values(plain, type_):
        members = {k.lower(): v for k, v in held.items()}
        order = _PARTS[type_][1]
        last = tuple(k for k in held if k.lower() == order[-1])
        inner = row._replace(fields=held)
        if type_ == "TXT":
            sheet.add_strings(inner, _strings(members.get("value")), *last, 0)
        else:
            sheet.add(inner, " ".join(text(members.get(key)) or "" for key in order), *last)


def _values(plain: dict[str, object], type_: str) -> Iterator[Fields]:
    key = _PARTS.get(type_, ("",))[0]
    found = plain.get(key)
    yield from fields(found if isinstance(found, list) else [found])


def _strings(value: object) -> tuple[bytes, ...]:
    parts = value if isinstance(value, list) else [value]
    return tuple(names.octets(text(p) or "") for p in parts)
