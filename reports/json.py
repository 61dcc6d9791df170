"""The `json` format: the whole result, which `render` reads back."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.codec import to_json
from ..lint.model import Result


def render(result: Result) -> Iterator[str]:
    """The result as one indented JSON object in plain ASCII."""
    yield to_json(result)
