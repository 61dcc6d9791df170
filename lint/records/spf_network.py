"""Address networks as SPF writes them (RFC 7208 section 5.6)."""

from __future__ import annotations

MAX_TEXT = 50  # characters of the longest address with its length


def covers(network: str, other: str) -> bool:
    """Whether the first network holds every address of the second; False for bad ones.

    An address without a length is a network of its own; what stands behind the length is ignored,
    as receivers do.
    """
    if max(len(network), len(other)) > MAX_TEXT or (":" in network) != (":" in other):
        return False
    return _covers6(network, other) if ":" in network else _covers4(network, other)


def _covers4(network: str, other: str) -> bool:
    from ipaddress import IPv4Network  # 8 ms, and only some records need it

    try:
        return IPv4Network(other, strict=False).subnet_of(IPv4Network(network, strict=False))
    except ValueError:
        return False


def _covers6(network: str, other: str) -> bool:
    from ipaddress import IPv6Network

    try:
        return IPv6Network(other, strict=False).subnet_of(IPv6Network(network, strict=False))
    except ValueError:
        return False
