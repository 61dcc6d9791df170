"""The first process inside the lab: it starts everything, and everything ends when it ends.

It is process 1 of a process namespace, so that the kernel ends every server with it, whatever
happened; and STATE is a tmpfs of a mount namespace, so that no file stays behind.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import signing, world
from .addresses import BIND_ADDRESSES, IPV6_ADDRESS, PUBLIC, RESOLVERS, ROOT, ROOT_HOST, STATE
from .certificate import write_certificate
from .daemon import ANCHOR, HINTS, Daemon, Zones
from .programs import programs
from .publish import ask, publish, replace, write
from .situation import Situation, situations

PATIENCE = 30.0  # seconds until every server must answer


def main() -> None:
    """Open the lab, say so on standard output, and keep it until standard input closes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    for problem in _open():
        sys.exit(problem)
    print(json.dumps({"process": int(Path("/proc/self").readlink().name)}), flush=True)
    if "--keep" in sys.argv:
        signal.pause()
    sys.stdin.read()


def _open() -> Iterable[str]:
    """Everything up to the moment when the lab can be used; yields what went wrong."""
    found = situations()
    _network()
    chosen = programs(*_files(found))
    started = [_start(program) for program in chosen]
    yield from _not_up(chosen, started)
    primed = [s for s in found if s.before is not None]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_prime, primed))
    publish([s for s in primed if s.before and not s.before.stays])
    replace(world.above(found))


def _network() -> None:
    """A loopback with all addresses, and places of our own for state and the system resolver."""
    for command in (
        f"mount -t tmpfs -o size=256m tmpfs {STATE}",
        "ip link set lo up",
        f"ip addr add {IPV6_ADDRESS}/128 dev lo",
        # All of 127/8 is ours anyway, but BIND listens only on what an interface lists.
        *(f"ip addr add {a}/32 dev lo" for a in (*PUBLIC, *BIND_ADDRESSES)),
    ):
        subprocess.run(command.split(), check=True)
    (STATE / "resolv.conf").write_text(f"nameserver {RESOLVERS['unbound']}\n")
    target = Path("/etc/resolv.conf").resolve()
    subprocess.run(["mount", "--bind", STATE / "resolv.conf", target], check=True)


def _files(found: tuple[Situation, ...]) -> tuple[dict[str, Zones], Zones, dict[str, str], str]:
    """Write what the programs read: zones, hints, trust anchors, keys."""
    zones: dict[str, Zones] = {}
    for served in world.first(found):
        zones.setdefault(served.host, {})[served.zone] = write(served)
    HINTS.write_text(f". 3600000 NS {ROOT_HOST}.\n{ROOT_HOST}. 3600000 A {ROOT}\n")
    ANCHOR.write_text(f". 3600 IN DS {signing.ds('')}\n")
    write_certificate(STATE)
    office = {s.zone: t for s in found if (t := world.office(s)) is not None}
    inside = {zone: write(world.Served(zone, "office", text)) for zone, text in office.items()}
    compact = {s.zone: signing.pem(s.zone) for s in found if s.sign == "compact"}
    return zones, inside, compact, signing.ds("")


def _start(program: Daemon) -> subprocess.Popen[bytes]:
    program.folder.mkdir(parents=True, exist_ok=True)
    program.log.parent.mkdir(exist_ok=True)
    for name, text in program.files.items():
        path = program.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    with program.log.open("wb") as log:
        for command in program.preparations:
            subprocess.run(command, cwd=program.folder, stdout=log, stderr=log, check=True)
        return subprocess.Popen(
            program.command, cwd=program.folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )


def _not_up(chosen: list[Daemon], started: list[subprocess.Popen[bytes]]) -> Iterable[str]:
    """Wait until every program answers; for one that ended or says nothing, its last words."""
    until = time.monotonic() + PATIENCE
    waiting = [(p, s, a) for p, s in zip(chosen, started, strict=True) for a in p.answers]
    while waiting and time.monotonic() < until and all(s.poll() is None for _, s, _ in waiting):
        waiting = [w for w in waiting if not _answers(w[2])]
    for program, _, at in waiting:
        yield f"{program.name} does not answer on {at}:\n{program.log.read_text()[-2000:]}"


def _answers(address: str) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        s.settimeout(0.1)
        try:
            s.connect((address, 53))
            # Any question will do: a server that is up answers it or refuses it.
            s.send(b"\x12\x34\0\0\0\1\0\0\0\0\0\0\0\0\2\0\1")
            return bool(s.recv(512))
        except OSError:
            time.sleep(0.02)
            return False


def _prime(situation: Situation) -> None:
    """Make resolvers remember what was published earlier."""
    assert situation.before is not None
    for resolver in situation.before.resolvers:
        for question in situation.before.questions:
            owner, kind = question.split()
            ask(RESOLVERS[resolver], f"{owner}.{situation.domain}", kind)


if __name__ == "__main__":
    main()
