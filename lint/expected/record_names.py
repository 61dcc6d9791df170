"""From a record's name in the document to its absolute name.

Decided for each name, in this order:

1. A final dot makes it absolute, unless no such name can exist at the root (`s1._domainkey.`).
2. The domain itself, or a name below it, is absolute.
3. The same for each parent of the domain that has two labels or more: `send.example.com` in a
   document for mail.example.com.
4. Nothing, `@` and `.` are the domain.
5. Everything else is relative, to the domain or to the zone above it. The document as a whole
   decides: it counts from the zone when its names carry the labels that the domain has there
   (`s1._domainkey.mail` or `bounce.mail` for mail.example.com). DKIM names decide first, since
   what follows `_domainkey` is the domain. In such a document `_dmarc` is the zone's.

A web address stays as it is, so that it can be recognised.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ..records import names

_MARKER = "_domainkey"


def absolute(written: str, domain: str, base: str) -> str:
    """The canonical absolute name; `base` is what relative names are relative to."""
    name, dotted = _typed(written)
    if not name:
        return domain
    if "/" in name or (dotted and _can_be_absolute(name)) or _is_inside(name, domain):
        return name
    return names.join(name, base)


def base_of(domain: str, written: Iterable[str]) -> str:
    """What the relative names of a document are relative to: the domain or a parent of it."""
    relative = [name for name in map(_relative, written) if name and not _is_inside(name, domain)]
    tails = [tail for name in relative if (tail := _behind_marker(name)) is not None]
    for zone in _parents(domain):
        if names.relative(domain, zone) in tails:
            return zone
    if "" in tails:
        return domain
    for zone in _parents(domain):
        below = "." + names.relative(domain, zone)
        if any(name.endswith(below) for name in relative):
            return zone
    return domain


def _relative(written: str) -> str:
    name, dotted = _typed(written)
    return "" if dotted and _can_be_absolute(name) else name


def _typed(written: str) -> tuple[str, bool]:
    text = names.to_ascii(written.strip())
    return names.canonical(text), text.endswith(".")


def _can_be_absolute(name: str) -> bool:
    return "." in name and not names.labels(name)[-1].startswith("_")


def _is_inside(name: str, domain: str) -> bool:
    return names.is_within(name, _parents(domain)[0] if "." in names.parent(domain) else domain)


@lru_cache(maxsize=16)
def _parents(domain: str) -> tuple[str, ...]:
    """The domain's parents with two labels or more, farthest first."""
    return tuple(reversed([p for p in names.ancestors(domain) if "." in p]))


def _behind_marker(name: str) -> str | None:
    """What follows `_domainkey`, "" for nothing, None for a name without it."""
    _, marker, tail = f".{name}.".rpartition(f".{_MARKER}.")
    return tail.rstrip(".") if marker else None
