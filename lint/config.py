"""The configuration: what it can say, and where it is found.

`senderlint.toml` wins over `.senderlint.toml` and that over `[tool.senderlint]` in
`pyproject.toml`; the nearest folder that holds one of them wins over its parents. Paths in it are
relative to its folder. What the command line says wins over all of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .config_error import ConfigError
from .files import FileError, read
from .model import Severity, Where
from .noun import NamedTuple

if TYPE_CHECKING:
    from .config_shape import Table
    from .suppression import Suppression

NAMES = ("senderlint.toml", ".senderlint.toml", "pyproject.toml")
SHARED = "pyproject.toml"  # other tools keep theirs in it, too
MAX = 1024 * 1024  # octets of a configuration file


class DomainTable(NamedTuple):
    """One `[[domain]]` table. Paths are as the working directory sees them."""

    where: Where
    name: str | None = None
    expected: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    provider: str | None = None
    origin: str | None = None
    records: tuple[Table, ...] = ()


class Config(NamedTuple):
    """What a configuration says; None and empty where it says nothing.

    `lines` are the file's lines, for findings that point at it.
    """

    path: str | None = None
    folder: str = ""
    lines: tuple[str, ...] = ()
    fail_on: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()  # by code
    per_path_ignores: tuple[tuple[str, frozenset[str]], ...] = ()  # pattern, codes
    suppressions: tuple[Suppression, ...] = ()
    baseline: str | None = None
    resolvers: tuple[str, ...] = ()
    timeout: float | None = None
    domains: tuple[DomainTable, ...] = ()


def load(words: Sequence[str], *, isolated: bool, start: str = ".") -> Config:
    """The configuration for one run; raises ConfigError.

    `words` are the values of `--config`: at most one file, and any number of KEY=VALUE. Without a
    file the nearest one from the folder `start` upwards is read, unless `isolated`.
    """
    files = [w for w in words if not _is_setting(w)]
    if len(files) > 1:
        raise ConfigError(files[1], "only one configuration file can be given with --config")
    path = files[0] if files else None if isolated else find(start)
    if path is None and not words:
        return Config()
    from .config_reader import configuration

    return configuration(path, [w for w in words if _is_setting(w)])


def find(start: str) -> str | None:
    """The nearest configuration from this folder upwards, as a path from the working directory."""
    folder, seen = os.path.abspath(start), ""  # noqa: PTH100 - pathlib would cost start-up time
    while folder != seen:
        for name in NAMES:
            path = os.path.join(folder, name)  # noqa: PTH118
            if os.path.isfile(path) and (name != SHARED or _has_table(path)):  # noqa: PTH113
                return os.path.relpath(path)
        folder, seen = os.path.dirname(folder), folder  # noqa: PTH120
    return None


def _has_table(path: str) -> bool:
    """Whether a shared file has our table; one that cannot be read is somebody else's matter."""
    try:
        data = read(path, MAX)
    except FileError:
        return False
    import re

    return re.search(rb"^\s*\[\[?\s*tool\s*\.\s*senderlint\b", data, re.MULTILINE) is not None


def _is_setting(word: str) -> bool:
    return "=" in word and not os.path.exists(word)  # noqa: PTH110
