"""The owner names of a file, to find those below a name without a look at all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from operator import itemgetter


class NameTree:
    """Canonical names in the order of a file."""

    __slots__ = ("_backwards",)

    def __init__(self, owners: Iterable[str]) -> None:
        # Spelt backwards, all names below one stand together once they are sorted.
        self._backwards = sorted((owner[::-1], place) for place, owner in enumerate(owners))

    def below(self, name: str) -> list[tuple[int, str]]:
        """The names strictly below this one with their places, in the order of the file."""
        found = self._backwards
        if name:
            start = name[::-1]
            first, end = (bisect_left(found, (start + mark,)) for mark in "./")  # "/" follows "."
            found = found[first:end]
        by_place = sorted(found, key=itemgetter(1))
        return [(place, owner[::-1]) for owner, place in by_place if owner]
