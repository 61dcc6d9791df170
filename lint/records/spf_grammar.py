"""Whether a word of an SPF record is a term, and what is wrong with it (RFC 7208 section 12)."""

from __future__ import annotations

from ..pattern import lazy
from .spf import MECHANISMS, Term
from .spf_macro import macro_flaw, name_flaw

_LENGTH = lazy(r"(?:/(?P<four>[^/]*))?(?://(?P<six>[^/]*))?\Z")
_PREFIX = lazy(r"(?:0|[1-9][0-9]{0,2})\Z")
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = lazy(rf"{_OCTET}(?:\.{_OCTET}){{3}}\Z")
_TAIL = lazy(r"/[0-9/]*\Z")
_MAX_PREFIX = {"ip4": 32, "ip6": 128}
_FAMILY = {"ip4": "an IPv4 address", "ip6": "an IPv6 address"}
_MODIFIERS = ("redirect", "exp")


def term_flaw(term: Term) -> str | None:
    """What makes a word no term, in words for a message; None for a right one."""
    if not term.name:
        return "it is no SPF term"
    if term.modifier:
        return _modifier_flaw(term)
    if term.name in _MODIFIERS:
        return _misused_modifier(term)
    if term.name not in MECHANISMS:
        return f"`{term.name}` is no SPF term"
    return _mechanism_flaw(term)


def _modifier_flaw(term: Term) -> str | None:
    if term.name in _MODIFIERS:
        return name_flaw(term.value)
    return macro_flaw(term.value)


def _misused_modifier(term: Term) -> str:
    if "=" in term.text:
        return f"`{term.name}=` takes no sign before it"
    return f"`{term.name}` is followed by `=`"


def _mechanism_flaw(term: Term) -> str | None:
    if "=" in term.text and _mark(term) == "=":
        return f"`{term.name}` is followed by `:`"
    if term.name == "all":
        return None if term.text.lower().endswith("all") else "`all` stands alone"
    if term.name in _MAX_PREFIX:
        return _address_flaw(term)
    if term.name in ("a", "mx"):
        return _host_flaw(term)
    if term.name == "ptr" and not _mark(term):
        return None
    return _needed_name_flaw(term)


def _needed_name_flaw(term: Term) -> str | None:
    if _mark(term) == "/" or _TAIL.search(term.value):
        return f"`{term.name}` takes no address length"
    return name_flaw(term.value)


def _mark(term: Term) -> str:
    """The character behind the term's name, "" where there is none."""
    at = len(term.name) + (term.text[:1] in "+?~-")
    return term.text[at : at + 1]


def split_length(value: str) -> tuple[str, str]:
    """A host and the address lengths behind it (`/24`, `//64`, `/24//64`)."""
    tail = _TAIL.search(value)
    return (value, "") if tail is None else (value[: tail.start()], tail.group())


def _host_flaw(term: Term) -> str | None:
    host, length = split_length(term.value)
    flaw = _length_flaw(length)
    if flaw is not None or (not host and _mark(term) in ("", "/")):
        return flaw
    return name_flaw(host)


def _length_flaw(length: str) -> str | None:
    parts = _LENGTH.match(length)
    if parts is None:
        return f"`{length}` is no address length; IPv4 has one slash, IPv6 has two"
    for text, most in ((parts["four"], 32), (parts["six"], 128)):
        if text is not None:
            flaw = _prefix_flaw(text, most)
            if flaw is not None:
                return flaw
    return None


def _prefix_flaw(text: str, most: int) -> str | None:
    if _PREFIX.match(text) and int(text) <= most:
        return None
    return f"the address length must be a number from 0 to {most}"


def _address_flaw(term: Term) -> str | None:
    address, slash, prefix = term.value.partition("/")
    if not address:
        return "the address is missing"
    if not is_address(term.name, address):
        return f"what follows is not {_FAMILY[term.name]}"
    return _prefix_flaw(prefix, _MAX_PREFIX[term.name]) if slash else None


def is_address(family: str, text: str) -> bool:
    """Whether a text is an address of this family, `ip4` or `ip6`, as SPF writes it."""
    if family == "ip4":
        return _IPV4.match(text) is not None
    if ":" not in text or "%" in text or len(text) > 45:
        return False
    from ipaddress import AddressValueError, IPv6Address  # 8 ms, and only some records need it

    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
