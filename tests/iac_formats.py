"""The records of a zone written in every format of DNS-as-code, one value a line."""

from __future__ import annotations

import json
import re
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


def target(record: Record) -> str:
    """The host of a record that has one, its data otherwise."""
    return host(record) if record.target or record.type == "MX" else record.data


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


def cloudflare_record(records: list[Record], zone: str) -> str:
    """A Terraform state in which each record is a resource of its own."""
    resources: list[object] = []
    for index, r in enumerate(r for r in records if r.type != "SOA"):
        values = {
            "zone_id": "f00",
            "name": r.name,
            "type": r.type,
            "content": present(r.strings) if r.type == "TXT" else target(r),
            "priority": r.priority,
            "ttl": 300,
            "proxied": r.proxied,
        }
        address = f"cloudflare_dns_record.r[{index}]"
        kind = "cloudflare_dns_record"
        resources.append({"address": address, "mode": "managed", "type": kind, "values": values})
    held = {"id": "f00", "name": zone}
    data = {"address": "data.cloudflare_zone.z", "mode": "data", "type": "cloudflare_zone"}
    resources.append({**data, "values": held})
    root = {"root_module": {"child_modules": [{"resources": resources}]}}
    return json.dumps({"format_version": "1.0", "values": root}, indent=1)


def dnscontrol(records: list[Record], zone: str) -> str:
    rows = []
    for r in records:
        row = {"type": r.type, "name": short(r.name, zone, "@"), "ttl": 300}
        row |= {"meta": {"cloudflare_proxy": "ON"}} if r.proxied else {}
        row |= {"target": r.text if r.type == "TXT" else target(r)}
        row |= {"mxpreference": r.priority} if r.type == "MX" else {}
        rows.append(row)
    domain = {"name": zone, "dnsProviders": {}, "records": rows}
    return json.dumps({"registrars": [], "dns_providers": [], "domains": [domain]}, indent=1)


def tsv(records: list[Record], zone: str) -> str:
    lines = []
    for r in records:
        meta = "\tcloudflare_proxy=true" if r.proxied else ""
        data = f"{short(r.name, zone, '@')}\t300\tIN\t{r.type}\t{raw(r)}{meta}"
        lines.append(f"{r.name}\t{data}")
    return "\n".join(lines) + "\n"


def route53(records: list[Record], zone: str) -> str:
    rows = [
        {
            "Name": name.replace("*", "\\052").replace("@", "\\100") + ".",
            "Type": type_,
            "TTL": 300,
            "ResourceRecords": [{"Value": _octal(value(r))} for r in found],
        }
        for name, type_, found in _sets(records)
    ]
    return json.dumps({"ResourceRecordSets": rows, "IsTruncated": False}, indent=1)


def _octal(text: str) -> str:
    return re.sub(r"\\([0-9]{3})", lambda m: f"\\{int(m.group(1)):03o}", text)


def cloudflare(records: list[Record], zone: str) -> str:
    rows = []
    for r in records:
        if r.type != "SOA":
            row = {"type": r.type, "name": r.name, "ttl": 1, "proxied": bool(r.proxied)}
            row |= {"content": present(r.strings) if r.type == "TXT" else target(r)}
            row |= {"priority": r.priority} if r.type == "MX" else {}
            rows.append({**row, "zone_name": zone})
    info = {"page": 1, "total_pages": 1, "total_count": len(rows)}
    return json.dumps({"result": rows, "result_info": info}, indent=1)


def google(records: list[Record], zone: str) -> str:
    parts = []
    for name, type_, found in _sets(records):
        lines = ["---", "kind: dns#resourceRecordSet", f"name: {json.dumps(name + '.')}"]
        lines += [f"type: {type_}", "ttl: 300", "rrdatas:"]
        parts.append("\n".join([*lines, *(f"- {json.dumps(value(r))}" for r in found), ""]))
    return "".join(parts)


