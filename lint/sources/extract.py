"""What a source holds at some names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..model import Record
from ..noun import NamedTuple


class Extract(NamedTuple):
    """What a zone holds at some names.

    `records` maps owner names to their records in the order of the file; names without records
    are left out. `parents` are the wanted names that have some record strictly below them, so
    that they exist even without records (RFC 4592 section 2.2.2). `unlisted` are those of the
    `below` names of a large zone file that have too many records below them. `unknown` are
    the types whose values at a name are not known yet, `*` for every type.
    """

    records: Mapping[str, tuple[Record, ...]]
    parents: frozenset[str]
    unlisted: frozenset[str] = frozenset()
    unknown: Mapping[str, frozenset[str]] = MappingProxyType({})
