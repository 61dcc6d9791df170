"""Each format for machines is checked by a validator that others made, where there is one.

The SARIF multitool and the JUnit schema are named by environment variables, as `.ci/run` does it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree
from report_fixture import DOUBLED, MX_MISSING, RESULT
from test_report_hostile import PAYLOADS, _poison

from senderlint.lint.codec import from_json
from senderlint.lint.model import Edit, Location, Result
from senderlint.lint.rule_page import pages
from senderlint.lint.select import everything
from senderlint.reports import render
from senderlint.reports.place import Ground

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLES = ROOT / "tests" / "examples"
PAGES = pages(everything())
GROUND = Ground("/repo", "/repo")


def _tool(variable: str) -> Path:
    path = Path(os.environ.get(variable, ""))
    assert path.is_file(), f"{variable} names no file; .ci/run says where it comes from"
    return path


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    """A result of everything, an empty one, one from files, and what is hostile."""
    edit = Edit("zones/example.org.zone", 12, 13, DOUBLED.changes[0].written, ("s1 TXT x",))
    absolute = DOUBLED._replace(location=Location("/repo/zones/a b.zone", 10**90, -1))
    return {
        "whole": RESULT._replace(findings=(DOUBLED._replace(edits=(edit,)), *RESULT.findings)),
        "empty": RESULT._replace(findings=(), skipped=(), domains=()),
        "nowhere": RESULT._replace(findings=(MX_MISSING, absolute)),
        "example": _example(),
        **{f"hostile-{n}": _poison(RESULT, text) for n, text in enumerate(PAYLOADS) if text},
    }


def _example() -> Result:
    """What the command says of the example with its three mistakes."""
    command = [sys.executable, "-m", "senderlint.lint", "check", "tests/examples/stackshift.json"]
    command += ["--against", "tests/examples/mistakes.zone", "--output-format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    return from_json(done.stdout, Result)


def _written(format_: str, results: dict[str, Result], folder: Path) -> Iterator[Path]:
    for name, result in results.items():
        path = folder / f"{name}.{format_}"
        pieces = render(format_, result, ground=GROUND, pages=PAGES)
        path.write_text("".join(pieces), "utf-8", newline="")
        yield path


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def test_sarif_is_valid_by_its_schema(results: dict[str, Result], tmp_path: Path) -> None:
    schema = _json(_tool("SARIF_MULTITOOL").with_name("sarif-2.1.0.json"))
    validator = jsonschema.validators.validator_for(schema)(
        schema, format_checker=jsonschema.FormatChecker()
    )
    for path in _written("sarif", results, tmp_path):
        assert [e.message for e in validator.iter_errors(_json(path))] == [], path.name


def _profiled(paths: Iterable[Path], folder: Path) -> list[dict[str, Any]]:
    """What the multitool says in the profile of code scanning.

    It ends with 0 whatever it finds: what counts is what it writes.
    """
    out = folder / "findings"
    done = subprocess.run(
        [
            *(str(_tool("SARIF_MULTITOOL")), "validate", *map(str, paths)),
            *("--rule-kind", "Sarif;Ghas", "--output", str(out), "--log", "ForceOverwrite"),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    assert out.is_file(), done.stdout + done.stderr
    (run,) = json.loads(out.read_text("utf-8-sig"))["runs"]
    results: list[dict[str, Any]] = run["results"]
    return results


def test_sarif_has_no_error_in_the_profile_of_code_scanning(
    results: dict[str, Result], tmp_path: Path
) -> None:
    said = _profiled(_written("sarif", results, tmp_path), tmp_path)
    assert [r for r in said if r.get("level") == "error"] == []
    # There is no address of a home page to give: a remark for every file says that each was read.
    assert sum(r["ruleId"] == "SARIF2005" for r in said) >= len(results)


def test_the_profile_finds_what_is_wrong(tmp_path: Path) -> None:
    """The check above can fail: a result without a place is an error there."""
    document = json.loads("".join(render("sarif", RESULT, ground=GROUND, pages=PAGES)))
    del document["runs"][0]["results"][0]["locations"]
    path = tmp_path / "bad.sarif"
    path.write_text(json.dumps(document))
    assert any(r.get("level") == "error" for r in _profiled([path], tmp_path))


def test_junit_is_valid_by_the_schema_of_jenkins(
    results: dict[str, Result], tmp_path: Path
) -> None:
    schema = etree.XMLSchema(etree.parse(_tool("JUNIT_XSD")))
    for path in _written("junit", results, tmp_path):
        schema.assertValid(etree.parse(path))


@pytest.mark.parametrize("format_", ["gitlab", "rdjson"])
def test_document_is_valid_by_our_schema(
    results: dict[str, Result], tmp_path: Path, format_: str
) -> None:
    schema = _json(HERE / "schemas" / f"{format_}.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in _written(format_, results, tmp_path):
        jsonschema.validate(_json(path), schema)
