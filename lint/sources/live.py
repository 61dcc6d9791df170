"""Live DNS: many questions to many servers at once. The only asynchronous module.

Everything that decides lies elsewhere: `wire` and `wire_answer` read messages, `patience` says when
to ask again, `discovery` finds zones. Here is what waits: sockets, time limits, retries.
"""

from __future__ import annotations

import asyncio
import errno
import random
import socket
import ssl
import struct
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from ..model import Answer, AnswerStatus, Question, Vantage, VantageKind
from ..network import Asked, Cut, Leads, nowhere
from ..noun import NamedTuple
from ..records import names
from . import patience, server_address, wire
from .background import Background
from .datagrams import Datagrams, Ticket
from .discovery import Discovery, Probe
from .server_address import HTTPS, PLAIN, TLS, Address
from .wire import Form
from .wire_answer import Reply, read
from .wire_code import BADVERS, FORMERR, NOERROR, NOTIMP, NXDOMAIN
from .wire_message import TC, Message

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")

TIMEOUT = 20.0  # seconds for everything that one run asks
IN_FLIGHT = 512  # questions to all servers together
PER_SERVER = 64  # questions to one server
PER_SECOND, BURST = 400, 120  # questions to one server, and how many may come at once
SECOND_TRY = 0.25  # seconds after which another server is asked beside a slow one
MAX_ROUNDS = 60  # of a search for zones; each goes down at least one step
MAX_DAMAGED = 8  # packets that are read in vain for one question
STRIKES = 4  # questions left unanswered in a row until a server counts as down
_UNUSABLE = (FORMERR, NOTIMP, BADVERS)
_HEADERS = dict.fromkeys(("accept", "content-type"), "application/dns-message") | {
    "accept-encoding": "identity",
    "user-agent": "senderlint",
}
_SILENCE = f"no answer within {patience.LIMIT:g} seconds"
_DAMAGED = "its answer cannot be read: it is damaged or too large"
_NOBODY = "there is no server to ask"
_random = random.SystemRandom()
_NO_ROUTE = (errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EINVAL)


