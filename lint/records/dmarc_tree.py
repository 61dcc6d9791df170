"""The tree walk of DMARC, without DNS: which names are asked and what the answers mean.

RFC 9989 section 4.10.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..noun import NamedTuple
from . import names

_LONG = 8  # labels; of a longer name only the last seven are walked
_KEPT = 7


class Found(NamedTuple):
    """A name of the walk that has one usable record, and that record's `psd` tag."""

    domain: str
    psd: str


def walked(domain: str) -> tuple[str, ...]:
    """The domains whose `_dmarc` names are asked, in order: at most eight, the last is the TLD."""
    parts = names.labels(domain)
    if not parts:
        return ()
    rest = parts[1:] if len(parts) <= _LONG else parts[-_KEPT:]
    above = (".".join(rest[i:]) for i in range(len(rest)))
    return (domain, *above)


def stops(psd: str) -> bool:
    """Whether the walk ends at a record with this `psd` tag."""
    return psd in ("y", "n")


def organisational(start: str, found: Sequence[Found]) -> str:
    """The organisational domain, from the usable records in the order of the walk.

    `psd=n` names it; `psd=y` above the start puts it one label below; else it is the shortest
    name that has a record, and without any record the start itself.
    """
    for one in found:
        if one.psd == "n":
            return one.domain
        if one.psd == "y" and one.domain != start:
            return _below(start, one.domain)
    return min((f.domain for f in found), key=_size, default=start)


def _size(name: str) -> int:
    return len(names.labels(name))


def _below(start: str, suffix: str) -> str:
    """The name one label longer than the suffix, on the way down to the start."""
    return ".".join(names.labels(start)[-_size(suffix) - 1 :])