def azure(records: list[Record], zone: str) -> str:
    rows = []
    for name, type_, found in _sets(records):
        left = short(name, zone, "@")
        row = {
            "id": f"/subscriptions/s/resourceGroups/g/providers/x/dnszones/{zone}/{type_}/{left}",
            "name": left,
            "fqdn": f"{name}.",
            "type": f"Microsoft.Network/dnszones/{type_}",
            "TTL": 300,
        }
        rows.append({**row, **_azure(type_, found)})
    return json.dumps(rows, indent=1)


def _azure(type_: str, found: list[Record]) -> dict[str, object]:
    if type_ == "TXT":
        return {"txtRecords": [{"value": [s.decode() for s in r.strings]} for r in found]}
    if type_ == "MX":
        return {"MXRecords": [{"exchange": host(r), "preference": r.priority} for r in found]}
    if type_ == "CNAME":
        return {"cnameRecord": {"cname": host(found[0])}}
    if type_ == "NS":
        return {"nsRecords": [{"nsdname": host(r)} for r in found]}
    return {"ARecords": [{"ipv4Address": r.data} for r in found]} if type_ == "A" else {}


def powerdns(records: list[Record], zone: str) -> str:
    rows = [
        {
            "name": f"{name}.",
            "type": type_,
            "ttl": 300,
            "records": [{"content": value(r), "disabled": False} for r in found],
        }
        for name, type_, found in _sets(records)
    ]
    return json.dumps({"name": f"{zone}.", "kind": "Native", "rrsets": rows}, indent=1)


def dns_endpoint(records: list[Record], zone: str) -> str:
    lines = ["apiVersion: externaldns.k8s.io/v1alpha1", "kind: DNSEndpoint", "spec:"]
    lines.append("  endpoints:")
    for name, type_, found in _sets(r for r in records if r.type != "SOA"):
        lines += [f"  - dnsName: {json.dumps(name)}", f"    recordType: {type_}"]
        if any(r.proxied for r in found):
            option = "external-dns.alpha.kubernetes.io/cloudflare-proxied"
            lines += ["    providerSpecific:", f'    - {{name: {option}, value: "true"}}']
        lines += ["    targets:", *(f"    - {json.dumps(raw(r))}" for r in found)]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Format:
    """One format. `loses` are the codes and titles of failures that it cannot express."""

    name: str
    file: str  # {zone} stands for the zone's name
    write: Callable[[list[Record], str], str]
    loses: frozenset[str] = frozenset()
    complete: bool = True


UNPROXIED = frozenset(("TYPE03",))
# Tools that split long texts and know no quotes.
SPLITTING = frozenset(("VALUE12",))
QUOTING = SPLITTING | {"VALUE02"}
# What is not in a part of a zone may stand elsewhere.
ABSENCES = frozenset(
    (
        *("MISSING01", "MISSING02", "MISSING03", "DMARC01", "RPATH03", "RPATH06", "MX01"),
        *("HOST10", "CLASH05", "SPF03"),
    )
)

FORMATS = (
    Format("octodns", "{zone}.yaml", octodns, QUOTING),
    Format("terraform", "plan.json", terraform, UNPROXIED | ABSENCES, complete=False),
    Format("cloudflare-state", "s.json", cloudflare_record, SPLITTING | ABSENCES, complete=False),
    Format("dnscontrol", "ir.json", dnscontrol, SPLITTING | {"literal @"}),
    Format("dnscontrol-tsv", "{zone}.tsv", tsv, QUOTING),
    Format("route53", "sets.json", route53, UNPROXIED),
    Format("cloudflare", "records.json", cloudflare, SPLITTING),
    Format("google", "export.yaml", google, UNPROXIED),
    Format("azure", "azure.json", azure, UNPROXIED | {"TYPE04"}),
    Format("powerdns", "zone.json", powerdns, UNPROXIED),
    Format("dnsendpoint", "crd.yaml", dns_endpoint, QUOTING | ABSENCES, complete=False),
)
