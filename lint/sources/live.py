"""Live DNS: many questions to many servers at once.

What waits is here, in `server` (one server: retries, UDP or a connection), `carriers` (connections)
and `background` (the loop); nothing else is asynchronous. Everything that decides lies elsewhere:
`wire` and `wire_answer` read messages, `patience` says when to ask again, `discovery` finds zones.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine, Iterable, Sequence
from functools import lru_cache, partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from ..model import Answer, AnswerStatus, Question, Vantage, VantageKind
from ..network import Asked, Cut, Leads, nowhere
from ..records import names
from . import server_address, wire
from .background import Background
from .datagrams import target
from .discovery import Discovery, Probe
from .early import PAIR, Early
from .no_reply import NoReplyError
from .server import Server
from .wire import Form
from .wire_answer import Reply, read

if TYPE_CHECKING:
    pass

T = TypeVar("T")

TIMEOUT = 20.0  # seconds for everything that one run asks
IN_FLIGHT = 512  # questions to all servers together
SECOND_TRY = 0.15  # seconds after which another server is asked beside a slow one
MAX_ROUNDS = 60  # of a search for zones; each goes down at least one step
_NOBODY = "there is no server to ask"


class Live:
    """Servers of the real world behind the `Network` protocol.

    `timeout` limits the whole run in seconds, from the first question on. `port` is where name
    servers listen. `early` are questions that are on their way already. What has begun goes on in
    the background, whatever its caller does meanwhile. Not for use by several threads at once;
    `close` it or use it as a context.
    """

    def __init__(
        self,
        resolvers: Sequence[Vantage],
        *,
        timeout: float = TIMEOUT,
        port: int = 53,
        early: Early | None = None,
    ) -> None:
        self._resolvers, self._timeout, self._port = tuple(resolvers), timeout, port
        self._early = early or Early()
        self._background = Background()
        self._flights = asyncio.Semaphore(IN_FLIGHT)
        self._routed = lru_cache(_has_route)
        self._deadline: float | None = None
        self._servers: dict[str, Server] = {}
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

    def ask(self, questions: Iterable[Asked], within: float | None = None) -> dict[Asked, Answer]:
        """Put all questions to their servers at once and wait for every outcome.

        After `within` seconds the rest is left out, and goes on.
        """
        return self._background.run(self._answered(list(questions), within))

    def close(self) -> None:
        """Close every socket."""
        try:
            self._background.run(_together(s.close() for s in self._servers.values()))
            self._servers.clear()
            self._early.close()
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
            probes = {p: self._probed(p) for p in search.wanted}
            await asyncio.gather(*(probes[p] for p in search.needed or probes))
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
                first = bool(left and not running and left[0].kind is VantageKind.RESOLVER)
                count = PAIR if first else 1
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

    async def _answered(self, asked: Sequence[Asked], within: float | None) -> dict[Asked, Answer]:
        self._foresee(asked, nowhere)
        if asked:
            await asyncio.wait({self._foreseen[a] for a in asked}, timeout=within)
        done = [a for a, task in self._foreseen.items() if task.done()]
        return {a: self._foreseen.pop(a).result().answer for a in done}

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
        except NoReplyError as error:
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

    def _server(self, vantage: Vantage) -> Server:
        address = vantage.address or ""
        if address not in self._servers:
            parsed = server_address.parse(address)
            self._servers[address] = Server(parsed, self._flights, self._early)
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


def _has_route(ip: str) -> bool:
    """Whether this machine knows a way to an address; nothing is sent."""
    try:
        family, place = target(server_address.of_server(ip, 53))
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(place)
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
