"""Each failure alone, in each shape: the one rule, the status, the exit code, and the mend."""

from __future__ import annotations

import json

import pytest
from applying import apply
from failures import FAILURES, SHAPES, Edit, Failure, Shape, document, right

from senderlint.lint.check import check_domains
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.model import Result, Severity, Verdict
from senderlint.lint.select import everything
from senderlint.lint.settings import Settings
from senderlint.lint.sources.zone_file import zone_from_bytes

EACH = [
    pytest.param(f, s, id=f"{f.code}-{f.title}-{s.name}".replace(" ", "_"))
    for f in FAILURES
    for s in SHAPES
    if s.name in f.shapes
]


def checked(
    shape: Shape, zone_text: str, reported: str = "pending", edit: Edit = lambda _: None
) -> Result:
    """The result of the main job on this zone."""
    asked = document(shape, status=reported)
    edit(asked)
    data = json.dumps(asked).encode()
    zone = zone_from_bytes(zone_text.encode(), path="zone", origin=shape.zone)
    return check_domains(read_expected(data, "domain.json"), [zone], Settings(everything()))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_right_zone_is_ready_without_a_finding(shape: Shape) -> None:
    result = checked(shape, right(shape).text())
    assert [(f.code, f.message) for f in result.findings] == []
    assert result.verdict is Verdict.READY
    (domain,) = result.domains
    assert domain.predicted is not None
    assert domain.predicted.status == "verified"
    assert {r.status for r in domain.records} == {"verified"}


@pytest.mark.parametrize(("failure", "shape"), EACH)
def test_failure(failure: Failure, shape: Shape) -> None:
    zone = right(shape)
    failure.plant(zone)
    result = checked(shape, zone.text(), failure.reported, failure.edit)
    errors = {f.code for f in result.findings if f.severity is Severity.ERROR}
    assert errors == {failure.code}, [(f.code, f.message) for f in result.findings]
    assert result.verdict is Verdict.FIX
    left, type_ = failure.record
    name = f"{left}.{shape.domain}" if left else shape.domain
    (domain,) = result.domains
    (record,) = [r for r in domain.records if (r.name, r.type) == (name, type_)]
    assert record.status == failure.status
    assert domain.predicted is not None
    refused = failure.status == "failed" or failure.code == "HOST11"
    assert domain.predicted.status == ("failed" if refused else "pending")
    if failure.mends:
        mended = apply(zone.text(), shape.zone, result.findings)
        after = checked(shape, mended, failure.reported)
        assert [
            (f.code, f.message) for f in after.findings if f.severity is not Severity.INFO
        ] == []
        assert after.verdict is Verdict.READY
