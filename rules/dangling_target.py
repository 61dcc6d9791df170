"""TIDY03: a record leads to a name that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.dangling import Dangling, dangling
from ..lint.mending import about
from ..lint.model import Problem, SenderDomain, Severity
from ..lint.rule import DELIVERY, Case, Scope, rule
from ..lint.view import View


def _problem(found: Dangling) -> Problem:
    record = found.record
    if record.type == "MX":
        message = f"the mail server {record.target} of {record.name} does not exist"
        risk = f"; whoever registers {found.free} gets the mail"
    else:
        message = f"{record.name} is an alias of {record.target}, which does not exist"
        risk = f"; whoever registers {found.free} can answer in its place"
    return about(
        record,
        message + (risk if found.free else ""),
        (changes.delete(record),),
        type_=record.type,
        discriminator=record.target,
    )._replace(name=record.name)


@rule(
    "TIDY03",
    severity=Severity.WARNING,
    per=Scope.DOMAIN,
    affects=DELIVERY,
    refs=("RFC 5321 section 5.1",),
    good=(
        # Where a target lies outside the file, nobody here can tell.
        Case(
            zone="@ MX 10 mx.gone.example.\nautodiscover CNAME a.gone.example.\n"
            "_dmarc CNAME d.gone.example.",
            expects='send TXT "v=spf1 include:a.example ~all"',
        ),
        # Targets that exist, if only because names stand below them, or by a wildcard.
        Case(
            zone="autodiscover CNAME x\na.x A 192.0.2.1\n_dmarc CNAME p.dm\n*.dm TXT v=DMARC1",
            expects='send TXT "v=spf1 include:a.example ~all"',
        ),
        # What the provider asks for, and what a wildcard makes up.
        Case(
            zone="_dmarc CNAME gone\n@ A 192.0.2.1",
            expects="_dmarc CNAME gone.example.org.",
        ),
        Case(zone="* CNAME gone.example.net.", expects='send TXT "v=spf1 mx ~all"'),
        Case(servers={"ns1": "* CNAME gone.esp.example."}, expects="send MX 10 f.esp.example."),
        # A dead mail server of the zone itself is another rule's.
        Case(zone="@ MX 10 gone", expects='send TXT "v=spf1 mx ~all"'),
        # A web alias says nothing about mail; certificates are proved now and then only.
        Case(zone="www CNAME gone\n_acme-challenge CNAME gone\nx CNAME y.gone"),
        Case(zone="_dmarc CNAME d.sub\nsub NS ns1.a.example."),
    ),
    bad=(
        Case(
            zone="_dmarc CNAME p\n_smtp._tls CNAME q.gone\n_mta-sts CNAME m\nm TXT v=STSv1",
            says=(
                "_dmarc.example.org is an alias of p.example.org, which does not exist",
                "_smtp._tls.example.org is an alias of q.gone.example.org, which does not exist",
            ),
        ),
        Case(
            zone="autodiscover.mail CNAME autodiscover.old\n@ A 192.0.2.1",
            expects='send TXT "v=spf1 include:a.example ~all"',
            domain="mail.example.org",
            says=(
                (
                    "autodiscover.mail.example.org is an alias of autodiscover.old.example.org, "
                    "which does not exist"
                ),
            ),
        ),
    ),
)
def dangling_target(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """A record leads to a name that does not exist.

    ## Why it matters
    The service behind the name is gone, or the name was mistyped. If its domain is not registered
    any more, anybody can register it, and then receives your mail or speaks in your name.

    ## How to fix it
    Delete the record if you no longer use the service. Otherwise copy the name again from what the
    service gave you. If it was your only mail record, name another mail server first.
    """
    for found in dangling(view, domain):
        yield _problem(found)
