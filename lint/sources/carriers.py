"""Connections that carry messages: TCP, TLS and HTTPS."""

from __future__ import annotations

import asyncio
import random
import ssl
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, Self

from . import wire
from .server_address import HTTPS, TLS, Address

if TYPE_CHECKING:
    import httpx2

_HEADERS = dict.fromkeys(("accept", "content-type"), "application/dns-message") | {
    "accept-encoding": "identity",
    "user-agent": "senderlint",
}
_random = random.SystemRandom()


class Carrier(Protocol):
    """A connection that brings a message over and its reply back; raises OSError."""

    async def ask(self, query: bytes) -> bytes: ...

    async def close(self) -> None: ...


class Stream:
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


class Https:
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


def carrier(address: Address) -> Carrier:
    """What reaches a server at this address; nothing is opened yet."""
    return Https(address) if address.scheme == HTTPS else Stream(address)
