"""`--diff`: the corrected zone file makes the next run clean, whatever way the file is written."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from failures import FAILURES, SHAPES, Failure, Shape, Zone, right
from test_failures import EACH, checked

from senderlint.lint.diff import File, diff
from senderlint.lint.diff_proof import Corrected, corrected
from senderlint.lint.diff_zone import edited
from senderlint.lint.model import Finding, Record, Result, Severity, Verdict
from senderlint.lint.sources.zone_file import zone_from_bytes


def _absolute(zone: Zone) -> str:
    return zone.text()


def _relative(zone: Zone) -> str:
    """As people write by hand: relative names, owners inherited, comments, no final line end."""
    out = [f"$ORIGIN {zone.shape.zone}.", "$TTL 3600"]
    before = ""
    for owner, type_, data in zone.lines:
        suffix = f".{zone.shape.zone}"
        short = "@" if owner == zone.shape.zone else owner.removesuffix(suffix)
        if short == owner or (short == "@" and owner != zone.shape.zone):
            short = f"{owner}."  # a label that is an at sign would mean the zone itself
        out.append(f"{'' if short == before else short}\t{type_}\t{data}  ; kept")
        before = short
    return "\n".join([*out, *zone.raw])


def _windows(zone: Zone) -> str:
    return zone.text().replace("\n", "\r\n")


WRITTEN: dict[str, Callable[[Zone], str]] = {
    "absolute": _absolute,
    "relative": _relative,
    "windows": _windows,
}


def _reader(shape: Shape) -> Callable[[bytes], Iterable[Record]]:
    def read(data: bytes) -> Iterable[Record]:
        zone = zone_from_bytes(data, path="zone", origin=shape.zone)
        return [r for node in zone.nodes() for r in node.records]

    return read


def _diff(result: Result, text: str, shape: Shape) -> str:
    def correct(data: bytes, findings: Sequence[Finding]) -> Corrected:
        return corrected(data, findings, shape.zone, _reader(shape), edited)

    found = diff(result, lambda path: File(text.encode(), correct) if path == "zone" else None)
    assert found.left == ()
    return found.text


def _styled() -> Iterator[object]:
    """Each failure in the form that is hardest to edit, and every third in the other forms, too."""
    for number, one in enumerate(EACH):
        failure, shape = one.values
        for style in WRITTEN if number % 3 == 0 else ("relative",):
            yield pytest.param(failure, shape, style, id=f"{one.id}-{style}")


@pytest.mark.parametrize(("failure", "shape", "style"), tuple(_styled()))
def test_the_diff_makes_the_next_run_clean(
    failure: Failure, shape: Shape, style: str, tmp_path: Path
) -> None:
    if not failure.mends:
        pytest.skip("the finding's changes alone do not mend this")
    zone = right(shape)
    failure.plant(zone)
    text = WRITTEN[style](zone)
    result = checked(shape, text, failure.reported, failure.edit)
    if not any(f.changes for f in result.findings):
        pytest.skip("this is mended at a switch of the DNS panel")
    (tmp_path / "zone").write_bytes(text.encode())
    applied = subprocess.run(
        ["git", "apply", "-"],
        input=_diff(result, text, shape).encode(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert applied.returncode == 0, applied.stderr
    mended = (tmp_path / "zone").read_bytes().decode()
    after = checked(shape, mended, failure.reported)
    grave = [(f.code, f.message) for f in after.findings if f.severity is not Severity.INFO]
    assert grave == []
    assert after.verdict is Verdict.READY


def test_every_shape_and_failure_is_tried() -> None:
    assert len(EACH) > len(FAILURES) >= len(SHAPES)
