"""What the comments and the name of a zone file tell about it: who wrote it, and which zone it is.

Exports name their zone in a comment at the top (`;; Domain: example.com.` at Cloudflare,
`; Domain: example.com` at GoDaddy), opendkim names it behind the key it made.
"""

from __future__ import annotations

import re

from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names

_DOMAIN = lazy(
    rb"^[ \t]*;+[ \t]*(?:domain|zone)(?: name)?:[ \t]*([^\s;]+)", re.IGNORECASE | re.MULTILINE
)
_SIGNED = lazy(rb";[ \t-]*DKIM key [^\s]+ for ([^\s;]+)", re.IGNORECASE)
_CLOUDFLARE = lazy(rb"^[ \t]*;;[ \t]*Exported:|;[^\n]*\bcf_tags=", re.MULTILINE)
_GODADDY = lazy(rb"^;[ \t]*Exported \(y-m-d hh:mm:ss\):", re.MULTILINE)
_ENDINGS = (".zone", ".txt", ".db", ".dns", ".hosts", ".bind", ".conf")
_BEGINNINGS = ("db.", "zone.", "named.", "pri.", "master.")
# Last labels that are the ends of file names, not of domains.
_NOT_TOP = frozenset(
    (
        *("backup", "bak", "cfg", "conf", "copy", "db", "dns", "export", "hosts", "local", "new"),
        *("hints", "inc", "include", "j2", "jinja", "tmpl", "tpl"),
        *("old", "orig", "out", "record", "records", "save", "tmp", "txt", "zone", "zonefile"),
    )
)


class Dialect(NamedTuple):
    """How a file departs from plain zone text.

    `apex` is the zone's name. `indent` is what every line starts with in an indented paste; the
    segments no longer have it. `automatic_ttl` says that a time to live of 1 means "automatic",
    `bare_targets` that a whole host name may lack its final dot.
    """

    apex: str
    indent: bytes = b""
    automatic_ttl: bool = False
    bare_targets: bool = False


def domain_in_header(head: bytes) -> str | None:
    """The zone that a comment at the beginning of an export names."""
    return _in_comment(_DOMAIN, head)


def domain_of_key(head: bytes) -> str | None:
    """The domain that opendkim names behind a key."""
    return _in_comment(_SIGNED, head)


def _in_comment(pattern: re.Pattern[bytes], head: bytes) -> str | None:
    match = pattern.search(head)
    return _as_zone(match.group(1).decode("utf-8", "surrogateescape")) if match else None


def domain_in_path(path: str) -> str | None:
    """The zone that a file is named after: `db.example.com`, `example.com.zone`."""
    name = path.replace("\\", "/").rpartition("/")[2]
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    for beginning in _BEGINNINGS:
        name = name.removeprefix(beginning)
    zone = _as_zone(name)
    return None if zone is None or names.labels(zone)[-1] in _NOT_TOP else zone


def has_automatic_ttl(head: bytes) -> bool:
    """Whether the file is an export of Cloudflare, where a time to live of 1 means "automatic"."""
    return _CLOUDFLARE.search(head) is not None


def has_bare_targets(head: bytes) -> bool:
    """Whether the file is an export of GoDaddy, whose panel takes every target for a whole name.

    Its older exports write such names without the final dot.
    """
    return _GODADDY.search(head) is not None


def omits_dots(head: bytes, zone: str) -> bool:
    """Whether a file whose SOA record lacks its owner's final dot never writes such dots.

    Exports of Cloudflare write whole names only. Elsewhere the zone's name servers must stand at
    the zone's whole name without a dot, too: at a relative name they would make no sense.
    """
    name = re.escape(zone.encode("ascii", "replace"))
    servers = rb"^" + name + rb"[ \t]+(?:[0-9]+[ \t]+)?(?:IN[ \t]+)?(?:[0-9]+[ \t]+)?NS[ \t]"
    found = re.search(servers, head, re.IGNORECASE | re.MULTILINE)
    return has_automatic_ttl(head) or found is not None


def _as_zone(text: str) -> str | None:
    name = names.canonical(names.to_ascii(text.rstrip(".")))
    top = names.labels(name)[-1:]
    usable = names.is_hostname(name) and names.flaw(name) is None
    return name if usable and not top[0].isdigit() else None
