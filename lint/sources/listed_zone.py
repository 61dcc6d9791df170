"""A zone whose records are all in memory: what every reader of DNS-as-code ends in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

from ..model import Beside, Fault, Node, Record, Vantage, VantageKind
from .crowd import MAX_AT_NAME
from .extract import Extract
from .name_tree import NameTree
from .zone_index import all_ancestors

if TYPE_CHECKING:
    from .node_screen import NodeScreen
    from .zone_screen import Screen

_SETTLED = ("TXT", "SPF", "CNAME", "MX")  # what a mail service must be able to tell
EVERY = "*"  # stands for each type where the type of an unknown record is unknown, too


class Contents:
    """What a reader found out about one zone, while it reads.

    `unknown` holds the types of which a record's value is not known yet, by owner name;
    `removed` are records that a planned change takes away, `twins` as in `Beside`. `complete` says
    whether what is not listed does not exist.
    """

    __slots__ = (
        *("complete", "faults", "records", "removed", "twins", "unknown", "zone"),
        *("_variants",),
    )

    def __init__(self, zone: str, *, complete: bool) -> None:
        self.zone = zone
        self.complete = complete
        self.records: list[Record] = []
        self.removed: list[Record] = []
        self.twins: tuple[str, ...] = ()
        self.faults: list[Fault] = []
        self.unknown: dict[str, set[str]] = {}
        self._variants: dict[tuple[str, str], dict[str, list[Record]]] = {}

    def vary(self, record: Record, variant: str) -> None:
        """Keep a record of a set that not everybody gets: by weight, by place, by health.

        Sets of one name and type never answer together. So one of them is judged; where they
        differ, what a mail service sees cannot be told.
        """
        sets = self._variants.setdefault((record.name, record.type), {})
        sets.setdefault(variant, []).append(record)

    def settle(self) -> None:
        """Take in one set of those that vary, when all of them were read."""
        for (name, type_), sets in self._variants.items():
            first, *others = sets.values()
            self.records += first
            if type_ in _SETTLED and any(_data(first) != _data(other) for other in others):
                self.unknowable(name, type_)
        self._variants.clear()

    def unknowable(self, name: str, type_: str) -> None:
        """Note that a value at this name is only known after the change was applied."""
        self.unknown.setdefault(name, set()).add(type_ or EVERY)


def _data(records: Iterable[Record]) -> frozenset[str]:
    return frozenset(r.data for r in records)


class ListedZone:
    """One zone of DNS-as-code; `label` is the file or folder that it was read from.

    `data` is the text of a file that can be read only once.
    """

    is_held = True

    def __init__(self, contents: Contents, label: str, data: bytes = b"") -> None:
        self._data = data
        self.path = label
        self.zone = contents.zone
        self.vantage = Vantage(VantageKind.IAC, label)
        self.complete = contents.complete
        self.faults: tuple[Fault, ...] = tuple(contents.faults)
        removed: Mapping[str, tuple[Record, ...]] = _by_name(contents.removed)
        self.beside = Beside(removed, twins=contents.twins)
        self._records = _by_name(contents.records)
        self._unknown = {n: frozenset(types) for n, types in contents.unknown.items()}
        apex = self._records.get(self.zone, ())
        self.soa = next((r for r in apex if r.type == "SOA"), None)

    def text(self) -> Iterator[bytes]:
        """The file's text where it can be read only once, else nothing."""
        yield self._data

    def as_complete(self) -> ListedZone:
        """The zone as it would be if it held nothing else."""
        other = copy(self)
        other.complete = True
        return other

    def extract(self, names: Collection[str], below: Collection[str] = ()) -> Extract:
        """Every record whose owner is one of `names` or strictly below one of `below`."""
        found = {self._places[n]: n for n in names if n in self._records}
        for top in below:
            found.update(self._tree.below(top))
        records = {found[place]: self._records[found[place]] for place in sorted(found)}
        return Extract(records, self._parents.intersection(names), unknown=self._unknown)

    def nodes(self, screen: Screen | None = None) -> Iterator[Node]:
        """Each owner name once, with all its records.

        A screen leaves out names that no rule can object to. A name that loses all of its records
        is there without any.
        """
        plain = self._screen() if screen is not None else None
        told = {*self.beside.removed, *((self.zone,) if self.beside.twins else ())}
        for name, records in self._records.items():
            node = Node(name, records)
            if plain is None or name in told or not plain.is_plain(node):
                yield node
        for name in sorted(told - self._records.keys()):
            yield Node(name, ())

    def _screen(self) -> NodeScreen:
        from .node_screen import NodeScreen

        held = self._records.items()
        cuts = [n for n, group in held if n != self.zone and any(r.type == "NS" for r in group)]
        return NodeScreen(self.zone, cuts, self.beside.zones)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._records)}

    @cached_property
    def _tree(self) -> NameTree:
        return NameTree(self._records)

    @cached_property
    def _parents(self) -> frozenset[str]:
        return all_ancestors((*self._records, *self._unknown))


def _by_name(records: Iterable[Record]) -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        group = found.setdefault(record.name, [])
        if len(group) <= MAX_AT_NAME:
            group.append(record)
    return {name: tuple(group) for name, group in found.items()}
