"""DMARC11: the DMARC record was created by the registrar."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.dmarc_records import names_of, the_record
from ..lint.mending import about
from ..lint.model import Problem, Purpose, SenderDomain, Severity
from ..lint.records.dmarc import parse_dmarc
from ..lint.records.dmarc_uri import report_uris
from ..lint.records.names import is_within
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View

# Where the reports of records go that registrars put into new zones by themselves.
_REGISTRARS = {"onsecureserver.net": "GoDaddy", "secureserver.net": "GoDaddy"}


def _registrar(text: str) -> str | None:
    uris = report_uris(parse_dmarc(text).tags.tag("rua"))
    hosts = [u.host for u in uris]
    if not hosts:
        return None
    found = {_REGISTRARS.get(_known(host), "") for host in hosts}
    return found.pop() or None if len(found) == 1 else None


def _known(host: str) -> str:
    return next((r for r in _REGISTRARS if is_within(host, r)), "")


_DEFAULT = (
    '_dmarc TXT "v=DMARC1; p=quarantine; adkim=r; aspf=r; rua=mailto:dmarc_rua@onsecureserver.net"'
)


@rule(
    "DMARC11",
    severity=Severity.WARNING,
    per=Scope.DOMAIN,
    affects=DELIVERY,
    refs=("RFC 9989 section 5.1",),
    good=(
        Case(
            zone='_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:d@example.org"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        # Somebody added an address of their own, so they know the record.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject; '
            'rua=mailto:d@example.org,mailto:dmarc_rua@onsecureserver.net"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
        # The provider asked for just this.
        Case(zone=_DEFAULT, expects=_DEFAULT),
        # It watches only, so it does no harm.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc_rua@onsecureserver.net"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
        ),
    ),
    bad=(
        Case(
            zone=_DEFAULT,
            expects='_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@example.org"',
            says=(
                (
                    "the DMARC record at _dmarc.example.org looks like the one that GoDaddy adds "
                    "to new domains: its policy is quarantine, and its reports go to GoDaddy"
                ),
            ),
        ),
        Case(
            zone=_DEFAULT.replace("_dmarc", "_dmarc.mail", 1),
            expects='s1._domainkey TXT "p=MIGfMA0"',
            domain="mail.example.org",
            says=(
                (
                    "the DMARC record at _dmarc.mail.example.org looks like the one that GoDaddy "
                    "adds to new domains: its policy is quarantine, and its reports go to GoDaddy"
                ),
            ),
        ),
    ),
)
def dmarc_registrar_default(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """The DMARC record looks like one that the registrar added by itself.

    ## Why it matters
    Some registrars put a DMARC record into every new zone, often with `p=quarantine`. Its reports
    go to the registrar, and mail of a provider that is not set up yet is put into the junk folder.

    ## How to fix it
    Edit that record instead of adding a second one, because two cancel each other. Put your own
    address into `rua`, and take `p=none` while you set up your senders.
    """
    asked = [e.value for e in domain.records if e.purpose is Purpose.DMARC]
    for name in names_of(domain):
        record = the_record(view.txt(name), name)
        registrar = _registrar(record.text) if record is not None else None
        if record is None or registrar is None or any(map(_registrar, asked)):
            continue
        policy = parse_dmarc(record.text).policy
        if policy is not None and policy.strictness:
            yield about(
                record,
                f"the DMARC record at {name} looks like the one that {registrar} adds to new "
                f"domains: its policy is {policy}, and its reports go to {registrar}",
                type_="TXT",
            )._replace(name=name)
