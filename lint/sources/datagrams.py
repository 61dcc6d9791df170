"""A few UDP sockets to one server, each shared by many questions.

The sockets are connected: the kernel drops what comes from anywhere else and tells when nobody
listens. It picks a random port for each; ids are random, so a forged reply has to hit both.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress

from ..noun import NamedTuple
from . import wire
from .server_address import Address

SOCKETS = 4  # to one server
IN_FLIGHT = 64  # questions on one socket; more would overflow its buffer
RETIRE = 512  # questions after which a socket makes room for one with another port
AT_ONCE = 256  # packets read in one go, so that a flood does not keep others waiting

Deliver = Callable[[bytes | OSError], None]


class Ticket(NamedTuple):
    """One packet that was sent and may be answered."""

    line: _Line
    number: int

    def hand_to(self, deliver: Deliver) -> None:
        """From now on this gets what comes for the packet."""
        query, _ = self.line.waiting[self.number]
        self.line.waiting[self.number] = query, deliver

    def cancel(self) -> None:
        """Whatever comes for this packet is ignored from now on."""
        self.line.waiting.pop(self.number, None)


class _Line:
    """One socket, and by their ids the questions that wait on it."""

    __slots__ = ("sent", "socket", "waiting")

    def __init__(self, family: int, target: tuple[object, ...]) -> None:
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.waiting: dict[int, tuple[bytes, Deliver]] = {}
        self.sent = 0
        try:
            self.socket.connect(target)
        except OSError:
            self.socket.close()
            raise

    def send(self, query: bytes, deliver: Deliver) -> Ticket:
        number = _any_number()
        while number in self.waiting:
            number = _any_number()
        self.waiting[number] = query, deliver
        self.sent += 1
        with suppress(BlockingIOError):  # a full buffer is a lost packet
            self.socket.send(wire.numbered(query, number))
        return Ticket(self, number)

    def drain(self) -> None:
        """Read what has arrived; hand each reply to the question that it answers."""
        for _ in range(AT_ONCE):
            try:
                packet = self.socket.recv(wire.MAX_MESSAGE)
            except BlockingIOError:
                return
            except OSError as error:
                self.fail(error)
                return
            self._hand_over(packet)

    def _hand_over(self, packet: bytes) -> None:
        query, deliver = self.waiting.get(wire.number(packet), (b"", None))
        if deliver is not None and wire.replies_to(packet, query):
            deliver(packet)

    def fail(self, error: OSError) -> None:
        for _, deliver in tuple(self.waiting.values()):
            deliver(error)


def _any_number() -> int:
    """An id that nobody can foresee (RFC 5452 section 4.3)."""
    return int.from_bytes(os.urandom(2), "big")


class Datagrams:
    """Sends questions to one address; replies are read once an event loop is attached."""

    def __init__(self, address: Address) -> None:
        self._family, self._target = target(address)
        self._watch: Callable[[socket.socket, Callable[[], None]], object] | None = None
        self._unwatch: Callable[[socket.socket], object] | None = None
        self._lines: list[_Line] = []

    def attach(
        self,
        watch: Callable[[socket.socket, Callable[[], None]], object],
        unwatch: Callable[[socket.socket], object],
    ) -> None:
        """Hook the sockets into an event loop with these two of its functions."""
        self._watch, self._unwatch = watch, unwatch
        for line in self._lines:
            watch(line.socket, line.drain)

    def send(self, query: bytes, deliver: Deliver) -> Ticket:
        """Send a message, its id aside; `deliver` gets every reply, or why there can be none.

        Raises OSError where the packet cannot leave this machine or nobody listens.
        """
        return self._line().send(query, deliver)

    def _line(self) -> _Line:
        for line in [x for x in self._lines if x.sent >= RETIRE and not x.waiting]:
            self._close(line)
        if len(self._lines) < SOCKETS:
            self._lines.append(self._open())
        return min(reversed(self._lines), key=lambda line: len(line.waiting))

    def _open(self) -> _Line:
        line = _Line(self._family, self._target)
        if self._watch is not None:
            self._watch(line.socket, line.drain)
        return line

    def _close(self, line: _Line) -> None:
        self._lines.remove(line)
        if self._unwatch is not None:
            self._unwatch(line.socket)
        line.socket.close()

    def close(self) -> None:
        """Close all sockets."""
        for line in tuple(self._lines):
            self._close(line)


def target(address: Address) -> tuple[int, tuple[object, ...]]:
    """The socket family and address of an IP address, which may name a link (`fe80::1%eth0`)."""
    host = address.host.encode()  # text would load the tables for names in other scripts
    found = socket.getaddrinfo(
        host, address.port, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST
    )
    return found[0][0], found[0][4]
