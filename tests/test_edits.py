"""Edits: carried out literally they make the next run clean, and they touch nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from failures import FAILURES, SHAPES, Failure, Shape, right
from test_diff_zone import WRITTEN, _reader
from test_failures import checked

from senderlint.lint.diff import File
from senderlint.lint.diff_proof import Corrected, corrected
from senderlint.lint.diff_zone import edited
from senderlint.lint.edits import MAX_READ, edits, with_edits
from senderlint.lint.model import Edit, Finding, Result, Severity


def _with_edits(result: Result, data: bytes, shape: Shape) -> Result:
    def correct(data: bytes, findings: Sequence[Finding]) -> Corrected:
        return corrected(data, findings, shape.zone, _reader(shape), edited)

    return with_edits(result, lambda path: File(data, correct) if path == "zone" else None)


def _carried_out(text: str, found: Sequence[Edit]) -> str:
    """The text after a reader clicked on every edit."""
    lines = text.split("\n")
    for edit in sorted(found, key=lambda e: -e.line):
        assert tuple(lines[edit.line - 1 : edit.last]) == edit.source
        lines[edit.line - 1 : edit.last] = edit.text
    return "\n".join(lines)


ONCE = {f.title: (f, next(s for s in SHAPES if s.name in f.shapes)) for f in FAILURES}


@pytest.mark.parametrize(("failure", "shape"), ONCE.values(), ids=map(str, ONCE))
def test_the_edits_of_a_finding_mend_what_it_is_about(failure: Failure, shape: Shape) -> None:
    zone = right(shape)
    failure.plant(zone)
    text = WRITTEN["relative"](zone)
    before = checked(shape, text, failure.reported, failure.edit)
    result = _with_edits(before, text.encode(), shape)
    changing = [f for f in result.findings if f.changes]
    assert all(f.edits for f in changing)
    assert not any(f.edits for f in result.findings if not f.changes)
    for finding in changing:
        after = checked(shape, _carried_out(text, finding.edits), failure.reported, failure.edit)
        assert finding.fingerprint not in {f.fingerprint for f in after.findings}
        if len(changing) == 1:  # otherwise one click is not all that it takes
            new = {f.fingerprint for f in after.findings if f.severity is Severity.ERROR}
            assert new <= {f.fingerprint for f in before.findings}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"a\nb\nc\n", b"a\nX\nc\n", [(2, 2, ("b",), ("X",))]),
        (b"a\nb\nc\n", b"a\nc\n", [(2, 2, ("b",), ())]),
        (b"a\nb", b"a\nb\nX\n", [(2, 2, ("b",), ("b", "X"))]),
        (b"a\nb\nc\nd\n", b"X\nb\nc\nY\nZ\n", [(1, 1, ("a",), ("X",)), (4, 4, ("d",), ("Y", "Z"))]),
        (b"a\nb\n", b"a\nb\n", []),
        (b"a\r\nb\r\n", b"a\r\nX\r\n", []),
        (b"a\nb\n", b"a\n\x1b\n", []),
        (b"a\nb\n", b"a\n\xff\n", []),
    ],
)
def test_edits_are_the_lines_that_differ(
    before: bytes, after: bytes, expected: list[tuple[object, ...]]
) -> None:
    found = edits("z", before, after)
    assert [tuple(e)[1:] for e in found] == expected


def test_a_large_file_is_not_read_again_and_again() -> None:
    failure, shape = next(f for f in FAILURES if f.code == "HOST01"), SHAPES[0]
    zone = right(shape)
    failure.plant(zone)
    result = checked(shape, zone.text(), failure.reported, failure.edit)
    large = zone.text().encode() + b";" * MAX_READ
    assert not any(f.edits for f in _with_edits(result, large, shape).findings)
