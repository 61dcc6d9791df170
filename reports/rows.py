"""JSON documents whose long list stands one item a line: quick to write, and to compare."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ..lint.codec import Json


def row(value: Json) -> str:
    """A JSON value on one line, in plain ASCII."""
    return json.dumps(value, separators=(", ", ": "))


def array(items: Iterable[Json]) -> Iterator[str]:
    """A JSON array, one item a line, in pieces."""
    lead = "["
    for item in items:
        yield f"{lead}\n{row(item)}"
        lead = ","
    yield "[]" if lead == "[" else "\n]"
