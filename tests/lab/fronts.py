"""dnsdist: servers with a fault, far ones, DoT and DoH, in front of those that are right."""

from __future__ import annotations

from .addresses import FAULTS, RESOLVERS, SERVERS
from .daemon import CERTIFICATE, KEY, Daemon


def dnsdist() -> Daemon:
    """dnsdist: the faulty name servers, the faulty and far resolvers, DoT and DoH."""
    front = {**FAULTS, **{f"{n} resolver": RESOLVERS[n] for n in FRONTED}}
    listens = [a for host, a in front.items() if host != "closed.dnshost.net"]
    rules = [_rule(host, a) for host, a in front.items() if not _is_plain(host)]
    own = RESOLVERS["dnsdist"]
    config = "\n".join(
        [
            "setACL('127.0.0.0/8')",
            "setMaxUDPOutstanding(1024)",
            *(f"addLocal('{a}:53')" for a in listens),
            f"addTLSLocal('{own}:853', '{CERTIFICATE}', '{KEY}')",
            f"addDOHLocal('{own}:443', '{CERTIFICATE}', '{KEY}', '/dns-query')",
            f"newServer({{address='{SERVERS['ns1.dnshost.net'][1]}', name='zones'}}):setUp()",
            f"newServer({{address='{RESOLVERS['unbound']}', pool='names'}}):setUp()",
            "function to(address) local set = newNMG(); set:addMask(address .. '/32')",
            "  return NetmaskGroupRule(set, false) end",
            *rules,
            *(f"addAction(to('{a}'), PoolAction('names'))" for a in (*NAMES.values(), own)),
            "",
        ]
    )
    command = ("dnsdist", "--supervised", "--disable-syslog", "-C", "config")
    return Daemon("dnsdist", command, {"config": config}, (FAULTS["truncating.dnshost.net"],))


FRONTED = ("refusing", "silent", "lossy", "servfail", "far1", "far2", "far3", "far4", "portal")
NAMES = {n: RESOLVERS[n] for n in FRONTED} | {"forwarding": FAULTS["forwarding.dnshost.net"]}

# What is done with a question, by the first part of the server's name; %s is its address.
ACTIONS = {
    "silent": ("to('%s')", "DropAction()"),
    "refusing": ("to('%s')", "RCodeAction(DNSRCode.REFUSED)"),
    "servfail": ("to('%s')", "RCodeAction(DNSRCode.SERVFAIL)"),
    "portal": ("to('%s')", "RCodeAction(DNSRCode.NXDOMAIN, { ra = true })"),
    "balancing": (
        "AndRule({to('%s'), OrRule({QTypeRule(DNSQType.SOA), QTypeRule(DNSQType.NS)})})",
        "RCodeAction(DNSRCode.REFUSED)",
    ),
    "truncating": ("AndRule({to('%s'), TCPRule(false)})", "TCAction()"),
    "slow": ("to('%s')", "DelayAction(800)"),
    "lossy": ("AndRule({to('%s'), TCPRule(false), ProbaRule(0.3)})", "DropAction()"),
    "far": ("to('%s')", "DelayAction(32)"),
    "noent": (
        "AndRule({to('%s'), RegexRule('^_domainkey\\\\.')})",
        "RCodeAction(DNSRCode.NXDOMAIN)",
    ),
    "twofaced": (
        "AndRule({to('%s'), RegexRule('^s2\\\\._domainkey\\\\.'), QTypeRule(DNSQType.TXT)})",
        "SpoofRawAction('\\011v=DKIM1; p=', { aa = true, ttl = 3600 })",
    ),
}


def _is_plain(host: str) -> bool:
    return host.startswith(("forwarding", "closed"))


def _rule(host: str, address: str) -> str:
    kind = host.split(".")[0].split()[0].rstrip("0123456789")
    if kind == "udponly":
        selector, action = ACTIONS["truncating"]
        return (
            f"addAction({selector % address}, {action})\n"
            f"addAction(AndRule({{to('{address}'), TCPRule(true)}}), DropAction())"
        )
    selector, action = ACTIONS[kind]
    return f"addAction({selector % address}, {action})"
