"""A DKIM key record put right where its text alone says how it was meant."""

from __future__ import annotations

from ..pattern import lazy
from .dkim import parse_dkim
from .dkim_flaws import record_flaw

_UNPARTED = lazy(r"(?<![;\s])[ \t,]{1,8}(?=[vkptshng][ \t]?=)")
_PEM = lazy(r"[\s\"]*-----BEGIN (?:RSA )?PUBLIC KEY-----([A-Za-z0-9+/=\s\\n]{0,8192})-----END ")


def is_pem(text: str) -> bool:
    """Whether the text is a key in the form of a file (RFC 7468), which receivers do not read."""
    return _PEM.match(text) is not None


def corrected(text: str) -> str | None:
    """The record that was meant, None where nobody can tell. Never raises, linear."""
    for candidate in (_of_pem(text), _parted(text), _version_first(_parted(text))):
        if candidate and candidate != text and _is_right(candidate):
            return candidate
    return None


def _is_right(text: str) -> bool:
    return bool(parse_dkim(text).p) and record_flaw(text) is None


def _of_pem(text: str) -> str:
    match = _PEM.match(text)
    if match is None:
        return ""
    return f"v=DKIM1; k=rsa; p={''.join(match[1].replace(chr(92) + 'n', '').split())}"


def _parted(text: str) -> str:
    """The text with a semicolon wherever a further tag begins without one."""
    return _UNPARTED.sub("; ", text)


def _version_first(text: str) -> str:
    rest = [t for t in parse_dkim(text).tags.tags if t.name.lower() != "v"]
    return "; ".join(("v=DKIM1", *(f"{t.name}={t.value}" for t in rest)))
