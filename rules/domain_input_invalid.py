"""HOST11: what was registered at the provider is not a domain that can be verified."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.domain_fault import domain_fault
from ..lint.model import Problem, SenderDomain, Severity
from ..lint.records.visible import shorten
from ..lint.rule import Case, Scope, rule
from ..lint.view import View


@rule(
    "HOST11",
    severity=Severity.ERROR,
    per=Scope.DOMAIN,
    refs=("RFC 1035 section 2.3.1", "RFC 5890 section 2.3.2.1"),
    good=(
        Case(zone="@ A 192.0.2.1", domain="example.org"),
        # Letter case, a final dot and blanks around the name mean nothing.
        Case(zone="@ A 192.0.2.1", domain=" Mail.Example.ORG. "),
        # A name that DNS knows in A-labels; other letters of it are only mentioned.
        Case(zone="@ A 192.0.2.1", domain="xn--strae-oqa.example", origin="xn--strae-oqa.example"),
        # The operator of a public suffix publishes records below it, and has its zone.
        Case(zone="@ A 192.0.2.1", domain="name.is-a.dev", origin="is-a.dev"),
        Case(zone="@ A 192.0.2.1", domain="is-a.dev", origin="is-a.dev"),
        # Names that merely look alike.
        Case(zone="@ A 192.0.2.1", domain="mygmail.com", origin="mygmail.com"),
        Case(zone="@ A 192.0.2.1", domain="127.example.org"),
    ),
    bad=(
        Case(
            zone="@ A 192.0.2.1",
            domain="https://example.org/",
            says=('"https://example.org/" is a web address; the domain is example.org',),
        ),
        Case(
            zone="@ A 192.0.2.1",
            domain="office@example.org",
            says=('"office@example.org" is an e-mail address; the domain is example.org',),
        ),
        Case(
            zone="@ A 192.0.2.1",
            domain="example.org:443",
            says=('"example.org:443" has a port; the domain is example.org',),
        ),
        Case(
            zone="@ A 192.0.2.1",
            domain="*.example.org",
            says=('"*.example.org" is a wildcard; the domain is example.org',),
        ),
        Case(
            zone="@ A 192.0.2.1",
            origin="2.1",
            domain="192.0.2.1",
            says=("192.0.2.1 is an IP address, not a domain",),
        ),
        Case(
            zone="@ A 192.0.2.1",
            origin="localhost",
            domain="localhost",
            says=("localhost is not a whole domain: it has no ending such as .com",),
        ),
        Case(
            zone="@ A 192.0.2.1",
            domain="_dmarc.example.org",
            says=("_dmarc.example.org is the name of a record, not of a domain",),
        ),
        Case(
            zone="@ A 192.0.2.1",
            origin="xn--a.example.org",
            domain="xn--a.example.org",
            says=("the part xn--a of xn--a.example.org stands for no name in other letters",),
        ),
        Case(
            zone="@ A 192.0.2.1",
            domain="gmail.com",
            origin="gmail.com",
            says=("gmail.com belongs to a mail service; you cannot publish records there",),
        ),
        Case(
            zone="@ A 192.0.2.1",
            domain="shop.vercel.app",
            origin="vercel.app",
            says=("shop.vercel.app belongs to a web host; you cannot publish records there",),
        ),
        Case(
            zone="@ A 192.0.2.1",
            domain="co.uk",
            origin="uk",
            says=("co.uk is no single domain: anybody can register names below it",),
        ),
        Case(
            zone="@ A 192.0.2.1",
            domain="bücher.example",
            origin="xn--bcher-kva.example",
            says=('DNS knows "bücher.example" as xn--bcher-kva.example; use that in its records',),
        ),
    ),
)
def domain_input_invalid(view: View, domain: SenderDomain) -> Iterator[Problem]:
    """What was registered at the provider is not a domain that can be verified.

    ## Why it matters
    The provider looks for its records below exactly this domain. A web address, an e-mail address
    or a domain of somebody else can never be verified.

    ## How to fix it
    Register the bare domain at the provider: no `https://`, nothing before an `@`, nothing after
    a `/` or `:`. It must be a domain whose DNS records you can edit. A name with other letters
    than a to z is published in the form that begins with `xn--`.
    """
    fault = domain_fault(domain, view.zone)
    if fault:
        yield Problem(fault)
    elif not domain.written_name.isascii():
        shown = shorten(domain.written_name.strip(), 60)
        yield Problem(
            f'DNS knows "{shown}" as {domain.name}; use that in its records',
            severity=Severity.INFO,
        )
