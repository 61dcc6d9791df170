"""Who lives where in the lab: name servers, resolvers, and the troublemakers in front of them."""

from __future__ import annotations

from pathlib import Path

# A private tmpfs is mounted here inside the lab: it vanishes with the lab, even after a crash.
STATE = Path("/srv")

ROOT = "127.77.0.1"
TLD = "127.77.0.2"
ROOT_HOST, TLD_HOST = "root.servers.net", "tld.servers.net"
TOP_LEVEL = ("com", "net", "example")

# Name servers that hold zones, and the program that each of them is.
SERVERS = {
    "ns1.dnshost.net": ("nsd", "127.77.1.1"),
    "ns2.dnshost.net": ("bind", "127.77.1.2"),
    "ns1.otherhost.net": ("powerdns", "127.77.3.1"),
    "ns1.signing.net": ("knot", "127.77.3.2"),
}
IPV6_HOST, IPV6_ADDRESS = "ns6.dnshost.net", "fd77::1:1"  # ns1.dnshost.net by another road

# Name servers with a fault: dnsdist before ns1.dnshost.net, one address for each fault.
FAULTS = {
    "silent.dnshost.net": "127.77.2.1",  # never answers
    "refusing.dnshost.net": "127.77.2.2",  # REFUSED, always
    "closed.dnshost.net": "127.77.2.3",  # nothing listens here
    "truncating.dnshost.net": "127.77.2.4",  # TC over UDP, right over TCP
    "udponly.dnshost.net": "127.77.2.5",  # TC over UDP, silent over TCP
    "slow.dnshost.net": "127.77.2.6",  # right after 800 ms
    "lossy.dnshost.net": "127.77.2.7",  # loses three of ten packets
    "servfail.dnshost.net": "127.77.2.8",  # SERVFAIL, always
    "noent.dnshost.net": "127.77.2.9",  # denies empty non-terminals (RFC 8020)
    "forwarding.dnshost.net": "127.77.2.10",  # a resolver: right, but never authoritative
    "far1.dnshost.net": "127.77.2.11",  # right, 30 ms away
    "far2.dnshost.net": "127.77.2.12",
    "lossy2.dnshost.net": "127.77.2.13",
    "twofaced.dnshost.net": "127.77.2.14",  # has both an alias and a text at s2._domainkey
    "balancing.dnshost.net": "127.77.2.15",  # has records, refuses to say a word about zones
}

# Other names of the DNS host's two servers, as its resellers use them.
WHITE_LABELS = {
    "one.dnshost.net": SERVERS["ns1.dnshost.net"][1],
    "two.dnshost.net": SERVERS["ns2.dnshost.net"][1],
}

RESOLVERS = {
    "unbound": "127.77.9.1",  # validating; also DoT and DoH
    "cache": "127.77.9.2",  # Unbound without validation, asked before zones changed
    "bind": "127.77.9.3",  # not validating
    "knot": "127.77.9.4",  # validating; also DoT and DoH
    "powerdns": "127.77.9.5",  # validating
    "office": "127.77.9.8",  # BIND's view for one office: other data for some zones
    "refusing": "127.77.9.6",
    "silent": "127.77.9.7",
    "lossy": "127.77.9.9",  # loses three of ten packets on the way to Unbound
    "servfail": "127.77.9.10",
    "far1": "127.77.9.11",  # Unbound, 30 ms away
    "far2": "127.77.9.12",
    "far3": "127.77.9.13",
    "far4": "127.77.9.14",
    "dnsdist": "127.77.9.15",  # DoT and DoH only
    "portal": "127.77.9.16",  # denies everything, like a captive portal
}

BIND_ADDRESSES = (SERVERS["ns2.dnshost.net"][1], RESOLVERS["bind"], RESOLVERS["office"])

# Addresses of public operators: inside the lab, Unbound answers on them.
PUBLIC = ("1.1.1.1", "8.8.8.8", "9.9.9.9", "208.67.222.222")


def address(host: str) -> str:
    """The address of a name server of the lab."""
    if host == IPV6_HOST:
        return IPV6_ADDRESS
    return SERVERS[host][1] if host in SERVERS else (FAULTS | WHITE_LABELS)[host]


def holder(host: str) -> str:
    """The name server whose zones this one serves: itself, or the one behind it."""
    return host if host in SERVERS else "ns1.dnshost.net"
