"""The latency of one live check beside checkdmarc, every server 30 ms away.

Usage: python tests/bench/bench_live.py [--rounds N] [--mail-hosts N] [--checkdmarc PROGRAM]

One domain with six expected records and SPF includes four deep, two name servers, two servers of
the top-level domain, four resolvers. Its mail comes in at so many hosts (3) of another provider,
with both kinds of addresses. For each host checkdmarc asks ten questions one after the other, so
that the ratio depends on their number: with three it asks 56 in all, with one 35. It runs in a
network namespace of its own, so that servers can have port 53 without privileges. Commands take
turns; medians of whole processes are printed, and what the longest chain of questions that depend
on each other costs at least. checkdmarc asks one of the resolvers; it is installed once into a
folder of its own, never beside senderlint.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent)]

from fake_dns import FakeNet, Handler, Replies, authority, resolver  # noqa: E402
from quick_udp import QuickUdp  # noqa: E402
from run import Command, measured, report  # noqa: E402

DISTANCE = 0.030  # seconds there and back
# com NS; its server's address; example.com NS there; its server's address; what lies below
# example.com; the SPF record; four includes, one after the other.
CHAIN = 10
PROGRAM = str(Path(sys.executable).with_name("senderlint"))  # installed, as the peer is
INSIDE = "SENDERLINT_BENCH_INSIDE"
PEER = Path(tempfile.gettempdir()) / "senderlint-bench-checkdmarc"
TLD, SERVERS = ("127.61.0.1", "127.61.0.2"), ("127.61.1.1", "127.61.1.2")
RESOLVERS = tuple(f"127.61.9.{i}" for i in range(1, 5))
KEY = (
    "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArRumq8nOqHNBSQ+y310mPU7+dDHa"
    "iW2ZMNiSHMGM+sh1ITFK6pZBSW21JRREJvZMrNikh93NP5xeEF+EPD7AAZgHAxpG+qYNeHgTf6HH5GkpFAObXJ47Mw"
    "tgXC5NrY3Vh8F7pTauDEbUBihQEU+SwR1xC1T/ZGArHSa3KPOl1O3zsHN6L8aaB36B6Ov7ZV5ivCh4rXab9KodAJ/s"
    "pOW1Z6aPZav9ReNVqLqjcDRopYoCoH6riVr+qUX4DEHmsZy0DEb8uhxnZo03Z+eoiwGxzECSwoZEftB6/cGPqYnW9u"
    "J8SeXC3lMnWeyK6axL1e5fT3AZRDJWMTLZPDrRAt3JIQIDAQAB"
)
EXPECTED = (
    ("TXT", "@", "v=spf1 include:a.mailhost.net ~all", None),
    ("MX", "bounce", "feedback.mailhost.net", 10),
    ("TXT", "bounce", "v=spf1 include:d.mailhost.net ~all", None),
    ("TXT", "s1._domainkey", KEY, None),
    ("CNAME", "s2._domainkey", "s2.dkim.mailhost.net", None),
    ("TXT", "_dmarc", "v=DMARC1; p=none; rua=mailto:dmarc@example.com", None),
)
SOA = "@ 3600 SOA ns1.dnshost.net. x.dnshost.net. 1 7200 900 1209600 300\n"
MAILHOST = f"""
a.mailhost.net. 300 TXT "v=spf1 include:b.mailhost.net ~all"
b.mailhost.net. 300 TXT "v=spf1 include:c.mailhost.net ~all"
c.mailhost.net. 300 TXT "v=spf1 include:d.mailhost.net ~all"
d.mailhost.net. 300 TXT "v=spf1 ip4:192.0.2.0/24 ~all"
s2.dkim.mailhost.net. 300 TXT {" ".join(f'"{KEY[i : i + 250]}"' for i in range(0, len(KEY), 250))}
feedback.mailhost.net. 300 A 192.0.2.25
"""


def zone(hosts: int) -> str:
    """The zone of example.com, right in every way."""
    lines = [SOA, *(f"@ 3600 NS ns{i}.dnshost.net.\n" for i in (1, 2))]
    lines += [f"@ 300 MX {n}0 mx{n}.mailhost.net.\n" for n in range(1, hosts + 1)]
    for type_, name, value, priority in EXPECTED:
        text = " ".join(f'"{value[i : i + 250]}"' for i in range(0, len(value), 250))
        data = text if type_ == "TXT" else f"{value}."
        lines.append(f"{name} 300 {type_} {'' if priority is None else priority} {data}\n")
    return "".join(lines)


def known(hosts: int) -> str:
    """What the resolvers know: everything of everyone."""
    servers = [
        f"{h}{i}.dnshost.net. 300 A {a}" for h, s in _name_servers() for i, a in enumerate(s, 1)
    ]
    tops = [f"com. 300 NS tld{i}.dnshost.net." for i in (1, 2)]
    own = [
        line.replace("@ ", "example.com. ", 1) if line.startswith("@ ") else _absolute(line)
        for line in zone(hosts).splitlines()
    ]
    mail = [line for n in range(1, hosts + 1) for line in _mail_host(n)]
    return "\n".join([*servers, *tops, *own, *mail, MAILHOST])


def _mail_host(number: int) -> Iterator[str]:
    name = f"mx{number}.mailhost.net."
    yield f"{name} 300 A 192.0.2.{number}"
    yield f"{name} 300 AAAA 2001:db8::{number}"
    yield f"{number}.2.0.192.in-addr.arpa. 300 PTR {name}"
    yield f"{number}.{'0.' * 23}8.b.d.0.1.0.0.2.ip6.arpa. 300 PTR {name}"


def _name_servers() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (("tld", TLD), ("ns", SERVERS))


def _absolute(line: str) -> str:
    name, rest = line.split(" ", 1)
    return f"{name}.example.com. {rest}"


def remembering(handler: Handler) -> Handler:
    """A server that works each answer out once, so that its own speed does not matter."""
    kept: dict[tuple[bytes, bool], list[bytes]] = {}

    def answer(query: bytes, tcp: bool) -> list[bytes]:
        key = query[2:], tcp
        if key not in kept:
            kept[key] = [r[2:] for r in handler(query, tcp)]
        return [query[:2] + r for r in kept[key]]

    return answer


def nothing(_: bytes, __: bool) -> Replies:
    """A server that never answers."""
    return []


def serve(
    delay: float, hosts: int, loss: float = 0.0, silent: Sequence[str] = (), seed: int = 7
) -> None:
    """Serve until the process is killed; `silent` addresses take questions and never answer."""
    packets, streams = QuickUdp(delay, loss, seed=seed), FakeNet(delay, port=53)
    for address, handler in handlers(hosts).items():
        says = nothing if address in silent else remembering(handler)
        packets.serve(address, says)
        streams.serve(address, says, udp=False)
    print("ready", flush=True)
    packets.run()


def handlers(hosts: int) -> dict[str, Handler]:
    """What each address says."""
    ns = "".join(f"example.com. 3600 NS ns{i}.dnshost.net.\n" for i in (1, 2))
    top = authority({"com": f"{SOA}@ 300 NS tld1.dnshost.net.\n{ns}"})
    own, everything = authority({"example.com": zone(hosts)}), resolver(known(hosts))
    return (
        dict.fromkeys(TLD, top) | dict.fromkeys(SERVERS, own) | dict.fromkeys(RESOLVERS, everything)
    )


@contextmanager
def servers(delay: float, *options: str) -> Iterator[None]:
    """All servers, in a process of their own."""
    arguments = [sys.executable, __file__, "--serve", str(delay), *options]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.kill()


def commands(document: Path, checkdmarc: str) -> tuple[Command, ...]:
    """The live check, its start-up alone, and the peer."""
    resolvers = [word for address in RESOLVERS for word in ("--resolver", address)]
    start = (
        "from senderlint.lint import live_check, run\nfrom senderlint.lint.sources import live\n"
    )
    start += "from senderlint.lint.select import everything\neverything()"
    return (
        Command("start-up: its imports", (sys.executable, "-c", start)),
        Command("check, 2 servers, 4 resolvers", (PROGRAM, "check", str(document), *resolvers)),
        Command(
            "checkdmarc, one resolver",
            (checkdmarc, "example.com", "-n", RESOLVERS[0]),
        ),
    )


def inside(rounds: int, hosts: int, checkdmarc: str) -> None:
    """Measure and print."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "domain.json"
        path.write_text(json.dumps(document()), encoding="utf-8")
        listed = commands(path, checkdmarc)
        with servers(DISTANCE, "--mail-hosts", str(hosts)):
            found = measured(listed, rounds)
    report(f"one domain, every server {DISTANCE * 1000:.0f} ms away", listed, found)
    start, check, peer = (found.get(c.title) for c in listed)
    if check is None or start is None:
        return
    least = CHAIN * DISTANCE
    waited = check.seconds - start.seconds
    print(
        f"\n  longest chain: {CHAIN} questions = {least * 1000:.0f} ms; the check took "
        f"{waited * 1000:.0f} ms beside its start-up: {waited / least:.2f} x (wanted: at most 1.3)"
    )
    if peer is not None:
        print(f"  checkdmarc takes {peer.seconds / check.seconds:.1f} x (wanted: at least 6)")


