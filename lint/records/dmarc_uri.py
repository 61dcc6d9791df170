"""Report addresses of DMARC records: `mailto:` URIs between commas (RFC 9989 section 4.7)."""

from __future__ import annotations

import re

from ..noun import NamedTuple
from ..pattern import lazy
from .tags import BLANKS, Tag

_SIZE = lazy(r"![ \t]{0,8}(\d{1,20}[ \t]{0,8}[kmgt]?)\Z", re.IGNORECASE)
_MAILTO = lazy(r"mailto:(?!//)([^\s@,!;<>\"\\]{1,256})@([^\s@,!;<>\"'\\]{1,256})\Z", re.IGNORECASE)
_SCHEME = lazy(r"([A-Za-z][A-Za-z0-9+.-]{1,20}):(?!\d)")
_ADDRESS = lazy(r"[^\s@,!;:/<>\"'()\[\]]{1,64}@[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?")
_OTHERS = ("http", "https", "ftp", "ldap", "tel")


class ReportUri(NamedTuple):
    """One address of `rua` or `ruf`.

    `start` is its 0-based position in the record, `host` its canonical domain ("" where there is
    none), `limit` the size behind `!` that old receivers know ("" where absent). `flaw` says in
    words why no report arrives there; `corrected` is what was probably meant, None where nobody
    can tell.
    """

    text: str
    start: int
    host: str
    limit: str
    flaw: str | None
    corrected: str | None


def report_uris(tag: Tag | None) -> tuple[ReportUri, ...]:
    """The addresses of a tag, empty pieces left out; never raises, linear."""
    if tag is None:
        return ()
    found: list[ReportUri] = []
    start = tag.value_start
    for piece in tag.value.split(","):
        text = piece.strip(BLANKS)
        if text:
            found.append(_uri(text, start + len(piece) - len(piece.lstrip(BLANKS))))
        start += len(piece) + 1
    return tuple(found)


def _uri(text: str, start: int) -> ReportUri:
    size = _SIZE.search(text, max(0, len(text) - 40))
    body = text[: size.start()].rstrip(BLANKS) if size else text
    limit = size.group(1) if size else ""
    usual = _MAILTO.match(body)
    if usual:
        return ReportUri(text, start, _host(usual.group(2)), limit, None, text)
    address = _ADDRESS.findall(body)
    scheme = _SCHEME.match(body)
    other = scheme is not None and scheme.group(1).lower() in _OTHERS
    corrected = f"mailto:{address[0]}" if len(address) == 1 and not other else None
    host = _host(address[0].partition("@")[2]) if corrected else ""
    return ReportUri(text, start, host, limit, _flaw(body, corrected), corrected)


def _host(text: str) -> str:
    return text.lower().removesuffix(".")


def _flaw(body: str, corrected: str | None) -> str:
    scheme = _SCHEME.match(body)
    if scheme is None and corrected is not None:
        return "mailto: is missing in front of the address"
    if scheme is not None and scheme.group(1).lower() in _OTHERS:
        return f"reports are sent by mail, not to {scheme.group(1).lower()}: addresses"
    if corrected is None:
        return "it is no mail address"
    return "it is not written as mailto: and an address"
