"""DNS servers on loopback addresses that say what a test wants, in a thread of their own.

All of a test's servers listen on one port, at different addresses of 127.0.0.0/8, over UDP and TCP.
"""

from __future__ import annotations

import asyncio
import random
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from typing import cast

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

Replies = list[bytes]
Handler = Callable[[bytes, bool], Replies]  # the query and whether it came over TCP; what to send
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]]


class FakeNet:
    """Servers by address; `asked` counts what each was asked: (address, name, type)."""

    def __init__(
        self, delay: float = 0.0, loss: float = 0.0, *, port: int | None = None, seed: int = 7
    ) -> None:
        self.port = _free_port() if port is None else port
        self.asked: Counter[tuple[str, str, str]] = Counter()
        self.packets: Counter[tuple[str, str]] = Counter()  # (address, "udp" | "tcp")
        self._delay, self._loss = delay, loss
        self._random = random.Random(seed)  # noqa: S311 - losses that repeat
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open: list[asyncio.DatagramTransport | asyncio.Server] = []
        self._thread.start()

    def serve(self, address: str, handler: Handler, *, udp: bool = True, tcp: bool = True) -> str:
        """Start a server; its address as a resolver would be named."""
        start = self._start(address, handler, udp, tcp)
        asyncio.run_coroutine_threadsafe(start, self._loop).result()
        return f"[{address}]:{self.port}" if ":" in address else f"{address}:{self.port}"

    def serve_tls(
        self, address: str, handler: Handler, context: ssl.SSLContext, *, once: bool = False
    ) -> str:
        """Start a server for DNS over TLS; its address as a resolver would be named.

        With `once` it closes each connection after one answer.
        """
        talk = partial(self._talk, address, handler, once=once)
        return f"tls://{self._stream(address, talk, context)}"

    def serve_https(self, address: str, handler: Handler, context: ssl.SSLContext) -> str:
        """Start a server for DNS over HTTPS/1.1; its address as a resolver would be named."""
        talk = partial(self._browse, address, handler)
        return f"https://{self._stream(address, talk, context)}/dns-query"

    def _stream(self, address: str, talk: Talk, context: ssl.SSLContext) -> str:
        start = self._listen(address, talk, context)
        asyncio.run_coroutine_threadsafe(start, self._loop).result()
        return f"{address}:{self.port}"

    async def _listen(self, address: str, talk: Talk, context: ssl.SSLContext | None) -> None:
        self._open.append(await asyncio.start_server(talk, address, self.port, ssl=context))

    def names_asked(self, address: str) -> set[str]:
        """The names that the server at an address was asked for."""
        return {name for at, name, _ in self.asked if at == address}

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join(5)
        self._loop.close()

    def _stop(self) -> None:
        for server in self._open:
            server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_soon(self._loop.stop)

    async def _start(self, address: str, handler: Handler, udp: bool, tcp: bool) -> None:
        if udp:
            transport, _ = await self._loop.create_datagram_endpoint(
                lambda: _Udp(self, address, handler), local_addr=(address, self.port)
            )
            self._open.append(transport)
        if tcp:
            await self._listen(address, partial(self._talk, address, handler), None)

    def replies(self, address: str, handler: Handler, query: bytes, tcp: bool) -> Replies:
        self.packets[address, "tcp" if tcp else "udp"] += 1
        if not tcp and self._random.random() < self._loss:
            return []
        with_question = dns.message.from_wire(query).question
        for rrset in with_question:
            name = rrset.name.to_text().lower().rstrip(".")
            self.asked[address, name, dns.rdatatype.to_text(rrset.rdtype)] += 1
        return handler(query, tcp)

    def later(self, work: Callable[[], None]) -> None:
        """Both ways of the delay, after the question has come in."""
        if self._delay:
            self._loop.call_later(self._delay, work)
        else:
            work()

    async def _talk(
        self,
        address: str,
        handler: Handler,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        once: bool = False,
    ) -> None:
        try:
            while True:
                (size,) = struct.unpack("!H", await reader.readexactly(2))
                query = await reader.readexactly(size)
                await asyncio.sleep(self._delay)
                for reply in self.replies(address, handler, query, True):
                    writer.write(struct.pack("!H", len(reply)) + reply)
                await writer.drain()
                if once:
                    raise EOFError
        except (OSError, EOFError):
            writer.close()

    async def _browse(
        self,
        address: str,
        handler: Handler,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                size = int(head.partition(b"content-length:")[2].split()[0])
                query = await reader.readexactly(size)
                for reply in self.replies(address, handler, query, True):
                    status = b"HTTP/1.1 200 OK\r\ncontent-type: application/dns-message\r\n"
                    writer.write(status + b"content-length: %d\r\n\r\n" % len(reply) + reply)
                await writer.drain()
        except (OSError, EOFError):
            writer.close()


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, net: FakeNet, address: str, handler: Handler) -> None:
        self._net, self._address, self._handler = net, address, handler

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        replies = self._net.replies(self._address, self._handler, data, False)
        self._net.later(lambda: self._send(replies, addr))

    def _send(self, replies: Replies, addr: tuple[str, int]) -> None:
        for reply in replies:
            self._transport.sendto(reply, addr)


