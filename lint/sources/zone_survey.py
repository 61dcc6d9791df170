"""A first pass over a large zone file: which owner names come back, and where the zone is cut.

Records of one name usually stand together. Names that come back further down are found by the
hashes of all owner names, eight octets each, so that a later pass can bring their records
together in bounded memory.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import compress, groupby

from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names
from .zone_entry import CHARACTER, entries
from .zone_segment import Segment

MAX_CUTS = 100_000  # delegated names that are kept
_PART = 200_000  # hashes that are compared at once
_OCTETS = range(256)

_OWNER = lazy(rb"\n(" + CHARACTER + rb"++)")
_ESCAPED = lazy(rb"\n" + CHARACTER + rb"*+\\")
_WORD = rb"(?:[0-9][0-9A-Za-z]*+[ \t]++)?+"
_CUT = lazy(
    rb"\n(" + CHARACTER + rb"*+)[ \t]++" + _WORD + rb"(?:[Ii][Nn][ \t]++)?+" + _WORD
    + rb"(?:[Nn][Ss]|[Dd][Nn][Aa][Mm][Ee])[ \t(]"
)  # fmt: skip


class Survey(NamedTuple):
    """What the first pass found.

    `again` are the hashes of names whose records do not stand together; by chance a few other
    names share them. `cuts` are the names below the apex with NS or DNAME records, None where
    there are too many to keep.
    """

    again: frozenset[int]
    cuts: frozenset[str] | None

    def is_under_cut(self, name: str) -> bool:
        """Whether another zone answers for the name, or may do so."""
        if self.cuts is None:
            return True
        if not self.cuts:
            return False
        return name in self.cuts or not self.cuts.isdisjoint(names.ancestors(name))


def survey(segments: Iterable[Segment], apex: str) -> Survey:
    """Read all owner names of a file, record data left aside."""
    hashes = array("q")
    cuts: set[str] = set()
    for segment in segments:
        hashes.extend(map(hash, owners(segment)))
        if len(cuts) <= MAX_CUTS:
            cuts.update(_cuts(segment))
    cuts.discard(apex)
    kept = frozenset(cuts) if len(cuts) <= MAX_CUTS else None
    again = set(_repeated(hashes))
    if hash(names.join(apex, apex)) in hashes:
        again.add(hash(apex))  # an SOA record whose owner lacks its final dot belongs there
    return Survey(frozenset(again), kept)


def owners(segment: Segment) -> Iterable[str]:
    """The canonical owner names of a segment, once for each run of records.

    Lines inside brackets may add words that are no owner names; that does no harm.
    """
    data = segment.data
    inherited = [segment.owner] if segment.owner is not None else []
    if not data.isascii() or (b"\\" in data and _ESCAPED.search(data)):
        return inherited + list(_named(segment))
    typed = b"\n".join([owner for owner, _ in groupby(_OWNER.findall(data))])
    if not typed:
        return inherited
    text = typed.decode("ascii").lower()
    if not text.replace("\n", "").isprintable():
        return inherited + list(_named(segment))
    words = text.split("\n")
    suffix = "." + segment.origin if segment.origin else ""
    if b".\n" not in typed and not typed.endswith(b".") and b"@" not in typed:
        return inherited + [word + suffix for word in words]
    return inherited + [_canonical(word, suffix) for word in words]


def _canonical(word: str, suffix: str) -> str:
    if word[-1] == ".":
        return word[:-1]
    return suffix[1:] if word == "@" else word + suffix


def _named(segment: Segment) -> Iterator[str]:
    last = b""
    for entry in entries(segment.data):
        typed = segment.data[entry.at : entry.rest]
        if typed and typed != last:
            last = typed
            yield segment.name(entry.at, entry.rest)


def _cuts(segment: Segment) -> Iterator[str]:
    data = segment.data
    if b"\\" in data and _ESCAPED.search(data):
        yield from _named_cuts(segment)
        return
    owner, seen = segment.owner or segment.origin, 0
    for match in _CUT.finditer(data):
        if match.group(1):
            owner = segment.name(*match.span(1))
        else:
            owner = _last_between(segment, seen, match.start()) or owner
        seen = match.start()
        yield owner


def _last_between(segment: Segment, start: int, end: int) -> str | None:
    """The last owner name on the lines between two line feeds."""
    while (line := segment.data.rfind(b"\n", start, end)) >= 0:
        if found := _OWNER.match(segment.data, line):
            return segment.name(*found.span(1))
        end = line
    return None


def _named_cuts(segment: Segment) -> Iterator[str]:
    owner = segment.owner or segment.origin
    for entry in entries(segment.data):
        if entry.rest > entry.at:
            owner = segment.name(entry.at, entry.rest)
        if _CUT.match(b"\n" + segment.data[entry.rest : entry.stop]):
            yield owner


def _repeated(hashes: array[int]) -> Iterator[int]:
    """The values that occur more than once, found part by part to keep memory low."""
    parts = min(1 + len(hashes) // _PART, len(_OCTETS))
    octets = bytes(memoryview(hashes).cast("B")[:: hashes.itemsize])  # one of each hash
    for part in range(parts):
        chosen = octets.translate(bytes(octet % parts == part for octet in _OCTETS))
        if len(set(compress(hashes, chosen))) < chosen.count(1):
            some = Counter(compress(hashes, chosen))
            yield from (h for h, count in some.items() if count > 1)
