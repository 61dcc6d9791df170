"""A program of the lab, and the files that several of them read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from .addresses import STATE

CERTIFICATE, KEY = STATE / "tls.pem", STATE / "tls.key"
HINTS, ANCHOR = STATE / "root.hints", STATE / "root.anchor"
Zones = dict[str, Path]  # a server's zones and their files


class Daemon(NamedTuple):
    """A program, the files that it reads, and the addresses on which it must answer.

    `preparations` are commands that run once, before it starts.
    """

    name: str
    command: tuple[str, ...]
    files: dict[str, str]
    answers: tuple[str, ...]
    preparations: tuple[tuple[str, ...], ...] = ()

    @property
    def folder(self) -> Path:
        """The program's own folder."""
        return STATE / self.name

    @property
    def log(self) -> Path:
        """Everything that the program prints."""
        return STATE / "log" / self.name
