"""Why a provider can never verify what was registered as a domain."""

from __future__ import annotations

from .model import SenderDomain
from .pattern import lazy
from .records import names
from .records.suffix import is_public_suffix
from .records.visible import shorten

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
_IP_ADDRESS = lazy(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
_WIDTH = 60  # characters of the document's text that a message shows


def domain_fault(domain: SenderDomain, zone: str) -> str | None:
    """What is wrong, in words for the reader; None for a domain that can be one's own.

    `zone` is the zone that was looked into. Letter case and a final dot mean nothing.
    """
    return _typed(domain) or _malformed(domain.name) or _foreign(domain.name, zone)


def _typed(domain: SenderDomain) -> str | None:
    """What was typed around the domain, such as a web address."""
    text = domain.written_name.strip()
    if not text or names.to_ascii(text).rstrip(".") == domain.name:
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


def _foreign(name: str, zone: str) -> str | None:
    """Why the reader cannot publish records below this name."""
    if name in _FREE_MAIL.split():
        return f"{name} belongs to a mail service; you cannot publish records there"
    if not set(_WEB_HOSTS.split()).isdisjoint(names.ancestors(name)):
        return f"{name} belongs to a web host; you cannot publish records there"
    # Whoever holds the suffix's own zone runs it, and may well send from it.
    if name != zone and is_public_suffix(name):
        return f"{name} is no single domain: anybody can register names below it"
    return None