class Live:
    """Servers of the real world behind the `Network` protocol.

    `timeout` limits the whole run in seconds, from the first question on. `port` is where name
    servers listen. What has begun goes on in the background, whatever its caller does meanwhile.
    Not for use by several threads at once; `close` it or use it as a context.
    """

    def __init__(
        self, resolvers: Sequence[Vantage], *, timeout: float = TIMEOUT, port: int = 53
    ) -> None:
        self._resolvers, self._timeout, self._port = tuple(resolvers), timeout, port
        self._background = Background()
        self._flights = asyncio.Semaphore(IN_FLIGHT)
        self._routed = lru_cache(_has_route)
        self._deadline: float | None = None
        self._servers: dict[str, _Server] = {}
        self._known: dict[Probe, Reply] = {}
        self._probing: dict[Probe, asyncio.Task[None]] = {}
        self._searches: dict[str, _Search] = {}
        self._zones: dict[str, set[str]] = {}
        self._foreseen: dict[Asked, asyncio.Task[Reply]] = {}

    @property
    def resolvers(self) -> tuple[Vantage, ...]:
        """The recursive resolvers, in the order in which they were named."""
        return self._resolvers

    def begin(self, names: Iterable[str]) -> None:
        """Look for the zones of these names already; `sketch` and `locate` collect them."""
        self._background.soon(partial(self._all_searched, list(names)))

    def sketch(self, names: Iterable[str]) -> dict[str, Cut]:
        """The zones of these names with the servers that the zone above names."""
        return self._background.run(self._sketched(list(names)))

    def locate(self, names: Iterable[str]) -> dict[str, Cut]:
        """The zone that each of these names lies in, all of them found at once."""
        return self._background.run(self._located(list(names)))

    def foresee(self, questions: Iterable[Asked], leads: Leads = nowhere) -> None:
        """Ask these already, and what they lead to; `ask` collects the answers."""
        self._background.soon(partial(self._foresee, list(questions), leads))

    def ask(self, questions: Iterable[Asked]) -> dict[Asked, Answer]:
        """Put all questions to their servers at once and wait for every outcome."""
        asked = list(dict.fromkeys(questions))
        return self._background.run(self._answered(asked)) if asked else {}

    def close(self) -> None:
        """Close every socket."""
        try:
            self._background.run(_together(s.close() for s in self._servers.values()))
            self._servers.clear()
        finally:
            self._background.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    # Looking for zones. From here on everything runs in the background.

    def _all_searched(self, names: Iterable[str]) -> list[_Search]:
        for name in names:
            if name not in self._searches:
                self._searches[name] = _Search(self._search(name))
        return [self._searches[name] for name in names]

    async def _sketched(self, names: Sequence[str]) -> dict[str, Cut]:
        sketches = await asyncio.gather(*(s.sketch for s in self._all_searched(names)))
        return {n: s for n, s in zip(names, sketches, strict=True) if s is not None}

    async def _located(self, names: Sequence[str]) -> dict[str, Cut]:
        cuts = await asyncio.gather(*(s.task for s in self._all_searched(names)))
        return dict(zip(names, cuts, strict=True))

    async def _search(self, name: str) -> Cut:
        """Goes down to the zone, step by step; tells the sketch as soon as there is one."""
        for _ in range(MAX_ROUNDS):
            search = Discovery(self._resolvers, self._known, port=self._port, routed=self._routed)
            cut = search.cut(name)
            self._tell(name, search.sketch)
            if not search.wanted:
                break
            await asyncio.gather(*map(self._probed, search.wanted))
        found = cut or Cut("", reason="the way to the zone is too long")
        self._remember(found)
        return found

    def _tell(self, name: str, sketch: Cut | None) -> None:
        waiting = self._searches[name].sketch
        if sketch is not None and not waiting.done():
            self._remember(sketch)
            waiting.set_result(sketch)

    def _remember(self, cut: Cut) -> None:
        """Whom to ask about the zone, so that their replies are understood."""
        for server in cut.servers:
            self._zones.setdefault(server.address or "", set()).add(cut.zone)

    def _probed(self, probe: Probe) -> asyncio.Task[None]:
        """The look-up that this or another search has begun."""
        if probe not in self._probing:
            self._probing[probe] = asyncio.create_task(self._probe(probe))
        return self._probing[probe]

    async def _probe(self, probe: Probe) -> None:
        self._known[probe] = await self._first(probe)

    async def _first(self, probe: Probe) -> Reply:
        """The first useful reply; the next server is asked when one fails or takes long.

        "No" counts from a name server. A resolver's "no" may be a forwarder's whim: a second one
        has to agree, unless all others stay silent.
        """
        left, best, denials = sorted(probe.servers, key=self._standing), None, 0
        running: set[asyncio.Task[Reply]] = set()
        try:
            while left or running:
                # Two resolvers at once, because the word of one may need that of another.
                count = 2 if left and not running and left[0].kind is VantageKind.RESOLVER else 1
                for vantage in left[:count]:
                    asked = Asked(vantage, probe.question)
                    running.add(asyncio.create_task(self._reply(asked, probe.zone)))
                del left[:count]
                patient = SECOND_TRY if left or denials else None
                done, running = await asyncio.wait(
                    running, timeout=patient, return_when=asyncio.FIRST_COMPLETED
                )
                for reply in (task.result() for task in done):
                    denials += reply.is_known
                    if _is_final(reply, probe.zone) or denials == 2:
                        return reply
                    best = reply if best is None or reply.is_known else best
                if not done and not left and denials:
                    break
        finally:
            for task in running:
                task.cancel()
        return best or Reply(Answer(probe.question, AnswerStatus.UNASKED, reason=_NOBODY))

    def _standing(self, vantage: Vantage) -> int:
        """0 for a server that has answered, 1 for a new one, 2 for one that has failed."""
        server = self._servers.get(vantage.address or "")
        return 1 if server is None else server.standing

    # Asking.

    def _foresee(self, questions: Iterable[Asked], leads: Leads) -> None:
        for asked in questions:
            if asked not in self._foreseen:
                self._foreseen[asked] = asyncio.create_task(self._led(asked, leads))

    async def _led(self, asked: Asked, leads: Leads) -> Reply:
        """The reply; what it leads to is on its way."""
        reply = await self._reply(asked)
        self._foresee(leads(reply.answer), leads)
        return reply

    async def _answered(self, asked: Sequence[Asked]) -> dict[Asked, Answer]:
        replies = await _together(self._collected(a) for a in asked)
        found = {a: r.answer for a, r in zip(asked, replies, strict=True)}
        done = [a for a, task in self._foreseen.items() if task.done()]
        return found | {a: self._foreseen.pop(a).result().answer for a in done}

    async def _collected(self, asked: Asked) -> Reply:
        foreseen = self._foreseen.pop(asked, None)
        return await (self._reply(asked) if foreseen is None else foreseen)

    async def _reply(self, asked: Asked, zone: str | None = None) -> Reply:
        """One question to one server, whatever comes of it."""
        loop = asyncio.get_running_loop()
        if self._deadline is None:
            self._deadline = loop.time() + self._timeout
        form = Form(asked.vantage.kind is VantageKind.RESOLVER, asked.checking)
        if wire.encode(asked.question, form) is None:
            return _failed(asked, AnswerStatus.UNASKED, _unaskable(asked.question))
        try:
            async with asyncio.timeout_at(self._deadline):
                reply = await self._server(asked.vantage).exchange(asked.question, form)
        except TimeoutError:
            reason = f"the time limit of {self._timeout:g} seconds was over"
            return _failed(asked, AnswerStatus.TIMEOUT, reason)
        except _NoReplyError as error:
            failed = _failed(asked, error.status, str(error))
            return failed._replace(answer=failed.answer._replace(flags=error.flags))
        zone = self._zone(asked) if zone is None else zone
        found = read(reply.message, asked.question, asked.vantage, zone)
        return found._replace(answer=found.answer._replace(round_trip=reply.seconds))

    def _zone(self, asked: Asked) -> str | None:
        """The zone for which this server was found, the deepest one above the name."""
        zones = self._zones.get(asked.vantage.address or "", ())
        above = [z for z in zones if names.is_within(asked.question.name, z)]
        return max(above, key=len, default=None)

    def _server(self, vantage: Vantage) -> _Server:
        address = vantage.address or ""
        if address not in self._servers:
            self._servers[address] = _Server(server_address.parse(address), self._flights)
        return self._servers[address]


