"""The lines that could not be read, as many as anybody wants to see."""

from __future__ import annotations

from ..model import Fault, Where

MAX_FAULTS = 1_000  # kept; the rest is only counted
SHOWN = 400  # octets of a faulty line


class Faults:
    """Collects faults while a file is read; `count` goes on where `kept` is full.

    `cut_short` says that the rest of the file was not read.
    """

    __slots__ = ("_kept", "count", "cut_short")

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self.count = 0
        self.cut_short = False

    def add(self, where: Where, message: str, line: bytes, name: str | None = None) -> None:
        """Note a line that could not be read."""
        self.count += 1
        if len(self._kept) < MAX_FAULTS:
            text = line[:SHOWN].decode("utf-8", "surrogateescape")
            self._kept.append(Fault(where, message, text, name))

    @property
    def kept(self) -> tuple[Fault, ...]:
        """The first MAX_FAULTS faults, in the order of the file."""
        return tuple(self._kept)
