"""What a reply says: the answer with its alias chain, or where it refers to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from ..model import Answer, AnswerStatus, Question, Record, Vantage, VantageKind
from ..noun import NamedTuple
from ..records import names
from . import wire_message as wm
from .wire_code import NOERROR, NOTAUTH, NXDOMAIN, REFUSED, code_text, extended_meaning
from .wire_message import EXTENDED_ERROR, NSID, Message, Resource
from .wire_name import owner_name
from .wire_rdata import IN, content
from .wire_record import record
from .wire_type import AAAA, CNAME, DNAME, NS, SOA, A, type_name, type_number

S = AnswerStatus
MAX_CHAIN = 16  # aliases that are followed, as many as the largest resolvers follow
MAX_NS = 32  # name servers of one referral that are looked at
MAX_TEXT = 200  # characters of a server's own words
_FLAGS = (("AA", wm.AA), ("TC", wm.TC), ("RA", wm.RA), ("AD", wm.AD), ("CD", wm.CD))
_REFUSING = (REFUSED, NOTAUTH)


class Referral(NamedTuple):
    """A zone whose name servers a reply points to; `glue` holds host names and addresses."""

    zone: str
    ns: tuple[str, ...]
    glue: tuple[tuple[str, str], ...]


class Reply(NamedTuple):
    """One server's answer, and its referral where it gave one."""

    answer: Answer
    referral: Referral | None = None

    @property
    def is_known(self) -> bool:
        """Whether the server said what there is, or that there is nothing."""
        return self.answer.status in (S.ANSWERED, S.NODATA, S.NXDOMAIN)


class _Trail(NamedTuple):
    """An alias chain followed to its end; `stop` says why it could not be followed further."""

    end: str
    chain: tuple[Record, ...]
    records: tuple[Record, ...]
    stop: str = ""


def read(message: Message, question: Question, vantage: Vantage, zone: str | None = None) -> Reply:
    """What a server's message says about a question.

    `zone` is the apex of the zone for which an authoritative server was asked, None where that is
    not known. Only records on the alias chain of the question are believed.
    """
    failed = _failure(message)
    answer = Answer(question, S.SERVFAIL, vantage=vantage)
    answer = answer._replace(
        flags=_flags(message, failed is not None),
        extended_errors=tuple(_extended(message)),
        server_id=_server_id(message),
    )
    if failed:
        status, reason = failed
        told = "; ".join([reason, *answer.extended_errors])
        return Reply(answer._replace(status=status, reason=told))
    trail = _follow(message, question)
    if trail.records and question.type != "NS":
        return Reply(_answered(answer, trail))
    referral = _referral(message, question)
    return Reply(_decided(message, answer, trail, referral, zone), referral)


def _failure(message: Message) -> tuple[AnswerStatus, str] | None:
    if message.code in (NOERROR, NXDOMAIN):
        return None
    status = S.REFUSED if message.code in _REFUSING else S.SERVFAIL
    return status, f"the server answers {code_text(message.code)}"


def _flags(message: Message, failed: bool) -> tuple[str, ...]:
    """The flags that are set; AD means nothing in an answer that is an error."""
    return tuple(n for n, f in _FLAGS if message.flags & f and not (failed and n == "AD"))


def _extended(message: Message) -> Iterator[str]:
    """Extended errors (RFC 8914) as `6 DNSSEC Bogus: text`; a code without a name stands alone.

    An answer is worth no less when a server adds text that is no UTF-8, or half an error: unlike
    for dnspython, this does not damage it.
    """
    for _, data in (o for o in message.options if o.number == EXTENDED_ERROR and len(o.data) >= 2):
        code = int.from_bytes(data[:2], "big")
        words, text = extended_meaning(code), _server_text(data[2:])
        yield f"{code}{' ' if words else ''}{words}{': ' if text else ''}{text}"


def _server_text(octets: bytes) -> str:
    """Text that may end with a zero (RFC 8914 section 2)."""
    return octets.removesuffix(b"\0").decode("utf-8", "replace")[:MAX_TEXT]


def _server_id(message: Message) -> str:
    for option in message.options:
        if option.number == NSID:
            octets = option.data[:MAX_TEXT]
            plain = octets.isascii() and octets.decode("ascii").isprintable()
            return octets.decode("ascii") if plain else octets.hex()
    return ""


def _answered(answer: Answer, trail: _Trail) -> Answer:
    return answer._replace(
        status=S.ANSWERED,
        records=trail.records,
        chain=trail.chain,
        ttl=min((r.ttl for r in trail.records if r.ttl is not None), default=None),
    )


def _decided(
    message: Message,
    answer: Answer,
    trail: _Trail,
    referral: Referral | None,
    zone: str | None,
) -> Answer:
    if trail.records:
        return _answered(answer, trail)
    soa = _soa(message, trail.end)
    status, reason = _status(message, answer, trail, soa is not None)
    if status is S.NODATA and not trail.chain and referral and "AA" not in answer.flags:
        status, reason = _elsewhere(referral, answer, zone)
    return answer._replace(
        status=status,
        reason=reason,
        chain=trail.chain,
        negative_ttl=soa if status in (S.NODATA, S.NXDOMAIN) else None,
    )


