"""Kubernetes: `DNSEndpoint` resources of external-dns."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Document, Fields, fields, text, truth, whole
from .listed_zone import Contents
from .sheet import Row, Sheet, whole_name
from .texts import Texts

_PROXIED = "external-dns.alpha.kubernetes.io/cloudflare-proxied"


def is_dns_endpoint(root: object) -> bool:
    """Whether a document is a DNSEndpoint, or a list of them."""
    return any(True for _ in _resources(root))


def _resources(root: object) -> Iterator[tuple[Fields, str]]:
    if not isinstance(root, Fields):
        return
    if root.get("kind") == "DNSEndpoint":
        yield root, ""
    for index, item in enumerate(fields(root.get("items"))):
        if item.get("kind") == "DNSEndpoint":
            yield item, f"/items/{index}"


def read_dns_endpoint(document: Document, origin: str | None) -> list[Contents]:
    """The zones of the endpoints; other resources may hold the rest of them."""
    sheet = Sheet(document, Texts.EITHER)
    many = len(document.roots) > 1
    for number, root in enumerate(document.roots):
        for resource, base in _resources(root):
            spec = resource.get("spec")
            listed = spec.get("endpoints") if isinstance(spec, Fields) else None
            for index, one in enumerate(fields(listed)):
                start = f"/{number}" if many else ""
                _add(sheet, one, f"{start}{base}/spec/endpoints/{index}")
    return sheet.zones(complete=False, origin=origin)


def _add(sheet: Sheet, one: Fields, address: str) -> None:
    name, type_ = text(one.get("dnsName")), text(one.get("recordType"))
    if name is None or type_ is None:
        return
    variant = text(one.get("setIdentifier")) or ""
    row = Row(
        one,
        address,
        whole_name(name),
        type_.upper(),
        whole(one.get("recordTTL")) or None,
        _proxied(one),
        owner=name,
        manager="" if variant else f"{sheet.document.path}{address}",
        variant=variant,
    )
    targets = one.get("targets")
    for index, value in enumerate(targets if isinstance(targets, list) else ()):
        if (held := text(value)) is not None:
            sheet.add(row, held, "targets", index)


def _proxied(one: Fields) -> bool | None:
    for option in fields(one.get("providerSpecific")):
        if option.get("name") == _PROXIED:
            return truth(option.get("value"))
    return None
