"""MX04: the mail server that a mail record names is an alias, or has no address."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.mending import about
from ..lint.model import ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records.mx import address_in
from ..lint.records.names import is_within, labels
from ..lint.rule import Case, rule
from ..lint.view import View

_ADDRESSES = ("A", "AAAA")
# DNS hosts answer with addresses for these, and for an alias that their web proxy covers.
_FLATTENED = ("ALIAS", "ANAME", "LUA")
_REWRITTEN = "_dc-mx"  # Cloudflare's name for a mail server behind its proxy


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The zone's own mail servers, where they are names of this zone."""
    if node.name != view.zone:
        return
    for index, record in enumerate(node.of("MX")):
        for problem in _problem(view, record):
            yield problem._replace(type="MX", discriminator=str(index))


def _problem(view: View, record: Record) -> Iterator[Problem]:
    """Only names of this zone can be judged; a provider's servers are the provider's affair."""
    host = record.target
    known = host and is_within(host, view.zone) and address_in(host, view.zone) is None
    if not known or record.flaw is not None or labels(host)[0].startswith(_REWRITTEN):
        return
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
        message = f"the mail server {host} of {record.name} has no address, so no mail arrives"
        yield about(record, message)


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
    if expected.type != "MX":
        return
    for record in view.records(expected.name, "MX"):
        yield from _problem(view, record)