def document() -> dict[str, object]:
    records = [
        {"type": t, "name": n, "value": v, "priority": p, "required": True, "status": "missing"}
        for t, n, v, p in EXPECTED
    ]
    return {"id": "dom_1", "name": "example.com", "spfStatus": "missing", "records": records}


def peer() -> str:
    """The program checkdmarc in a folder of its own, installed where it is not there yet."""
    program = PEER / "bin" / "checkdmarc"
    if not program.exists():
        steps: tuple[Callable[[], object], ...] = (
            lambda: subprocess.run([sys.executable, "-m", "venv", PEER], check=True),
            lambda: subprocess.run([PEER / "bin/pip", "-q", "install", "checkdmarc"], check=True),
        )
        for step in steps:
            step()
    return str(program)


def main() -> int:
    """Enter a namespace, then measure there."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--mail-hosts", type=int, default=3)
    options.add_argument("--checkdmarc", default="")
    options.add_argument("--serve", type=float)
    options.add_argument("--loss", type=float, default=0.0)
    options.add_argument("--silent", action="append", default=[])
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    if chosen.serve is not None:
        serve(chosen.serve, chosen.mail_hosts, chosen.loss, chosen.silent, chosen.seed)
    elif os.environ.get(INSIDE):
        inside(chosen.rounds, chosen.mail_hosts, chosen.checkdmarc)
    else:
        began = ["--rounds", str(chosen.rounds), "--mail-hosts", str(chosen.mail_hosts)]
        began += ["--checkdmarc", chosen.checkdmarc or peer()]
        again = ["unshare", "-rn", sys.executable, __file__, *began]
        return subprocess.run(again, env=os.environ | {INSIDE: "1"}, check=False).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
