"""One server: over UDP while that works, over a connection where it does not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import Self

from ..model import Question
from ..noun import NamedTuple
from . import patience, wire
from .carriers import carrier
from .datagrams import Datagrams, Ticket
from .early import Early
from .no_reply import DAMAGED, NoReplyError, no_reply, silence
from .server_address import PLAIN, Address
from .wire import Form
from .wire_code import BADVERS, FORMERR, NOERROR, NOTIMP, NXDOMAIN, REFUSED, SERVFAIL
from .wire_message import TC, Message

PER_SERVER = 64  # questions to one server
PER_SECOND, BURST = 400, 120  # questions to one server, and how many may come at once
MAX_DAMAGED = 8  # packets that are read in vain for one question
STRIKES = 4  # questions left unanswered in a row until a server counts as down
_UNUSABLE = (FORMERR, NOTIMP, BADVERS)
_DOUBTFUL = (SERVFAIL, REFUSED)  # what some servers say to EDNS, and others to whatever they hear


class Received(NamedTuple):
    """A message, and the seconds from the packet that it answers, None where they are not known."""

    message: Message
    seconds: float | None

    @property
    def code(self) -> int:
        return self.message.code

    @property
    def is_truncated(self) -> bool:
        """Whether a part of it did not fit (TC)."""
        return bool(self.message.flags & TC)

    @property
    def is_plain(self) -> bool:
        """Whether it says what there is, or that there is nothing."""
        return self.code in (NOERROR, NXDOMAIN)


class Server:
    """One server: how it is reached, and what this run has learned about it."""

    def __init__(self, address: Address, flights: asyncio.Semaphore, early: Early) -> None:
        self._address, self._flights, self._early = address, flights, early
        self._places = asyncio.Semaphore(PER_SERVER)
        self._carrier = carrier(address)
        self._datagrams: Datagrams | None = None
        self._pace = 0.0  # the moment for which the last question was planned
        self._round_trip: float | None = None
        self._edns = True
        self._doubted = False  # whether it was asked without EDNS because it gave no good answer
        self._doubt = asyncio.Lock()
        self._stream_only = address.scheme != PLAIN
        self._confirmed: set[int] = set()
        self._strikes = 0
        self._heard = self._useful = False
        self._down: NoReplyError | None = None

    @property
    def standing(self) -> int:
        """0 for a server that has answered, 1 for a new one, 2 for one that has failed."""
        return 2 if self._strikes else 0 if self._heard else 1

    async def exchange(self, question: Question, form: Form) -> Received:
        """The server's answer; raises NoReplyError, at once where it was found to be down."""
        async with self._places, self._flights:
            await self._polite()
            if self._down:
                raise self._down.again()
            try:
                reply = await self._by_any_way(question, form)
            except NoReplyError as error:
                self._strikes += 1
                if not self._heard or self._strikes >= STRIKES:
                    self._down = error
                raise
        self._strikes, self._heard = 0, True
        self._useful |= reply.is_plain
        return reply

    async def _polite(self) -> None:
        """Wait where a server has been asked much in the last moments."""
        now = asyncio.get_running_loop().time()
        self._pace = max(self._pace, now - BURST / PER_SECOND) + 1 / PER_SECOND
        if self._pace > now:
            await asyncio.sleep(self._pace - now)

    async def _by_any_way(self, question: Question, form: Form) -> Received:
        """Over UDP; over TCP too where UDP fails or stays silent for a while."""
        if self._stream_only:
            return await self._carried(question, form)
        form = form._replace(edns=self._edns)
        with _Packets(self, question, form) as packets:
            try:
                reply = await packets.once()
            except NoReplyError:
                return await self._carried(question, form)
            if reply is None:
                return await self._late(packets, question, form)
            return await self._settled(reply, question, form)

    async def _late(self, packets: _Packets, question: Question, form: Form) -> Received:
        """The first packet was not answered in time."""
        rest = asyncio.create_task(packets.rest())
        try:
            await asyncio.wait({rest}, timeout=max(0.0, patience.STREAM_AFTER - packets.waited))
            if not rest.done():
                return await self._either(rest, question, form)
            if rest.exception() is not None:
                return await self._carried(question, form)
            return await self._settled(rest.result(), question, form)
        finally:
            rest.cancel()

    async def _either(
        self, packets: asyncio.Task[Received], question: Question, form: Form
    ) -> Received:
        """Whichever of UDP, which has been silent so far, and TCP answers first."""
        left = max(0.0, self.limit(form) - patience.STREAM_AFTER)
        stream = asyncio.create_task(self._carried(question, form, left))
        try:
            await asyncio.wait({packets, stream}, return_when=asyncio.FIRST_COMPLETED)
            first, other = (packets, stream) if packets.done() else (stream, packets)
            if first.exception() is not None:
                await asyncio.wait({other})
                first = other if other.exception() is None else _more_telling(packets, stream)
            self._stream_only = first is stream and self._round_trip is None
        finally:
            stream.cancel()
        received = first.result()
        return received if first is stream else await self._settled(received, question, form)

    async def _settled(self, reply: Received, question: Question, form: Form) -> Received:
        """A reply over UDP; over TCP instead where it was cut short or is a surprise."""
        if reply.is_plain and not reply.is_truncated:
            return reply
        if form.edns and await self._is_edns_at_fault(reply, question, form):
            return await self._without_edns(question, form)
        if reply.code in self._confirmed and not reply.is_truncated:
            return reply
        try:
            again = await self._carried(question, form)
        except NoReplyError as error:
            if reply.is_truncated:
                reason = f"the answer was cut short, and over TCP: {error}"
                raise NoReplyError(reason, flags=("TC",)) from None
            return reply
        if again.code == reply.code:
            self._confirmed.add(again.code)
        return again

    async def _is_edns_at_fault(self, reply: Received, question: Question, form: Form) -> bool:
        """Whether the server only answers without EDNS (RFC 6891 section 7).

        One that refuses or fails is asked in the old way once, while it has answered nothing. What
        a resolver fails at is the name, more likely than the form.
        """
        if reply.code in _UNUSABLE:
            return True
        if reply.code not in _DOUBTFUL or (form.recursion and reply.code == SERVFAIL):
            return False
        async with self._doubt:
            if not self._doubted and not self._useful and self._edns:
                self._doubted = True
                self._edns = not await self._is_answered_without(question, form)
        return not self._edns

    async def _is_answered_without(self, question: Question, form: Form) -> bool:
        try:
            with _Packets(self, question, form._replace(edns=False)) as packets:
                return (await packets.rest()).is_plain
        except NoReplyError:
            return False

    async def _without_edns(self, question: Question, form: Form) -> Received:
        """Ask in the old way, now and from now on."""
        self._edns = False
        form = form._replace(edns=False)
        with _Packets(self, question, form) as packets:
            reply = await packets.rest()
        return await self._settled(reply, question, form)

    def send(self, question: Question, form: Form, attempt: int, arrival: _Arrival) -> Ticket:
        """The packet of this attempt, which may be on its way already; raises OSError."""
        query = wire.encode(question, self._form(form, attempt)) or b""
        channel = self._channel()
        ticket = self._early.ticket(self._address, query)
        if ticket is None:
            return channel.send(query, arrival.since_now())
        ticket.hand_to(arrival.at_some_time())
        return ticket

    def limit(self, form: Form) -> float:
        """How long it may stay silent, in seconds. A resolver may have to ask others first."""
        patient = form.recursion or self._heard
        return patience.LIMIT if patient else min(patience.UNHEARD, patience.LIMIT)

    def gaps(self, form: Form) -> Iterator[float]:
        """The waiting times after each packet, in seconds."""
        return patience.gaps(self._round_trip, self.limit(form))

    def took(self, seconds: float) -> None:
        """Remember how long a reply was on its way."""
        self._round_trip = patience.smoothed(self._round_trip, seconds)

    def _form(self, form: Form, attempt: int) -> Form:
        """EDNS with a request for the server's id, then without the request, then neither."""
        edns = form.edns and self._edns and attempt < 2
        return form._replace(edns=edns, nsid=edns and attempt == 0)

    def _channel(self) -> Datagrams:
        if self._datagrams is None:
            loop = asyncio.get_running_loop()
            self._datagrams = self._early.channel(self._address) or Datagrams(self._address)
            self._datagrams.attach(loop.add_reader, loop.remove_reader)
        return self._datagrams

    async def _carried(
        self, question: Question, form: Form, limit: float | None = None
    ) -> Received:
        """Over TCP, TLS or HTTPS, within so many seconds."""
        query = wire.encode(question, self._form(form, 0)) or b""
        start = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.limit(form) if limit is None else limit):
                reply = await self._carrier.ask(query)
        except TimeoutError:
            raise silence(self.limit(form)) from None
        except OSError as error:
            raise no_reply(error) from None
        message = wire.parse(reply)
        if message is None:
            raise NoReplyError(DAMAGED)
        received = Received(message, asyncio.get_running_loop().time() - start)
        if received.is_truncated:
            raise NoReplyError("the answer does not fit even where there is room for 64 KiB")
        return received

    async def close(self) -> None:
        """Close every socket."""
        if self._datagrams is not None:
            self._datagrams.close()
        await self._carrier.close()


