"""One value that was stored as several records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .compare import Expected, equals
from .dkim import parse_dkim
from .kind import TextKind
from .spf import MECHANISMS, parse_spf
from .tags import parse_tags

_MOST = 64  # records at one name that are tried
_DROPPED = str.maketrans("", "", ' \t\r\n;"\\')
_DMARC_TAGS = frozenset(
    ("v", "p", "sp", "np", "rua", "ruf", "adkim", "aspf", "fo", "pct", "rf", "ri", "t", "psd")
)
_DKIM_TAGS = frozenset("vkpthsng")


def pieces_of(expected: Expected, observed: Sequence[str]) -> tuple[str, ...]:
    """The observed texts that together are the expected value, in its order; () where none are.

    Blanks, quotation marks and semicolons at the seams do not matter.
    """
    texts = [text for text in observed[:_MOST] if text.translate(_DROPPED)]
    return _in_order(expected.text, texts) or _by_meaning(expected, texts)


def _in_order(text: str, texts: Sequence[str]) -> tuple[str, ...]:
    whole = text.translate(_DROPPED)
    left = sorted(((t.translate(_DROPPED), t) for t in texts), key=lambda p: -len(p[0]))
    found: list[str] = []
    at = 0
    while at < len(whole):
        fitting = next((p for p in left if whole.startswith(p[0], at)), None)
        if fitting is None:
            return ()
        left.remove(fitting)
        found.append(fitting[1])
        at += len(fitting[0])
    return tuple(found) if len(found) > 1 else ()


def _by_meaning(expected: Expected, texts: Sequence[str]) -> tuple[str, ...]:
    if expected.kind is None:
        return ()
    is_piece, glue = _PIECES[expected.kind]
    found = [text for text in texts if is_piece(text)]
    found.sort(key=lambda text: not text.lstrip().lower().startswith("v="))
    joined = glue.join(text.strip(' \t\r\n;"') for text in found)
    return tuple(found) if len(found) > 1 and equals(expected, joined) else ()


def _is_spf_piece(text: str) -> bool:
    spf = parse_spf(text.strip(' "'))
    return all(t.name in MECHANISMS or t.text.startswith("redirect=") for t in spf.terms)


def _is_dkim_piece(text: str) -> bool:
    key = parse_dkim(text)
    return not (key.v and key.p) and _has_only(text, _DKIM_TAGS)


def _is_dmarc_piece(text: str) -> bool:
    return _has_only(text, _DMARC_TAGS)


def _has_only(text: str, names: frozenset[str]) -> bool:
    tags = parse_tags(text.strip('"'), fold=True)
    return not tags.problems and all(tag.name in names for tag in tags.tags)


_PIECES: dict[TextKind, tuple[Callable[[str], bool], str]] = {
    TextKind.SPF: (_is_spf_piece, " "),
    TextKind.DKIM: (_is_dkim_piece, "; "),
    TextKind.DMARC: (_is_dmarc_piece, "; "),
}
