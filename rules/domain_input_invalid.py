"""HOST11: what was registered at the provider is not a domain that can be verified."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lint.model import Problem, SenderDomain, Severity
from ..lint.records import names
from ..lint.records.suffix import is_public_suffix
from ..lint.records.visible import shorten
from ..lint.rule import Case, Scope, rule
from ..lint.view import View

_FREE_MAIL = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com aol.com
icloud.com me.com mac.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de
mail.ru yandex.ru yandex.com proton.me protonmail.com qq.com 163.com 126.com libero.it orange.fr
laposte.net free.fr wanadoo.fr comcast.net verizon.net att.net
"""
# Hosts that give away names, but no DNS records below them.
_WEB_HOSTS = """
vercel.app netlify.app github.io gitlab.io pages.dev workers.dev herokuapp.com web.app
firebaseapp.com onrender.com fly.dev myshopify.com wixsite.com blogspot.com azurewebsites.net
cloudfront.net surge.sh replit.app ngrok.io ngrok.app webflow.io
"""
_IP_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
_WIDTH = 60  # characters of the document's text that a message shows


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
    message = _message(view, domain)
    if message:
        yield Problem(message)
    elif not domain.written_name.isascii():
        shown = shorten(domain.written_name.strip(), _WIDTH)
        yield Problem(
            f'DNS knows "{shown}" as {domain.name}; use that in its records',
            severity=Severity.INFO,
        )


def _message(view: View, domain: SenderDomain) -> str | None:
    return _typed(domain) or _malformed(domain.name) or _foreign(view, domain.name)


def _typed(domain: SenderDomain) -> str | None:
    """What was typed around the domain, such as a web address."""
    text = domain.written_name.strip()
    if names.to_ascii(text).rstrip(".") == domain.name:
        return None
    fault = next((fault for mark, fault in _MARKS if mark in text), "is more than a domain")
    return f'"{shorten(text, _WIDTH)}" {fault}; the domain is {domain.name}'


_MARKS = (
    ("/", "is a web address"),
    ("@", "is an e-mail address"),
    (":", "has a port"),
    ("*", "is a wildcard"),
)


def _malformed(name: str) -> str | None:
    parts = names.labels(name)
    if _IP_ADDRESS.match(name):
        return f"{name} is an IP address, not a domain"
    if len(parts) == 1:
        return f"{name} is not a whole domain: it has no ending such as .com"
    if parts[0].startswith("_"):
        return f"{name} is the name of a record, not of a domain"
    odd = next((part for part in parts if part.startswith("xn--") and not _decodes(part)), None)
    return odd and f"the part {odd} of {name} stands for no name in other letters"


def _decodes(label: str) -> bool:
    """Whether an A-label stands for letters beyond ASCII (RFC 3492), as it must."""
    try:
        letters = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return False
    return letters.isprintable() and not letters.isascii()


def _foreign(view: View, name: str) -> str | None:
    """Why the reader cannot publish records below this name."""
    if name in _FREE_MAIL.split():
        return f"{name} belongs to a mail service; you cannot publish records there"
    if not set(_WEB_HOSTS.split()).isdisjoint(names.ancestors(name)):
        return f"{name} belongs to a web host; you cannot publish records there"
    # Whoever holds the suffix's own zone runs it, and may well send from it.
    if name != view.zone and is_public_suffix(name):
        return f"{name} is no single domain: anybody can register names below it"
    return None
