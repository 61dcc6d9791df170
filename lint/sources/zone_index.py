"""A small zone file held in memory: read once, asked often."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from ..model import Node, Record
from ..records import names
from .crowd import MAX_AT_NAME
from .name_tree import NameTree
from .zone_dialect import Dialect
from .zone_record import Raw, record


class Index:
    """The entries of a file by owner name, in the order of the file; records are made on demand."""

    def __init__(self, raws: Iterable[Raw], dialect: Dialect) -> None:
        self._dialect = dialect
        self._raws: dict[str, list[Raw]] = {}
        for raw in raws:
            group = self._raws.setdefault(raw.name, [])
            if len(group) <= MAX_AT_NAME:
                group.append(raw)
        self._records: dict[str, tuple[Record, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._raws)

    def records(self, name: str) -> tuple[Record, ...]:
        """The records at a name, empty where there are none."""
        found = self._records.get(name)
        if found is None:
            found = tuple(record(raw, self._dialect) for raw in self._raws.get(name, ()))
            self._records[name] = found
        return found

    def extract(
        self, wanted: Collection[str], below: Collection[str]
    ) -> Mapping[str, tuple[Record, ...]]:
        """The records at the wanted names and strictly below some others, in the file's order."""
        found = {self._places[name]: name for name in wanted if name in self._raws}
        for top in below:
            found.update(self._tree.below(top))
        return {found[place]: self.records(found[place]) for place in sorted(found)}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._raws)}

    @cached_property
    def _tree(self) -> NameTree:
        return NameTree(self._raws)

    def parents(self, wanted: Collection[str]) -> frozenset[str]:
        """Those of the names that have some record strictly below them."""
        return self._parents.intersection(wanted)

    @cached_property
    def _parents(self) -> frozenset[str]:
        return all_ancestors(self._raws)

    def nodes(self) -> Iterator[Node]:
        """Every owner name with its records, in the order of their first mention."""
        for name in self._raws:
            yield Node(name, self.records(name))


def all_ancestors(owners: Iterable[str]) -> frozenset[str]:
    """Every name that is strictly above one of these."""
    found: set[str] = set()
    for owner in owners:
        for above in names.ancestors(owner):
            if above in found:
                break
            found.add(above)
    return frozenset(found)
