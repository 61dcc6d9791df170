"""What a reply says: the answer with its alias chain, or where it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import dns.edns
import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rrset

from ..model import Answer, AnswerStatus, Question, Record, Vantage, VantageKind
from ..noun import NamedTuple
from ..records import names
from .wire_record import owner, record, type_name

S = AnswerStatus
MAX_CHAIN = 16  # aliases that are followed, as many as the largest resolvers follow
MAX_NS = 32  # name servers of one referral that are looked at
MAX_TEXT = 200  # characters of a server's own words
_FLAGS = (
    ("AA", dns.flags.AA),
    ("TC", dns.flags.TC),
    ("RA", dns.flags.RA),
    ("AD", dns.flags.AD),
    ("CD", dns.flags.CD),
)
_REFUSING = (dns.rcode.REFUSED, dns.rcode.NOTAUTH)
_KEPT = ("DNSKEY", "DS", "DNSSEC", "RRSIGS", "NSEC", "NXDOMAIN")
_MEANINGS = {
    int(code): " ".join(w if w in _KEPT else w.capitalize() for w in code.name.split("_"))
    for code in dns.edns.EDECode
}


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


def read(
    message: dns.message.Message, question: Question, vantage: Vantage, zone: str | None = None
) -> Reply:
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


def _failure(message: dns.message.Message) -> tuple[AnswerStatus, str] | None:
    code = message.rcode()
    if code in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return None
    status = S.REFUSED if code in _REFUSING else S.SERVFAIL
    return status, f"the server answers {dns.rcode.to_text(code)}"


def _flags(message: dns.message.Message, failed: bool) -> tuple[str, ...]:
    """The flags that are set; AD means nothing in an answer that is an error."""
    return tuple(n for n, f in _FLAGS if message.flags & f and not (failed and n == "AD"))


def _extended(message: dns.message.Message) -> Iterator[str]:
    """Extended errors (RFC 8914) as `6 DNSSEC Bogus: text`; a code without a name stands alone."""
    for option in message.extended_errors():
        words = _MEANINGS.get(int(option.code), "")
        text = f": {option.text[:MAX_TEXT]}" if option.text else ""
        yield f"{int(option.code)}{' ' if words else ''}{words}{text}"


def _server_id(message: dns.message.Message) -> str:
    for option in message.options:
        if isinstance(option, dns.edns.NSIDOption):
            octets = option.nsid[:MAX_TEXT]
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
    message: dns.message.Message,
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
    message: dns.message.Message, answer: Answer, trail: _Trail, covered: bool
) -> tuple[AnswerStatus, str]:
    """`covered` says that an SOA record above the chain's end stands in the reply."""
    if trail.stop:
        return S.UNKNOWABLE, trail.stop
    resolver = answer.vantage is not None and answer.vantage.kind is VantageKind.RESOLVER
    if trail.chain and not resolver and not covered:
        # The alias leads out of the zone, and what the server thinks of that name is hearsay.
        return S.UNKNOWABLE, f"the alias leads to {trail.end}, which this server does not hold"
    if message.rcode() == dns.rcode.NXDOMAIN:
        return S.NXDOMAIN, ""
    if resolver or covered or "AA" in answer.flags or _authority(message, "NS"):
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


def _records(sections: Iterable[dns.rrset.RRset]) -> Iterator[Record]:
    for rrset in sections:
        if rrset.rdclass == dns.rdataclass.IN:
            for rdata in rrset:
                yield record(owner(rrset.name), rrset.ttl, rdata)


def _follow(message: dns.message.Message, question: Question) -> _Trail:
    """The chain from the question's name through the answer (RFC 1034 section 3.6.2)."""
    at: dict[str, list[Record]] = {}
    for found in _records(message.answer):
        at.setdefault(found.name, []).append(found)
    chain: list[Record] = []
    name, seen, type_ = question.name, {question.name}, type_name(question.type)
    while True:
        records = tuple(_sorted(r for r in at.get(name, ()) if r.type == type_))
        step = () if records else _alias(at, name)
        if not step:
            return _Trail(name, tuple(chain), records)
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


def _authority(message: dns.message.Message, type_: str) -> list[Record]:
    return [r for r in _records(message.authority) if r.type == type_]


def _soa(message: dns.message.Message, end: str) -> int | None:
    """How long "no" may be remembered (RFC 2308 section 5), None without an SOA above the name."""
    for soa in _authority(message, "SOA"):
        minimum = soa.data.split()[-1]
        if names.is_within(end, soa.name) and soa.ttl is not None and minimum.isdecimal():
            return min(soa.ttl, int(minimum))
    return None


def _referral(message: dns.message.Message, question: Question) -> Referral | None:
    """Name servers that the reply names for a zone above the question's name, or at it."""
    answered = [r for r in _records(message.answer) if r.type == "NS" and r.name == question.name]
    named = answered or _authority(message, "NS")
    named = [r for r in named if names.is_within(question.name, r.name)][:MAX_NS]
    if not named or (not answered and _authority(message, "SOA")):
        return None
    zone = named[0].name
    ns = tuple(sorted({r.target for r in named if r.name == zone and r.target}))
    glue = {(r.name, r.data) for r in _records(message.additional) if r.type in ("A", "AAAA")}
    return Referral(zone, ns, tuple(sorted(g for g in glue if g[0] in ns)))