def _status(
    message: Message, answer: Answer, trail: _Trail, covered: bool
) -> tuple[AnswerStatus, str]:
    """`covered` says that an SOA record above the chain's end stands in the reply."""
    if trail.stop:
        return S.UNKNOWABLE, trail.stop
    resolver = answer.vantage is not None and answer.vantage.kind is VantageKind.RESOLVER
    if trail.chain and not resolver and not covered:
        # The alias leads out of the zone, and what the server thinks of that name is hearsay.
        return S.UNKNOWABLE, f"the alias leads to {trail.end}, which this server does not hold"
    if message.code == NXDOMAIN:
        return S.NXDOMAIN, ""
    if resolver or covered or "AA" in answer.flags or any(_records(message.authority, NS)):
        return S.NODATA, ""
    return S.REFUSED, "the answer is empty and claims no authority"


def _elsewhere(referral: Referral, answer: Answer, zone: str | None) -> tuple[AnswerStatus, str]:
    """What a referral means: a delegation below the zone, or a server that lacks the zone."""
    if zone is not None and names.is_below(referral.zone, zone):
        return S.UNKNOWABLE, (
            f"{referral.zone} is delegated to other name servers, "
            "so its records are in another zone"
        )
    return S.REFUSED, f"the server does not serve the zone: it refers to {_some(referral.ns)}"


def _some(ns: Sequence[str]) -> str:
    return ", ".join(ns[:3]) or "nobody"


def _records(section: Iterable[Resource], *wanted: int | None) -> Iterator[Record]:
    """The records of these types; those of another class than the Internet's are left out."""
    return (record(r) for r in section if r.class_ == IN and r.type in wanted)


def _follow(message: Message, question: Question) -> _Trail:
    """The chain from the question's name through the answer (RFC 1034 section 3.6.2)."""
    number = type_number(question.type)
    at: dict[str, list[Record]] = {}
    for found in _records(message.answer, number, CNAME, DNAME):
        at.setdefault(found.name, []).append(found)
    chain: list[Record] = []
    name, seen, type_ = question.name, {question.name}, type_name(number or 0)
    while True:
        records = tuple(_sorted(r for r in at.get(name, ()) if r.type == type_))
        step = () if records else _alias(at, name)
        if not step:
            made_up = tuple(_dname(at, name)) if number == CNAME else ()
            return _Trail(name, (*chain, *made_up), records)
        chain += step
        name = step[-1].target
        if name in seen or len(chain) >= MAX_CHAIN:
            stop = f"the alias leads back to {name}" if name in seen else "too many aliases"
            return _Trail(name, tuple(chain), (), stop)
        seen.add(name)


def _sorted(records: Iterable[Record]) -> list[Record]:
    """A set of records has no order, and many servers turn it with each answer."""
    return sorted(records, key=lambda r: r.data)


def _alias(at: dict[str, list[Record]], name: str) -> tuple[Record, ...]:
    """The alias at a name, with the DNAME above it that made it up (RFC 6672 section 2.2)."""
    dname = tuple(_dname(at, name))
    alias = tuple(r for r in at.get(name, ()) if r.type == "CNAME")[:1]
    if alias or not dname:
        return dname + alias
    kept = name[: -len(dname[0].name) - 1]
    target = names.join(kept, dname[0].target)
    return (*dname, dname[0]._replace(name=name, type="CNAME", data=f"{target}.", target=target))


def _dname(at: dict[str, list[Record]], name: str) -> Iterator[Record]:
    for above in names.ancestors(name):
        found = [r for r in at.get(above, ()) if r.type == "DNAME"]
        if found:
            yield found[0]
            return


def _soa(message: Message, end: str) -> int | None:
    """How long "no" may be remembered (RFC 2308 section 5), None without an SOA above the name."""
    for soa in _records(message.authority, SOA):
        minimum = soa.data.split()[-1]
        if names.is_within(end, soa.name) and soa.ttl is not None and minimum.isdecimal():
            return min(soa.ttl, int(minimum))
    return None


def _referral(message: Message, question: Question) -> Referral | None:
    """Name servers that the reply names for a zone above the question's name, or at it."""
    answered = [r for r in _records(message.answer, NS) if r.name == question.name]
    above = (r for r in _records(message.authority, NS) if names.is_within(question.name, r.name))
    named = answered[:MAX_NS] or list(islice(above, MAX_NS))
    if not named or (not answered and any(_records(message.authority, SOA))):
        return None
    zone = named[0].name
    ns = {r.target for r in named if r.name == zone and r.target}
    return Referral(zone, tuple(sorted(ns)), tuple(sorted(set(_glue(message, ns)))))


def _glue(message: Message, hosts: Container[str]) -> Iterator[tuple[str, str]]:
    for found in message.additional:
        if found.type in (A, AAAA) and found.class_ == IN and owner_name(found.owner) in hosts:
            yield owner_name(found.owner), content(found.type, found.data).text
