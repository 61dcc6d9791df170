"""A finding's changes as edits of the file that was read, for formats that offer them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from .diff import File, file_of
from .diff_proof import lines_of
from .model import Edit, Finding, Result

MAX_READ = 2 * 1024 * 1024  # octets of one file that are read again to prove its edits


def with_edits(result: Result, files: Callable[[str], File | None]) -> Result:
    """The result with the edits of every finding whose changes have a place in a file.

    `files` gives a file that can be changed. Each finding's edits stand for themselves: they were
    proved by reading the file again with them alone.
    """
    held: dict[str, _Held] = {}
    findings = list[Finding]()
    for finding in result.findings:
        if finding.changes:
            path = file_of(finding)
            if path not in held:
                held[path] = _Held(path, files(path))
            finding = finding._replace(edits=held[path].edits(finding))
        findings.append(finding)
    return result._replace(findings=tuple(findings))


class _Held:
    """A file, and how much of it may still be read."""

    def __init__(self, path: str, file: File | None) -> None:
        self._path, self._file = path, file
        self._left = MAX_READ

    def edits(self, finding: Finding) -> tuple[Edit, ...]:
        """The edits that carry out this finding's changes and nothing else."""
        file = self._file
        if file is None or len(file.data) > self._left:
            return ()
        self._left -= len(file.data)
        new = file.correct(file.data, (finding,))
        return () if new.left else edits(self._path, file.data, new.text)


def edits(path: str, before: bytes, after: bytes) -> tuple[Edit, ...]:
    """What turns a file's lines into others; nothing where a line would not stand in a report.

    A line that only comes in is told with the line that it follows.
    """
    if b"\r" in before:
        return ()
    old, new = _lines(before), _lines(after)
    found = tuple(_edits(path, old, new))
    return found if all(_is_plain(line) for e in found for line in e.text) else ()


def _lines(data: bytes) -> list[str]:
    return [line.rstrip("\n") for line in lines_of(data)]


def _is_plain(line: str) -> bool:
    return line.replace("\t", "").isprintable()


def _edits(path: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Edit]:
    same = _common(old, new)
    tail = _common(old[same:][::-1], new[same:][::-1])
    middle, put = old[same : len(old) - tail], new[same : len(new) - tail]
    for tag, i, j, k, m in SequenceMatcher(None, middle, put, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        start, end, text = same + i, same + j, put[k:m]
        if start == end and start > 0:
            start, text = start - 1, [old[start - 1], *text]
        yield Edit(path, start + 1, end, tuple(old[start:end]), tuple(text))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
