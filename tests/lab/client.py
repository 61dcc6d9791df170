"""Open the lab, enter it, close it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from .programs import PACKAGES

PROJECT = Path(__file__).parents[2]
SUPERVISOR = ("-m", "tests.lab.supervisor")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
NAMESPACES = ("--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child")


class LabError(Exception):
    """The lab cannot be opened or has ended; the text says why."""


class Lab:
    """A running lab, by the number of its first process."""

    def __init__(self, process: int, opened: subprocess.Popen[str] | None = None) -> None:
        self.process = process
        self._opened = opened

    def run(
        self, command: Sequence[str], *, seconds: float = 60, plain: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run a command inside, from the project's folder; raises TimeoutExpired.

        `plain` takes all privileges inside the lab away from it.
        """
        ordered = [*self.prefix(plain=plain), *command]
        return subprocess.run(
            ordered, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL
        )

    def prefix(self, *, plain: bool = False) -> list[str]:
        """What stands before a command to run it inside."""
        target = ["-t", str(self.process), "-U", "-n", "-m", "-p", "-w", "--preserve-credentials"]
        powerless = ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        return ["nsenter", *target, "--", *(powerless if plain else ())]

    def publish(self, *situations: str) -> None:
        """Publish the final zones of situations whose earlier ones are still served."""
        done = self.run([sys.executable, "-m", "tests.lab.publish", *situations])
        if done.returncode:
            raise LabError(done.stderr)

    def log(self, program: str) -> str:
        """What a program printed so far."""
        return self.file(f"log/{program}").read_text("utf-8", "replace")

    def file(self, name: str) -> Path:
        """The path, as seen from outside, of a file of the lab's state."""
        return Path(f"/proc/{self.process}/root/srv") / name

    def close(self) -> None:
        """End everything in the lab."""
        if self._opened is None:
            os.kill(self.process, 15)
            return
        assert self._opened.stdin is not None
        self._opened.stdin.close()
        self._opened.wait(10)


def lacking() -> str:
    """Why the lab cannot be opened on this machine, "" where it can."""
    missing = [p for program, p in PACKAGES.items() if shutil.which(program, path=PATH) is None]
    if not list(Path("/usr/lib").glob("*/pdns/libbindbackend.so")):
        missing.append("pdns-backend-bind")
    if missing:
        return f"needs the Debian packages {' '.join(missing)}"
    tried = subprocess.run(["unshare", *NAMESPACES, "true"], capture_output=True, text=True)
    return f"needs user namespaces: {tried.stderr.strip()}" if tried.returncode else ""


def open_lab(*, keep: bool = False) -> Lab:
    """Open a lab; it ends with this process, or with `close` where `keep` is set."""
    command = ["unshare", *NAMESPACES, sys.executable, *SUPERVISOR]
    opened = subprocess.Popen(
        [*command, "--keep"] if keep else command,
        cwd=PROJECT,
        env={**os.environ, "PATH": PATH},
        stdin=subprocess.DEVNULL if keep else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=keep,
    )
    assert opened.stdout is not None
    first = opened.stdout.readline()
    if not first:
        raise LabError(opened.communicate()[1])
    return Lab(json.loads(first)["process"], None if keep else opened)


def kept() -> list[Lab]:
    """The labs of this folder that were opened to stay."""
    return [Lab(process) for process in _processes() if _is_kept(process)]


def _processes() -> Iterable[int]:
    return (int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit())


def _is_kept(process: int) -> bool:
    """Whether this is the first process of a kept lab of this folder."""
    at = Path(f"/proc/{process}")
    try:
        words = (at / "cmdline").read_text().split("\0")
        return (*words[1:3], *words[3:4]) == (*SUPERVISOR, "--keep") and (
            at / "cwd"
        ).readlink() == PROJECT
    except OSError:  # it ended meanwhile, or belongs to somebody else
        return False
