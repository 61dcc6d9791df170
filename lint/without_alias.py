"""Names that should be an alias, and at which servers show something else instead."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .dns_hosts import fingerprint
from .evidence import answer_or_none, own_records
from .model import ExpectedRecord, Record, VantageKind
from .view import View

_FILES = (VantageKind.ZONE_FILE, VantageKind.IAC)
_ADDRESSES = ("A", "AAAA")
# The networks of Cloudflare's web proxy (www.cloudflare.com/ips).
_PROXIES = (
    *("173.245.48.0/20", "103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22"),
    *("141.101.64.0/18", "108.162.192.0/18", "190.93.240.0/20", "188.114.96.0/20"),
    *("197.234.240.0/22", "198.41.128.0/17", "162.158.0.0/15", "104.16.0.0/13"),
    *("104.24.0.0/14", "172.64.0.0/13", "131.0.72.0/22"),
    *("2400:cb00::/32", "2606:4700::/32", "2803:f800::/32", "2405:b500::/32"),
    *("2405:8100::/32", "2a06:98c0::/29", "2c0f:f248::/32"),
)


def flattened(view: View, expected: ExpectedRecord) -> tuple[Record, ...]:
    """The target's own records, where a server shows them in place of an alias to it.

    A file shows what was entered there, so that there is nothing to compare.
    """
    if not _lacks_alias(view, expected):
        return ()
    for type_ in ("TXT", *_ADDRESSES):
        own = own_records(view, expected.name, type_)
        target = answer_or_none(view, expected.value, type_) if own else None
        if target is not None and _data(own) <= _data(target.records):
            return own
    return ()


def _data(records: Iterable[Record]) -> set[str]:
    return {r.text if r.strings else r.data for r in records}


def proxied(view: View, expected: ExpectedRecord) -> tuple[Record, ...]:
    """The addresses of the DNS host's web proxy, where a server shows them in place of an alias."""
    if not _lacks_alias(view, expected) or not _may_proxy(view):
        return ()
    own = [r for type_ in _ADDRESSES for r in own_records(view, expected.name, type_)]
    hidden = bool(own) and all(_is_proxy(r.data) for r in own)
    return tuple(own) if hidden and not flattened(view, expected) else ()


def _lacks_alias(view: View, expected: ExpectedRecord) -> bool:
    if expected.type != "CNAME" or view.vantage.kind in _FILES:
        return False
    answer = answer_or_none(view, expected.name, "CNAME")
    return answer is not None and not answer.records


def _may_proxy(view: View) -> bool:
    """Whether the zone's DNS host is the one whose proxy is known here."""
    answer = answer_or_none(view, view.zone, "NS")
    return answer is not None and fingerprint(_targets(answer.records)) == "cloudflare"


def _targets(records: Iterable[Record]) -> list[str]:
    return [r.target for r in records]


@lru_cache(maxsize=256)
def _is_proxy(address: str) -> bool:
    from ipaddress import ip_address, ip_network  # needed for few names only

    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(n) for n in _PROXIES if (":" in n) is (found.version == 6))
