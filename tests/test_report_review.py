"""Formats for reviewers and build servers: places, counts, and what has no place."""

from __future__ import annotations

import json
import time
from xml.etree import ElementTree

import pytest
from report_fixture import DOUBLED, FIRST, MX_MISSING, RESULT, SECOND, TIDY

from senderlint.lint import outputs
from senderlint.lint.model import (
    Edit,
    Finding,
    Location,
    RecordStatus,
    Result,
    Severity,
    Verdict,
)
from senderlint.reports import FORMATS, GROUNDED, render
from senderlint.reports.place import Ground, Places

REPO = Ground("/repo/dns", "/repo")


def _text(format_: str, result: Result, ground: Ground | None = None) -> str:
    return "".join(render(format_, result, ground=ground))


@pytest.mark.parametrize(
    ("path", "ground", "below"),
    [
        ("zones/a.zone", Ground(), "zones/a.zone"),
        ("./zones//a.zone", Ground(), "zones/a.zone"),
        ("../a.zone", Ground(), None),
        ("..", Ground(), None),
        ("..a/b.zone", Ground(), "..a/b.zone"),
        ("/etc/a.zone", Ground(), None),
        ("a.zone", REPO, "dns/a.zone"),
        ("../mail/a.json", REPO, "mail/a.json"),
        ("/repo/dns/a.zone", REPO, "dns/a.zone"),
        ("/repository/a.zone", REPO, None),
        ("../../a.zone", REPO, None),
        ("/repo", REPO, None),
        ("etc/a.zone", Ground("/", "/"), "etc/a.zone"),
        ("<stdin>", REPO, None),
        ("", REPO, None),
        ("a\0b", REPO, None),
    ],
)
def test_path_below_the_root(path: str, ground: Ground, below: str | None) -> None:
    assert ground.below(path) == below


def _one(finding: Finding, named: Location | None = None) -> Result:
    return RESULT._replace(
        findings=(finding,),
        domains=(FIRST._replace(domain=finding.domain, named=named),),
        skipped=(),
    )


NAMED = Location("mail/stackshift.json", 3, 11)


def test_a_finding_without_a_file_stands_where_its_domain_was_named() -> None:
    place = Places(_one(MX_MISSING, NAMED), Ground())(MX_MISSING)
    assert place is not None
    assert (place.path, place.line, place.column) == ("mail/stackshift.json", 3, 11)


def test_a_finding_outside_stands_where_its_domain_was_named() -> None:
    outside = DOUBLED._replace(location=Location("/etc/bind/a.zone", 12, 1, ("a TXT b",)))
    result = _one(outside, NAMED._replace(source=('  "name": "example.org",',)))
    place = Places(result, REPO)(outside)
    assert place is not None
    assert place.path == "dns/mail/stackshift.json"
    run = json.loads(_text("sarif", result, REPO))["runs"][0]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["snippet"]["text"] == '  "name": "example.org",'


@pytest.mark.parametrize("path", ["/etc/bind/a.zone", "../a.zone", "<stdin>", None])
def test_what_stands_nowhere_is_told_all_the_same(path: str | None) -> None:
    at = None if path is None else Location(path, 12, 1)
    result = _one(DOUBLED._replace(location=at))
    (issue,) = json.loads(_text("gitlab", result))
    assert issue["location"] == {"path": "example.org", "lines": {"begin": 1}}
    (diagnostic,) = json.loads(_text("rdjson", result))["diagnostics"]
    assert diagnostic["location"] == {"path": "example.org"}
    command = _text("github", result).splitlines()[0]
    assert command.startswith("::error title=HOST01 host-zone-doubled (example.org)::")
    run = json.loads(_text("sarif", result))["runs"][0]
    assert run["results"] == []
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["level"] == "error"
    assert told["associatedRule"] == {"id": "HOST01", "index": 0}
    for text in (diagnostic["message"], command, told["message"]["text"]):
        assert "nobody looks there" in text
        assert path is None or path in text


