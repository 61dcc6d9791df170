"""What the numbers in a reply mean: its code (RFC 6895) and extended errors (RFC 8914)."""

from __future__ import annotations

NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, NOTAUTH, BADVERS = 0, 1, 2, 3, 4, 5, 9, 16
MAX_CODE = 4_095
# From 0 on; a number has no name.
_REGISTERED = """
NOERROR FORMERR SERVFAIL NXDOMAIN NOTIMP REFUSED YXDOMAIN YXRRSET NXRRSET NOTAUTH NOTZONE DSOTYPENI
12 13 14 15 BADVERS BADKEY BADTIME BADMODE BADNAME BADALG BADTRUNC BADCOOKIE
"""
_CODES = _REGISTERED.split()
# IANA registry of extended DNS error codes, from 0 on.
_EXTENDED = (
    "Other",
    "Unsupported DNSKEY Algorithm",
    "Unsupported DS Digest Type",
    "Stale Answer",
    "Forged Answer",
    "DNSSEC Indeterminate",
    "DNSSEC Bogus",
    "Signature Expired",
    "Signature Not Yet Valid",
    "DNSKEY Missing",
    "RRSIGS Missing",
    "No Zone Key Bit Set",
    "NSEC Missing",
    "Cached Error",
    "Not Ready",
    "Blocked",
    "Censored",
    "Filtered",
    "Prohibited",
    "Stale NXDOMAIN Answer",
    "Not Authoritative",
    "Not Supported",
    "No Reachable Authority",
    "Network Error",
    "Invalid Data",
    "Signature Expired Before Valid",
    "Too Early",
    "Unsupported Nsec3 Iterations Value",
    "Unable To Conform To Policy",
    "Synthesized",
    "Invalid Query Type",
    "Rate Limited",
    "Over Quota",
)


def code_text(code: int) -> str:
    """The name of a response code, its number where it has none."""
    return _CODES[code] if code < len(_CODES) else str(code)


def code_number(text: str) -> int | None:
    """The response code of this name or number; None where there is none."""
    upper = text.upper()
    if upper in _CODES:
        return _CODES.index(upper)
    known = text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= MAX_CODE
    return int(text) if known else None


def extended_meaning(code: int) -> str:
    """What an extended error says, "" for a code without a name."""
    return _EXTENDED[code] if code < len(_EXTENDED) else ""
