"""Which identities of a sender domain match the address that people see (RFC 9989 4.4)."""

from __future__ import annotations

from collections.abc import Iterable

from .model import ExpectedRecord, Purpose, SenderDomain
from .noun import NamedTuple
from .records.names import join, labels
from .records.suffix import organisational_domain

_DOMAINKEY = "_domainkey"


class Identities(NamedTuple):
    """The domains that the provider's signatures and return paths name."""

    signing: tuple[str, ...]
    returning: tuple[str, ...]


def identities(domain: SenderDomain) -> Identities:
    """What the records that the provider asked for say about its signatures and return paths."""
    signing = (_signed(e) for e in domain.records if e.purpose is Purpose.DKIM)
    returning = (e.name for e in domain.records if e.purpose is Purpose.RETURN_PATH)
    return Identities(_each(signing), _each(returning))


def _each(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in found if name))


def _signed(expected: ExpectedRecord) -> str:
    """The domain of a key: what follows `_domainkey` in its name, "" where that is absent."""
    parts = labels(expected.name)
    return join(*parts[parts.index(_DOMAINKEY) + 1 :]) if _DOMAINKEY in parts else ""


def aligned(found: Iterable[str], domain: str, *, strict: bool) -> bool:
    """Whether any of these domains counts for mail from `domain`."""
    if strict:
        return domain in found
    top = organisational_domain(domain)
    return any(organisational_domain(name) == top for name in found)
