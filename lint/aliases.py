"""Which records at one name cannot stand together: an alias stands alone (RFC 1034 3.6.2)."""

from __future__ import annotations

from .model import Node, Record
from .records.names import is_within
from .standing import distinct
from .view import View

# What may stand beside an alias: signatures and proofs of absence (RFC 4035 section 2.5).
_BESIDE = frozenset(("RRSIG", "NSEC", "NSEC3", "KEY", "SIG", "NXT"))


def other_data(node: Node) -> tuple[Record, ...]:
    """The records at a name that an alias cannot stand beside, aliases left out."""
    return tuple(r for r in node.records if r.type not in _BESIDE and r.type != "CNAME")


def aliases(view: View, node: Node) -> tuple[Record, ...]:
    """The aliases at a name that the world sees, each once.

    A proxied one answers as web addresses. At the apex, a DNS host that has a proxy answers with
    what the target holds.
    """
    if node.name == view.zone and _is_flattened(node):
        return ()
    return distinct(r for r in node.of("CNAME") if not r.proxied)


def _is_flattened(node: Node) -> bool:
    flattening = any(is_within(r.target, "ns.cloudflare.com") for r in node.of("NS"))
    return flattening or any(r.proxied is not None for r in node.records)
