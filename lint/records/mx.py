"""Mail server records whose priority was typed a second time, in front of the server's name."""

from __future__ import annotations

from ..pattern import lazy

# `10 10 host`, `10 "10 host"`, `10 10\032host`
_TWICE = lazy(r"\d{1,5}\s+\"?\d{1,5}(?:\s+|\\032|\\009)\"?([^\s\"]+)\"?")


def host_behind_priorities(data: str) -> str | None:
    """The canonical mail server in record data that holds two priorities, None for other data."""
    match = _TWICE.fullmatch(data.strip())
    return match.group(1).lower().removesuffix(".") if match else None
