"""Where a finding stands in the repository, as code review tools want it."""

from __future__ import annotations

import posixpath

from ..lint.model import Finding, Location, Result
from ..lint.noun import NamedTuple
from ..lint.records.visible import visible

_LARGEST = 2**31 - 1  # line and column numbers that every reader of these formats can hold
_STDIN = "<stdin>"


class Ground(NamedTuple):
    """What paths are told from: the working directory and the root of the repository.

    Both are absolute, or "" where nobody knows: then only relative paths that stay below count.
    """

    here: str = ""
    root: str = ""

    def below(self, path: str) -> str | None:
        """The path relative to the root, None for one outside and for what is no file.

        The result has neither `.` nor `..` in it and begins with no slash.
        """
        if path in ("", _STDIN) or "\0" in path:
            return None
        whole = posixpath.normpath(posixpath.join(self.here, path))
        if not self.root:
            return None if whole.startswith(("/", "../")) or whole == ".." else whole
        above = self.root.rstrip("/") + "/"
        return whole[len(above) :] if whole.startswith(above) else None

    def from_here(self, path: str) -> str:
        """A path below the root, told from the working directory; it may begin with `..`."""
        if not self.root:
            return path
        return posixpath.relpath(posixpath.join(self.root, path), self.here)


UNKNOWN = Ground()


class Place(NamedTuple):
    """Lines of a file: `path` is relative to the root, numbers are 1-based, `last` is included.

    `source` is what the lines hold, nothing where that is not known.
    """

    path: str
    line: int
    last: int
    column: int
    source: tuple[str, ...]


class Places:
    """Tells where findings stand.

    A finding without a file stands where its domain was named: in the configuration or in the
    provider's document. One that has no place inside the repository stands nowhere.
    """

    def __init__(self, result: Result, ground: Ground) -> None:
        self._ground = ground
        self._named = {d.domain: d.named for d in reversed(result.domains)}
        self._below: dict[str, str | None] = {}

    def __call__(self, finding: Finding) -> Place | None:
        """The first place of a finding that lies inside the repository."""
        for at in (finding.location, self._named.get(finding.domain)):
            if at is not None and (path := self.below(at.path)) is not None:
                return _place(path, at)
        return None

    def below(self, path: str) -> str | None:
        """`Ground.below`, remembered: many findings stand in one file."""
        if path not in self._below:
            self._below[path] = self._ground.below(path)
        return self._below[path]


def _place(path: str, at: Location) -> Place:
    line = _bounded(at.line)
    last = _bounded(line + max(len(at.source), 1) - 1)
    return Place(path, line, last, _bounded(at.column), at.source)


def _bounded(number: int) -> int:
    return max(1, min(number, _LARGEST))


def is_tellable(path: str) -> bool:
    """Whether a path can stand in a log and in JSON: file names may hold any octets."""
    return visible(path) == path
