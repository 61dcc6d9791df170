"""Cloudflare: the answer to `GET /zones/{id}/dns_records`, whole or only its `result`."""

from __future__ import annotations

from .document import Document, Fields, fields, text, truth, whole
from .listed_zone import Contents
from .sheet import Row, Sheet, whole_name
from .texts import Texts

_AUTOMATIC = 1  # the TTL that stands for "automatic"
_DATA = {
    "SRV": ("priority", "weight", "port", "target"),
    "CAA": ("flags", "tag", "value"),
}


def is_cloudflare(root: object) -> bool:
    """Whether a JSON document lists records of a zone at Cloudflare."""
    rows = list(fields(_rows(root)))[:20]
    return bool(rows) and all(
        {"type", "name"} <= row.keys()
        and not row.keys().isdisjoint(("content", "data"))
        and not row.keys().isdisjoint(_OWN)
        for row in rows
    )


_OWN = ("proxied", "proxiable", "zone_name", "zone_id")


def _rows(root: object) -> object:
    return root.get("result") if isinstance(root, Fields) else root


def read_cloudflare(document: Document, origin: str | None) -> list[Contents]:
    """The zones of a list of records."""
    sheet = Sheet(document, Texts.EITHER)
    zone, complete = None, True
    for root in document.roots:
        base = "/result" if isinstance(root, Fields) else ""
        rows = list(fields(_rows(root)))
        for index, one in enumerate(rows):
            zone = zone or text(one.get("zone_name"))
            _add(sheet, one, f"{base}/{index}")
        complete = complete and _is_all(root, len(rows))
    named = whole_name(zone) if zone else None
    return sheet.zones(complete=complete, origin=origin, named=named)


def _is_all(root: object, held: int) -> bool:
    """Whether there is no further page."""
    info = root.get("result_info") if isinstance(root, Fields) else None
    total = whole(info.get("total_count")) if isinstance(info, Fields) else None
    return total is None or total <= held


def _add(sheet: Sheet, one: Fields, address: str) -> None:
    name, type_ = text(one.get("name")), text(one.get("type"))
    content = text(one.get("content")) or ""
    if name is None or type_ is None:
        return
    ttl = whole(one.get("ttl"))
    row = Row(
        one,
        address,
        whole_name(name),
        type_.upper(),
        None if ttl == _AUTOMATIC else ttl,
        truth(one.get("proxied")),
        owner=name,
    )
    sheet.add(row, _value(row.type, one, content), "content")


def _value(type_: str, one: Fields, content: str) -> str:
    data = one.get("data")
    if isinstance(data, Fields) and type_ in _DATA:
        return " ".join(text(data.get(key)) or "" for key in _DATA[type_])
    priority = whole(one.get("priority"))
    return f"{priority} {content}" if type_ in ("MX", "SRV") and priority is not None else content
