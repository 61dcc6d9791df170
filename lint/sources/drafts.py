"""Records from the parts that DNS-as-code has: a name, a type and a value in some convention."""

from __future__ import annotations

from ..model import Record, Where, Written
from ..records import names, txt
from .zone_rdata import read_rdata

TEXTS = ("TXT", "SPF")
TARGETS = ("CNAME", "DNAME", "NS", "PTR", "MX", "SRV", "ALIAS", "ANAME")
_UNDOTTED = "the target does not end with a dot, so that it is refused; put a dot behind it"


def record(
    name: str,
    type_: str,
    data: str,
    *,
    ttl: int | None,
    where: Where,
    written: Written,
    proxied: bool | None = None,
    origin: str = "",
) -> Record:
    """A record whose data is in presentation form.

    `origin` completes a target without final dot, where the format does that; by default every
    target is a whole name.
    """
    facts = read_rdata(type_, data, origin)
    return Record(
        name,
        type_,
        ttl,
        data,
        strings=facts.strings,
        target=facts.target,
        priority=facts.priority,
        proxied=proxied,
        flaw=facts.flaw or _name_flaw(name),
        where=where,
        written=written,
    )


def text_record(
    name: str,
    type_: str,
    strings: tuple[bytes, ...],
    *,
    ttl: int | None,
    where: Where,
    written: Written,
    proxied: bool | None = None,
    flaw: str | None = None,
) -> Record:
    """A TXT or SPF record from its strings."""
    return Record(
        name,
        type_,
        ttl,
        txt.present(strings),
        strings=strings,
        proxied=proxied,
        flaw=flaw or _name_flaw(name),
        where=where,
        written=written,
    )


def with_dot_required(record: Record) -> Record:
    """The record, with a flaw where its target lacks the final dot that its tool insists on."""
    if record.flaw or record.type not in TARGETS or record.data.endswith("."):
        return record
    return record._replace(flaw=_UNDOTTED)


def split(value: str) -> tuple[bytes, ...]:
    """A raw text as the strings that tools make of it, which split it themselves."""
    return txt.split(names.octets(value))


def _name_flaw(name: str) -> str | None:
    problem = names.flaw(name) if name else None
    return f"the name on the left cannot exist: {problem}" if problem else None
