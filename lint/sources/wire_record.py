"""A record from a DNS message, equal to the one that a zone file would give."""

from __future__ import annotations

from ..model import Record
from .wire_message import Resource
from .wire_name import owner_name
from .wire_rdata import presented
from .wire_type import type_name
from .zone_rdata import Facts, read_rdata


def record(found: Resource) -> Record:
    """The record that a resource of the Internet's class is."""
    type_ = type_name(found.type)
    data, strings = presented(found.type, found.data)
    facts = Facts(strings=strings) if strings else read_rdata(type_, data, "")
    return Record(
        name=owner_name(found.owner),
        type=type_,
        ttl=found.ttl,
        data=data,
        strings=facts.strings,
        target=facts.target,
        priority=facts.priority,
        flaw=facts.flaw,
    )
