"""PowerDNS: a zone as its interface gives it, and changes to it (`changetype`)."""

from __future__ import annotations

from .document import Document, Fields, fields, text, truth, whole
from .listed_zone import Contents
from .sheet import Row, Sheet, whole_name
from .texts import Texts


def is_powerdns(root: object) -> bool:
    """Whether a JSON document is a zone of PowerDNS."""
    if not isinstance(root, Fields) or not isinstance(root.get("rrsets"), list):
        return False
    sets = list(fields(root["rrsets"]))[:20]
    listed = all({"name", "type"} <= s.keys() and "rrdatas" not in s for s in sets)
    return listed and (bool(sets) or "kind" in root)


def read_powerdns(document: Document, origin: str | None) -> list[Contents]:
    """The zone."""
    root = document.roots[0]
    sheet = Sheet(document, Texts.PRESENTATION, dots=True)
    changes = False
    for index, one in enumerate(fields(root.get("rrsets") if isinstance(root, Fields) else None)):
        changes = changes or "changetype" in one
        _add(sheet, one, f"/rrsets/{index}")
    zone = text(root.get("name")) if isinstance(root, Fields) else None
    named = whole_name(zone) if zone else None
    return sheet.zones(complete=not changes, origin=origin, named=named)


def _add(sheet: Sheet, one: Fields, address: str) -> None:
    name, type_ = text(one.get("name")), text(one.get("type"))
    if name is None or type_ is None:
        return
    gone = text(one.get("changetype")) == "DELETE"
    row = Row(
        one,
        address,
        whole_name(name),
        type_.upper(),
        whole(one.get("ttl")),
        owner=name,
        manager="" if gone else address,
    )
    for index, held in enumerate(fields(one.get("records"))):
        content = text(held.get("content"))
        if content is not None and truth(held.get("disabled")) is not True:
            sheet.add(row, content, "records", index, "content", removed=gone)