def _more_telling(
    packets: asyncio.Task[Received], stream: asyncio.Task[Received]
) -> asyncio.Task[Received]:
    """Of two failures the one to tell: that an answer was damaged, or else how UDP went."""
    return stream if str(stream.exception()) == DAMAGED else packets


class _Packets:
    """One question over UDP, sent again with less in it; damaged replies are waited out."""

    def __init__(self, server: Server, question: Question, form: Form) -> None:
        self._server, self._question, self._form = server, question, form
        self._arrival = _Arrival()
        self._tickets: list[Ticket] = []
        self._gaps = server.gaps(form)
        self.waited = 0.0  # seconds in vain

    async def once(self) -> Received | None:
        """The reply to the next packet, None where it does not come in time.

        Raises NoReplyError where no reply can come.
        """
        gap = next(self._gaps, None)
        if gap is None:
            raise self._nothing()
        attempt = len(self._tickets)
        try:
            ticket = self._server.send(self._question, self._form, attempt, self._arrival)
            self._tickets.append(ticket)
            received = await self._arrival.within(gap)
        except OSError as error:
            raise no_reply(error) from None
        if received is None:
            self.waited += gap
        elif received.seconds is not None:
            self._server.took(received.seconds)
        return received

    def _nothing(self) -> NoReplyError:
        if self._arrival.damaged:
            return NoReplyError(DAMAGED)
        return silence(self._server.limit(self._form))

    async def rest(self) -> Received:
        """The reply to any packet; raises NoReplyError where none comes."""
        while True:
            received = await self.once()
            if received is not None:
                return received

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for ticket in self._tickets:
            ticket.cancel()