class _Search:
    """A search for a zone that is under way, and its sketch: None where it ends without one."""

    def __init__(self, search: Coroutine[None, None, Cut]) -> None:
        self.sketch: asyncio.Future[Cut | None] = asyncio.get_running_loop().create_future()
        self.task = asyncio.create_task(search)
        self.task.add_done_callback(self._over)

    def _over(self, _: object) -> None:
        if not self.sketch.done():
            self.sketch.set_result(None)


class _Received(NamedTuple):
    """A message, and the seconds from the packet that it answers."""

    message: Message
    seconds: float

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


class _NoReplyError(Exception):
    """A server gave no answer; `str()` says why, `flags` are those of what it gave instead."""

    def __init__(
        self,
        reason: str,
        status: AnswerStatus = AnswerStatus.TIMEOUT,
        flags: tuple[str, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.status, self.flags = status, flags

    def again(self) -> _NoReplyError:
        """The same for another question."""
        return _NoReplyError(str(self), self.status, self.flags)


class _Server:
    """One server: how it is reached, and what this run has learned about it."""

    def __init__(self, address: Address, flights: asyncio.Semaphore) -> None:
        self._address, self._flights = address, flights
        self._places = asyncio.Semaphore(PER_SERVER)
        self._carrier: _Carrier = _Https(address) if address.scheme == HTTPS else _Stream(address)
        self._datagrams: Datagrams | None = None
        self._pace = 0.0  # the moment for which the last question was planned
        self._round_trip: float | None = None
        self._edns = True
        self._stream_only = address.scheme != PLAIN
        self._confirmed: set[int] = set()
        self._strikes = 0
        self._heard = False
        self._down: _NoReplyError | None = None

    @property
    def standing(self) -> int:
        """0 for a server that has answered, 1 for a new one, 2 for one that has failed."""
        return 2 if self._strikes else 0 if self._heard else 1

    async def exchange(self, question: Question, form: Form) -> _Received:
        """The server's answer; raises _NoReplyError, at once where it was found to be down."""
        async with self._places, self._flights:
            await self._polite()
            if self._down:
                raise self._down.again()
            try:
                reply = await self._by_any_way(question, form)
            except _NoReplyError as error:
                self._strikes += 1
                if not self._heard or self._strikes >= STRIKES:
                    self._down = error
                raise
        self._strikes, self._heard = 0, True
        return reply

    async def _polite(self) -> None:
        """Wait where a server has been asked much in the last moments."""
        now = asyncio.get_running_loop().time()
        self._pace = max(self._pace, now - BURST / PER_SECOND) + 1 / PER_SECOND
        if self._pace > now:
            await asyncio.sleep(self._pace - now)

    async def _by_any_way(self, question: Question, form: Form) -> _Received:
        """Over UDP; over TCP too where UDP fails or stays silent for a while."""
        if self._stream_only:
            return await self._carried(question, form)
        packets = asyncio.create_task(self._packets(question, form))
        try:
            await asyncio.wait({packets}, timeout=patience.STREAM_AFTER)
            if not packets.done():
                return await self._either(packets, question, form)
            if packets.exception() is not None:
                return await self._carried(question, form)
            return await self._settled(packets.result(), question, form)
        finally:
            packets.cancel()

    async def _either(
        self, packets: asyncio.Task[_Received], question: Question, form: Form
    ) -> _Received:
        """Whichever of UDP, which has been silent so far, and TCP answers first."""
        left = patience.LIMIT - patience.STREAM_AFTER
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

    async def _settled(self, reply: _Received, question: Question, form: Form) -> _Received:
        """A reply over UDP; over TCP instead where it was cut short or is a surprise."""
        if reply.is_plain and not reply.is_truncated:
            return reply
        if reply.code in self._confirmed and not reply.is_truncated:
            return reply
        if reply.code in _UNUSABLE and self._edns:
            return await self._without_edns(question, form)
        try:
            again = await self._carried(question, form)
        except _NoReplyError as error:
            if reply.is_truncated:
                reason = f"the answer was cut short, and over TCP: {error}"
                raise _NoReplyError(reason, flags=("TC",)) from None
            return reply
        if again.code == reply.code:
            self._confirmed.add(again.code)
        return again

    async def _without_edns(self, question: Question, form: Form) -> _Received:
        """The server may not know EDNS (RFC 6891 section 7): ask in the old way."""
        self._edns = False
        return await self._settled(await self._packets(question, form), question, form)

    async def _packets(self, question: Question, form: Form) -> _Received:
        """Over UDP, sent again with less and less in it; damaged replies are waited out."""
        arrival = _Arrival()
        tickets: list[Ticket] = []
        try:
            for attempt, gap in enumerate(patience.gaps(self._round_trip)):
                query = wire.encode(question, self._form(form, attempt)) or b""
                tickets.append(self._channel().send(query, arrival.since_now()))
                received = await arrival.within(gap)
                if received is not None:
                    self._round_trip = patience.smoothed(self._round_trip, received.seconds)
                    return received
        except OSError as error:
            raise _no_reply(error) from None
        finally:
            for ticket in tickets:
                ticket.cancel()
        raise _NoReplyError(_DAMAGED if arrival.damaged else _SILENCE)

    def _form(self, form: Form, attempt: int) -> Form:
        """EDNS with a request for the server's id, then without the request, then neither."""
        edns = self._edns and attempt < 2
        return form._replace(edns=edns, nsid=edns and attempt == 0)

    def _channel(self) -> Datagrams:
        if self._datagrams is None:
            loop = asyncio.get_running_loop()
            family, target = _target(self._address)
            self._datagrams = Datagrams(family, target, loop.add_reader, loop.remove_reader)
        return self._datagrams

    async def _carried(
        self, question: Question, form: Form, limit: float | None = None
    ) -> _Received:
        """Over TCP, TLS or HTTPS, within so many seconds."""
        query = wire.encode(question, self._form(form, 0)) or b""
        start = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(patience.LIMIT if limit is None else limit):
                reply = await self._carrier.ask(query)
        except TimeoutError:
            raise _NoReplyError(_SILENCE) from None
        except OSError as error:
            raise _no_reply(error) from None
        message = wire.parse(reply)
        if message is None:
            raise _NoReplyError(_DAMAGED)
        received = _Received(message, asyncio.get_running_loop().time() - start)
        if received.is_truncated:
            raise _NoReplyError("the answer does not fit even where there is room for 64 KiB")
        return received

    async def close(self) -> None:
        """Close every socket."""
        if self._datagrams is not None:
            self._datagrams.close()
        await self._carrier.close()


def _more_telling(
    packets: asyncio.Task[_Received], stream: asyncio.Task[_Received]
) -> asyncio.Task[_Received]:
    """Of two failures the one to tell: that an answer was damaged, or else how UDP went."""
    return stream if str(stream.exception()) == _DAMAGED else packets


class _Arrival:
    """The reply to a packet that may be sent several times."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._future: asyncio.Future[_Received | OSError] = self._loop.create_future()
        self.damaged = 0

    def since_now(self) -> Callable[[bytes | OSError], None]:
        """What takes the reply to the packet that is being sent."""
        return partial(self._deliver, self._loop.time())

    def _deliver(self, sent: float, packet: bytes | OSError) -> None:
        if self._future.done() or self.damaged >= MAX_DAMAGED:
            return
        if isinstance(packet, OSError):
            self._future.set_result(packet)
        elif (message := wire.parse(packet)) is None:
            self.damaged += 1
        else:
            self._future.set_result(_Received(message, self._loop.time() - sent))

    async def within(self, seconds: float) -> _Received | None:
        """The reply, None where none comes in this time; raises OSError where none can come."""
        await asyncio.wait({self._future}, timeout=seconds)
        if not self._future.done():
            return None
        arrived = self._future.result()
        if isinstance(arrived, OSError):
            raise arrived
        return arrived


class _Carrier(Protocol):
    """A connection that brings a message over and its reply back; raises OSError."""

    async def ask(self, query: bytes) -> bytes: ...

    async def close(self) -> None: ...


class _Stream:
    """One TCP or TLS connection for many questions (RFC 7766, RFC 7858), opened when needed.

    A server that closes it while questions wait gets one connection for each from then on.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._opening = asyncio.Lock()
        self._line: _Line | None = None
        self._one_each = False
        self._few = asyncio.Semaphore(8)

    async def ask(self, query: bytes) -> bytes:
        if not self._one_each:
            with suppress(ConnectionResetError, BrokenPipeError):
                return await (await self._shared()).ask(query)
            self._one_each = True
        async with self._few:
            return await self._alone(query)

    async def _shared(self) -> _Line:
        async with self._opening:
            if self._line is None or self._line.is_over:
                self._line = await _Line.open(self._address)
            return self._line

    async def _alone(self, query: bytes) -> bytes:
        line = await _Line.open(self._address)
        try:
            return await line.ask(query)
        finally:
            line.close()

    async def close(self) -> None:
        if self._line is not None:
            self._line.close()


class _Line:
    """An open connection; replies may come in any order."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._waiting: dict[int, tuple[bytes, asyncio.Future[bytes | None]]] = {}
        self._task = asyncio.create_task(self._listen(reader))

    @classmethod
    async def open(cls, address: Address) -> Self:
        context = _tls() if address.scheme == TLS else None
        return cls(*await asyncio.open_connection(address.host, address.port, ssl=context))

    @property
    def is_over(self) -> bool:
        return self._task.done() or self._writer.is_closing()

    async def ask(self, query: bytes) -> bytes:
        number = _random.randrange(65_536)
        while number in self._waiting:
            number = _random.randrange(65_536)
        reply: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self._waiting[number] = query, reply
        try:
            self._writer.write(struct.pack("!H", len(query)) + wire.numbered(query, number))
            await self._writer.drain()
            received = await reply
        finally:
            self._waiting.pop(number, None)
        if received is None:
            raise ConnectionResetError
        return received

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        with suppress(OSError, EOFError):
            while True:
                (size,) = struct.unpack("!H", await reader.readexactly(2))
                self._hand_over(await reader.readexactly(size))
        for _, reply in self._waiting.values():
            if not reply.done():
                reply.set_result(None)

    def _hand_over(self, message: bytes) -> None:
        query, reply = self._waiting.get(wire.number(message), (b"", None))
        if reply is not None and not reply.done() and wire.replies_to(message, query):
            reply.set_result(message)

    def close(self) -> None:
        self._task.cancel()
        self._writer.close()


class _Https:
    """DNS over HTTPS (RFC 8484): one connection, many requests."""

    def __init__(self, address: Address) -> None:
        self._url = address.text
        self._client: httpx2.AsyncClient | None = None

    async def ask(self, query: bytes) -> bytes:
        import httpx2

        if self._client is None:
            self._client = httpx2.AsyncClient(http2=True, verify=_tls())
        try:
            async with self._client.stream(
                "POST", self._url, content=query, headers=_HEADERS
            ) as response:
                if response.status_code != httpx2.codes.OK:
                    raise OSError(f"it answers with HTTP status {response.status_code}")
                reply = await _body(response)
        except httpx2.HTTPError as error:
            raise _root(error) or OSError(f"HTTPS failed: {error}") from None
        if not wire.replies_to(reply, query):
            raise OSError("what it sent is no answer to the question")
        return reply

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


def _root(error: BaseException | None) -> OSError | None:
    """The system's own error under those that libraries have wrapped around it."""
    found = None
    while error is not None:
        found = error if isinstance(error, OSError) else found
        error = error.__cause__ or error.__context__
    return found


async def _body(response: httpx2.Response) -> bytes:
    body = b""
    async for part in response.aiter_bytes():
        body += part
        if len(body) > wire.MAX_MESSAGE:
            raise OSError("it sent more than a DNS message can hold")
    return body


def _tls() -> ssl.SSLContext:
    """Certificates are verified, by the system's authorities or those in SSL_CERT_FILE."""
    return ssl.create_default_context()


def _target(address: Address) -> tuple[int, tuple[object, ...]]:
    """The socket family and address of an IP address, which may name a link (`fe80::1%eth0`)."""
    found = socket.getaddrinfo(
        address.host, address.port, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST
    )
    return found[0][0], found[0][4]


def _has_route(ip: str) -> bool:
    """Whether this machine knows a way to an address; nothing is sent."""
    try:
        family, target = _target(server_address.of_server(ip, 53))
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(target)
    except OSError:
        return False
    return True


async def _together(work: Iterable[Coroutine[None, None, T]]) -> list[T]:
    return list(await asyncio.gather(*work))


def _is_final(reply: Reply, zone: str | None) -> bool:
    """Whether no other server needs to be heard."""
    answer = reply.answer
    if answer.status is AnswerStatus.ANSWERED:
        return True
    if zone is not None and reply.referral and names.is_below(reply.referral.zone, zone):
        return True
    return reply.is_known and "AA" in answer.flags


def _failed(asked: Asked, status: AnswerStatus, reason: str) -> Reply:
    return Reply(Answer(asked.question, status, reason=reason, vantage=asked.vantage))


def _unaskable(question: Question) -> str:
    flaw = names.flaw(question.name)
    return f"the name cannot exist: {flaw}" if flaw else f"no server knows the type {question.type}"


def _no_reply(error: OSError) -> _NoReplyError:
    """Why there is no answer, in words for the reader."""
    if error.errno in _NO_ROUTE:
        return _NoReplyError("this machine has no route to it", AnswerStatus.UNASKED)
    if isinstance(error, ConnectionRefusedError):
        return _NoReplyError("nothing listens there (connection refused)")
    if isinstance(error, ConnectionError):
        return _NoReplyError("it closed the connection without an answer")
    if isinstance(error, ssl.SSLCertVerificationError):
        return _NoReplyError(f"its certificate is not trusted: {error.verify_message}")
    if isinstance(error, socket.gaierror):
        return _NoReplyError("its host name has no address")
    if isinstance(error, PermissionError):
        return _NoReplyError("this machine does not let the question out", AnswerStatus.UNASKED)
    if error.errno == errno.EHOSTUNREACH:
        return _NoReplyError("the network says that it cannot be reached")
    return _NoReplyError(error.strerror or str(error))
