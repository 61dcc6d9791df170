"""What a team decides about findings: comments, configuration, baseline, and the diff."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from failures import FAILURES, SHAPES, document, right

from senderlint.lint import cli

DOUBLED = next(f for f in FAILURES if f.code == "HOST01")


class Run:
    """Runs `senderlint check` in a folder that holds a document and a zone with one fault."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capfd = folder, capfd
        self.err = self.out = ""

    @property
    def zone(self) -> Path:
        return self.folder / "zone.db"

    def edit(self, change: Callable[[str], str]) -> None:
        self.zone.write_text(change(self.zone.read_text()))

    def configure(self, text: str) -> None:
        (self.folder / "senderlint.toml").write_text(text)

    def __call__(self, *words: str, stdin: bytes = b"") -> int:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["senderlint", *words])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            code = cli._run()
        self.out, self.err = self._capfd.readouterr()
        return code

    def check(self, *words: str) -> tuple[int, dict[str, Any]]:
        """The exit code and the JSON result of the document beside the zone."""
        basic = ("check", "domain.json", "--against", "zone.db", "--output-format", "json")
        code = self(*basic, *words)
        return code, json.loads(self.out) if self.out else {}


def _codes(result: dict[str, Any]) -> list[str]:
    return [f["code"] for f in result["findings"]]


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    shape = SHAPES[0]
    zone = right(shape)
    DOUBLED.plant(zone)
    (tmp_path / "domain.json").write_text(json.dumps(document(shape)))
    (tmp_path / "zone.db").write_text(zone.text())
    return Run(tmp_path, capfd)


def _marked(comment: str) -> Callable[[str], str]:
    """The zone with a comment at the end of each doubled name's line."""

    def edit(text: str) -> str:
        doubled = f"{SHAPES[0].zone}.{SHAPES[0].zone}."
        lines = text.splitlines()
        assert any(doubled in line for line in lines)
        return "\n".join(f"{x} ; {comment}" if doubled in x else x for x in lines) + "\n"

    return edit


def test_a_comment_silences_one_finding_and_the_prediction_stays(run: Run) -> None:
    assert run.check()[0] == 1
    run.edit(_marked("senderlint: ignore[host-zone-doubled] kept for the old panel"))
    code, result = run.check()
    assert (code, result["verdict"], _codes(result)) == (0, "ready", [])
    assert run("check", "domain.json", "--against", "zone.db") == 0
    assert "1 finding is put up with (comment)\nready: " in run.out
    (aside,) = result["suppressed"]
    assert (aside["by"], aside["reason"]) == ("comment", "kept for the old panel")
    assert result["domains"][0]["predicted"]["status"] == "pending"
    schema_code = run("schema", "result")
    assert schema_code == 0
    jsonschema.validate(result, json.loads(run.out))


def test_a_comment_about_another_rule_silences_nothing(run: Run) -> None:
    run.edit(_marked("senderlint: ignore[SPF01] why"))
    code, result = run.check()
    assert (code, _codes(result)) == (1, ["HOST01"])


def test_an_expired_comment_counts_no_more_and_is_said(run: Run) -> None:
    run.edit(_marked("senderlint: ignore[HOST01] moving until=2026-03-31"))
    assert run.check("--now", "2026-03-31T23:00:00Z")[0] == 0
    code, result = run.check("--now", "2026-04-01T00:00:00Z")
    assert (code, _codes(result)) == (1, ["HOST01", "CONF02"])


def test_a_comment_without_a_reason_is_said(run: Run) -> None:
    run.edit(_marked("senderlint: ignore[HOST01]"))
    code, result = run.check()
    assert (code, _codes(result)) == (1, ["HOST01", "CONF03"])
    (said,) = [f for f in result["findings"] if f["code"] == "CONF03"]
    assert said["location"]["path"] == "zone.db"
    assert "senderlint:" in said["location"]["source"][0]


def test_an_unused_comment_is_said_where_everything_was_looked_at(run: Run) -> None:
    run.edit(lambda text: text.replace(" 192.0.2.10", " 192.0.2.10 ; senderlint: ignore[SPF01] x"))
    assert _codes(run.check()[1]) == ["HOST01"]  # other records of the zone were not looked at
    assert run("check", "--against", "zone.db", "--output-format", "json") == 1
    assert "CONF01" in _codes(json.loads(run.out))
    assert (
        run("check", "--against", "zone.db", "--ignore", "CONF01", "--output-format", "json") == 1
    )
    assert "CONF01" not in _codes(json.loads(run.out))


def test_comments_on_standard_input_count_too(run: Run) -> None:
    run.edit(_marked("senderlint: ignore[HOST01] why"))
    words = ("check", "domain.json", "--against", "-", "--origin", SHAPES[0].zone)
    assert run(*words, stdin=run.zone.read_bytes()) == 0


