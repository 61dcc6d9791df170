"""The files of a folder that may hold DNS data, in order, bounded, never through linked folders."""

from __future__ import annotations

import os
from collections.abc import Iterator

from .error import SourceError
from .zone_dialect import domain_in_path

MAX_ENTRIES = 200_000  # files and folders looked at
MAX_DEPTH = 30

_DOCUMENTS = (".yaml", ".yml", ".json", ".tfstate", ".tsv")
_ZONES = (".zone", ".db", ".dns", ".bind", ".hosts", ".txt")
_SKIPPED = frozenset(("node_modules", "vendor", "venv", "__pycache__"))


def candidates(folder: str) -> Iterator[str]:
    """The paths of files whose names are those of documents or of zones; raises SourceError."""
    count = 0
    waiting = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        inner: list[tuple[str, int]] = []
        for entry in _entries(place):
            count += 1
            if count > MAX_ENTRIES:
                raise SourceError(folder, f"holds more than {MAX_ENTRIES:,} files; give a part")
            if entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH and not _is_skipped(entry.name):
                    inner.append((entry.path, depth + 1))
            elif is_candidate(entry.name) and entry.is_file():
                yield entry.path
        waiting += reversed(inner)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda e: e.name)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise SourceError(folder, f"cannot be read: {reason}") from error


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or name in _SKIPPED


def is_candidate(name: str) -> bool:
    """Whether a file may hold DNS data by its name."""
    lower = name.lower()
    return lower.endswith((*_DOCUMENTS, *_ZONES)) or is_zone_name(name)


def is_zone_name(name: str) -> bool:
    """Whether a file may be a zone file: by its ending, or because it is named after a zone."""
    return name.lower().endswith(_ZONES) or domain_in_path(name) is not None
