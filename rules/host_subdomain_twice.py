"""HOST03: the sub-domain stands twice in the record's name."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import decoys
from ..lint.misplacement import moved, strays, unmet
from ..lint.model import ExpectedRecord, Problem, Severity
from ..lint.rule import Case, rule
from ..lint.view import View

_MAIL = "mail.example.org"


@rule(
    "HOST03",
    severity=Severity.ERROR,
    refs=("RFC 1035 section 5.1",),
    good=(
        Case(
            zone="s1._domainkey.mail TXT p=MIGfMA0",
            expects="s1._domainkey TXT p=MIGfMA0",
            domain=_MAIL,
        ),
        # A wildcard answers at every name; nothing was typed twice.
        Case(
            zone="*.mail TXT p=MIGfMA0\n*._domainkey.mail A 192.0.2.1",
            expects="s1._domainkey TXT p=MIGfMA0",
            domain=_MAIL,
        ),
        # The provider itself asks for the repeated name.
        Case(
            zone="s1._domainkey.mail.mail TXT p=MIGfMA0",
            expects="s1._domainkey.mail TXT p=MIGfMA0",
            domain=_MAIL,
        ),
        # A domain that somebody registered has no sub-domain, whatever stands before its end.
        Case(
            zone="s1._domainkey.example TXT p=MIGfMA0",
            expects="s1._domainkey TXT p=MIGfMA0",
            origin="example.co.uk",
        ),
        # The record at the repeated name says something else.
        Case(
            zone="bounce.mail.mail MX 10 mx.other.example.",
            expects="bounce MX 10 feedback.esp.example.",
            domain=_MAIL,
        ),
    ),
    bad=(
        Case(
            zone="s1._domainkey.mail.mail TXT p=MIGfMA0",
            expects="s1._domainkey TXT p=MIGfMA0",
            domain=_MAIL,
            says=("the sub-domain mail stands twice in s1._domainkey.mail.mail.example.org",),
        ),
        # A zone of its own, whose name the panel adds.
        Case(
            zone="bounce.mail MX 10 feedback.esp.example.",
            expects="bounce MX 10 feedback.esp.example.",
            origin=_MAIL,
            says=("the sub-domain mail stands twice in bounce.mail.mail.example.org",),
        ),
        Case(
            zone="s1._domainkey.mail.eu.mail.eu CNAME s1.esp.example.",
            expects="s1._domainkey CNAME s1.esp.example.",
            domain="mail.eu.example.org",
            says=(
                "the sub-domain mail.eu stands twice in s1._domainkey.mail.eu.mail.eu.example.org",
            ),
        ),
    ),
)
def host_subdomain_twice(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The sub-domain stands twice in the record's name.

    ## Why it matters
    The record was created at a name that nobody asks for. The provider looks at the name with the
    sub-domain in it once and finds nothing.

    ## How to fix it
    Delete the record and create it again with the sub-domain once. If the panel shows the zone
    `example.org`, type `s1._domainkey.mail`. If it shows the zone `mail.example.org`, or a list
    from which you chose `mail.example.org`, type only `s1._domainkey`: the rest is added for you.
    """
    where = decoys.subdomain_twice(expected.name, view.domain.name, view.zone)
    if not where or not unmet(view, expected):
        return
    sub = decoys.subdomain(view.domain.name, view.zone)
    for record in strays(view, expected, where):
        message = f"the sub-domain {sub} stands twice in {record.name}"
        yield moved(view, message, expected, record)
