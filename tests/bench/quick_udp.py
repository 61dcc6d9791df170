"""UDP servers whose own speed does not matter: answers are made once, and leave when they are due.

The servers of `fake_dns` look into every question, which takes a fifth of a millisecond; a client
that asks a hundred at once would be measured together with that.
"""

from __future__ import annotations

import random
import select
import socket
import time
from collections import deque
from collections.abc import Callable

Replies = list[bytes]
Handler = Callable[[bytes, bool], Replies]
AT_ONCE = 64  # packets read from one socket before the others have their turn


class QuickUdp:
    """Servers by address, all of them `delay` seconds away; a share `loss` of questions is lost."""

    def __init__(self, delay: float, loss: float = 0.0, *, port: int = 53, seed: int = 7) -> None:
        self._delay, self._loss, self._port = delay, loss, port
        self._random = random.Random(seed)  # noqa: S311 - losses that repeat
        self._served: dict[socket.socket, Handler] = {}
        self._due: deque[tuple[float, socket.socket, tuple[str, int], Replies]] = deque()

    def serve(self, address: str, handler: Handler) -> None:
        """Listen at an address."""
        place = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        place.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        place.setblocking(False)
        place.bind((address, self._port))
        self._served[place] = handler

    def run(self) -> None:
        """Answer for ever."""
        while True:
            wait = max(0.0, self._due[0][0] - time.perf_counter()) if self._due else None
            for place in select.select(list(self._served), [], [], wait)[0]:
                self._read(place, self._served[place])
            self._send()

    def _read(self, place: socket.socket, handler: Handler) -> None:
        for _ in range(AT_ONCE):
            try:
                query, sender = place.recvfrom(65_535)
            except BlockingIOError:
                return
            if self._random.random() >= self._loss:
                due = time.perf_counter() + self._delay
                self._due.append((due, place, sender, handler(query, False)))

    def _send(self) -> None:
        while self._due and self._due[0][0] <= time.perf_counter():
            _, place, sender, replies = self._due.popleft()
            for reply in replies:
                place.sendto(reply, sender)
