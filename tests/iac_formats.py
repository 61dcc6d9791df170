"""The records of a zone written in every format of DNS-as-code, one value a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from senderlint.lint.model import Record
from senderlint.lint.records import names
from senderlint.lint.records.txt import present
from senderlint.lint.sources.zone_file import zone_from_bytes

Sets = list[tuple[str, str, list[Record]]]  # owner name, type, the records


def records_of(zone_text: str, zone: str) -> list[Record]:
    """What a zone file holds."""
    found = zone_from_bytes(zone_text.encode(), path="zone", origin=zone)
    return [r for node in found.nodes() for r in node.records]


def _sets(records: Iterable[Record]) -> Sets:
    ordered = sorted(records, key=lambda r: (r.name, r.type))
    return [(n, t, list(g)) for (n, t), g in groupby(ordered, key=lambda r: (r.name, r.type))]


def short(name: str, zone: str, apex: str) -> str:
    return apex if name == zone else names.relative(name, zone)


def host(record: Record) -> str:
    return f"{record.target}."


def value(record: Record) -> str:
    """A value in presentation form, with whole names."""
    if record.type == "TXT":
        return present(record.strings)
    if record.type == "MX":
        return f"{record.priority} {host(record)}"
    return host(record) if record.target else record.data


def raw(record: Record) -> str:
    """A value as tools take it that know no quotes."""
    return record.text if record.type == "TXT" else value(record)


def octodns(records: list[Record], zone: str) -> str:
    lines = ["---"]
    for name, group in groupby(_sets(r for r in records if r.type != "SOA"), key=lambda s: s[0]):
        lines.append(f"{json.dumps(short(name, zone, ''))}:")
        for _, type_, found in group:
            if any(r.proxied for r in found):
                lines.append("- octodns: {cloudflare: {proxied: true}}")
                lines[-1] += f"\n  type: {type_}"
            else:
                lines.append(f"- type: {type_}")
            lines += ["  ttl: 300", "  values:"]
            lines += [f"  - {json.dumps(_octodns(r))}" for r in found]
    return "\n".join(lines) + "\n"


def _octodns(record: Record) -> object:
    if record.type == "MX":
        return {"preference": record.priority, "exchange": host(record)}
    return raw(record).replace(";", "\\;")


def terraform(records: list[Record], zone: str) -> str:
    resources: list[object] = [
        {
            "address": "aws_route53_zone.main",
            "mode": "managed",
            "type": "aws_route53_zone",
            "values": {"name": zone, "zone_id": "Z1"},
        }
    ]
    for index, (name, type_, found) in enumerate(_sets(records)):
        held = [present(r.strings)[1:-1] if type_ == "TXT" else value(r) for r in found]
        values = {"zone_id": "Z1", "name": name, "type": type_, "ttl": 300, "records": held}
        address = f"aws_route53_record.r[{index}]"
        resources.append(
            {"address": address, "mode": "managed", "type": "aws_route53_record", "values": values}
        )
    root = {"root_module": {"resources": resources}}
    return json.dumps({"format_version": "1.2", "planned_values": root}, indent=1)


@dataclass(frozen=True)
class Format:
    """One format. `loses` are the codes of failures that it cannot express."""

    name: str
    file: str  # {zone} stands for the zone's name
    write: Callable[[list[Record], str], str]
    loses: frozenset[str] = frozenset()
    complete: bool = True


UNPROXIED = frozenset(("TYPE03",))
# What is not in a part of a zone may stand elsewhere.
ABSENCES = frozenset(
    (
        *("MISSING01", "MISSING02", "MISSING03", "DMARC01", "RPATH03", "RPATH06", "MX01"),
        *("HOST10", "CLASH05", "SPF03"),
    )
)

FORMATS = (
    Format("octodns", "{zone}.yaml", octodns, frozenset(("VALUE02", "VALUE12"))),
    Format("terraform", "plan.json", terraform, UNPROXIED | ABSENCES, complete=False),
)
