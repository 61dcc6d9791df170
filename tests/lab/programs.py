"""Every program that runs in the lab."""

from __future__ import annotations

from .addresses import IPV6_ADDRESS, PUBLIC, RESOLVERS, ROOT, SERVERS, TLD
from .authorities import bind, knot, nsd, powerdns
from .daemon import Daemon, Zones
from .fronts import dnsdist
from .resolvers import knot_resolver, powerdns_recursor, recursive_bind, unbound

PACKAGES = {
    "nsd": "nsd",
    "named": "bind9",
    "knotd": "knot",
    "pdns_server": "pdns-server",
    "unbound": "unbound",
    "kresd": "knot-resolver",
    "pdns_recursor": "pdns-recursor",
    "dnsdist": "dnsdist",
    "dig": "bind9-dnsutils",
    "ip": "iproute2",
}


def programs(
    zones: dict[str, Zones], office: Zones, compact: dict[str, str], anchor: str
) -> list[Daemon]:
    """The programs for these zones, by server.

    `compact` holds the keys (PEM) of zones that Knot signs while it answers, `anchor` the root's
    DS data.
    """
    return [
        nsd("root", (ROOT,), zones["root"]),
        nsd("nsd", (SERVERS["ns1.dnshost.net"][1], IPV6_ADDRESS), zones["ns1.dnshost.net"]),
        knot("tld", TLD, zones["tld"], {}),
        knot("knot", SERVERS["ns1.signing.net"][1], zones["ns1.signing.net"], compact),
        powerdns(SERVERS["ns1.otherhost.net"][1], zones["ns1.otherhost.net"]),
        bind(SERVERS["ns2.dnshost.net"][1], zones["ns2.dnshost.net"]),
        recursive_bind(office),
        unbound("unbound", (RESOLVERS["unbound"], *PUBLIC), validating=True),
        unbound("cache", (RESOLVERS["cache"],), validating=False),
        knot_resolver(),
        powerdns_recursor(anchor),
        dnsdist(),
    ]
