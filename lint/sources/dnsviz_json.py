"""What `dnsviz probe` writes: per zone, each name server's reply as it came over the wire."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from .overheard import Overheard
from .wire import parse
from .wire_message import Message

META = "_meta._dnsviz."


def is_dnsviz(value: object) -> bool:
    """Whether a JSON value is such a document."""
    return isinstance(value, dict) and META in value


def replies(document: dict[str, object]) -> Iterator[Overheard]:
    """Every reply of every server; what cannot be read is left out."""
    for zone in document.values():
        if isinstance(zone, dict) and isinstance(zone.get("queries"), list):
            yield from _of_zone(zone)


def _of_zone(zone: dict[str, object]) -> Iterator[Overheard]:
    named = _names(zone.get("auth_ns_ip_mapping"))
    at = _time(zone.get("analysis_end"))
    queries = zone["queries"]
    for query in queries if isinstance(queries, list) else ():
        servers = query.get("responses") if isinstance(query, dict) else None
        for at_server, clients in servers.items() if isinstance(servers, dict) else ():
            address = str(at_server)
            for reply in clients.values() if isinstance(clients, dict) else ():
                made = _message(reply.get("message") if isinstance(reply, dict) else None)
                if made is not None:
                    yield Overheard(made, named.get(address, address), address, at)


def _time(value: object) -> str:
    """`2026-03-04 12:00:00 UTC` as RFC 3339 writes it."""
    words = value.split() if isinstance(value, str) else []
    return f"{words[0]}T{words[1]}Z" if len(words) == 3 and words[2] == "UTC" else ""


def _names(mapping: object) -> dict[str, str]:
    """Each address's name server."""
    if not isinstance(mapping, dict):
        return {}
    pairs = ((a, n) for n, at in mapping.items() if isinstance(at, list) for a in at)
    return {str(address): str(name).rstrip(".").lower() for address, name in pairs}


def _message(text: object) -> Message | None:
    if not isinstance(text, str):
        return None
    try:
        message = parse(base64.b64decode(text))
    except (binascii.Error, ValueError):
        return None
    return message if message and message.question else None
