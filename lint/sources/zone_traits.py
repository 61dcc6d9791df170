"""What a run of records shows of its owner names without being read: enough to skip it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .zone_segment import Segment

# The last label of every owner; empty for an owner with a final dot.
_LAST = re.compile(rb'\n(?=[^\s;"()\\])(?:[^\s.;"()\\]++\.)*+([^\s.;"()\\]*+)')
_ESCAPED = re.compile(rb'\n[^\s;"()\\]*+\\')


@dataclass(frozen=True, slots=True)
class Traits:
    """The last labels of a segment's owner names, in lower case; empty for an absolute name.

    `escaped` says that owner names have escapes, so that the labels are not the whole truth.
    """

    labels: Iterable[bytes]
    escaped: bool


def traits(segment: Segment) -> Traits:
    """One search over the text of a segment."""
    data = segment.data
    labels = _LAST.findall(data)
    joined = b"\n".join(labels)
    if joined != (lower := joined.lower()):
        labels = lower.split(b"\n")
    return Traits(labels, b"\\" in data and _ESCAPED.search(data) is not None)
