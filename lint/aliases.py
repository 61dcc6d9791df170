"""Which records at one name cannot stand together: an alias stands alone (RFC 1034 3.6.2)."""

from __future__ import annotations

from .model import Node, Record
from .records.kind import text_kind
from .records.names import is_within, labels
from .standing import distinct
from .view import View

# What may stand beside an alias: signatures and proofs of absence (RFC 4035 section 2.5).
_BESIDE = frozenset(("RRSIG", "NSEC", "NSEC3", "KEY", "SIG", "NXT"))
_LONGEST = 16  # aliases that are followed


def other_data(node: Node) -> tuple[Record, ...]:
    """The records at a name that an alias cannot stand beside, aliases left out."""
    return tuple(r for r in node.records if r.type not in _BESIDE and r.type != "CNAME")


def is_leftover(view: View, records: tuple[Record, ...]) -> bool:
    """Whether nobody can need these records once an alias stands at their name.

    That is so for SPF, DKIM and DMARC texts, because the alias brings its target's, and for
    addresses of a name that no browser asks for. A domain's own name serves more than mail.
    """
    return all(
        r.name not in (view.zone, view.domain.name) and (_is_mail(r) or _is_unvisited(r))
        for r in records
    )


def _is_mail(record: Record) -> bool:
    if record.type == "TXT":
        return text_kind(record.text, record.name) is not None
    return record.type == "SPF"


def _is_unvisited(record: Record) -> bool:
    return record.type in ("A", "AAAA") and is_underscored(record.name)


def is_underscored(name: str) -> bool:
    """Whether a name has a label that no host name has (RFC 8552 section 1.1)."""
    return any(label.startswith("_") for label in labels(name))


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


def end_of(view: View, alias: Record) -> str:
    """The name that an alias leads to in the end, as far as the zone tells; "" for a circle."""
    target = alias.target
    seen = {alias.name}
    while target not in seen and len(seen) < _LONGEST:
        further = view.ask(target, "CNAME").records if is_within(target, view.zone) else ()
        if not further:
            return target
        seen.add(target)
        target = further[0].target
    return ""
