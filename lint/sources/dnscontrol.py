"""DNSControl: `dnscontrol print-ir`, and the lists of `get-zones --format=tsv`."""

from __future__ import annotations

from ..model import Fault, Where
from ..records import names
from .document import Document, Fields, fields, text, truth, whole
from .drafts import TARGETS, TEXTS
from .error import SourceError
from .listed_zone import Contents
from .sheet import Row, Sheet, whole_name
from .texts import Texts

# The parts before the target: beside it and, in newer versions, among `fields`.
_TYPED = {
    "MX": (("mxpreference", "Preference"),),
    "SRV": (("srvpriority", "Priority"), ("srvweight", "Weight"), ("srvport", "Port")),
    "CAA": (("caaflag", "Flag"), ("caatag", "Tag")),
}
_LAST = ("Mx", "Target", "Value", "Ns", "Ptr", "Txt")  # where newer versions keep the target
_ZERO = ("mxpreference", "srvpriority", "srvweight", "srvport", "caaflag")  # left out where it is 0


def is_dnscontrol(root: object) -> bool:
    """Whether a JSON document is what `dnscontrol print-ir` prints."""
    if not isinstance(root, Fields) or not isinstance(root.get("domains"), list):
        return False
    domains = list(fields(root["domains"]))
    return bool(domains) and all(
        isinstance(d.get("name"), str) and isinstance(d.get("records", []), list) for d in domains
    )


def read_dnscontrol(document: Document, origin: str | None) -> list[Contents]:
    """The zones, those without a tag first: of a split horizon they are what the world sees."""
    root = document.roots[0]
    domains = list(enumerate(fields(root.get("domains") if isinstance(root, Fields) else None)))
    domains.sort(key=lambda d: "!" in (text(d[1].get("uniquename")) or ""))
    return [c for index, d in domains for c in _zone(document, d, f"/domains/{index}", origin)]


def _zone(document: Document, domain: Fields, address: str, origin: str | None) -> list[Contents]:
    zone = whole_name((text(domain.get("name")) or "").partition("!")[0])
    if origin is not None and zone != origin:
        return []
    sheet = Sheet(document, Texts.RAW)
    for index, one in enumerate(fields(domain.get("records"))):
        _add(sheet, one, f"{address}/records/{index}", zone)
    whole_zone = not truth(domain.get("keepunknown")) and not domain.get("unmanaged")
    return sheet.zones(complete=whole_zone, named=zone)


def _add(sheet: Sheet, one: Fields, address: str, zone: str) -> None:
    typed, type_ = text(one.get("name")) or "@", (text(one.get("type")) or "").upper()
    meta = one.get("meta")
    proxy = text(meta.get("cloudflare_proxy")) if isinstance(meta, Fields) else None
    row = Row(
        one,
        address,
        names.canonical(names.to_ascii(typed), zone),
        type_,
        whole(one.get("ttl")) or None,
        None if proxy is None else proxy.lower() in ("on", "full", "true"),
        owner=typed,
    )
    parts = next((p for k in ("fields", "Fields") if isinstance(p := one.get(k), Fields)), Fields())
    pieces = one.get("txtstrings")
    if type_ in TEXTS and isinstance(pieces, list) and len(pieces) > 1:
        held = tuple(names.octets(t) for p in pieces if (t := text(p)) is not None)
        sheet.add_strings(row, held, "txtstrings", 0)
        return
    value = text(one.get("target"))
    value = value or next((t for k in _LAST if (t := text(parts.get(k)))), value)
    if value is not None and type_:
        before = [_part(one, parts, *keys) for keys in _TYPED.get(type_, ())]
        last = _whole_target(value, zone) if type_ in TARGETS else value
        sheet.add(row, " ".join((*before, last)), "target")


def _part(one: Fields, parts: Fields, key: str, newer: str) -> str:
    return text(one.get(key)) or text(parts.get(newer)) or ("0" if key in _ZERO else "")


def _whole_target(value: str, zone: str) -> str:
    """A target as `print-ir --raw` shows it: `@` and single labels are relative to the zone."""
    if value == "@":
        return f"{zone}."
    return value if "." in value or not value else f"{value}.{zone}."


def read_tsv(path: str, data: bytes, origin: str | None) -> list[Contents]:
    """The zones of a list with tabs: whole name, short name, TTL, class, type, data, more."""
    lines = Lines(path, data)
    found: dict[str, Sheet] = {}
    faults: list[Fault] = []
    for number, line in enumerate(lines.texts, 1):
        parts = line.split("\t")
        if len(parts) < 6 or parts[3] != "IN":
            if line.strip():
                faults.append(Fault(Where(path, number), "this is no record of a list", line))
            continue
        zone = whole_name(_apex(parts[0], parts[1]))
        handle = Fields()
        handle.handle = (number, sum(len(p) + 1 for p in parts[:5]) + 1)
        proxied = True if "cloudflare_proxy=true" in parts[6:] else None
        row = Row(
            handle,
            "",
            whole_name(parts[0]),
            parts[4].upper(),
            whole(parts[2]) or None,
            proxied,
            owner=parts[1],
        )
        found.setdefault(zone, Sheet(lines, Texts.EITHER)).add(row, parts[5])
    zones = [c for zone, sheet in found.items() for c in sheet.zones(complete=True, named=zone)]
    if zones:
        zones[0].faults += faults
    return [z for z in zones if origin in (None, z.zone)]


def _apex(name: str, short: str) -> str:
    return name if short in ("@", "") else name[len(short) + 1 :]


class Lines:
    """The lines of a list, as a `Document`."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.roots: tuple[object, ...] = ()
        try:
            self.texts = data.decode("utf-8-sig").split("\n")
        except UnicodeDecodeError as error:
            raise SourceError(path, "is not UTF-8 text; save it as UTF-8") from error

    def where(self, of: Fields, *_: str | int, address: str = "") -> Where:
        """The place of a record's data."""
        handle = of.handle
        line, column = handle if isinstance(handle, tuple) else (1, 1)
        return Where(self.path, line, column, address)

    def key(self, of: Fields, _: str) -> Where:
        """The place of a record."""
        return self.where(of)

    def line(self, number: int) -> str:
        """A source line."""
        return self.texts[number - 1].rstrip("\r")
