"""The report formats: one file each, a pure function from a Result to pieces of text."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from types import ModuleType

from ..lint.model import Result, RulePage
from .place import Ground

FORMATS = {
    "full": "full",
    "concise": "concise",
    "json": "json",
    "json-lines": "json_lines",
    "html": "html",
    "markdown": "markdown",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
    "rdjson": "rdjson",
}
"""A format's name and its module, which is imported only when the format is asked for."""

COLORED = frozenset({"full", "concise"})
FITTED = frozenset({"full"})
GROUNDED = frozenset({"sarif", "github", "gitlab", "rdjson"})
DOCUMENTED = frozenset({"sarif"})


def load(format_: str) -> ModuleType:
    """The module that writes a format; KeyError for an unknown one."""
    return importlib.import_module(f".{FORMATS[format_]}", __name__)


def render(
    format_: str,
    result: Result,
    *,
    color: bool = False,
    width: int | None = None,
    ground: Ground | None = None,
    pages: Mapping[str, RulePage] | None = None,
) -> Iterable[str]:
    """The report as pieces of text to write one after the other; KeyError for an unknown format.

    `color` adds terminal colours, `width` is the terminal's, in columns, `ground` says what paths
    are told from, and `pages` are the rules' documentation by code. Each format takes what it has
    a use for.
    """
    module = load(format_)
    options: dict[str, object] = {}
    if format_ in COLORED:
        options["color"] = color
    if format_ in FITTED and width is not None:
        options["width"] = width
    if format_ in GROUNDED and ground is not None:
        options["ground"] = ground
    if format_ in DOCUMENTED and pages is not None:
        options["pages"] = pages
    pieces: Iterable[str] = module.render(result, **options)
    return pieces
