"""Why receivers cannot use a DKIM key record, told from its text alone (RFC 6376 section 3.6.1)."""

from __future__ import annotations

from ..pattern import lazy
from .dkim import DkimKey, parse_dkim
from .dkim_key import key_facts
from .tags import TagFlaw
from .visible import shorten

_UNKNOWN = lazy(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}[ \t]{0,8}=")
_UNPARTED = lazy(r"[^;\s][ \t,]{1,8}p[ \t]?=[ \t]?[A-Za-z0-9+/]{40}")
TYPES = ("rsa", "ed25519")  # RFC 6376 section 3.3 and RFC 8463 section 4


def record_flaw(text: str) -> str | None:
    """The reason in words, None for a record that can be used and for a withdrawn key.

    Never raises, linear. A key of a rare form may load the cryptography package.
    """
    key = parse_dkim(text)
    return _of_tags(key) or _of_key(key)


def _of_tags(key: DkimKey) -> str | None:
    """What is wrong with the tags around the key."""
    if key.p is None:
        parted = _UNPARTED.search(key.text)
        return 'a semicolon is missing before "p="' if parted else "there is no p= with the key"
    for problem in key.tags.problems:
        if problem.flaw is TagFlaw.BAD_NAME and _UNKNOWN.match(problem.text):
            continue  # no tag that anybody knows, and none that anybody mistakes for one
        shown = shorten(problem.text, 24)
        if problem.flaw is TagFlaw.DUPLICATE:
            return f'"{shown}" is the second of its kind'
        return f'"{shown}" does not belong there'
    if key.v is not None and key.v != "DKIM1":
        return f'"v={shorten(key.v, 16)}" stands there instead of v=DKIM1'
    if key.v is not None and key.tags.tags[0].name != "v":
        return "v=DKIM1 must come first"
    if key.k not in TYPES:
        return f"receivers know no keys of the type k={shorten(key.k, 20)}"
    return None


def _of_key(key: DkimKey) -> str | None:
    """What is wrong with the key itself, with its place in the value."""
    tag = key.tags.tag("p")
    facts = key_facts(key.p or "", key.k)
    if facts.flaw is None or tag is None:
        return None
    if facts.at is None or len(tag.value.split()) > 1:
        return facts.flaw
    return f"{facts.flaw}, at character {tag.value_start + facts.at + 1} of the value"