class _Arrival:
    """The reply to a packet that may be sent several times."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiter: asyncio.Future[None] | None = None
        self._outcome: Received | OSError | None = None
        self.damaged = 0

    def since_now(self) -> Callable[[bytes | OSError], None]:
        """What takes the reply to the packet that is being sent."""
        return partial(self._deliver, self._loop.time())

    def at_some_time(self) -> Callable[[bytes | OSError], None]:
        """What takes the reply to a packet that was sent nobody knows when."""
        return partial(self._deliver, None)

    def _deliver(self, sent: float | None, packet: bytes | OSError) -> None:
        if self._outcome is not None or self.damaged >= MAX_DAMAGED:
            return
        if isinstance(packet, OSError):
            self._outcome = packet
        elif (message := wire.parse(packet)) is None:
            self.damaged += 1
            return
        else:
            took = None if sent is None else self._loop.time() - sent
            self._outcome = Received(message, took)
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def within(self, seconds: float) -> Received | None:
        """The reply, None where none comes in this time; raises OSError where none can come."""
        if self._outcome is None:
            self._waiter = self._loop.create_future()
            timer = self._loop.call_later(seconds, self._wake)
            try:
                await self._waiter
            finally:
                timer.cancel()
        if isinstance(self._outcome, OSError):
            raise self._outcome
        return self._outcome
