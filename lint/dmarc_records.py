"""The DMARC record at a name, looked at as text: broken ones included."""

from __future__ import annotations

from collections.abc import Sequence

from . import changes
from .dmarc_walk import is_judged, policy
from .model import Affects, Change, Node, Purpose, Record, SenderDomain
from .records.dmarc import Policy, parse_dmarc
from .records.dmarc_correction import corrected
from .records.dmarc_syntax import STRUCTURAL, SyntaxFlaw, syntax_flaws
from .records.fragments import fragments
from .records.kind import TextKind, is_dmarc, text_kind
from .records.names import join, labels
from .records.visible import shorten
from .rule import BOTH, DELIVERY
from .standing import distinct
from .view import Unanswered, View

_POLICIES = ("p", "sp", "np")


def names_of(domain: SenderDomain) -> tuple[str, ...]:
    """The names at which a domain's own DMARC record belongs: `_dmarc`, and what was asked for."""
    asked = (e.name for e in domain.records if e.purpose is Purpose.DMARC and e.type == "TXT")
    return tuple(dict.fromkeys((join("_dmarc", domain.name), *asked)))


def at_node(node: Node) -> Record | None:
    """The DMARC record that a zone holds at this owner name, None at other names."""
    if labels(node.name)[:1] != ("_dmarc",):
        return None
    return the_record(node.of("TXT"), node.name)


def the_record(records: Sequence[Record], name: str) -> Record | None:
    """The one text of these that is, or was meant to be, the DMARC record of this name.

    None where several cancel each other, and where one record was stored in pieces.
    """
    texts = distinct(r for r in records if r.type == "TXT")
    good = [r for r in texts if is_dmarc(r.text)]
    if len(good) > 1 or fragments([r.text for r in texts], name) is not None:
        return None
    meant = good or [r for r in texts if text_kind(r.text, name) is TextKind.DMARC]
    return meant[0] if meant else None


def mended(record: Record) -> tuple[Change, ...]:
    """The edit that corrects everything in the record at once, so that two rules agree on it."""
    text = corrected(record.text)
    return () if text == record.text else (changes.replace(record, text),)


def flaws_of(record: Record) -> tuple[SyntaxFlaw, ...]:
    """What is wrong with how the record is written."""
    return syntax_flaws(record.text)


def is_readable(record: Record) -> bool:
    """Whether nothing about the way it is written makes its policies unclear."""
    return not any(flaw.kind in STRUCTURAL for flaw in flaws_of(record))


def policy_flaw(record: Record) -> str | None:
    """What is wrong with the policies that it states, in words; None where they are policies."""
    tags = parse_dmarc(record.text).tags
    if tags.get("p") is None:
        return "it has no p="
    for name in _POLICIES:
        value = tags.get(name)
        if value is not None and value.lower() not in list(Policy):
            return f"{name}={shorten(value, 20)} is no policy"
    return None


def bears_on(view: View, domain: SenderDomain) -> tuple[Affects, ...]:
    """Which questions a useless record bears on: verify too, where no other policy applies."""
    try:
        lacking = policy(view, domain.name) is None
    except Unanswered:
        lacking = True
    return BOTH if lacking and is_judged(domain) else DELIVERY
