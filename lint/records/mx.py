"""What stands in the target of a mail server record instead of a name: a priority, an address."""

from __future__ import annotations

from ..pattern import lazy

# `10 10 host`, `10 "10 host"`, `10 10\032host`
_TWICE = lazy(r"\d{1,5}\s+\"?\d{1,5}(?:\s+|\\032|\\009)\"?([^\s\"]+)\"?")
_IPV4 = lazy(r"\d{1,3}(?:\.\d{1,3}){3}")
_IPV6 = lazy(r"\[?(?:ipv6:)?[0-9a-f:]{2,39}(?::\d{1,3}(?:\.\d{1,3}){3})?\]?")


def host_behind_priorities(data: str) -> str | None:
    """The canonical mail server in record data that holds two priorities, None for other data."""
    match = _TWICE.fullmatch(data.strip())
    return match.group(1).lower().removesuffix(".") if match else None


def is_null(priority: int | None, target: str) -> bool:
    """Whether an MX record says that the name takes no mail: a target that is the root (RFC 7505).

    The priority does not matter to most receivers, although it should be 0.
    """
    return target == "" and priority is not None


def address_in(target: str, zone: str) -> str | None:
    """The IP address that was typed for a mail server's name, None where it is a name.

    `target` is the canonical name, to which `zone` may have been appended.
    """
    for text in (target, target.removesuffix(f".{zone}") if zone else target):
        if _IPV4.fullmatch(text) and all(int(part) < 256 for part in text.split(".")):
            return text
        if _IPV6.fullmatch(text) and text.count(":") > 1:
            return text
    return None
