"""The authoritative servers: NSD, BIND, Knot DNS and PowerDNS."""

from __future__ import annotations

from pathlib import Path

from .addresses import STATE
from .daemon import Daemon, Zones


def nsd(name: str, addresses: tuple[str, ...], zones: Zones) -> Daemon:
    """NSD, which reads changed zone files again on SIGHUP."""
    listen = "".join(f"  ip-address: {a}\n" for a in addresses)
    config = f"""
server:
{listen}  username: ""
  database: ""
  server-count: 1
  tcp-count: 50
  zonesdir: "{STATE}"
  pidfile: "{STATE}/{name}/pid"
  zonelistfile: "{STATE}/{name}/zone.list"
  xfrdfile: "{STATE}/{name}/xfrd.state"
  xfrdir: "{STATE}/{name}"
  cookie-secret-file: ""
  rrl-ratelimit: 0
remote-control:
  control-enable: no
"""
    config += "".join(f'zone:\n  name: "{n}"\n  zonefile: "{f}"\n' for n, f in zones.items())
    return Daemon(name, ("nsd", "-d", "-c", "config"), {"config": config}, addresses)


def knot(name: str, address: str, zones: Zones, compact: dict[str, str]) -> Daemon:
    """Knot DNS; zones in `compact` are signed as it answers, with compact denial (RFC 9824).

    `compact` maps such zones to their private keys (PEM).
    """
    config = f"""
server:
  rundir: {STATE}/{name}
  listen: {address}@53
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stdout
    any: info
database:
  storage: {STATE}/{name}
policy:
  - id: lab
    manual: on
    algorithm: ecdsap256sha256
    single-type-signing: on
mod-onlinesign:
  - id: lab
    policy: lab
template:
  - id: default
    storage: {STATE}
    dnssec-policy: lab
    zonefile-sync: -1
    journal-content: none
zone:
"""
    signing = dict.fromkeys(compact, "    module: mod-onlinesign/lab\n")
    for zone, file in zones.items():
        config += f"  - domain: {zone}\n    file: {file}\n{signing.get(zone, '')}"
    files = {"config": config} | {f"{zone}.pem": key for zone, key in compact.items()}
    keys = ["algorithm=13", "ksk=yes", "zsk=yes"]
    imports = [("keymgr", "-c", "config", z, "import-pem", f"{z}.pem", *keys) for z in compact]
    return Daemon(name, ("knotd", "-c", "config"), files, (address,), tuple(imports))


def powerdns(address: str, zones: Zones) -> Daemon:
    """PowerDNS's authoritative server, which serves a CNAME beside other data as it stands."""
    config = f"""
launch=bind
bind-config={STATE}/powerdns/zones
local-address={address}
socket-dir={STATE}/powerdns
security-poll-suffix=
receiver-threads=1
distributor-threads=1
guardian=no
daemon=no
disable-syslog=yes
zone-cache-refresh-interval=0
"""
    files = {"pdns.conf": config, "zones": "".join(bind_zone(n, f) for n, f in zones.items())}
    command = ("pdns_server", f"--config-dir={STATE}/powerdns")
    return Daemon("powerdns", command, files, (address,))


def bind(address: str, zones: Zones) -> Daemon:
    """BIND as an authoritative server, which reads changed zone files again on SIGHUP."""
    config = bind_options("bind", (address,), "recursion no; dnssec-validation no;")
    config += "".join(bind_zone(n, f) for n, f in zones.items())
    command = ("named", "-g", "-n", "1", "-c", "config")
    return Daemon("bind", command, {"config": config}, (address,))


def bind_options(name: str, addresses: tuple[str, ...], more: str) -> str:
    listen = " ".join(f"{a};" for a in addresses)
    return f"""
options {{
  directory "{STATE}/{name}";
  pid-file "{STATE}/{name}/pid";
  session-keyfile "{STATE}/{name}/session.key";
  listen-on {{ {listen} }};
  listen-on-v6 {{ none; }};
  allow-query {{ any; }};
  notify no;
  empty-zones-enable no;
  max-cache-size 32M;
  {more}
}};
controls {{ }};
"""


def bind_zone(name: str, file: Path) -> str:
    # PowerDNS reads these lines too, and knows only the older word for "primary".
    return f'zone "{name}" {{ type master; file "{file}"; check-names ignore; }};\n'
