"""TXT records at one name that are fragments of one SPF, DKIM or DMARC record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..noun import NamedTuple
from ..pattern import lazy
from .dmarc import parse_dmarc
from .kind import TextKind, is_dmarc, is_spf, strict_kind
from .tags import TagFlaw, parse_tags

_MOST = 64  # texts at one name that are looked at
_TERM = lazy(
    r"[+?~-]?(?:include|ip4|ip6|exists|redirect|a|mx|ptr)[:=]\S+|[+?~-]?all|[+?~-]?(?:a|mx)",
    re.IGNORECASE,
)
# Words that stand in SPF records only; `mx` or `all` alone may be anybody's text.
_TELLING = lazy(r"[+?~-]?(?:include|ip4|ip6|exists)[:=]\S+|redirect=\S+|[+?~-]all", re.IGNORECASE)
_TAGS = {
    TextKind.DKIM: frozenset("vkpthsn"),
    TextKind.DMARC: frozenset(
        ("v", "p", "sp", "np", "rua", "ruf", "adkim", "aspf", "fo", "pct", "rf", "ri", "t", "psd")
    ),
}


class Fragments(NamedTuple):
    """The texts that belong together, and the record that they make."""

    texts: tuple[str, ...]
    whole: str


def fragments(texts: Sequence[str], name: str) -> Fragments | None:
    """The fragments among the texts at a canonical name; None where a record is whole.

    SPF fragments are looked for at every name, the others only at the names that are theirs.
    """
    looked = texts[:_MOST]
    parts = name.split(".")
    if parts[0] == "_dmarc":
        return _dmarc(looked)
    if "_domainkey" in parts[1:2]:
        return _dkim(looked)
    return _spf(looked)


def _spf(texts: Sequence[str]) -> Fragments | None:
    heads = [t for t in texts if is_spf(t)]
    rest = [t for t in texts if not is_spf(t) and _is_terms(t)]
    if len(heads) != 1 or not any(_TELLING.fullmatch(w) for t in rest for w in t.split()):
        return None
    words = [w for t in rest for w in t.split()]
    words.sort(key=lambda w: (w.lower().lstrip("+?~-") == "all", w.lower().startswith("redirect")))
    return Fragments((heads[0], *rest), " ".join((heads[0].strip(), *words)))


def _is_terms(text: str) -> bool:
    words = text.split()
    return bool(words) and all(_TERM.fullmatch(word) for word in words)


def _dmarc(texts: Sequence[str]) -> Fragments | None:
    found = [t for t in texts if _has_only(t, TextKind.DMARC)]
    heads = [t for t in found if is_dmarc(t)]
    if len(heads) != 1 or parse_dmarc(heads[0]).valid:
        return None
    joined = _joined(found)
    return Fragments(tuple(found), joined) if parse_dmarc(joined).valid else None


def _dkim(texts: Sequence[str]) -> Fragments | None:
    found = [t for t in texts if _has_only(t, TextKind.DKIM)]
    keys = [t for t in found if parse_tags(t).get("p")]
    heads = [t for t in found if t not in keys]
    if len(keys) != 1 or not heads or parse_tags(keys[0]).get("v"):
        return None
    joined = _joined(found)
    return Fragments(tuple(found), joined) if strict_kind(joined) is TextKind.DKIM else None


def _has_only(text: str, kind: TextKind) -> bool:
    tags = parse_tags(text, fold=True)
    return bool(tags.tags) and not tags.problems and all(t.name in _TAGS[kind] for t in tags.tags)


def _joined(texts: Sequence[str]) -> str:
    """The tags of all texts, the version first; "" where one stands in two of them."""
    tags = [t for text in texts for t in parse_tags(text, fold=True).tags]
    tags.sort(key=lambda tag: tag.name != "v")
    joined = "; ".join(f"{tag.name}={tag.value}" for tag in tags)
    return "" if parse_tags(joined).has(TagFlaw.DUPLICATE) else joined
