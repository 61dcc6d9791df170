"""Whose a host name likely is: the customer's, or the provider's that asked for records."""

from __future__ import annotations

from collections.abc import Iterator

from .asked import asks_for_spf
from .model import ExpectedRecord, SenderDomain
from .records.names import is_within
from .records.spf import required_terms
from .records.suffix import organisational_domain


def is_customers(host: str, domain: str) -> bool:
    """Whether a host is below the customer's registered domain, or a service's name for it.

    Services spell the customer's domain inside their own names, with dots, hyphens or underscores.
    """
    own = organisational_domain(domain)
    return is_within(host, own) or _spelled(own) in _spelled(host)


def _spelled(name: str) -> str:
    """A name as whole words between dots, so that `a.example` is not found in `ba.example`."""
    return f".{name.replace('-', '.').replace('_', '.')}."


def is_providers(host: str, domain: SenderDomain) -> bool:
    """Whether a host has its registered domain in common with a host that was asked for."""
    top = organisational_domain(host)
    if top == organisational_domain(domain.name):
        return False
    return any(organisational_domain(h) == top for e in domain.records for h in _hosts(e))


def _hosts(expected: ExpectedRecord) -> Iterator[str]:
    if expected.type in ("CNAME", "MX"):
        yield expected.value
    elif asks_for_spf(expected):
        for term in required_terms(expected.value):
            if term.name in ("include", "redirect"):
                yield term.value.lower().removesuffix(".")
