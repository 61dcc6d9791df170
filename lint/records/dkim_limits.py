"""What a DKIM key record says against its own key (RFC 6376 3.6.1, RFC 8301 3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from ..noun import NamedTuple
from .dkim import DkimKey
from .visible import shorten


class Limit(NamedTuple):
    """A tag that limits the key, what that means, and whether it can stop mail."""

    tag: str
    words: str
    grave: bool = True


def limits(key: DkimKey) -> Iterator[Limit]:
    """Everything in the record that limits its key; `n` and unknown tags limit nothing."""
    if "y" in key.t:
        yield Limit("t=y", "t=y says that it is only being tested, so its signatures may not count")
    if "s" in key.t:
        words = "t=s lets it sign for this very domain only, not for sub-domains"
        yield Limit("t=s", words, grave=False)
    if key.h is not None and "sha256" not in key.h:
        shown = shorten(":".join(key.h), 20)
        yield Limit("h", f"h={shown} leaves out sha256, the only method that counts today")
    if key.s is not None and not {"*", "email"} & set(key.s):
        yield Limit("s", f"s={shorten(':'.join(key.s), 20)} leaves out email, so it signs no mail")
    if key.g is not None and key.g.strip() != "*":
        words = f"g={shorten(key.g, 20)} limits it to some addresses at old receivers"
        yield Limit("g", words, grave=False)


def is_kept(limit: Limit, wanted: DkimKey) -> bool:
    """Whether the provider's own record says the same."""
    return any(limit.tag == one.tag for one in limits(wanted))


def without(key: DkimKey, tag: str) -> str:
    """The record without what limits it."""
    name, _, flag = tag.partition("=")
    kept: list[str] = []
    for one in key.tags.tags:
        if one.name != name:
            kept.append(f"{one.name}={one.value}")
            continue
        flags = [f for f in one.value.split(":") if f.strip().lower() != flag] if flag else []
        kept += [f"{name}={':'.join(flags)}"] if flags else []
    return "; ".join(kept)
