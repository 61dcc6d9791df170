"""A DMARC record as it was meant (RFC 9989 section 4.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..pattern import lazy
from .dmarc import Policy, parse_dmarc
from .dmarc_syntax import HARMLESS, LISTS, LONGEST, POLICIES, TAG, VALUES, nearest
from .dmarc_uri import report_uris
from .repair import trimmed, with_plain_characters, without_escapes, without_quotes
from .tags import BLANKS, Tag

_BREAK = lazy(rf"[\s,]{{1,16}}(?={TAG}[ \t]{{0,8}}=)", re.IGNORECASE)
_VERSION = lazy(r"v?\s{0,4}[=:\-\u2013\u2014]?\s{0,4}dmarc\s{0,2}1?(?![\w./-])", re.IGNORECASE)
_GLUED = lazy(rf"v\s{{0,4}}[=:]\s{{0,4}}dmarc1(?={TAG}\s{{0,4}}=)", re.IGNORECASE)
_COLON = lazy(rf"({TAG})[ \t]{{0,8}}:[ \t]{{0,8}}(?!//)(.*)", re.IGNORECASE | re.DOTALL)
_REPORT_ONLY = frozenset(("monitor", "monitoring", "report", "off", "no", "test", "false", ""))
_ODD = lazy(r"[^!#-&(-+\-./0-:<-\[\]-_a-~]")  # what no value holds: quotes, commas, blanks
_DROPPED = "="  # in place of a name that is none


def corrected(text: str) -> str:
    """The record as it was meant: `v=DMARC1`, a policy, and every other tag that means something.

    A policy that nobody can guess becomes `none`, which changes no delivery. Correcting twice
    changes nothing more. Never raises, linear.
    """
    plain = without_quotes(without_escapes(with_plain_characters(text[:LONGEST])))
    kept: dict[str, str] = {}
    last = ""
    for name, value in _pieces(trimmed(plain)):
        if not name and last in LISTS:
            name, value = last, value  # an address behind a semicolon instead of a comma
        elif not name:
            continue
        _keep(kept, name, value)
        last = name
    policy = kept.pop("p", None) or str(Policy.NONE)
    rest = (f"{name}={value}" for name, value in kept.items() if value)
    return "; ".join((f"v=DMARC1; p={policy}", *rest))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of every tag but the version, the name "" for an address that stands alone."""
    glued = _GLUED.match(text)
    text = text[glued.end() :] if glued else text
    for whole in text.split(";"):
        for piece in _BREAK.split(whole):
            body = piece.strip(BLANKS + ",")
            version = _VERSION.match(body)
            if version:
                body = body[version.end() :].strip(BLANKS + ",:")
            if body:
                yield from _piece(body)


def _piece(body: str) -> Iterator[tuple[str, str]]:
    name, equals, value = body.partition("=")
    colon = _COLON.match(body)
    if colon and not (equals and name.strip(BLANKS).isalnum()):
        yield colon.group(1).lower(), colon.group(2).strip(BLANKS)
    elif equals:
        name = name.strip(BLANKS).lower()
        known = nearest(name) or (name if HARMLESS.fullmatch(f"{name}=") else _DROPPED)
        yield known, value.strip(BLANKS)
    elif "@" in body:
        yield "", body


def _keep(kept: dict[str, str], name: str, value: str) -> None:
    """Add a tag to those that are kept; of two policies the stricter one stays."""
    if name in ("v", _DROPPED):
        return
    meant = _value(name, value)
    if name in LISTS:
        addresses = [*filter(None, kept.get(name, "").split(",")), *filter(None, meant.split(","))]
        kept[name] = ",".join(dict.fromkeys(addresses))
    elif name in POLICIES and kept.get(name) and meant:
        kept[name] = max(kept[name], meant, key=lambda p: Policy(p).strictness)
    elif name not in kept or not kept[name]:
        kept[name] = meant


def _value(name: str, value: str) -> str:
    """A value as it was meant, "" for one that means nothing."""
    if name in POLICIES:
        return meant_policy(value) or ("none" if name == "p" else "")
    if name in LISTS:
        return ",".join(_addresses(name, value))
    if name == "fo":
        options = [one.strip(BLANKS).lower() for one in value.split(":")]
        return ":".join(dict.fromkeys(o for o in options if o in ("0", "1", "d", "s")))
    if name in VALUES:
        return VALUES[name].get(value.lower(), "")
    return next((piece for piece in _ODD.split(value) if piece), "")


def _addresses(name: str, value: str) -> Iterable[str]:
    found = report_uris(Tag(name, value, 0, len(value), 0))
    return (uri.corrected for uri in found if uri.corrected)


def meant_policy(value: str) -> str | None:
    """The policy that a value is or was meant to be, None where nobody can tell."""
    word = value.split()[0].strip(",.:").lower() if value.split() else ""
    if word in list(Policy):
        return word
    if word in _REPORT_ONLY:
        return str(Policy.NONE)
    from difflib import get_close_matches  # only for misspelt policies

    near = get_close_matches(word[:32], list(Policy), n=1, cutoff=0.75)
    return str(near[0]) if near else None


def reads_alike(text: str) -> bool:
    """Whether correcting the text changes nothing that receivers apply."""
    return parse_dmarc(text).policy is parse_dmarc(corrected(text)).policy
