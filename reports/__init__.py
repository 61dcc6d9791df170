"""The report formats: one file each, a pure function from a Result to pieces of text."""

from __future__ import annotations

import importlib
from collections.abc import Iterable

from ..lint.model import Result

FORMATS = {
    "full": "full",
    "concise": "concise",
    "json": "json",
    "html": "html",
}
"""A format's name and its module, which is imported only when the format is asked for."""

COLORED = frozenset({"full", "concise"})
FITTED = frozenset({"full"})


def render(
    format_: str, result: Result, *, color: bool = False, width: int | None = None
) -> Iterable[str]:
    """The report as pieces of text to write one after the other; KeyError for an unknown format.

    `color` adds terminal colours and `width` is the terminal's, in columns, where the format has
    a use for them; both are ignored elsewhere.
    """
    module = importlib.import_module(f".{FORMATS[format_]}", __name__)
    options: dict[str, object] = {}
    if format_ in COLORED:
        options["color"] = color
    if format_ in FITTED and width is not None:
        options["width"] = width
    pieces: Iterable[str] = module.render(result, **options)
    return pieces
