"""The zones of the lab: the root, its children, DNS hosts, the mail provider, every situation."""

from __future__ import annotations

from typing import NamedTuple

from . import signing
from .addresses import (
    FAULTS,
    IPV6_ADDRESS,
    IPV6_HOST,
    ROOT,
    ROOT_HOST,
    SERVERS,
    TLD,
    TLD_HOST,
    TOP_LEVEL,
    WHITE_LABELS,
    holder,
)
from .situation import DNS_HOST, Edit, Situation, dkim_key, quoted

HEAD = "$TTL 3600\n@ SOA {primary}. hostmaster.{primary}. {serial} 7200 900 1209600 300\n"


class Served(NamedTuple):
    """One zone's text at one server; `host` is a key of SERVERS, "root" or "tld"."""

    zone: str
    host: str
    text: str


def first(situations: tuple[Situation, ...]) -> list[Served]:
    """What is served when the lab opens: everything, with earlier zones where there are any."""
    hosts = [Served(z, ns, t) for z, t in _hosts().items() for ns in DNS_HOST]
    customers = [served for s in situations for served in _customer(s)]
    more = [
        Served(m.name, holder(ns), m.text) for s in situations for m in s.more for ns in m.servers
    ]
    return [_root(), *_top_level(situations), *hosts, *customers, *more]


def final(situation: Situation) -> list[Served]:
    """What is served of a situation in the end."""
    return [
        Served(situation.zone, host, _text(situation, situation.on.get(host, situation.edit), 2))
        for host in _holders(situation)
    ]


def above(situations: tuple[Situation, ...]) -> list[Served]:
    """The top-level domains in the end, where they had other DS records before."""
    changed = {s.zone.rpartition(".")[2] for s in situations if s.before and s.before.ds}
    return [served for served in _top_level(situations, 2) if served.zone in changed]


def office(situation: Situation) -> str | None:
    """The situation's zone as the office's own view has it, None where it has none."""
    return None if situation.office is None else situation.text(situation.office, 9)


def _customer(situation: Situation) -> list[Served]:
    if situation.before is None:
        return final(situation)
    text = _text(situation, situation.before.edit, 1)
    return [Served(situation.zone, host, text) for host in _holders(situation)]


def _holders(situation: Situation) -> list[str]:
    named = (*situation.parent_ns, *situation.child_ns, *situation.on)
    return sorted({holder(host) for host in named})


def _text(situation: Situation, edit: Edit, serial: int) -> str:
    text = situation.text(edit, serial)
    if situation.sign in ("", "compact"):  # compact denial is signed by the server itself
        return text
    return signing.signed(situation.zone, text, situation.sign)


def _root() -> Served:
    lines = [
        HEAD.format(primary=ROOT_HOST, serial=1),
        f"@ NS {ROOT_HOST}.\n",
        f"{ROOT_HOST}. A {ROOT}\n",
    ]
    for name in TOP_LEVEL:
        lines += [f"{name}. NS {TLD_HOST}.\n", f"{name}. DS {signing.ds(name)}\n"]
    lines.append(f"{TLD_HOST}. A {TLD}\n")
    return Served(".", "root", signing.signed("", "$ORIGIN .\n" + "".join(lines), "good"))


def _top_level(situations: tuple[Situation, ...], serial: int = 1) -> list[Served]:
    head = HEAD.format(primary=TLD_HOST, serial=serial)
    lines = {name: [head, f"@ NS {TLD_HOST}.\n"] for name in TOP_LEVEL}
    lines["net"] += [f"{ROOT_HOST}. A {ROOT}\n", f"{TLD_HOST}. A {TLD}\n"]
    for name, servers, keys in _delegations(situations, serial):
        below = lines[name.rpartition(".")[2]]
        below += [f"{name}. NS {ns}.\n" for ns in servers]
        below += [f"{name}. DS {key}\n" for key in keys]
    lines["net"] += [f"{ns}. A {SERVERS[ns][1]}\n" for ns in SERVERS]
    return [
        Served(name, "tld", signing.signed(name, f"$ORIGIN {name}.\n" + "".join(text), "good"))
        for name, text in lines.items()
    ]


def _delegations(
    situations: tuple[Situation, ...], serial: int
) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Zones below the top level: the name, its servers at the parent, its DS data there."""
    found: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
        (zone, DNS_HOST, ()) for zone in _hosts()
    ]
    for s in situations:
        earlier = s.before is not None and s.before.ds and serial == 1
        keys = (signing.ds(s.zone),) if s.sign or s.orphan_ds or earlier else ()
        found.append((s.zone, s.parent_ns, keys))
    return found


def _hosts() -> dict[str, str]:
    """The zones of the DNS hosts and of the mail provider."""
    dnshost = "".join(f"{ns}. A {a}\n" for ns, a in (FAULTS | WHITE_LABELS).items())
    dnshost += f"{IPV6_HOST}. AAAA {IPV6_ADDRESS}\n"
    texts = {"dnshost.net": dnshost, "otherhost.net": "", "signing.net": ""}
    for ns, (_, address) in SERVERS.items():
        texts[ns.partition(".")[2]] += f"{ns}. A {address}\n"
    texts |= {"stackshift.example": _provider(), "mailboxes.example": _mailboxes()}
    return {zone: _head(zone) + text for zone, text in texts.items()}


def _mailboxes() -> str:
    """Another provider, which also keeps keys and policies for customers."""
    kept = f'key TXT {quoted(dkim_key())}\npolicy TXT "v=DMARC1; p=quarantine"\n'
    return f'mx A 192.0.2.70\nspf TXT "v=spf1 ip4:192.0.2.0/25 ~all"\n{kept}'


def _provider() -> str:
    """StackShift: SPF includes four deep, the second key, the host that takes bounces."""
    depth = 'spf TXT "v=spf1 include:a.spf.stackshift.example ~all"\n'
    depth += 'a.spf TXT "v=spf1 include:b.spf.stackshift.example ip4:198.51.100.0/26 ~all"\n'
    depth += 'b.spf TXT "v=spf1 include:c.spf.stackshift.example ip4:198.51.100.64/26 ~all"\n'
    depth += 'c.spf TXT "v=spf1 ip4:198.51.100.128/25 ~all"\n'
    key = f"s2.dkim TXT {quoted(dkim_key())}\n"
    return depth + key + "feedback A 192.0.2.81\ntrack A 192.0.2.82\n"


def _head(zone: str) -> str:
    servers = "".join(f"@ NS {ns}.\n" for ns in DNS_HOST)
    return f"$ORIGIN {zone}.\n" + HEAD.format(primary=DNS_HOST[0], serial=1) + servers
