"""The first questions of a live check, sent before whatever handles their answers is loaded.

That takes about as long as the answers do, so the time is not spent twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from ..model import Question, Vantage
from ..records import names
from . import server_address, wire
from .datagrams import Datagrams, Ticket
from .server_address import PLAIN, Address
from .wire import Form

MAX_EARLY = 8  # questions to each: there is no pace yet that spares a server
PAIR = 2  # resolvers that are asked at once, because the word of one may need that of another


def first_question(name: str) -> Question:
    """Who serves the top-level domain: where the search for a name's zone begins."""
    return Question("".join(names.labels(name)[-1:]), "NS")


class Early:
    """Packets on their way to a pair of resolvers; whoever asks one of them takes them over.

    Nothing is sent where a resolver cannot be reached: that is found out again, and told, later.
    """

    def __init__(self, resolvers: Iterable[Vantage] = (), domains: Iterable[str] = ()) -> None:
        self._channels: dict[Address, Datagrams] = {}
        self._tickets: dict[tuple[Address, bytes], Ticket] = {}
        questions = tuple(dict.fromkeys(map(first_question, domains)))[:MAX_EARLY]
        addresses = [server_address.parse(v.address or "") for v in (*resolvers,)[:PAIR]]
        for address in (a for a in addresses if a.scheme == PLAIN):
            with suppress(OSError):
                self._send(address, questions)

    def _send(self, address: Address, questions: Iterable[Question]) -> None:
        channel = self._channels[address] = Datagrams(address)
        for question in questions:
            query = wire.encode(question, Form(recursion=True))
            if query is not None:
                self._tickets[address, query] = channel.send(query, _nobody)

    def channel(self, address: Address) -> Datagrams | None:
        """The sockets to an address, to be closed by whoever takes them."""
        return self._channels.pop(address, None)

    def ticket(self, address: Address, query: bytes) -> Ticket | None:
        """The packet that asks this of an address, for one taker."""
        return self._tickets.pop((address, query), None)

    def close(self) -> None:
        """Close the sockets that nobody took."""
        for channel in self._channels.values():
            channel.close()


def _nobody(_: bytes | OSError) -> None:
    """Nobody takes the reply yet; it stays in the socket."""
