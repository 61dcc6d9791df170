"""Each planted failure is found in every format of DNS-as-code that can express it, at its line."""

from __future__ import annotations

import json
import re

import pytest
from failures import FAILURES, SHAPES, Edit, Failure, Shape, document, right
from iac_formats import FORMATS, Format, host, raw, records_of

from senderlint.lint.check import check_domains
from senderlint.lint.expected.reader import read_expected
from senderlint.lint.model import Record, Result, Severity, Verdict
from senderlint.lint.select import everything
from senderlint.lint.settings import Settings
from senderlint.lint.sources.actual import Wish, zones_from_bytes
from senderlint.reports import render


def checked(
    form: Format,
    shape: Shape,
    zone_text: str,
    reported: str = "pending",
    edit: Edit = lambda _: None,
) -> tuple[Result, list[Record], list[str]]:
    """The result, the records that were read, and the lines of the file."""
    asked = document(shape, status=reported)
    edit(asked)
    text = form.write(records_of(zone_text, shape.zone), shape.zone)
    path = form.file.format(zone=shape.zone)
    zones = zones_from_bytes(text.encode(), path, wish(form, shape))
    data = json.dumps(asked).encode()
    result = check_domains(read_expected(data, "domain.json"), zones, Settings(everything()))
    records = [r for zone in zones for node in zone.nodes() for r in node.records]
    return result, records, text.split("\n")


def shapes(form: Format, failure: Failure) -> list[Shape]:
    """Every shape for the first format; for the others, which differ only in how they read, one."""
    found = [s for s in SHAPES if s.name in failure.shapes]
    return found if form is FORMATS[0] else found[:1]


# What names its zone only by its SOA record, if at all.
UNNAMED = ("dnsendpoint", "route53", "google")

EACH = [
    pytest.param(form, f, s, id=f"{form.name}-{f.code}-{f.title}-{s.name}".replace(" ", "_"))
    for form in FORMATS
    for f in FAILURES
    for s in shapes(form, f)
    if form.loses.isdisjoint((f.code, f.title))
]


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_right_zone_is_ready_without_a_finding(form: Format, shape: Shape) -> None:
    result, _, _ = checked(form, shape, right(shape).text())
    assert [(f.code, f.message) for f in result.findings] == []
    assert result.verdict is Verdict.READY


@pytest.mark.parametrize(("form", "failure", "shape"), EACH)
def test_failure(form: Format, failure: Failure, shape: Shape) -> None:
    zone = right(shape)
    failure.plant(zone)
    result, records, lines = checked(form, shape, zone.text(), failure.reported, failure.edit)
    errors = {f.code for f in result.findings if f.severity is Severity.ERROR}
    assert errors == {failure.code}, [(f.code, f.message) for f in result.findings]
    held = {(r.where.line, r.where.column): r for r in records if r.where}
    for finding in result.findings:
        at = finding.location
        if at is not None and at.path == form.file.format(zone=shape.zone):
            line = lines[at.line - 1][at.column - 1 :]
            record = held[at.line, at.column]
            assert bare(line) in (bare(raw(record)), bare(host(record)))


def wish(form: Format, shape: Shape) -> Wish:
    """The zone's name is said where the format does not say it."""
    return Wish(origin=shape.zone if form.name in UNNAMED else None)


def bare(text: str) -> str:
    """The first letters and digits of a value."""
    return re.sub(r"[^A-Za-z0-9=]|preference|exchange", "", text)[:4]


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_every_format_shows_the_same_records(form: Format, shape: Shape) -> None:
    whole = records_of(right(shape).text(), shape.zone)
    wanted = [r for r in whole if r.type != "SOA"]
    text = form.write(whole, shape.zone)
    path = form.file.format(zone=shape.zone)
    (zone,) = zones_from_bytes(text.encode(), path, wish(form, shape))
    assert zone.zone == shape.zone
    assert zone.complete is form.complete
    assert zone.faults == ()
    found = [r for node in zone.nodes() for r in node.records if r.type != "SOA"]
    assert {essence(r) for r in found} == {essence(r) for r in wanted}
    assert len(found) == len(wanted)


def essence(record: Record) -> tuple[object, ...]:
    """What a record says, however it is written."""
    said = record.text if record.type == "TXT" else record.target or record.data
    return record.name, record.type, said, record.priority, record.flaw


def test_a_finding_names_the_resource_of_a_plan() -> None:
    form = next(f for f in FORMATS if f.name.startswith("terraform"))
    failure = next(f for f in FAILURES if f.code == "VALUE01" and form.loses.isdisjoint((f.title,)))
    shape = shapes(form, failure)[0]
    zone = right(shape)
    failure.plant(zone)
    result, _, _ = checked(form, shape, zone.text(), failure.reported, failure.edit)
    at = next(f.location for f in result.findings if f.code == failure.code)
    assert at is not None
    assert re.fullmatch(r"[a-z]\w+\.\S+", at.address)
    for report in ("full", "concise", "markdown", "html"):
        assert at.address in "".join(render(report, result)).replace("&#34;", '"')
