"""HOST02: the record was created for the whole zone, without the sub-domain in its name."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import decoys
from ..lint.misplacement import moved, strays, unmet
from ..lint.model import ExpectedRecord, Problem, Purpose, Severity
from ..lint.ownership import cannot_serve_the_zone, is_unique
from ..lint.records.names import relative
from ..lint.rule import Case, rule
from ..lint.view import View

_KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7"
_MAIL = "mail.example.org"
_SET = f"s1._domainkey TXT {_KEY}\nbounce MX 10 feedback.esp.example."
_SHARED = "k2._domainkey CNAME dkim2.esp.example.\nk3._domainkey CNAME dkim3.esp.example."


@rule(
    "HOST02",
    severity=Severity.ERROR,
    refs=("RFC 1034 section 3.1",),
    good=(
        Case(
            zone=f"s1._domainkey.mail TXT {_KEY}", expects=f"s1._domainkey TXT {_KEY}", domain=_MAIL
        ),
        # The zone itself is a second sender domain: the same selector, another key.
        Case(
            zone="s1._domainkey TXT p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDx",
            expects=f"s1._domainkey TXT {_KEY}",
            domain=_MAIL,
        ),
        # A host that any domain may use: the zone's own key shows whose return path this is.
        Case(
            zone="bounce MX 10 feedback.esp.example.\n"
            "s1._domainkey TXT p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDx",
            expects=_SET,
            domain=_MAIL,
        ),
        # Nothing tells whose return path this is.
        Case(
            zone="bounce MX 10 feedback.esp.example.",
            expects="bounce MX 10 feedback.esp.example.",
            domain=_MAIL,
        ),
        # Every sender of this provider has these two aliases; the zone may be one of them.
        Case(
            zone=_SHARED,
            expects=_SHARED,
            domain=_MAIL,
        ),
        # The zone's DMARC policy is inherited; an SPF record at the zone has its own rule.
        Case(
            zone='_dmarc TXT "v=DMARC1; p=reject"',
            expects='_dmarc TXT "v=DMARC1; p=none"',
            domain=_MAIL,
        ),
        Case(
            zone='@ TXT "v=spf1 include:esp.example ~all"',
            expects='@ TXT "v=spf1 include:esp.example ~all"',
            domain=_MAIL,
        ),
        # A wildcard answers there; no record was created for the zone.
        Case(zone=f"* TXT {_KEY}\nmail A 192.0.2.1", expects=f"s1 TXT {_KEY}", domain=_MAIL),
        # A zone of its own has no sub-domain that could be lost.
        Case(zone="", expects=f"s1._domainkey TXT {_KEY}", domain=_MAIL, origin=_MAIL),
    ),
    bad=(
        Case(
            zone=f"s1._domainkey TXT {_KEY}",
            expects=f"s1._domainkey TXT {_KEY}",
            domain=_MAIL,
            says=(
                (
                    "the record was created for example.org: the name lacks mail, "
                    "it should be s1._domainkey.mail"
                ),
            ),
        ),
        # The zone has no key of its own under this selector, so the return path is not its own.
        Case(
            zone="bounce MX 10 feedback.esp.example.",
            expects=_SET,
            domain=_MAIL,
            says=(
                (
                    "the record was created for example.org: the name lacks mail, "
                    "it should be bounce.mail"
                ),
            ),
        ),
        # The key was issued for mail.example.org: its return path got lost with it.
        Case(
            zone=_SET,
            expects=_SET,
            domain=_MAIL,
            says=(
                (
                    "the record was created for example.org: the name lacks mail, "
                    "it should be s1._domainkey.mail"
                ),
                (
                    "the record was created for example.org: the name lacks mail, "
                    "it should be bounce.mail"
                ),
            ),
        ),
        Case(
            zone="proof TXT esp-verification=1f9a8c7be2",
            expects="proof TXT esp-verification=1f9a8c7be2",
            domain="a.b.example.org",
            says=(
                (
                    "the record was created for example.org: the name lacks a.b, "
                    "it should be proof.a.b"
                ),
            ),
        ),
    ),
)
def host_subdomain_lost(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The record was created for the whole zone: the sub-domain is missing from its name.

    ## Why it matters
    You registered a sub-domain, and its records belong below that sub-domain. A record of the
    zone above it belongs to another domain: the provider does not look there, and neither do
    receivers.

    ## How to fix it
    Create the record again with the sub-domain in its name. For `mail.example.org` in a panel
    that shows the zone `example.org`, type `s1._domainkey.mail` instead of `s1._domainkey`. If
    `mail.example.org` is a zone of its own, create the record there, as `s1._domainkey`. If you
    meant to send from `example.org`, register that domain at the provider instead. Keep the
    record of the zone only if `example.org` sends through this provider, too.
    """
    where = decoys.subdomain_lost(expected.name, view.domain.name, view.zone)
    if not where or expected.purpose is Purpose.DMARC or not unmet(view, expected):
        return
    unique = is_unique(expected, view.domain.name)
    for record in strays(view, expected, where):
        if unique or cannot_serve_the_zone(view, expected):
            yield moved(view, _message(view, expected), expected, record, keep=not unique)


def _message(view: View, expected: ExpectedRecord) -> str:
    sub, right = relative(view.domain.name, view.zone), relative(expected.name, view.zone)
    return f"the record was created for {view.zone}: the name lacks {sub}, it should be {right}"
