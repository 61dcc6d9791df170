"""The domain that a document means, however it spells it."""

from __future__ import annotations

import re

from ..pattern import lazy
from ..records import names
from .fields import Fields, present
from .json_value import Json, Kind

NAME_KEYS = ("name", "domain", "domainname", "fqdn")

_BLANK = lazy(r"\s+")
_SCHEME = lazy(r"[a-z][a-z0-9+-]{0,30}:/{1,3}|//|mailto:", re.IGNORECASE)
_AUTHORITY = lazy(r"[^/?#\\]*")
_HOST = lazy(r"[^\s:,;()<>\[\]{}\"']+")
_LABEL = lazy(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_WORDS = lazy(r"\S\s+\S")


def guess(text: str) -> str:
    """The canonical domain that a text most likely means, "" where it means none.

    A web address, an e-mail address, a port, a final dot, `*.` and blanks are taken off; an
    international name becomes its A-labels (RFC 5890). A single label counts only when the text
    is that one word.
    """
    if len(text) > 2 * names.MAX_NAME:
        return ""
    host = _host(_BLANK.sub("", text))
    name = names.to_ascii(host).strip(".").removeprefix("*.")
    parts = name.split(".")
    if names.flaw(name) or not all(_LABEL.fullmatch(part) for part in parts):
        return ""
    return "" if len(parts) == 1 and _WORDS.search(text) else name


def _host(text: str) -> str:
    scheme = _SCHEME.match(text)
    authority = _AUTHORITY.match(text, scheme.end() if scheme else 0)
    rest = authority.group() if authority else ""
    host = _HOST.match(rest.rpartition("@")[2])
    return host.group() if host else ""


def stated_name(members: Fields) -> Json | None:
    """The member that names the domain: the first that is a host name, else the best guess."""
    texts = [n for n in present(members, NAME_KEYS) if n.kind is Kind.TEXT and n.text.strip()]
    ranked = sorted(texts, key=lambda n: _rank(guess(n.text)))
    return ranked[0] if ranked else None


def _rank(name: str) -> int:
    if names.is_hostname(name):
        return 0
    return 1 if name else 2
