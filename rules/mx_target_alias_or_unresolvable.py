"""MX04: the mail server that a mail record names is an alias, or has no address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..lint.evidence import answer_or_none
from ..lint.mending import about
from ..lint.model import (
    AnswerStatus,
    ExpectedRecord,
    Node,
    Problem,
    Question,
    Record,
    Severity,
)
from ..lint.records.mx import address_in
from ..lint.records.names import is_within, labels
from ..lint.rule import DELIVERY, Case, rule
from ..lint.view import View

_ADDRESSES = ("A", "AAAA")
# DNS hosts answer with addresses for these, and for an alias that their web proxy covers.
_FLATTENED = ("ALIAS", "ANAME", "LUA")
_REWRITTEN = "_dc-mx"  # Cloudflare's name for a mail server behind its proxy


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The zone's own mail servers, where they are names of this zone."""
    if node.name != view.zone:
        return
    _look_up(view, node.of("MX"))
    for index, record in enumerate(node.of("MX")):
        for problem in _problem(view, record):
            yield problem._replace(type="MX", discriminator=str(index))


def _look_up(view: View, records: Iterable[Record]) -> None:
    """Ask for the addresses of all servers elsewhere at once."""
    hosts = [r.target for r in records if r.target and not is_within(r.target, view.zone)]
    view.want(Question(host, type_) for host in hosts for type_ in _ADDRESSES)


def _problem(view: View, record: Record) -> Iterator[Problem]:
    """What is wrong with the server that a record names, as far as the view can tell."""
    host = record.target
    if not host or record.flaw is not None or address_in(host, view.zone) is not None:
        return
    if not is_within(host, view.zone):
        if _is_deaf(view, host):
            yield about(record, _unreachable(record))
    elif not labels(host)[0].startswith(_REWRITTEN):
        yield from _of_own(view, record)


def _of_own(view: View, record: Record) -> Iterator[Problem]:
    """A server of this zone: an alias is the owner's to mend."""
    host = record.target
    at = view.at(host)
    if at.of(*_FLATTENED) or any(r.proxied for r in at.records):
        return
    alias = view.ask(host, "CNAME")
    if alias.records:
        message = (
            f"the mail server {host} of {record.name} is an alias of {alias.records[0].target}"
        )
        yield about(record, message, severity=Severity.WARNING)
    elif not any(view.ask(host, type_).records for type_ in _ADDRESSES):
        yield about(record, _unreachable(record))


def _is_deaf(view: View, host: str) -> bool:
    """Whether a name elsewhere exists and has no address; False where nobody can tell."""
    answers = [answer_or_none(view, host, type_) for type_ in _ADDRESSES]
    return all(a is not None and a.status is AnswerStatus.NODATA for a in answers)


def _unreachable(record: Record) -> str:
    return f"the mail server {record.target} of {record.name} has no address, so no mail arrives"


def _beside(view: View, expected: ExpectedRecord) -> tuple[Record, ...]:
    """The domain's own mail records where none are asked for, once for a document."""
    domain = view.domain
    asked = any(e.type == "MX" and e.name == domain.name for e in domain.records)
    if asked or expected != domain.records[0]:
        return ()
    answer = answer_or_none(view, domain.name, "MX")
    return () if answer is None or answer.wildcard else answer.records


@rule(
    "MX04",
    severity=Severity.ERROR,
    refs=("RFC 2181 section 10.3", "RFC 5321 section 5.1"),
    zone=anywhere,
    good=(
        Case(zone="@ MX 10 mail\nmail A 192.0.2.1"),
        Case(zone="@ MX 10 mail\nmail AAAA 2001:db8::1"),
        # Other people's servers are not in this file.
        Case(zone="@ MX 10 mx.a.example.\n@ MX 0 ."),
        Case(zone="in MX 10 mx.a.example.", expects="in MX 10 mx.a.example."),
        # A wildcard's address, the zone's own, a server of a delegated zone.
        Case(zone="@ MX 10 mail\n* A 192.0.2.1"),
        Case(zone="@ MX 10 @\n@ A 192.0.2.1"),
        Case(zone="@ MX 10 mx.in\nin NS ns.a.example."),
        # DNS hosts answer with addresses here.
        Case(zone="@ MX 10 mail\nmail CNAME a.example. ; cf_tags=cf-proxied:true"),
        Case(zone="@ MX 10 mail\nmail ALIAS a.example."),
        Case(zone="@ MX 10 _dc-mx.1f2e3d"),
        # The name of the mail record itself may be reached through an alias.
        Case(zone="@ MX 10 mail\nmail A 192.0.2.1\nother CNAME @"),
    ),
    bad=(
        # The domain's own mail server, while the provider asks for other names.
        Case(
            zone="@ MX 10 mail\nmail TXT x\nsend MX 10 f.a.example.",
            expects="send MX 10 f.a.example.\ns1._domainkey CNAME s1.a.example.",
            says=(
                (
                    "the mail server mail.example.org of example.org has no address, "
                    "so no mail arrives"
                ),
            ),
        ),
        Case(
            zone="@ MX 10 mail\nmail CNAME host.a.example.",
            says=("the mail server mail.example.org of example.org is an alias of host.a.example",),
        ),
        Case(
            zone="@ MX 10 mail\n@ MX 20 mail2\nmail A 192.0.2.1\nmail2 TXT x",
            says=(
                (
                    "the mail server mail2.example.org of example.org has no address, "
                    "so no mail arrives"
                ),
            ),
        ),
        Case(
            zone="in.mail MX 10 mx\n@ A 192.0.2.1",
            expects="in MX 10 mx.example.org.",
            domain="mail.example.org",
            says=(
                (
                    "the mail server mx.example.org of in.mail.example.org has no address, "
                    "so no mail arrives"
                ),
            ),
        ),
    ),
)
def mx_target_alias_or_unresolvable(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The mail server that a mail record names is an alias, or has no address.

    ## Why it matters
    Senders look up the address of the server that a mail record names. Without one no mail
    arrives. An alias in its place is forbidden; many senders follow it, some do not.

    ## How to fix it
    Give the server's name an A record (and an AAAA record) of its own, or name the server in the
    mail record by the name that the alias leads to.
    """
    if expected.type == "MX":
        held = view.records(expected.name, "MX")
        own = [r for r in held if is_within(r.target, view.zone) or r.target != expected.value]
        _look_up(view, own)
        for record in own:
            yield from _problem(view, record)
    beside = _beside(view, expected)
    _look_up(view, beside)
    for record in beside:
        for found in _problem(view, record):
            mild = found._replace(severity=Severity.WARNING, affects=DELIVERY)
            yield mild._replace(name=record.name, type="MX", discriminator=record.target)
