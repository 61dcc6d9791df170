"""The unit suite opens no socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Opening a socket fails the test, except where it is marked as one that needs sockets."""
    if not {"lab", "loopback", "browser"} & {m.name for m in request.node.iter_markers()}:
        monkeypatch.setattr(socket.socket, "connect", _refuse)
        monkeypatch.setattr(socket.socket, "sendto", _refuse)
    yield


def _refuse(*_: object) -> None:
    raise AssertionError("the unit suite opens no socket")
