"""Public suffixes: names below which anybody can register (publicsuffix.org/list).

The list is the data file of the publicsuffixlist package, read without importing that package:
its lines as they stand answer every look-up, so that nothing has to be parsed.
"""

from __future__ import annotations

from functools import cache

from .names import MAX_LABEL, labels

_PACKAGE, _FILE = "publicsuffixlist", "public_suffix_list.dat"
_DEEPEST = 10  # labels; the list's longest rule has about half of that


def is_public_suffix(name: str) -> bool:
    """Whether a canonical name is a public suffix; a single label that is not listed is one."""
    parts = labels(name)
    return bool(parts) and "" not in parts and _suffix_length(parts) == len(parts)


def is_listed(name: str) -> bool:
    """Whether the list itself holds this canonical name as a public suffix, `com` for one."""
    return _has("", tuple(map(_letters, labels(name)[-_DEEPEST:])))


def organisational_domain(name: str) -> str:
    """The name that was registered: one label more than the public suffix (RFC 7489 section 3.2).

    A public suffix, the root and a name with empty labels are returned as they are. The name's
    spelling (A-labels or letters) is kept.
    """
    parts = labels(name)
    if not parts or "" in parts:
        return name
    return ".".join(parts[-_suffix_length(parts) - 1 :])


def _suffix_length(parts: tuple[str, ...]) -> int:
    return min(_listed_length(tuple(map(_letters, parts[-_DEEPEST:]))), len(parts))


def _listed_length(parts: tuple[str, ...]) -> int:
    """How many labels the longest matching rule covers (publicsuffix.org/list, algorithm)."""
    count = len(parts)
    if _has("*.", parts):
        return count  # a wildcard's own name is reserved with what is below it
    for start in range(count):
        if _has("!", parts[start:]):
            return count - start - 1
        if _has("", parts[start:]) or _has("*.", parts[start + 1 :]):
            return count - start
    return 1


def _has(mark: str, parts: tuple[str, ...]) -> bool:
    if not parts:
        return False
    return (mark + ".".join(parts)).encode("utf-8", "surrogatepass") in _rules()


def _letters(label: str) -> str:
    """A label as the list spells it: an A-label as its letters (RFC 3492)."""
    if not label.startswith("xn--") or len(label) > MAX_LABEL:
        return label.lower()
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError):
        return label


@cache
def _rules() -> frozenset[bytes]:
    from importlib.util import find_spec  # these cost more than the look-up, and few need them

    spec = find_spec(_PACKAGE)
    folder = next(iter(spec.submodule_search_locations or ()), None) if spec else None
    if folder is None:
        return frozenset()
    with open(f"{folder}/{_FILE}", "rb") as file:  # noqa: PTH123 - pathlib costs more than all this
        return frozenset(file.read().splitlines())
