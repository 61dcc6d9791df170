"""How the target of a CNAME or MX record differs from the one that was asked for."""

from __future__ import annotations

from enum import StrEnum

from ..noun import NamedTuple
from ..pattern import lazy
from .names import is_within, labels
from .placeholder import find_placeholder


class HostDifferenceKind(StrEnum):
    """The classes of differing targets; the class is the remedy."""

    EQUAL = "equal"
    RELATIVE_TARGET = "relative-target"  # the zone's name was appended
    PRIORITY_IN_TARGET = "priority-in-target"  # `10 host` in the host field
    PLACEHOLDER = "placeholder"
    WRONG_REGION = "wrong-region"  # the same provider's other region or account
    OTHER = "other"


class HostDifference(NamedTuple):
    """The class, the piece that gives it away, and the observed target."""

    kind: HostDifferenceKind
    detail: str
    observed: str


_PRIORITY = lazy(r"(\d{1,5})(?:\\032|\\009| )+")
_REGION = lazy(
    r"(?:(?:us|eu|ap|ca|sa|af|me|cn|il|mx|uk|asia|europe|northamerica|southamerica|australia|africa)"
    r"(?:-(?:gov|iso[a-z]?|(?:north|south|east|west|central){1,2})){1,3}-?\d{0,2}"
    r"|(?:eu|us|ap|uk|gb|ca|au|in|jp|br|sg|de|fr|na|sa|me|af|cn|asia|emea|apac|global)\d{0,2})\Z"
)
_COUNTED = lazy(r"([a-z]*)(\d+)\Z")
_TOKEN = lazy(r"(?=[a-z0-9]*\d|[a-z0-9]{24})[a-z0-9]{20,63}\Z")
_CONFUSED = ("amazonaws", "amazonses")


def classify_host(
    expected: str, observed: str, *, name: str, domain: str, zone: str
) -> HostDifference:
    """Compare two canonical target names.

    `name` is the record's owner, `domain` the sender domain, `zone` the zone's apex or "" where
    it is not known.
    """
    kind, detail = _classify(_plain(expected), _plain(observed), (name, domain, zone))
    return HostDifference(kind, detail, observed)


def _plain(name: str) -> str:
    return name.lower().removesuffix(".")


def _classify(
    expected: str, observed: str, place: tuple[str, str, str]
) -> tuple[HostDifferenceKind, str]:
    if observed == expected:
        return HostDifferenceKind.EQUAL, ""
    appended = _appended(expected, observed, *place)
    if appended:
        return HostDifferenceKind.RELATIVE_TARGET, appended
    priority = _priority(expected, observed, place)
    if priority:
        return HostDifferenceKind.PRIORITY_IN_TARGET, priority
    placeholder = find_placeholder(observed, domain=place[1])
    if placeholder and placeholder not in expected:
        return HostDifferenceKind.PLACEHOLDER, placeholder
    if is_other_region(expected, observed):
        return HostDifferenceKind.WRONG_REGION, observed
    return HostDifferenceKind.OTHER, ""


def _appended(expected: str, observed: str, name: str, domain: str, zone: str) -> str:
    """The name that was appended to the expected target, "" where none was."""
    if not expected or not observed.startswith(expected + "."):
        return ""
    rest = observed[len(expected) + 1 :]
    if rest in (zone, domain):
        return rest
    top = zone or ".".join(labels(name)[-2:])
    return rest if is_within(name, rest) and is_within(rest, top) else ""


def _priority(expected: str, observed: str, place: tuple[str, str, str]) -> str:
    typed = _PRIORITY.match(observed)
    if typed:
        return typed.group(1)
    first, _, rest = observed.partition(".")
    if first.isdecimal() and (rest == expected or _appended(expected, rest, *place)):
        return first
    return ""


def is_other_region(expected: str, observed: str) -> bool:
    """Whether both are the same host of a provider, but for a region or an account."""
    a, b = labels(expected), labels(observed)
    if len(a) == len(b):
        return a != b and _same_but_tokens(a, b)
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return len(longer) == len(shorter) + 1 and _is_region_added(longer, shorter)


def _is_region_added(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    return len(shorter) > 1 and any(
        _REGION.match(label) and longer[:i] + longer[i + 1 :] == shorter
        for i, label in enumerate(longer[:-2])
    )


def _same_but_tokens(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(a) < 3 or a[-1] != b[-1]:
        return False
    if a[-2] != b[-2]:
        # A host of Amazon's mail service has one suffix for sending and another for receiving.
        if sorted((a[-2], b[-2])) != list(_CONFUSED):
            return False
        pairs.remove((a[-2], b[-2]))
    return all(_are_tokens(x, y) for x, y in pairs)


def _are_tokens(x: str, y: str) -> bool:
    if _REGION.match(x) and _REGION.match(y):
        return True
    if _TOKEN.match(x) and _TOKEN.match(y):
        return True
    one, two = _COUNTED.match(x), _COUNTED.match(y)
    if one is None or two is None or one.group(1) != two.group(1):
        return False
    return one.group(1) in ("u", "wl") or min(len(one.group(2)), len(two.group(2))) > 2
