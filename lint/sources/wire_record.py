"""A record from a DNS message, equal to the one that a zone file would give."""

from __future__ import annotations

import dns.rdata
import dns.rdatatype

from ..model import Record
from ..records import names, txt
from .zone_rdata import Facts, read_rdata
from .zone_types import known_type


def record(owner: str, ttl: int, rdata: dns.rdata.Rdata) -> Record:
    """The record of a canonical owner name; `ttl` is in seconds."""
    type_ = type_name(dns.rdatatype.to_text(rdata.rdtype))
    data, facts = _text(rdata.strings) if hasattr(rdata, "strings") else _other(type_, rdata)
    return Record(
        name=owner,
        type=type_,
        ttl=ttl,
        data=data,
        strings=facts.strings,
        target=facts.target,
        priority=facts.priority,
        flaw=facts.flaw,
    )


def type_name(text: str) -> str:
    """The usual spelling of a type that a message can carry, also for `TYPE16`."""
    usual = dns.rdatatype.to_text(dns.rdatatype.from_text(text))
    return known_type(usual) or usual


def _text(strings: tuple[bytes, ...]) -> tuple[str, Facts]:
    return txt.present(strings), Facts(strings=strings)


def _other(type_: str, rdata: dns.rdata.Rdata) -> tuple[str, Facts]:
    data = rdata.to_text()
    return data, read_rdata(type_, data, "")


def owner(name: object) -> str:
    """A name of dnspython in canonical form."""
    return names.canonical(str(name))
