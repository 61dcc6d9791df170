"""DMARC09: DMARC reports cannot arrive at the address that the record names."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.dmarc_records import at_node, is_readable, mended, names_of, the_record
from ..lint.mending import about
from ..lint.model import Node, Problem, Record, SenderDomain, Severity
from ..lint.records.dmarc import parse_dmarc
from ..lint.records.dmarc_uri import ReportUri, report_uris
from ..lint.records.names import join, parent
from ..lint.records.visible import shorten
from ..lint.report_senders import permission_name, unpermitted
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View

_LISTS = ("rua", "ruf")


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """Addresses that are none, in the record at any `_dmarc` name.

    Who else allows reports is never in the same zone, so that is asked for a sender domain only.
    """
    record = at_node(node)
    if record is not None and is_readable(record):
        yield from _written_wrongly(node.name, record)


def _uris(record: Record, name: str) -> tuple[ReportUri, ...]:
    return report_uris(parse_dmarc(record.text).tags.tag(name))


def _written_wrongly(name: str, record: Record) -> Iterator[Problem]:
    for tag in _LISTS:
        for uri in _uris(record, tag):
            if uri.flaw is not None:
                shown = shorten(uri.text, 40)
                message = f'no report arrives at "{shown}" in {tag} of {name}: {uri.flaw}'
                problem = about(
                    record, message, mended(record), type_="TXT", discriminator=uri.text
                )
                yield problem._replace(name=name)
                break


def _not_allowed(view: View, name: str, record: Record) -> Iterator[Problem]:
    domain = parent(name)
    hosts = (u.host for tag in _LISTS for u in _uris(record, tag) if u.flaw is None)
    for host in unpermitted(view, domain, hosts):
        permission = permission_name(domain, host)
        message = f"{host} does not allow reports about {domain}: nothing stands at {permission}"
        fix = f'ask whoever runs {host} for a TXT record "v=DMARC1" at {permission}'
        yield about(record, message, fix=fix, type_="TXT", discriminator=host)._replace(name=name)


@rule(
    "DMARC09",
    severity=Severity.WARNING,
    per=Scope.DOMAIN,
    affects=DELIVERY,
    refs=("RFC 9989 section 4.7", "RFC 9990 section 4"),
    zone=anywhere,
    good=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; '
            'rua=mailto:d@example.org , MAILTO:e@sub.example.org"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        # Percent signs, and the size that older receivers know.
        Case(zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:a%2Cb@example.org!10m"'),
        # Another domain of the same owner needs no permission.
        Case(
            zone='_dmarc.mail TXT "v=DMARC1; p=none; rua=mailto:d@example.org"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain="mail.example.org",
        ),
        # Another owner's permission lies in another zone: that cannot be told from this file.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@reports.example"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        Case(zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@reports.example"'),
        # A whole zone of customers, with a permission for everybody.
        Case(
            zone='_dmarc.a.co TXT "v=DMARC1; p=none; rua=mailto:d@b.co.uk"\n'
            '*._report._dmarc.b.co TXT "v=DMARC1"',
            origin="uk",
            domain="a.co.uk",
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        Case(zone='_dmarc TXT "v=DMARC1; p=none; rua="'),
    ),
    bad=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; rua=d@example.org"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(
                (
                    'no report arrives at "d@example.org" in rua of _dmarc.example.org: '
                    "mailto: is missing in front of the address"
                ),
            ),
        ),
        Case(
            zone='_dmarc.mail TXT "v=DMARC1; p=none; rua=mailto://d@example.org; ruf=https://x.example/"',
            domain="mail.example.org",
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(
                (
                    'no report arrives at "mailto://d@example.org" in rua of '
                    "_dmarc.mail.example.org: it is not written as mailto: and an address"
                ),
                (
                    'no report arrives at "https://x.example/" in ruf of _dmarc.mail.example.org: '
                    "reports are sent by mail, not to https: addresses"
                ),
            ),
        ),
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@example.org,e@example.org"',
            says=(
                (
                    'no report arrives at "e@example.org" in rua of _dmarc.example.org: '
                    "mailto: is missing in front of the address"
                ),
            ),
        ),
        Case(
            zone='_dmarc.a.co TXT "v=DMARC1; p=none; rua=mailto:d@b.co.uk"\nb.co A 192.0.2.1',
            origin="uk",
            domain="a.co.uk",
            expects='_dmarc TXT "v=DMARC1; p=none"',
            says=(
                (
                    "b.co.uk does not allow reports about a.co.uk: "
                    "nothing stands at a.co.uk._report._dmarc.b.co.uk"
                ),
            ),
        ),
    ),
)
def dmarc_report_address(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """DMARC reports cannot arrive at the address that the record names.

    ## Why it matters
    Reports tell who sends mail in your name, and whether your own mail passes. Without a usable
    address you learn nothing, and a policy that is no policy counts for nothing at all.

    ## How to fix it
    Write each address with `mailto:` in front and put commas between several:
    `rua=mailto:dmarc@example.com,mailto:reports@example.net`. An address at somebody else's domain
    works only if that domain allows it with a DNS record of its own; report services create it
    once you have entered your domain there.
    """
    for name in names_of(domain):
        record = the_record(view.txt(name), name)
        if record is not None and is_readable(record):
            yield from _written_wrongly(name, record)
            if name == join("_dmarc", domain.name):
                yield from _not_allowed(view, name, record)
