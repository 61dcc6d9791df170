"""The steps of the action, run as GitHub runs them, with what an attacker may write as inputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
EXAMPLES = ROOT / "tests" / "examples"


@dataclass(frozen=True)
class Done:
    """What a run of the action leaves behind."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """A GitHub runner, as far as the action can see it."""

    def __init__(self, folder: Path) -> None:
        self.workspace, self.temp = folder / "workspace", folder / "temp"
        self.workspace.mkdir()
        self.temp.mkdir()
        (self.temp / "senderlint" / "bin").mkdir(parents=True)
        (self.temp / "senderlint" / "bin" / "senderlint").symlink_to(
            Path(sys.executable).parent / "senderlint"
        )

    def step(self, name: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Run one step's script."""
        step = STEPS[name]
        assert "${{" not in step["run"]
        script = self.temp / "script.sh"
        script.write_text(step["run"])
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env={
                "PATH": os.environ["PATH"],
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_WORKSPACE": str(self.workspace),
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_OUTPUT": str(self.temp / "output"),
                "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
                **env,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def check(self, **inputs: str) -> Done:
        """The steps after the installation."""
        values = {name: spec.get("default", "") for name, spec in ACTION["inputs"].items()}
        values |= {name.replace("_", "-"): value for name, value in inputs.items()}
        env = {
            key: values[expression.removeprefix("${{ inputs.").removesuffix(" }}")]
            for key, expression in STEPS["Check"]["env"].items()
        }
        checked = self.step("Check", env)
        assert checked.returncode == 0, checked.stderr
        lines = (self.temp / "output").read_text().splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        summary = self.temp / "summary"
        verdict = self.step("Verdict", {"CODE": outputs["exit-code"]})
        return Done(
            verdict.returncode,
            checked.stdout + checked.stderr,
            outputs,
            summary.read_text() if summary.exists() else "",
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A checkout with the examples."""
    made = Runner(tmp_path)
    (made.workspace / "zones" / "deep").mkdir(parents=True)
    for name, place in (
        ("stackshift.json", "domain.json"),
        ("example.com.zone", "good.zone"),
        ("mistakes.zone", "zones/deep/bad one.zone"),
    ):
        (made.workspace / place).write_bytes((EXAMPLES / name).read_bytes())
    return made


def test_findings_are_annotated_and_uploaded_before_the_job_fails(runner: Runner) -> None:
    done = runner.check(expected="domain.json\n", against="\n  zones/**/*.zone  \n")
    assert done.code == 1
    assert done.outputs["verdict"] == "fix"
    assert "::error file=zones/deep/bad one.zone,line=42," in done.log
    sarif = json.loads(Path(done.outputs["sarif-file"]).read_text())
    assert len(sarif["runs"][0]["results"]) == 3
    assert Path(done.outputs["json-file"]).exists()
    assert "spf-multiple-records" in done.summary
    order = list(STEPS)
    assert order.index("Show the findings in code scanning") < order.index("Verdict")


def test_what_is_right_passes(runner: Runner) -> None:
    done = runner.check(expected="domain.json", against="good.zone")
    assert (done.code, done.outputs["verdict"]) == (0, "ready")
    assert "::error" not in done.log
    assert done.summary


def test_arguments_are_passed_on(runner: Runner) -> None:
    done = runner.check(
        expected="domain.json",
        against="zones/deep/bad one.zone",
        args="--ignore=ALL\n--exit-zero",
        sarif_file="out.sarif",
    )
    assert done.code == 0
    assert done.outputs["sarif-file"] == str(runner.workspace / "out.sarif")
    assert json.loads((runner.workspace / "out.sarif").read_text())["runs"][0]["results"] == []


def test_unusable_input_fails_without_a_report(runner: Runner) -> None:
    done = runner.check(expected="domain.json", against="none.zone")
    assert (done.code, done.outputs["verdict"]) == (2, "")
    assert "none.zone" in done.log
    assert "sarif-file" not in done.outputs
    assert done.summary == ""


@pytest.mark.parametrize(
    "text",
    [
        "$(touch owned)",
        "`touch owned`",
        "x; touch owned",
        "x' ; touch owned ; '",
        'x" ; touch owned ; "',
        "--output-format=json=owned",
        "x\n--output-format=json=owned",
        "-o\nowned",
        "*",
    ],
)
@pytest.mark.parametrize("field", ["expected", "against", "sarif_file"])
def test_inputs_are_never_commands_nor_options(runner: Runner, field: str, text: str) -> None:
    good = {"expected": "domain.json", "against": "good.zone"}
    runner.check(**{**good, field: text})
    assert not list(runner.workspace.rglob("owned"))
    assert not (runner.temp / "owned").exists()


def test_outputs_cannot_be_forged(runner: Runner) -> None:
    done = runner.check(
        expected="domain.json",
        against="zones/deep/bad one.zone",
        sarif_file="a.sarif\nexit-code=0\nverdict=ready",
    )
    assert (done.code, done.outputs["verdict"]) == (1, "fix")


def test_installation_works(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    (runner.temp / "senderlint" / "bin" / "senderlint").unlink()
    done = runner.step("Install senderlint", {"HOME": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    command = [str(runner.temp / "senderlint" / "bin" / "senderlint"), "--version"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
