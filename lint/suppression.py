"""One decision to put up with findings, and which findings it is about."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase

from .model import Finding, Where
from .noun import NamedTuple
from .records import names


class Suppression(NamedTuple):
    """Findings of these rules are put up with, for this reason.

    `until` is the last day on which that counts (`2027-01-31`), None for always. `path` is a
    pattern of file names, `name` an owner name and `domain` a sender domain; `lines` are the first
    and last line of `where.path` that a comment speaks of. None of them narrows where it is None.
    """

    where: Where
    codes: frozenset[str]
    reason: str
    until: str | None = None
    path: str | None = None
    name: str | None = None
    domain: str | None = None
    lines: tuple[int, int] | None = None

    def is_expired(self, today: str) -> bool:
        """Whether it counted only until a day before this one (both as `2027-01-31`)."""
        return self.until is not None and self.until < today

    def covers(self, finding: Finding) -> bool:
        """Whether this is one of the findings that are put up with."""
        return (
            finding.code in self.codes
            and _at_name(self.name, finding.record.name)
            and _at_name(self.domain, finding.domain)
            and (self.path is None or in_path(self.path, finding))
            and (self.lines is None or self._on_lines(finding, self.lines))
        )

    def _on_lines(self, finding: Finding, lines: tuple[int, int]) -> bool:
        """Whether the record that the finding points at begins or ends on one of these lines."""
        at = finding.location
        if at is None or at.path != self.where.path:
            return False
        last = at.line + max(len(at.source), 1) - 1
        return at.line <= lines[1] and lines[0] <= last


def _at_name(wanted: str | None, name: str) -> bool:
    return wanted is None or names.canonical(f"{wanted.removesuffix('.')}.") == name


def in_path(pattern: str, finding: Finding) -> bool:
    """Whether a finding points into a file that matches; a folder stands for all below it."""
    if finding.location is None:
        return False
    path, wanted = os.path.normpath(finding.location.path), os.path.normpath(pattern)
    return fnmatchcase(path, wanted) or fnmatchcase(path, os.path.join(wanted, "*"))  # noqa: PTH118
