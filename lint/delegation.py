"""How the world finds a zone, as far as the zone itself says it."""

from __future__ import annotations

from .dns_hosts import fingerprint
from .model import Answer, Delegation, NameServer


def from_apex(zone: str, answer: Answer | None) -> Delegation | None:
    """The delegation that the NS records at a zone's apex name, None where there are none.

    Only the zone's own side is known then: not what the parent says, nor which server works.
    """
    servers = tuple(dict.fromkeys(r.target for r in answer.records)) if answer else ()
    if not servers:
        return None
    return Delegation(
        zone=zone,
        parent=None,
        servers=tuple(
            NameServer(name, (), at_parent=None, at_child=True, works=None) for name in servers
        ),
        dns_host=fingerprint(servers),
        signed=None,
    )