def test_configuration_silences_regrades_and_fails(run: Run) -> None:
    run.configure('[severity]\nhost-zone-doubled = "warning"\n')
    assert run.check()[0] == 0
    assert run.check("--fail-on", "warning")[0] == 1
    run.configure('fail-on = "warning"\n[severity]\nHOST01 = "warning"\n')
    assert run.check()[0] == 1
    run.configure('[per-path-ignores]\n"*.db" = "HOST"\n')
    assert run.check()[0] == 0
    assert run.check("--isolated")[0] == 1
    run.configure('[[suppress]]\nrules = "HOST01"\nreason = "known"\npath = "other"\n')
    assert run.check()[0] == 1
    run.configure('[[suppress]]\nrules = "HOST01"\nreason = "known"\npath = "zone.db"\n')
    code, result = run.check()
    assert (code, result["suppressed"][0]["by"]) == (0, "configuration")


def test_nothing_else_becomes_ready_by_silence(run: Run) -> None:
    """A domain that could not be judged stays unknown when its findings are put up with."""
    run.edit(lambda text: text + "$INCLUDE other.db\n")
    run.edit(_marked("senderlint: ignore[HOST01] why"))
    assert run.check()[0] == 3


def test_baseline_holds_what_was_there_and_tells_what_went_away(run: Run) -> None:
    assert run.check("--baseline", "known.json")[0] == 2
    assert "write it with --update-baseline" in run.err
    assert "known.json" in run.err
    code, result = run.check("--baseline", "known.json", "--update-baseline")
    assert (code, _codes(result)) == (0, [])
    assert "known.json: 1 known finding" in run.err
    code, result = run.check("--baseline", "known.json")
    assert (code, [s["by"] for s in result["suppressed"]]) == (0, ["baseline"])
    zone = right(SHAPES[0])
    run.zone.write_text(zone.text())
    code, result = run.check("--baseline", "known.json")
    assert (code, _codes(result)) == (0, ["CONF04"])
    run.check("--baseline", "known.json", "--update-baseline")
    assert json.loads((run.folder / "known.json").read_text())["findings"] == []


def test_update_needs_a_file(run: Run) -> None:
    assert run.check("--update-baseline")[0] == 2
    assert "--baseline FILE" in run.err


@pytest.mark.parametrize("text", ["", "{}", '{"schema_version": 2, "findings": []}', "[" * 9999])
def test_what_is_no_baseline_is_one_line(run: Run, text: str) -> None:
    (run.folder / "known.json").write_text(text)
    assert run.check("--baseline", "known.json")[0] == 2
    assert run.err.startswith("senderlint: known.json: ")
    assert run.err.count("\n") == 1


def test_diff_goes_to_standard_output_and_git_takes_it(run: Run) -> None:
    basic = ("check", "domain.json", "--against", "zone.db")
    assert run(*basic, "--diff") == 1
    assert run.out.startswith("--- a/zone.db\n+++ b/zone.db\n")
    subprocess.run(["git", "apply", "-"], input=run.out.encode(), cwd=run.folder, check=True)
    assert run(*basic) == 0
    assert run(*basic, "--diff") == 0
    assert run.out == ""


def test_diff_says_what_it_cannot_carry_out(run: Run) -> None:
    words = ("check", "domain.json", "--against", "-", "--origin", SHAPES[0].zone, "--diff")
    assert run(*words, stdin=run.zone.read_bytes()) == 1
    assert run.out == ""
    assert "not in the diff: HOST01" in run.err


def test_domains_of_the_configuration(run: Run) -> None:
    run.configure(
        '[[domain]]\nexpected = "domain.json"\nagainst = "zone.db"\n'
        f'[[domain]]\nname = "{SHAPES[0].domain}"\nagainst = "zone.db"\n'
        'records = [{ type = "TXT", name = "nowhere", value = "token=1" }]\n'
    )
    assert run("check", "--output-format", "json") == 1
    result = json.loads(run.out)
    assert len(result["domains"]) == 2
    missing = next(f for f in result["findings"] if f["record"]["name"].startswith("nowhere."))
    assert missing["location"]["path"] == "senderlint.toml"
    assert missing["location"]["line"] == 4
    assert run("check", "--isolated") == 2


def test_no_report_is_written_over_what_the_configuration_reads(run: Run) -> None:
    run.configure('[[domain]]\nexpected = "domain.json"\nagainst = "zone.db"\n')
    assert run("check", "-o", "domain.json") == 2
    assert run("check", "--output-format", "json=zone.db") == 2
    assert run.zone.read_text().startswith("$ORIGIN")


def test_the_configuration_has_a_schema(run: Run) -> None:
    assert run("schema", "config") == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(run.out))
