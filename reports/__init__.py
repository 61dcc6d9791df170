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


def render(format_: str, result: Result, *, color: bool = False) -> Iterable[str]:
    """The report as pieces of text to write one after the other; KeyError for an unknown format.

    `color` adds terminal colours where the format has them and is ignored elsewhere.
    """
    module = importlib.import_module(f".{FORMATS[format_]}", __name__)
    pieces: Iterable[str]
    if color and format_ in COLORED:
        pieces = module.render(result, color=True)
    else:
        pieces = module.render(result)
    return pieces
