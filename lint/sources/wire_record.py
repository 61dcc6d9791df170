"""A record from a DNS message, equal to the one that a zone file would give."""

from __future__ import annotations

from ..model import Record
from .wire_message import Resource
from .wire_name import owner_name
from .wire_rdata import content
from .wire_type import type_name


def record(found: Resource) -> Record:
    """The record that a resource of the Internet's class is."""
    said = content(found.type, found.data)
    return Record(
        name=owner_name(found.owner),
        type=type_name(found.type),
        ttl=found.ttl,
        data=said.text,
        strings=said.strings,
        target=said.target,
        priority=said.priority,
    )
