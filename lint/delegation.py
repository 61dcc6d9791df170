"""How the world finds a zone, as far as the zone itself says it."""

from __future__ import annotations

from collections.abc import Callable

from .dns_hosts import fingerprint
from .model import Answer, Delegation, NameServer
from .network import Cut


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


Works = Callable[[str], tuple[bool | None, str]]  # a name server to whether it works, or why not


def from_cut(cut: Cut, works: Works) -> Delegation | None:
    """The delegation as the world finds it, None where no zone was found.

    `works` says of a name server whether it answers for the zone, with the reason if it does not.
    """
    if not cut.zone:
        return None
    servers = tuple(dict.fromkeys((*cut.parent_ns, *cut.child_ns, *cut.unresolved)))
    return Delegation(
        zone=cut.zone,
        parent=cut.parent or None,
        servers=tuple(_server(cut, name, works) for name in servers),
        # After a move the zone itself may name another host already, which nobody is sent to yet.
        dns_host=fingerprint(cut.parent_ns or cut.child_ns),
        signed=None if cut.ds is None else bool(cut.ds),
    )


def _server(cut: Cut, name: str, works: Works) -> NameServer:
    said, reason = works(name)
    addresses = (v.address for v in cut.servers if v.label == name)
    if name in cut.unresolved:
        said, reason = False, "no address is known for it"
    return NameServer(
        name=name,
        addresses=tuple(a for a in addresses if a is not None),
        at_parent=name in cut.parent_ns if cut.parent_ns else None,
        at_child=name in cut.child_ns if cut.child_ns else None,
        works=said,
        reason=reason,
    )
