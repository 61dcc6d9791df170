"""Attempts to undo what a form, a tool or an editor did to a value.

Each one takes a text and returns it repaired, or unchanged. None of them knows the expected value.
"""

from __future__ import annotations

import re

from ..pattern import lazy
from .names import labels

_QUOTES = "\"'“”„‟‘’‚‛«»`"
_BETWEEN = lazy(r"\\{0,4}\"\s{0,64}\\{0,4}\"")
_OPENING = lazy(rf"\s{{0,64}}(?:\\{{0,4}}[{_QUOTES}]){{1,8}}")
_CLOSING = lazy(rf"(?:\\{{0,4}}[{_QUOTES}]){{1,8}}\s{{0,64}}\Z")
_OCTET = lazy(r"\\(\d{3})")
_ZERO_WIDTH = lazy("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("“”„‟«»", '"')
    | dict.fromkeys("‘’‚‛", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "..."}
)
_EDGE = " \t\r\n\f\v.,;:!?|)(][\x00"
_LINE = lazy(r"[\t\r\n\f\v]")
_SPF_VERSION = lazy(r"v\s{0,8}=\s{0,8}spf\s{0,8}1\s{0,8}[;,:]?(?=\s|\Z)", re.IGNORECASE)
_SPF_BREAK = lazy(
    r"(?<=[^\s+?~-])(?=[+?~-]?(?:include:|ip4:|ip6:|exists:|redirect=|mx:|[+?~-]all\b))"
    r"|(?<=v=spf1)(?=[+?~-]?[a-z])|(?<=[^\s+?~-])(?=[+?~-]all\s{0,64}\Z)",
    re.IGNORECASE,
)
_OWNER = lazy(
    r"(?:@(?=\s)|_dmarc|[\w-]{1,63}\._domainkey|_domainkey)(?:\.[\w-]{1,63}){0,20}\.?",
    re.IGNORECASE,
)
_AFTER_OWNER = lazy(
    r"(?:\s{1,8}\d{1,10})?(?:\s{1,8}IN)?(?:\s{1,8}TXT)?(?:\s{0,8}[:=]\s{0,8}|\s{1,8})[\"']?",
    re.IGNORECASE,
)


def without_quotes(text: str) -> str:
    """Without the quotation marks around the text and between its strings."""
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    tail = len(text) - min(len(text) - start, 128)
    closing = _CLOSING.search(text, max(tail, start))
    inner = text[start : closing.start() if closing else len(text)]
    return _BETWEEN.sub("", inner)


def without_escapes(text: str) -> str:
    """With `\\DDD` decoded and every other backslash taken away."""
    decoded = _OCTET.sub(lambda m: chr(int(m[1])) if int(m[1]) < 128 else m[0], text)
    return decoded.replace("\\", "")


def without_backslashes(text: str) -> str:
    """Without any backslash."""
    return text.replace("\\", "")


def with_plain_characters(text: str) -> str:
    """With typographic and compatibility characters as the ASCII ones that they imitate."""
    if text.isascii():
        return text
    from unicodedata import normalize  # a shared library that plain values never need

    plain = normalize("NFKC", _ZERO_WIDTH.sub("", text.translate(_TYPOGRAPHY)))
    return _ZERO_WIDTH.sub("", plain).translate(_TYPOGRAPHY)


def trimmed(text: str) -> str:
    """On one line and without blanks at either end."""
    return _LINE.sub(" ", text).strip()


def without_edges(text: str) -> str:
    """On one line and without blanks and punctuation at either end."""
    return _LINE.sub(" ", text).strip(_EDGE)


def as_spf(text: str) -> str:
    """With one blank between SPF terms, no commas, and the version spelled as it must be."""
    plain = " ".join(without_edges(text).replace(",", " ").replace(";", " ").split())
    return _SPF_VERSION.sub("v=spf1", plain, count=1) if _SPF_VERSION.match(plain) else plain


def with_blanks(text: str) -> str:
    """With the blanks that SPF terms need between them."""
    return _SPF_BREAK.sub(" ", text)


def without_host(text: str, name: str) -> str:
    """Without the record's own name, or another mail record's name, in front of the value."""
    start = text.lstrip("\"' \t")
    host = max(_pasted(start, name), _generic(start), key=len)
    if not host:
        return text
    after = _AFTER_OWNER.match(start, len(host))
    return start[after.end() :] if after else text


def _pasted(text: str, name: str) -> str:
    parts = labels(name)
    low = text[: len(name) + 1].lower()
    for size in range(len(parts), 0, -1):
        host = ".".join(parts[:size])
        if low.startswith(host):
            return text[: len(host) + (low[len(host) : len(host) + 1] == ".")]
    return ""


def _generic(text: str) -> str:
    match = _OWNER.match(text)
    return match.group() if match else ""
