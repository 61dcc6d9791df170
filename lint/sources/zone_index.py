"""A small zone file held in memory: read once, asked often."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ..model import Node, Record
from ..records import names
from .zone_dialect import Dialect
from .zone_record import Raw, record


class Index:
    """The entries of a file by owner name, in the order of the file; records are made on demand."""

    __slots__ = ("_dialect", "_parents", "_raws", "_records")

    def __init__(self, raws: Iterable[Raw], dialect: Dialect) -> None:
        self._dialect = dialect
        self._raws: dict[str, list[Raw]] = {}
        for raw in raws:
            self._raws.setdefault(raw.name, []).append(raw)
        self._records: dict[str, tuple[Record, ...]] = {}
        self._parents: frozenset[str] | None = None

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
        listed = set(wanted)
        if below:
            tops = set(below)
            listed.update(n for n in self._raws if any(a in tops for a in names.ancestors(n)))
        return {n: self.records(n) for n in self._raws if n in listed}

    def parents(self, wanted: Collection[str]) -> frozenset[str]:
        """Those of the names that have some record strictly below them."""
        if self._parents is None:
            self._parents = all_ancestors(self._raws)
        return self._parents.intersection(wanted)

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
