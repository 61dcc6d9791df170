"""The recursive resolvers: Unbound, BIND, Knot Resolver and PowerDNS Recursor."""

from __future__ import annotations

from .addresses import RESOLVERS, STATE
from .authorities import bind_options, bind_zone
from .daemon import ANCHOR, CERTIFICATE, HINTS, KEY, Daemon, Zones


def recursive_bind(office: Zones) -> Daemon:
    """BIND as a resolver that does not validate, with a second view for one office."""
    public, inside = RESOLVERS["bind"], RESOLVERS["office"]
    more = f"recursion yes; querylog yes; dnssec-validation no; query-source address {public};"
    config = bind_options("recursive", (public, inside), more)
    hints = f'zone "." {{ type hint; file "{HINTS}"; }};\n'
    zones = "".join(bind_zone(n, f) for n, f in office.items())
    config += f'view "office" {{ match-destinations {{ {inside}; }};\n{hints}{zones}}};\n'
    config += f'view "public" {{ match-clients {{ any; }};\n{hints}}};\n'
    command = ("named", "-g", "-n", "1", "-c", "config")
    return Daemon("recursive", command, {"config": config}, (public, inside))


def unbound(name: str, addresses: tuple[str, ...], *, validating: bool) -> Daemon:
    """Unbound as a resolver; the validating one also speaks DoT and DoH and logs questions."""
    ports = (f"{addresses[0]}@853", f"{addresses[0]}@443") if validating else ()
    interfaces = "".join(f"  interface: {a}\n" for a in (*addresses, *ports))
    modules = "validator iterator" if validating else "iterator"
    anchor = f'  trust-anchor-file: "{ANCHOR}"\n  ede: yes\n' if validating else ""
    config = f"""
server:
{interfaces}{anchor}  outgoing-interface: {addresses[0]}
  tls-service-key: "{KEY}"
  tls-service-pem: "{CERTIFICATE}"
  module-config: "{modules}"
  root-hints: "{HINTS}"
  directory: "{STATE}/{name}"
  pidfile: ""
  username: ""
  chroot: ""
  do-daemonize: no
  use-syslog: no
  logfile: ""
  log-queries: yes
  do-ip6: no
  do-not-query-localhost: no
  access-control: 0.0.0.0/0 allow
  num-threads: 1
  msg-cache-size: 4m
  rrset-cache-size: 4m
remote-control:
  control-enable: no
"""
    return Daemon(name, ("unbound", "-d", "-c", "config"), {"config": config}, addresses)


def knot_resolver() -> Daemon:
    """Knot Resolver, validating, with DoT and DoH."""
    at = RESOLVERS["knot"]
    config = f"""
net.listen('{at}', 53, {{ kind = 'dns' }})
net.listen('{at}', 853, {{ kind = 'tls' }})
net.listen('{at}', 443, {{ kind = 'doh2' }})
net.tls('{CERTIFICATE}', '{KEY}')
net.ipv6 = false
option('ALLOW_LOCAL', true)
modules = {{ 'hints > iterate' }}
hints.root_file('{HINTS}')
trust_anchors.remove('.')
trust_anchors.add_file('{ANCHOR}', true)
cache.size = 8 * MB
"""
    return Daemon("knot-resolver", ("kresd", "-n", "-c", "config", "."), {"config": config}, (at,))


def powerdns_recursor(anchor: str) -> Daemon:
    """PowerDNS Recursor, validating from this DS data of the root."""
    at, folder = RESOLVERS["powerdns"], STATE / "recursor"
    config = f"""
local-address={at}
query-local-address={at}
hint-file={HINTS}
dont-query=
dnssec=validate
lua-config-file={folder}/anchor.lua
security-poll-suffix=
socket-dir={folder}
threads=1
daemon=no
disable-syslog=yes
write-pid=no
allow-from=127.0.0.0/8
"""
    trust = f"clearTA('.')\naddTA('.', '{anchor}')\n"
    files = {"recursor.conf": config, "anchor.lua": trust}
    return Daemon("recursor", ("pdns_recursor", f"--config-dir={folder}"), files, (at,))
