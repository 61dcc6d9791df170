"""Change what the lab's servers hold while it runs."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import dns.message
import dns.query
import dns.rdatatype

from .addresses import SERVERS, STATE, TLD
from .situation import Situation, situation
from .world import Served, final

RELOADED = {"ns1.dnshost.net": "nsd/pid", "ns2.dnshost.net": "bind/pid", "tld": "tld/knot.pid"}


def file_of(served: Served) -> Path:
    """Where a server's zone stands."""
    name = re.sub(r"[^a-z0-9._-]", "?", served.zone) or "root"
    return STATE / "zones" / served.host / name


def write(served: Served) -> Path:
    """Write a server's zone and say where."""
    path = file_of(served)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(served.text)
    return path


def publish(found: Iterable[Situation]) -> None:
    """Publish the final zones of these situations, and wait until the servers have them."""
    replace([served for s in found for served in final(s)])


def replace(zones: list[Served]) -> None:
    """Publish these zones, whose serial number is 2, and wait until the servers have them."""
    for served in zones:
        write(served)
    for pid in {RELOADED[served.host] for served in zones}:
        os.kill(int((STATE / pid).read_text()), signal.SIGHUP)  # they read their zones again
    for served in zones:
        _wait_for(served)


def ask(address: str, name: str, kind: str) -> dns.message.Message:
    """One question to one server, with recursion desired; raises OSError or DNSException."""
    query = dns.message.make_query(name, kind, use_edns=True)
    return dns.query.udp(query, address, timeout=5)


def _wait_for(served: Served) -> None:
    address = TLD if served.host == "tld" else SERVERS[served.host][1]
    until = time.monotonic() + 10
    while time.monotonic() < until:
        answer = ask(address, served.zone, "SOA")
        if any(r.serial == 2 for a in answer.answer for r in a if r.rdtype == dns.rdatatype.SOA):
            return
        time.sleep(0.02)
    sys.exit(f"{served.host} does not serve the new {served.zone}")


if __name__ == "__main__":
    publish([situation(name) for name in sys.argv[1:]])
