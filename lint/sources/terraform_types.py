"""How the resources of Terraform providers describe DNS records: a table, read by `terraform`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from ..noun import NamedTuple
from .document import Fields, Step, fields, text, whole
from .texts import Texts

Steps = tuple[Step, ...]
# A value in presentation form with the steps that lead to it; None for what is not known yet.
Values = Iterator[tuple[Steps, str | None]]


class Naming(Enum):
    """What an owner name is relative to."""

    ZONE = 1  # always the zone
    SUFFIX = 2  # the zone, unless the name ends in the zone's name
    ABSOLUTE = 3


class Kind(NamedTuple):
    """A resource type. `type` is the record type, "" where the attribute `type` holds it.

    `zone` are the attributes that say which zone it is, by its name or its identifier. `rrset`
    says that one resource manages all records of a name and type. `relative` says that targets
    without final dot are relative to the zone, `dots` that they are refused.
    """

    values: Callable[[str, Fields], Values]
    zone: tuple[str, ...]
    texts: Texts
    naming: Naming = Naming.ZONE
    type: str = ""
    rrset: bool = True
    relative: bool = False
    dots: bool = False


def _list(attribute: str) -> Callable[[str, Fields], Values]:
    """A list of texts."""

    def read(_: str, values: Fields) -> Values:
        found = values.get(attribute)
        if attribute not in values:
            yield (), None
        for index, value in enumerate(found if isinstance(found, list) else ()):
            yield (attribute, index), text(value)

    return read


def _aws(type_: str, values: Fields) -> Values:
    yield from () if values.get("alias") else _list("records")(type_, values)


def _one(*attributes: str) -> Callable[[str, Fields], Values]:
    """One text, under the first of these attributes that is used; with a priority beside it."""

    def read(type_: str, values: Fields) -> Values:
        used = next((a for a in attributes if text(values.get(a)) is not None), None)
        data = next((d for d in fields(_as_list(values.get("data"))) if d), None)
        if used is None or (data is not None and type_ in _PARTS):
            if data is not None:
                yield ("data",), _of_data(type_, values, data)
            elif any(a not in values for a in attributes):
                yield (), None
            return
        value = text(values[used]) or ""
        priority = whole(values.get("priority"))
        beside = type_ == "MX" and priority is not None
        yield (used,), f"{priority} {value}" if beside else value

    return read


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


# The members of Cloudflare's `data`; `content` beside them lacks the priority.
_PARTS = {
    "SRV": ("priority", "weight", "port", "target"),
    "MX": ("priority", "target"),
    "CAA": ("flags", "tag", "value"),
}


def _of_data(type_: str, values: Fields, data: Fields) -> str | None:
    if type_ not in _PARTS:
        return " ".join(part for key in data if (part := text(data[key])))
    held = [data.get(key) for key in _PARTS[type_]]
    parts = [text(v) for v in (values.get("priority") if held[0] is None else held[0], *held[1:])]
    return None if None in parts else " ".join(p or "" for p in parts)


def _blocks(*members: str) -> Callable[[str, Fields], Values]:
    """Blocks `record` or `records` whose members make up the value."""

    def read(_: str, values: Fields) -> Values:
        key = "records" if "records" in values else "record"
        found = values.get(key)
        if key not in values:
            yield (), None
        for index, block in enumerate(found if isinstance(found, list) else ()):
            if isinstance(block, Fields):
                parts = [text(block.get(member)) for member in members]
                known = None not in parts
                yield (key, index, members[-1]), " ".join(p or "" for p in parts) if known else None

    return read


def _azure(type_: str, values: Callable[[str, Fields], Values]) -> Kind:
    return Kind(values, ("zone_name",), Texts.RAW, type=type_)


_CLOUDFLARE = Kind(_one("content", "value"), ("zone_id",), Texts.EITHER, Naming.SUFFIX, rrset=False)

KINDS: dict[str, Kind] = {
    "aws_route53_record": Kind(_aws, ("zone_id",), Texts.WRAPPED, Naming.SUFFIX),
    "cloudflare_record": _CLOUDFLARE,
    "cloudflare_dns_record": _CLOUDFLARE,
    "google_dns_record_set": Kind(
        _list("rrdatas"), ("managed_zone",), Texts.PRESENTATION, Naming.ABSOLUTE, dots=True
    ),
    "azurerm_dns_a_record": _azure("A", _list("records")),
    "azurerm_dns_aaaa_record": _azure("AAAA", _list("records")),
    "azurerm_dns_ns_record": _azure("NS", _list("records")),
    "azurerm_dns_ptr_record": _azure("PTR", _list("records")),
    "azurerm_dns_cname_record": _azure("CNAME", _one("record")),
    "azurerm_dns_txt_record": _azure("TXT", _blocks("value")),
    "azurerm_dns_mx_record": _azure("MX", _blocks("preference", "exchange")),
    "azurerm_dns_caa_record": _azure("CAA", _blocks("flags", "tag", "value")),
    "azurerm_dns_srv_record": _azure("SRV", _blocks("priority", "weight", "port", "target")),
    "digitalocean_record": Kind(_one("value"), ("domain",), Texts.RAW, rrset=False, dots=True),
    "hcloud_zone_rrset": Kind(_blocks("value"), ("zone",), Texts.PRESENTATION, relative=True),
    "hetznerdns_record": Kind(
        _one("value"), ("zone_id",), Texts.EITHER, rrset=False, relative=True
    ),
}

# The resources that are zones: the attributes with the zone's name, and those that point at it.
ZONES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "aws_route53_zone": (("name",), ("zone_id", "id")),
    "cloudflare_zone": (("zone", "name"), ("id", "zone_id")),
    "google_dns_managed_zone": (("dns_name",), ("name", "id")),
    "azurerm_dns_zone": (("name",), ("name", "id")),
    "digitalocean_domain": (("name",), ("name", "id")),
    "hcloud_zone": (("name",), ("name", "id")),
    "hetznerdns_zone": (("name",), ("id",)),
}
