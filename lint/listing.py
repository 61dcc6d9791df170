"""All records of a zone, indexed once: which of them hold a value, whatever their names are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from .model import ExpectedRecord, Purpose, Record
from .records.dkim import parse_dkim
from .view import View

_Key = tuple[str, str]


class Listing:
    """A zone's records as a key of a cache: compared by identity, in no time."""

    __slots__ = ("records",)

    def __init__(self, records: tuple[Record, ...]) -> None:
        self.records = records

    def __hash__(self) -> int:
        return id(self.records)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listing) and self.records is other.records


def holders(view: View, expected: ExpectedRecord) -> tuple[Record, ...]:
    """The zone's records, wherever they stand, with the expected type and value or DKIM key.

    None of them where the names of the zone cannot be listed.
    """
    below = view.below(view.zone)
    if not below:
        return ()
    index = _by_value(Listing(below))
    found = index.get((expected.type, expected.value), ())
    if expected.purpose is not Purpose.DKIM:
        return found
    same = [r for key in _keys_of(expected.value) for r in index.get(key, ())]
    return (*found, *(r for r in same if r not in found))


@lru_cache(maxsize=1)
def _by_value(listing: Listing) -> Mapping[_Key, tuple[Record, ...]]:
    index: dict[_Key, list[Record]] = {}
    for record in listing.records:
        for key in _values(record):
            index.setdefault(key, []).append(record)
    return {key: tuple(records) for key, records in index.items()}


def _values(record: Record) -> Iterator[_Key]:
    if record.type != "TXT":
        yield record.type, record.target
        return
    yield record.type, record.text
    if any(b"p=" in s for s in record.strings) and parse_dkim(record.text).well_formed:
        yield from _keys_of(record.text)


def _keys_of(text: str) -> Iterator[_Key]:
    """What two DKIM records with the same key have in common: see `same_key`."""
    key = parse_dkim(text)
    if key.p is not None:
        yield f"key {key.k}", key.p
