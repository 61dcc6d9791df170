"""What a TXT record is meant to be: SPF, a DKIM key, a DMARC policy, or something else.

The strict tests say what receivers recognise; `meant_for` also recognises near misses, such as
a leading quote, a host name pasted in front, or `V=SPF 1`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from ..pattern import lazy
from .tags import BLANKS, TagFlaw, TagList, parse_tags

_SCAN = 4096  # characters that are looked at; no real record is longer


class TextKind(StrEnum):
    """The kinds of TXT record that e-mail authentication reads."""

    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"


POLICIES = frozenset({"none", "quarantine", "reject"})

_DMARC = lazy(r"[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|\Z)")
_KEY = lazy(r"[A-Za-z0-9+/]{24}")
_JUNK = lazy(r"[\s\"'`\\(\ufeff\u200b-\u200f\u2018-\u201f\u00a0\u00ab\u2060]{0,64}")
# A whole line of a zone file, or an owner name, typed before the value.
_HOST = lazy(
    r"(@|[\w*-]{1,63}(?:\.[\w*-]{1,63}){0,20}\.?)"
    r"(?:\s{1,8}\d{1,10})?(?:\s{1,8}IN)?(?:\s{1,8}TXT)?(?:\s{0,8}[:=]\s{0,8}|\s{1,8})[\"'\\(]{0,8}",
    re.IGNORECASE | re.ASCII,
)
_FIELDS = frozenset({"@", "spf", "dmarc", "dkim", "txt", "value"})
_TERM = r"(?:include|ip4|ip6|exists|redirect|all|mx|ptr|a(?![a-z0-9]))"
_SPF_START = lazy(
    rf"(?:v\s{{0,4}}[=:\-\u2013\u2014]?\s{{0,4}})?spf\s{{0,2}}1(?![\w./-]|\s{{0,2}}\d)"
    rf"|v\s{{0,4}}[=:]\s{{0,4}}spf\s{{0,2}}1[+?~-]?{_TERM}"
    r"|v\s{0,4}[=:]\s{0,4}spf(?:\s+[+?~-]?[a-z]|\Z)",
    re.IGNORECASE | re.ASCII,
)
_DMARC_START = lazy(
    r"v\s{0,4}[=:\-\u2013\u2014]?\s{0,4}dmarc\s{0,2}1?(?![\w./-])"
    r"|v\s{0,4}[=:]\s{0,4}dmarc1p\s{0,4}="
    r"|dmarc1\s{0,4}(?:;|\Z)",
    re.IGNORECASE | re.ASCII,
)
_DKIM_START = lazy(
    r"v\s{0,4}[=:\-\u2013\u2014]?\s{0,4}dkim\s{0,2}1?(?![\w./-])"
    r"|v\s{0,4}[=:]\s{0,4}dkim1[kp]\s{0,4}="
    r"|dkim1\s{0,4}(?:;|\Z)",
    re.IGNORECASE | re.ASCII,
)


def is_spf(text: str) -> bool:
    """Whether receivers take the text for an SPF record (RFC 7208 section 4.5)."""
    return text[:6].lower() == "v=spf1" and text[6:7] in ("", " ")


def is_dmarc(text: str) -> bool:
    """Whether receivers take the text for a DMARC record (RFC 9989 section 4.8)."""
    return _DMARC.match(text) is not None


def is_dkim_key(text: str) -> bool:
    """Whether the text is a DKIM key record, revoked and damaged ones included (RFC 6376 3.6.1).

    A tag list with `p=`; `v` is optional, but `DKIM1` and first where it stands. Without `v` the
    `p=` must look like a key, because other records have a `p=` too.
    """
    tags = parse_tags(text)
    if tags.get("p") is None or tags.has(TagFlaw.STRAY):
        return False
    if tags.get("v") is not None:
        return tags.tags[0].name == "v" and tags.tags[0].value == "DKIM1"
    return _looks_like_key(tags)


def strict_kind(text: str) -> TextKind | None:
    """The kind that receivers take the text for."""
    if is_spf(text):
        return TextKind.SPF
    if is_dmarc(text):
        return TextKind.DMARC
    return TextKind.DKIM if is_dkim_key(text) else None


@lru_cache(maxsize=256)  # the same few texts, at every server and for every rule
def meant_for(text: str) -> TextKind | None:
    """The kind that the text was meant to be, however it was mangled; None for other texts."""
    found = strict_kind(text)
    if found is not None:
        return found
    start = text[:_SCAN]
    start = start[_end(_JUNK, start) :]
    return _by_version(start) or _by_version(_without_host(start)) or _by_tags(start)


def text_kind(text: str, name: str = "") -> TextKind | None:
    """What a TXT record is meant to be at this owner name, near misses included.

    `v=DMARC1` below `_report._dmarc` allows reports to be sent there (RFC 9990) and is no policy.
    """
    kind = meant_for(text)
    if kind is TextKind.DMARC and f".{name}.".find("._report._dmarc.") >= 0:
        return None
    return kind


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _without_host(text: str) -> str:
    match = _HOST.match(text)
    if match is None:
        return text
    host = match.group(1).lower()
    return text[match.end() :] if host in _FIELDS or "." in host or "_" in host else text


def _by_version(text: str) -> TextKind | None:
    if _SPF_START.match(text):
        return TextKind.SPF
    if _DMARC_START.match(text):
        return TextKind.DMARC
    return TextKind.DKIM if _DKIM_START.match(text) else None


def _by_tags(text: str) -> TextKind | None:
    tags = parse_tags(text, fold=True)
    version = (tags.get("v") or "").strip("\"'\\" + BLANKS).lower()
    policy = (tags.get("p") or "").strip("\"'\\" + BLANKS).lower()
    if version in ("dmarc1", "dkim1"):
        return TextKind.DMARC if version == "dmarc1" else TextKind.DKIM
    if version:
        return None
    if policy in POLICIES:
        return TextKind.DMARC
    if _looks_like_key(tags) or text.strip("\"'\\;" + BLANKS).lower() in ("k=rsa", "k=ed25519"):
        return TextKind.DKIM
    return None


def _looks_like_key(tags: TagList) -> bool:
    key = tags.get("p")
    if key is None or any(len(tag.name) > 1 for tag in tags.tags):
        return False
    compact = "".join(key.split())
    return not compact or tags.get("k") is not None or _KEY.match(compact) is not None