@contextmanager
def fake_net(delay: float = 0.0, loss: float = 0.0) -> Iterator[FakeNet]:
    """Servers that are gone when the test is over."""
    net = FakeNet(delay, loss)
    try:
        yield net
    finally:
        net.close()


def authority(zones: dict[str, str], *, aa: bool = True) -> Handler:
    """A name server for zones in zone-file text: owner, TTL, class, type and data on each line.

    It refers to what is delegated, follows no alias and knows wildcards not at all.
    """
    held = {apex: _records(text, apex) for apex, text in zones.items()}

    def answer(query: bytes, tcp: bool) -> Replies:
        asked = dns.message.from_wire(query)
        reply = dns.message.make_response(asked)
        rrset = asked.question[0]
        above = [z for z in held if rrset.name.is_subdomain(dns.name.from_text(z))]
        if rrset.rdtype == dns.rdatatype.DS:
            above = [z for z in above if dns.name.from_text(z) != rrset.name] or above
        if not above:
            reply.set_rcode(dns.rcode.REFUSED)
            return [reply.to_wire()]
        apex = max(above, key=len)
        _fill(reply, held[apex], dns.name.from_text(apex), rrset.name, rrset.rdtype, aa)
        return [_cut_short(reply, tcp)]

    return answer


def resolver(records: str, *, flags: int = 0) -> Handler:
    """A resolver that knows these records and denies everything else, following aliases."""
    held = _records(records, ".")

    def answer(query: bytes, tcp: bool) -> Replies:
        asked = dns.message.from_wire(query)
        reply = dns.message.make_response(asked)
        reply.flags |= dns.flags.RA | flags
        name, rdtype = asked.question[0].name, asked.question[0].rdtype
        for _ in range(10):
            found = held.get((name, rdtype))
            alias = held.get((name, dns.rdatatype.CNAME))
            reply.answer += [r for r in (found or alias,) if r]
            if found or not alias:
                break
            name = alias[0].target
        if not found and not any(owner == name for owner, _ in held):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return [_cut_short(reply, tcp)]

    return answer


Held = dict[tuple[dns.name.Name, dns.rdatatype.RdataType], dns.rrset.RRset]


def _records(text: str, apex: str) -> Held:
    held: Held = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        owner, ttl, type_, data = line.split(None, 3)
        origin = dns.name.from_text(apex)
        name = dns.name.from_text(owner, origin)
        rdata = dns.rdata.from_text("IN", type_, data, origin, relativize=False)
        empty = dns.rrset.RRset(name, dns.rdataclass.IN, rdata.rdtype)
        rrset = held.setdefault((name, rdata.rdtype), empty)
        rrset.add(rdata, int(ttl))
    return held


def _fill(
    reply: dns.message.Message,
    held: Held,
    apex: dns.name.Name,
    name: dns.name.Name,
    rdtype: dns.rdatatype.RdataType,
    aa: bool,
) -> None:
    for owner, type_ in sorted(held):
        cut = type_ == dns.rdatatype.NS and owner != apex and name.is_subdomain(owner)
        if cut and (owner, rdtype) != (name, dns.rdatatype.DS):
            ns = held[owner, type_]
            reply.authority.append(ns)
            types = (dns.rdatatype.A, dns.rdatatype.AAAA)
            keys = [(n.target, t) for n in ns for t in types]
            reply.additional += [held[key] for key in keys if key in held]
            return
    if aa:
        reply.flags |= dns.flags.AA
    found = held.get((name, rdtype)) or held.get((name, dns.rdatatype.CNAME))
    if found:
        reply.answer.append(found)
        return
    if not any(owner.is_subdomain(name) for owner, _ in held):
        reply.set_rcode(dns.rcode.NXDOMAIN)
    soa = held.get((apex, dns.rdatatype.SOA))
    reply.authority += [soa] if soa else []


def _cut_short(reply: dns.message.Message, tcp: bool) -> bytes:
    limit = 65_535 if tcp else max(512, reply.request_payload)
    wire = reply.to_wire(max_size=65_535)
    if len(wire) <= limit:
        return wire
    for section in (reply.answer, reply.authority, reply.additional):
        section.clear()
    reply.flags |= dns.flags.TC
    return reply.to_wire()


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
