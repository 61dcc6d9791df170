"""What explains a TXT value that no repair makes equal to the expected one."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..pattern import lazy
from .classes import Difference, DifferenceKind
from .compare import Expected, equals, first_difference
from .distance import common_prefix, distance
from .dkim import DkimKey, key_damage, parse_dkim
from .kind import TextKind, meant_for, strict_kind
from .placeholder import find_placeholder
from .repair import without_host, without_quotes
from .spf import missing_terms, parse_spf
from .target import is_other_region

_DOTS = lazy(r"\[?(?:\.{3,64}|…)\]?|\[\.\.\]")
_VERSION = lazy(r"\Av[ \t]{0,8}=[ \t]{0,8}dmarc1", re.IGNORECASE)
_BARE = frozenset({"v=dkim1", "k=rsa", "k=ed25519", "v=dmarc1"})  # all that a comment leaves
_SHORTEST = 6  # characters; a shorter beginning of a value proves nothing
_SLIP = 32  # edits that turn a key into a damaged one rather than into another

Found = tuple[DifferenceKind, int | None, str]


def explain(expected: Expected, observed: str) -> Difference | None:
    """The first class that explains the difference, None where none does."""
    for test in _TESTS:
        found = test(expected, observed)
        if found is not None:
            return Difference(*found, observed)
    return None


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _case_folded(expected: Expected, observed: str) -> Found | None:
    wanted, found = _squeezed(expected.text), _squeezed(observed)
    same = wanted.casefold() == found.casefold()
    if expected.kind is TextKind.DKIM and not same:
        key = parse_dkim(observed)
        same = bool(key.p) and key.p != expected.key.p and _lower(key.p) == _lower(expected.key.p)
    elif expected.kind is TextKind.DMARC and not same:
        same = equals(expected, _VERSION.sub("v=DMARC1", observed, count=1))
    if same and wanted != found:
        return DifferenceKind.CASE_FOLDED, first_difference(expected, observed), ""
    return None


def _lower(text: str | None) -> str:
    return (text or "").casefold()


def _blanks(expected: Expected, observed: str) -> Found | None:
    if _squeezed(expected.text) != _squeezed(observed):
        return None
    at = first_difference(expected, observed)
    if len(observed) < len(expected.text):
        return DifferenceKind.SPACES_LOST, at, observed[at : at + 16]
    return DifferenceKind.WHITESPACE_OR_JUNK, at, observed[at : at + 1]


def _comment(expected: Expected, observed: str) -> Found | None:
    kept, semicolon, _ = expected.text.partition(";")
    left = _squeezed(observed)
    if not left or (not semicolon and expected.kind is not TextKind.DKIM):
        return None
    bare = expected.kind in (TextKind.DKIM, TextKind.DMARC) and left.lower() in _BARE
    if left == _squeezed(kept) or bare:
        return DifferenceKind.SEMICOLON_COMMENT, len(observed), ""
    return None


def _ellipsis(expected: Expected, observed: str) -> Found | None:
    text, start = observed, 0
    if expected.kind is TextKind.DKIM:
        tag = parse_dkim(observed).tags.tag("p")
        if tag is not None:
            text, start = observed[: tag.end], tag.value_start
    dots = _DOTS.search(text, start)
    if dots is None or _DOTS.search(expected.text):
        return None
    return DifferenceKind.ELLIPSIS, dots.start(), dots.group()


def _truncated(expected: Expected, observed: str) -> Found | None:
    left = observed.rstrip()
    if expected.kind is TextKind.DKIM and parse_dkim(left).revoked:
        return None
    prefix = len(left) >= _SHORTEST and expected.text.startswith(left)
    if expected.kind is TextKind.DKIM and not prefix:
        tag, p = parse_dkim(left).tags.tag("p"), parse_dkim(left).p
        last = tag is not None and tag.end == len(left)
        prefix = last and bool(p) and (expected.key.p or "").startswith(p or "")
    if prefix and len(_squeezed(left)) < len(_squeezed(expected.text)):
        return DifferenceKind.TRUNCATED, len(observed), str(len(observed))
    return None


def _junk(expected: Expected, observed: str) -> Found | None:
    at = observed.find(expected.text)
    if at < 0 or len(expected.text) < _SHORTEST:
        return None
    end = at + len(expected.text)
    before, after = observed[:at], observed[end:]
    if expected.kind is TextKind.DKIM and re.match(r"[A-Za-z0-9+/=]", after):
        return None  # it became part of the key
    if expected.kind is None and (before[-1:].isalnum() and after[:1].isalnum()):
        return None  # a longer word that happens to contain the token
    return DifferenceKind.WHITESPACE_OR_JUNK, (0 if before else end), before or after


def _host(expected: Expected, observed: str) -> Found | None:
    if expected.kind is None:
        return None
    rest = without_host(observed, expected.name)
    if rest == observed or strict_kind(rest) is not expected.kind:
        return None
    return DifferenceKind.HOST_PASTED, 0, observed[: len(observed) - len(rest)].strip()


def _placeholder(expected: Expected, observed: str) -> Found | None:
    found = find_placeholder(observed, domain=expected.domain)
    if found is None or found in expected.text:
        return None
    return DifferenceKind.PLACEHOLDER, observed.find(found), found


def _key(expected: Expected, observed: str) -> Found | None:
    if expected.kind is not TextKind.DKIM:
        return None
    key = parse_dkim(observed)
    if key.p is None and meant_for(observed) is not TextKind.DKIM:
        return None
    if key.tags.problems:
        plain = parse_dkim(without_quotes(observed))
        key = key if plain.tags.problems else plain
    at = first_difference(expected, observed)
    damage = _damage(expected, key)
    if damage:
        same = key.p == expected.key.p and key.tags.problems
        return DifferenceKind.DAMAGED_KEY, key.tags.problems[0].start if same else at, damage
    if key.revoked:
        return DifferenceKind.REVOKED_KEY, at, ""
    return DifferenceKind.OTHER_KEY, at, ""


def _damage(expected: Expected, key: DkimKey) -> str:
    wanted = expected.key.p or ""
    if key.p is None:
        return "there is no p= with the key"
    if key.p == wanted:
        return _misplaced(expected, key)
    if not key.p:
        return ""
    slip = distance(wanted, key.p, min(_SLIP, len(wanted) // 4))
    if slip is not None:
        return _slip(wanted, key.p, slip)
    if key_damage(wanted, expected.key.k) is not None:
        return ""  # nothing can be said about keys that look like this one
    found = key_damage(key.p, key.k)
    return found.detail if found else ""


def _misplaced(expected: Expected, key: DkimKey) -> str:
    if key.k != expected.key.k:
        return f"k={key.k} instead of k={expected.key.k}"
    if key.v is not None and key.v != "DKIM1":
        return f"v={key.v} instead of v=DKIM1"
    if key.tags.problems:
        return f"{key.tags.problems[0].text!r} does not belong there"
    return "v=DKIM1 must come first"


def _slip(wanted: str, found: str, count: int) -> str:
    start = common_prefix(wanted, found)
    more = len(found) - len(wanted)
    if more == count and found.endswith(wanted[start:]):
        return f"{found[start : start + more]!r} was inserted"
    if more == -count and wanted.endswith(found[start:]):
        return f"{wanted[start : start - more]!r} is missing"
    return f"{count} characters differ" if count > 1 else "one character differs"


def _terms(expected: Expected, observed: str) -> Found | None:
    spf = parse_spf(observed)
    if expected.kind is not TextKind.SPF or not spf.recognised:
        return None
    missing = missing_terms(spf, expected.required)
    hosts = [t.value.lower() for t in spf.effective if t.name == "include"]
    for term in missing:
        for host in hosts:
            if term.name == "include" and is_other_region(term.value.lower(), host):
                return DifferenceKind.WRONG_REGION, observed.lower().find(host), host
    return DifferenceKind.MISSING_TERMS, None, " ".join(t.text for t in missing)


_TESTS: tuple[Callable[[Expected, str], Found | None], ...] = (
    _case_folded,
    _blanks,
    _comment,
    _ellipsis,
    _truncated,
    _junk,
    _host,
    _placeholder,
    _key,
    _terms,
)
