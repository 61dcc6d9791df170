"""A record to publish as DNS-as-code: Terraform for the zone's DNS host, and octoDNS."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from ..lint.model import Action, Change
from ..lint.noun import NamedTuple
from ..lint.pattern import lazy
from ..lint.records import names
from ..lint.records.visible import visible
from .notation import HOST_TYPES, TEXT_TYPES, quoted

TYPES = (*TEXT_TYPES, "MX", "CNAME")
_TTL = 3600
_NOT_WORD = lazy(r"[^a-z0-9]+")
_TEMPLATE = lazy(r"([$%])(?=\{)")  # `$${` and `%%{` are the literal characters in HCL
_STRING = 255


class _Parts(NamedTuple):
    """A record taken apart for the languages; hosts have no final dot."""

    name: str
    short: str  # relative to the zone, "@" at its apex
    type: str
    values: str  # a text without quotes, or a host
    priority: int | None
    ttl: int


def can_be_written(change: Change, zone: str | None) -> bool:
    """Whether the change publishes a record of a type that both languages know, in the zone."""
    return (
        change.action is not Action.DELETE
        and change.type in TYPES
        and bool(zone and names.is_within(change.name, zone))
        and visible(change.name + change.value) == change.name + change.value
    )


def terraform(change: Change, zone: str, dns_host: str) -> tuple[str, str]:
    """The provider's name and the resource; the generic `dns` provider for an unknown host."""
    write = _RESOURCES.get(dns_host, _generic)
    return _PROVIDERS.get(dns_host, "hashicorp/dns"), write(_parts(change, zone), zone)


def octodns(change: Change, zone: str) -> str:
    """The record as an entry of the zone's YAML file."""
    part = _parts(change, zone)
    key = "''" if part.short == "@" else _single(part.short)
    rows = [f"{key}:", f"  - type: {_kind(part)}", f"    ttl: {part.ttl}"]
    if part.priority is not None:
        rows += [
            "    values:",
            f"      - exchange: {part.values}.",
            f"        preference: {part.priority}",
        ]
    elif part.type in HOST_TYPES:
        rows.append(f"    value: {part.values}.")
    else:
        rows.append(f"    value: {_single(part.values.replace(';', chr(92) + ';'))}")
    return "\n".join(rows)


def _parts(change: Change, zone: str) -> _Parts:
    priority: int | None = None
    value = change.value
    if change.type == "MX":
        first, _, rest = value.partition(" ")
        if first.isdecimal():
            priority, value = int(first[:5]), rest
        else:
            priority = 10
    host = value if change.type in TEXT_TYPES else value.rstrip(".")
    short = names.relative(change.name, zone)
    ttl = change.ttl if change.ttl is not None and change.ttl > 0 else _TTL
    return _Parts(change.name, short, change.type, host, priority, ttl)


def _kind(part: _Parts) -> str:
    return "TXT" if part.type == "SPF" else part.type


def _label(part: _Parts) -> str:
    word = _NOT_WORD.sub("_", f"{part.short} {part.type}".lower().replace("@", "apex")).strip("_")
    return word if word[:1].isalpha() else f"r_{word}"


def _single(text: str) -> str:
    """A YAML scalar in single quotes, in which nothing but the quote itself is special."""
    return "'" + text.replace("'", "''") + "'"


def _hcl(text: str) -> str:
    """A quoted HCL string; its escapes of ASCII text are those of JSON."""
    return _TEMPLATE.sub(r"\1\1", json.dumps(text, ensure_ascii=False))


def _block(kind: str, part: _Parts, rows: Mapping[str, str]) -> str:
    size = max(map(len, rows))
    inside = "\n".join(f"  {key.ljust(size)} = {value}" for key, value in rows.items())
    return f'resource "{kind}" "{_label(part)}" {{\n{inside}\n}}'


def _cloudflare(part: _Parts, zone: str) -> str:
    value = quoted(part.values) if part.type in TEXT_TYPES else part.values
    rows = {
        "zone_id": "var.zone_id",
        "name": _hcl(part.name),
        "type": _hcl(_kind(part)),
        "content": _hcl(value),
        "ttl": str(part.ttl),
    }
    if part.priority is not None:
        rows["priority"] = str(part.priority)
    if part.type in HOST_TYPES:
        rows["proxied"] = "false"
    return _block("cloudflare_dns_record", part, rows)


def _route53(part: _Parts, zone: str) -> str:
    value = part.values
    if part.type in TEXT_TYPES:  # the provider puts the outer quotes; each string takes 255
        pieces = [value[i : i + _STRING] for i in range(0, len(value), _STRING)] or [""]
        value = '""'.join(p.replace("\\", "\\\\").replace('"', '\\"') for p in pieces)
    elif part.priority is not None:
        value = f"{part.priority} {value}."
    rows = {
        "zone_id": "var.zone_id",
        "name": _hcl(part.name),
        "type": _hcl(_kind(part)),
        "ttl": str(part.ttl),
        "records": f"[{_hcl(value)}]",
    }
    return _block("aws_route53_record", part, rows)


def _google(part: _Parts, zone: str) -> str:
    value = quoted(part.values) if part.type in TEXT_TYPES else f"{part.values}."
    if part.priority is not None:
        value = f"{part.priority} {value}"
    rows = {
        "managed_zone": "var.managed_zone",
        "name": _hcl(f"{part.name}."),
        "type": _hcl(_kind(part)),
        "ttl": str(part.ttl),
        "rrdatas": f"[{_hcl(value)}]",
    }
    return _block("google_dns_record_set", part, rows)


def _digitalocean(part: _Parts, zone: str) -> str:
    rows = {
        "domain": _hcl(zone),
        "type": _hcl(_kind(part)),
        "name": _hcl(part.short),
        "value": _hcl(part.values if part.type in TEXT_TYPES else f"{part.values}."),
        "ttl": str(part.ttl),
    }
    if part.priority is not None:
        rows["priority"] = str(part.priority)
    return _block("digitalocean_record", part, rows)


def _generic(part: _Parts, zone: str) -> str:
    """The `dns` provider, which speaks RFC 2136 to any primary server."""
    rows = {"zone": _hcl(f"{zone}."), "name": _hcl(part.short)}
    if part.short == "@":
        del rows["name"]
    if part.type in TEXT_TYPES:
        return _block(
            "dns_txt_record_set",
            part,
            rows | {"txt": f"[{_hcl(part.values)}]", "ttl": str(part.ttl)},
        )
    if part.priority is not None:
        size = {"ttl": str(part.ttl)}
        block = _block("dns_mx_record_set", part, rows | size).removesuffix("\n}")
        return (
            f"{block}\n\n  mx {{\n    preference = {part.priority}\n"
            f"    exchange   = {_hcl(part.values + '.')}\n  }}\n}}"
        )
    return _block(
        "dns_cname_record",
        part,
        rows | {"cname": _hcl(f"{part.values}."), "ttl": str(part.ttl)},
    )


_RESOURCES: Mapping[str, Callable[[_Parts, str], str]] = {
    "cloudflare": _cloudflare,
    "route53": _route53,
    "google-cloud": _google,
    "digitalocean": _digitalocean,
}
_PROVIDERS = {
    "cloudflare": "cloudflare/cloudflare",
    "route53": "hashicorp/aws",
    "google-cloud": "hashicorp/google",
    "digitalocean": "digitalocean/digitalocean",
}
