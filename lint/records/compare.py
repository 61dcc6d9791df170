"""When an observed TXT text is as good as the expected one."""

from __future__ import annotations

from functools import lru_cache

from ..model import Purpose
from ..noun import NamedTuple
from .distance import common_prefix, distance
from .dkim import DkimKey, parse_dkim, same_key
from .dmarc import parse_dmarc
from .kind import TextKind, strict_kind, text_kind
from .spf import MECHANISMS, Spf, Term, missing_terms, parse_spf, required_terms

_SPF_FORBIDDEN = frozenset("\"\\'`")
_KEY_BEFORE_EQUALS = 3  # characters; a shorter one says nothing about who issued a token


class Expected(NamedTuple):
    """An expected text, its kind (None for a token) and what an SPF record must hold."""

    text: str
    name: str
    domain: str
    kind: TextKind | None
    required: tuple[Term, ...]
    key: DkimKey


@lru_cache(maxsize=512)  # the same few values are compared with every record of a zone
def expect(text: str, purpose: Purpose, name: str, domain: str) -> Expected:
    """Read an expected value once, for all comparisons with it."""
    kind = strict_kind(text)
    key = parse_dkim(text)
    if kind is None and purpose is Purpose.DKIM and key.p is not None:
        kind = TextKind.DKIM
    required = required_terms(text) if kind is TextKind.SPF else ()
    return Expected(text, name, domain, kind, required, key)


def equals(expected: Expected, observed: str) -> bool:
    """Whether the observed text does what the expected one was meant to do.

    SPF: allows the same servers, and is sound. DKIM: publishes the same key. DMARC: is any valid
    policy. Everything else: is the same text.
    """
    if observed == expected.text:
        return True
    if expected.kind is TextKind.SPF:
        spf = parse_spf(observed)
        return _is_sound(spf) and not missing_terms(spf, expected.required)
    if expected.kind is TextKind.DKIM:
        return same_key(expected.text, observed)
    return expected.kind is TextKind.DMARC and parse_dmarc(observed).valid


def suffices(expected: Expected, observed: str) -> bool:
    """`equals`, with faults elsewhere in an SPF record overlooked."""
    if expected.kind is TextKind.SPF:
        spf = parse_spf(observed)
        return spf.recognised and not missing_terms(spf, expected.required)
    return equals(expected, observed)


def _is_sound(spf: Spf) -> bool:
    text = spf.text
    if not spf.recognised or not text.isascii() or not text.isprintable():
        return False
    if not _SPF_FORBIDDEN.isdisjoint(text):
        return False
    return all(t.modifier or t.name in MECHANISMS for t in spf.terms)


def is_related(expected: Expected, observed: str) -> bool:
    """Whether the observed text takes the expected one's place, so that it may be called wrong."""
    kind = text_kind(observed, expected.name)
    if expected.kind is not None:
        return kind is expected.kind or is_dedicated(expected.name)
    if kind is not None:
        return False
    key, equals_sign, _ = expected.text.partition("=")
    if equals_sign and len(key) >= _KEY_BEFORE_EQUALS:
        same_issuer = observed.lower().startswith(key.lower() + equals_sign)
        return same_issuer or is_close(expected.text, observed)
    return is_dedicated(expected.name) or is_close(expected.text, observed)


def is_dedicated(name: str) -> bool:
    """Whether a name serves one record only, so that every text there stands in its place."""
    first, _, rest = name.partition(".")
    return first.startswith("_") or rest.startswith("_domainkey.")


def is_close(a: str, b: str) -> bool:
    """Whether a slip of the hand could turn one text into the other."""
    limit = min(32, len(a) // 8 + 1)
    return distance(a, b, limit) is not None


def first_difference(expected: Expected, observed: str) -> int:
    """The 0-based position in the observed text where it begins to differ.

    In a DKIM record that is the first differing character of the key, where both have one.
    """
    if expected.kind is TextKind.DKIM:
        key = parse_dkim(observed)
        tag = key.tags.tag("p")
        if tag is not None and expected.key.p and key.p and key.p != expected.key.p:
            offset = common_prefix(expected.key.p, key.p)
            return tag.value_start + _skip(tag.value, offset)
    return common_prefix(expected.text, observed)


def _skip(value: str, count: int) -> int:
    """The position of the character that has `count` characters other than blanks before it."""
    if len(value.split()) <= 1:
        return count
    for at, char in enumerate(value):
        if not char.isspace():
            if count == 0:
                return at
            count -= 1
    return len(value)
