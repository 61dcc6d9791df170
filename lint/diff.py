"""`--diff`: what the findings say to change in files, as a unified diff that `git apply` takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import unified_diff

from .diff_proof import Corrected, lines_of
from .model import Finding, Result
from .noun import NamedTuple

Correct = Callable[[bytes, Sequence[Finding]], Corrected]


class File(NamedTuple):
    """A file that findings may change: its octets, and how its kind is corrected."""

    data: bytes
    correct: Correct


class Diff(NamedTuple):
    """The diff's text, and the findings whose changes are not in it."""

    text: str
    left: tuple[Finding, ...]


def diff(result: Result, files: Callable[[str], File | None]) -> Diff:
    """The changes of all findings, file by file; `files` gives a file that can be changed."""
    pieces: list[str] = []
    left: list[Finding] = []
    for path, findings in _by_path(result).items():
        file = files(path)
        if file is None:
            left += findings
            continue
        new = file.correct(file.data, findings)
        left += new.left
        pieces += _hunks(path, file.data, new.text)
    return Diff("".join(pieces), tuple(left))


def _by_path(result: Result) -> Mapping[str, list[Finding]]:
    """The findings that have changes, by the file that the changes belong to."""
    found: dict[str, list[Finding]] = {}
    for finding in result.findings:
        if finding.changes:
            found.setdefault(file_of(finding), []).append(finding)
    return found


def file_of(finding: Finding) -> str:
    """The observed file: a finding about a record that is missing points at the document."""
    labels = [v.label for v in finding.vantages]
    at = finding.location
    if at is not None and (not labels or any(holds(label, at.path) for label in labels)):
        return at.path
    return labels[0] if labels else ""


def holds(label: str, path: str) -> bool:
    """Whether a source's file, or a file of its folder, is at this path."""
    return path == label or path.startswith(os.path.join(label, ""))  # noqa: PTH118


def _hunks(path: str, before: bytes, after: bytes) -> Iterator[str]:
    name = os.path.relpath(path) if os.path.isabs(path) else os.path.normpath(path)  # noqa: PTH117
    sides = unified_diff(lines_of(before), lines_of(after), _named("a", name), _named("b", name))
    for line in sides:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _named(side: str, path: str) -> str:
    """A file's name as git writes it: in quotes where it has characters that would mislead."""
    if path.isprintable() and not set(path) & set('"\\'):
        return f"{side}/{path}"
    octets = f"{side}/{path}".encode("utf-8", "surrogateescape")
    return '"' + "".join(_quoted(octet) for octet in octets) + '"'


def _quoted(octet: int) -> str:
    char = chr(octet)
    if char in '"\\':
        return f"\\{char}"
    return char if 0x20 <= octet < 0x7F else f"\\{octet:03o}"