@pytest.mark.parametrize("format_", sorted(GROUNDED))
def test_paths_are_relative_to_the_root_or_as_reviewdog_wants_them(format_: str) -> None:
    result = _one(DOUBLED._replace(location=Location("/repo/zones/a b.zone", 12, 1)))
    text = _text(format_, result, REPO)
    shown = {"sarif": "zones/a%20b.zone", "rdjson": "../zones/a b.zone"}
    assert shown.get(format_, "zones/a b.zone") in text
    assert "/repo" not in text


def test_a_path_that_no_log_can_show_is_left_out() -> None:
    result = _one(DOUBLED._replace(location=Location("zones/\udce9\n::error::.zone", 12, 1)))
    assert _text("github", result).startswith("::error title=")
    assert json.loads(_text("gitlab", result))[0]["location"]["path"] == "example.org"
    place = json.loads(_text("sarif", result))["runs"][0]["results"][0]["locations"][0]
    uri = place["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "zones/%E9%0A%3A%3Aerror%3A%3A.zone"


def test_lines_and_columns_are_numbers_that_readers_can_hold() -> None:
    result = _one(DOUBLED._replace(location=Location("a.zone", 10**90, -3)))
    place = json.loads(_text("sarif", result))["runs"][0]["results"][0]["locations"][0]
    region = place["physicalLocation"]["region"]
    assert region["startLine"] == region["endLine"] == 2**31 - 1
    assert region["startColumn"] == 1


@pytest.mark.parametrize("format_", ["sarif", "junit", "github", "gitlab", "rdjson"])
def test_the_address_of_a_resource_is_told(format_: str) -> None:
    at = Location("plan.json", 1, 1, address='aws_route53_record.dkim["s1"]')
    text = _text(format_, _one(DOUBLED._replace(location=at)))
    assert "nobody looks there (aws_route53_record.dkim[" in text


EDIT = Edit("zones/example.org.zone", 12, 13, DOUBLED.changes[0].written, ("s1 TXT x", "; y"))


def test_an_edit_becomes_a_suggestion_on_the_lines_of_the_finding() -> None:
    result = _one(DOUBLED._replace(edits=(EDIT,)))
    (diagnostic,) = json.loads(_text("rdjson", result))["diagnostics"]
    (suggestion,) = diagnostic["suggestions"]
    assert suggestion["range"] == diagnostic["location"]["range"]
    assert suggestion["range"] == {"start": {"line": 12}, "end": {"line": 13}}
    assert suggestion["text"] == "s1 TXT x\n; y"


def test_an_edit_may_begin_above_the_line_of_the_finding() -> None:
    result = _one(DOUBLED._replace(edits=(EDIT._replace(line=11),)))
    (diagnostic,) = json.loads(_text("rdjson", result))["diagnostics"]
    assert diagnostic["suggestions"][0]["range"] == diagnostic["location"]["range"]
    assert diagnostic["location"]["range"]["start"] == {"line": 11}


def test_half_a_change_is_not_suggested() -> None:
    for edits in ((EDIT, EDIT._replace(line=40, last=40)), (EDIT._replace(line=40, last=40),)):
        result = _one(DOUBLED._replace(edits=edits))
        assert "suggestions" not in _text("rdjson", result)


def test_sarif_fix_replaces_whole_lines_in_every_file() -> None:
    edits = (EDIT, EDIT._replace(path="zones/other.zone", line=40, last=40, text=()))
    run = json.loads(_text("sarif", _one(DOUBLED._replace(edits=edits))))["runs"][0]
    (fix,) = run["results"][0]["fixes"]
    first, second = (change["replacements"][0] for change in fix["artifactChanges"])
    assert first["deletedRegion"] == {
        "startLine": 12,
        "startColumn": 1,
        "endLine": 14,
        "endColumn": 1,
    }
    assert first["insertedContent"]["text"] == "s1 TXT x\n; y\n"
    assert "insertedContent" not in second


def test_sarif_fix_outside_the_repository_is_left_out() -> None:
    result = _one(DOUBLED._replace(edits=(EDIT, EDIT._replace(path="/etc/other.zone"))))
    assert "fixes" not in _text("sarif", result)


def test_gitlab_fingerprints_are_unique() -> None:
    result = RESULT._replace(findings=(TIDY, TIDY, TIDY))
    prints = [issue["fingerprint"] for issue in json.loads(_text("gitlab", result))]
    assert prints == [TIDY.fingerprint, f"{TIDY.fingerprint}:2", f"{TIDY.fingerprint}:3"]


def test_github_says_how_many_annotations_are_not_shown() -> None:
    assert "::notice title=senderlint::" not in _text("github", RESULT)
    text = _text("github", RESULT._replace(findings=(DOUBLED,) * 12 + (TIDY,)))
    assert "the log lists 2 more\n" in text


def _cases(result: Result) -> dict[str, str]:
    """Each test of a JUnit document and how it ended."""
    root = ElementTree.fromstring(_text("junit", result))  # noqa: S314 - written by senderlint
    suite = root[0]
    ends = {case.attrib["name"]: next((e.tag for e in case), "") for case in suite}
    counts = {tag: sum(e == tag for e in ends.values()) for tag in ("failure", "error")}
    for element in (root, suite):
        assert element.attrib["failures"] == str(counts["failure"])
        assert element.attrib["errors"] == str(counts["error"])
        assert element.attrib["tests"] == str(len(suite))
    return ends


@pytest.mark.parametrize(
    ("verdict", "ends"),
    [
        (Verdict.FIX, "failure"),
        (Verdict.UNKNOWN, "error"),
        (Verdict.WAIT, "error"),
        (Verdict.READY, "system-out"),
    ],
)
def test_junit_fails_exactly_when_the_command_does(verdict: Verdict, ends: str) -> None:
    domain = FIRST._replace(verdict=verdict, records=())
    result = RESULT._replace(verdict=verdict, domains=(domain,), findings=(), skipped=())
    assert _cases(result) == {"verdict": ends}


def test_junit_errors_fail_and_warnings_do_not() -> None:
    mild = DOUBLED._replace(severity=Severity.WARNING, code="X01")
    result = RESULT._replace(domains=(FIRST,), findings=(DOUBLED, mild), skipped=())
    cases = _cases(result)
    assert cases["HOST01 host-zone-doubled: s1._domainkey.example.org TXT"] == "failure"
    assert cases["X01 host-zone-doubled: s1._domainkey.example.org TXT"] == "system-out"
    assert "record s1._domainkey.example.org TXT" not in cases
    assert cases["record _dmarc.example.org TXT"] == ""


def test_junit_tells_what_could_not_be_checked_as_an_error() -> None:
    domain = SECOND._replace(
        records=tuple(r._replace(findings=(), status=RecordStatus.UNKNOWN) for r in SECOND.records)
    )
    result = RESULT._replace(domains=(domain,), findings=(), skipped=RESULT.skipped)
    cases = _cases(result)
    assert cases["record inbound.mail.example.com MX"] == "error"
    assert cases["could not tell: s1.dkim.stackshift.example TXT"] == "skipped"
    assert cases["verdict"] == "error"


def test_command_and_reports_know_the_same_formats() -> None:
    assert set(outputs.FORMATS) == set(FORMATS)


@pytest.mark.parametrize("format_", [n for n in FORMATS if n not in ("html", "markdown")])
def test_ten_thousand_findings_are_written_fast(format_: str) -> None:
    many = tuple(TIDY._replace(fingerprint=f"{n:016x}") for n in range(10_000))
    result = RESULT._replace(findings=many)
    start = time.process_time()
    size = sum(len(piece) for piece in render(format_, result, ground=REPO))
    assert size > 500_000
    assert time.process_time() - start < 10
