"""Google Cloud DNS: record sets of `gcloud dns record-sets`, and transactions to come."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Document, Fields, fields, text, whole
from .listed_zone import Contents
from .sheet import Row, Sheet, whole_name
from .texts import Texts

_CHANGES = (("additions", False), ("deletions", True))


def is_google(root: object) -> bool:
    """Whether a document is a record set of Google, or holds some."""
    return any(True for _ in _sets(root))


def read_google(document: Document, origin: str | None) -> list[Contents]:
    """The zones of an export (one document for each record set), of a list, of a transaction."""
    sheet = Sheet(document, Texts.PRESENTATION, dots=True)
    complete = True
    many = len(document.roots) > 1
    for number, root in enumerate(document.roots):
        base = f"/{number}" if many else ""
        for one, address, removed in _sets(root):
            _add(sheet, one, base + address, removed=removed)
        if isinstance(root, Fields) and not root.keys().isdisjoint(("additions", "nextPageToken")):
            complete = False
    return sheet.zones(complete=complete and sheet.has_soa(), origin=origin)


def _sets(root: object) -> Iterator[tuple[Fields, str, bool]]:
    """The record sets of a document, their JSON pointers, and whether they are taken away."""
    if isinstance(root, Fields) and _is_set(root):
        yield root, "", False
    parts: list[tuple[object, str, bool]] = [(root, "", False)]
    if isinstance(root, Fields):
        parts = [(root.get("rrsets"), "/rrsets", False)]
        parts += [(root.get(key), f"/{key}", gone) for key, gone in _CHANGES]
    for listed, base, gone in parts:
        for index, one in enumerate(fields(listed)):
            if _is_set(one):
                yield one, f"{base}/{index}", gone


def _is_set(one: Fields) -> bool:
    values = isinstance(one.get("rrdatas"), list) or "routingPolicy" in one
    return values and isinstance(one.get("name"), str) and isinstance(one.get("type"), str)


def _add(sheet: Sheet, one: Fields, address: str, *, removed: bool) -> None:
    typed = text(one.get("name")) or ""
    row = Row(
        one,
        address,
        whole_name(typed),
        (text(one.get("type")) or "").upper(),
        whole(one.get("ttl")),
        owner=typed,
        manager="" if removed else address or typed,
    )
    for index, value in enumerate(_texts(one)):
        sheet.add(row, value, "rrdatas", index, removed=removed)
    policy = one.get("routingPolicy")
    for kind in policy.values() if isinstance(policy, Fields) else ():
        listed = fields(kind.get("items") if isinstance(kind, Fields) else None)
        for number, item in enumerate(listed, 1):
            varied = row._replace(manager="", variant=str(number))
            for value in _texts(item):
                sheet.add(varied, value, "routingPolicy", removed=removed)


def _texts(one: Fields) -> list[str]:
    found = one.get("rrdatas")
    return [t for v in (found if isinstance(found, list) else ()) if (t := text(v)) is not None]
