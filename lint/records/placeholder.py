"""Text that was meant to be replaced: `<domain>`, `{{ value }}`, `undefined`, `example.com`."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..pattern import lazy
from .kind import TextKind, meant_for
from .tags import parse_tags

Search = Callable[[str], re.Match[str] | None]

_SCAN = 8192  # characters that are looked at

# What no value can hold for any good reason, a key included.
_ANYWHERE = lazy(
    r"\[?\.\.\.\]?|\[\.\.\]|…|\{\{[^{}]{0,80}(?:\}\})?|<[A-Za-z][^<>@=]{0,80}>"
    r"|\[[A-Za-z][^\[\]=]{0,80}\]"
)
_START, _END = r"(?:(?<=[\s.:=@/,\"'])|^)", r"(?=[\s.;,!\"'/]|\Z)"
_WORDS = lazy(
    rf"{_START}(?:undefined|null|x{{4,}}|your-?domain|yourdomainname){_END}"
    rf"|{_START}(?:aws-)?region(?=\.amazon)|{_START}(?-i:(?:AWS-)?REGION){_END}"
    r"|(?<![A-Za-z0-9])your_[a-z0-9_]{1,40}"
    r"|\$\{[^{}]{1,80}\}|(?<![%$\{])\{[A-Za-z][\w .-]{0,40}\}(?!\})"
    r"|(?<=[a-z0-9])\.\.(?=[a-z0-9])|^\.(?=[a-z0-9])",
    re.IGNORECASE,
)
# Each word holds one of these, or begins with a dot: few values do, and compiling takes long.
_SIGNS = ("undefined", "null", "xxxx", "your", "region", "{", "..")
_IN_KEY = lazy(r"(?<![A-Za-z0-9])your[-_][A-Za-z0-9_-]{1,40}", re.IGNORECASE)
_SHOUTED = lazy(r"(?<![A-Za-z0-9])YOUR[-_ ][A-Z][A-Z0-9_-]{1,40}")
_EXAMPLE = lazy(rf"{_START}example\.(?:com|net|org)(?=\.?(?:[\s;,!\"'/]|\Z))", re.IGNORECASE)
_DOCUMENTATION = ("example.com", "example.net", "example.org", "example", "test", "invalid")


def find_placeholder(text: str, *, domain: str) -> str | None:
    """The first piece of a value that looks like a placeholder, None where there is none.

    Key data and notes of a DKIM record are searched only for what base64 cannot hold.
    `example.com` counts only where the domain is not a documentation name itself (RFC 2606), and
    nothing counts that is part of the domain's own name.
    """
    key, others = _parts(text[:_SCAN])
    searches: list[Search] = [_ANYWHERE.search, _word, _SHOUTED.search]
    if not _is_documentation(domain):
        searches.append(_EXAMPLE.search)
    found = [
        _ANYWHERE.search(key),
        _IN_KEY.search(key),
        *(search(part) for search in searches for part in others),
    ]
    pieces = [match.group() for match in found if match is not None]
    return next((p for p in pieces if p.strip(".").lower() not in _labels(domain)), None)


def _word(part: str) -> re.Match[str] | None:
    lowered = part.lower()
    may_hold = part.startswith(".") or any(sign in lowered for sign in _SIGNS)
    return _WORDS.search(part) if may_hold else None


def _parts(text: str) -> tuple[str, tuple[str, ...]]:
    """The key data of a DKIM record, and what stands around it and around its notes."""
    if meant_for(text) is not TextKind.DKIM:
        return "", (text,)
    tags = parse_tags(text)
    notes, key = tags.tag("n"), tags.tag("p")
    others: list[str] = []
    last = 0
    for tag in sorted((t for t in (notes, key) if t is not None), key=lambda t: t.start):
        others.append(text[last : tag.value_start])
        last = tag.end
    others.append(text[last:])
    return text[key.value_start : key.end] if key else "", tuple(others)


def _is_documentation(domain: str) -> bool:
    return any(domain == name or domain.endswith("." + name) for name in _DOCUMENTATION)


def _labels(domain: str) -> frozenset[str]:
    return frozenset(domain.lower().split("."))
