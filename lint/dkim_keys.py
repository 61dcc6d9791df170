"""The DKIM keys that a view shows: at an expected name, and at an owner name of a zone."""

from __future__ import annotations

from collections.abc import Iterator

from .asked import asks_for_key
from .evidence import answer_or_none
from .model import ExpectedRecord, Node, Purpose, Record
from .records.dkim import DkimKey, parse_dkim
from .records.dkim_key import KeyFacts, key_facts
from .records.fragments import fragments
from .records.kind import TextKind, text_kind
from .records.names import labels
from .standing import distinct
from .view import View


def at_expected(view: View, expected: ExpectedRecord) -> tuple[Record, ...]:
    """The keys that receivers find at an expected name, aliases followed.

    Empty where the answer lies outside what the source holds, and where the record is no key.
    """
    alias = expected.type == "CNAME" and expected.purpose is Purpose.DKIM
    if not (alias or asks_for_key(expected)):
        return ()
    answer = answer_or_none(view, expected.name, "TXT")
    if answer is None or answer.wildcard:
        return ()
    return tuple(r for r in distinct(answer.records) if _is_key(r, expected.name))


def at_node(node: Node) -> tuple[Record, ...]:
    """The keys, damaged ones included, that a zone holds at this owner name.

    None where one key was stored in pieces.
    """
    if "_domainkey" not in labels(node.name)[1:]:
        return ()
    texts = distinct(node.of("TXT"))
    if fragments([r.text for r in texts], node.name) is not None:
        return ()
    return tuple(r for r in texts if _is_key(r, node.name))


def _is_key(record: Record, name: str) -> bool:
    return text_kind(record.text, name) is TextKind.DKIM


def sound(records: tuple[Record, ...]) -> Iterator[tuple[Record, DkimKey, KeyFacts]]:
    """The keys among these that receivers can read, with what is known about them."""
    for record in records:
        key = parse_dkim(record.text)
        if key.p and key.well_formed:
            facts = key_facts(key.p, key.k)
            if facts.sound and facts.algorithm:
                yield record, key, facts
