"""The files that put senderlint into a pipeline, each checked by the tool that reads it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
README = (ROOT / "README.md").read_text("utf-8")


def _run(*command: object, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _snippet(word: str, folder: Path, name: str) -> Path:
    """The YAML in README that holds this word, as a file."""
    found = [
        b
        for b in re.findall(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
        if word in b
    ]
    assert len(found) == 1, word
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(found[0])
    return path


def test_pre_commit_reads_our_hooks() -> None:
    _run(BIN / "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")


def test_pre_commit_reads_what_readme_says(tmp_path: Path) -> None:
    path = _snippet("hooks:", tmp_path, ".pre-commit-config.yaml")
    _run(BIN / "pre-commit", "validate-config", path)
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    used = yaml.safe_load(path.read_text())["repos"][0]["hooks"]
    assert {hook["id"] for hook in used} <= known


def test_action_is_valid() -> None:
    _run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")
    _run(BIN / "zizmor", "--offline", "--no-progress", "--persona=pedantic", "action.yml")


def test_workflow_in_readme_is_valid(tmp_path: Path) -> None:
    steps = yaml.safe_load(_snippet("uses:", tmp_path, "steps.yml").read_text())
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    (own,) = (step for step in steps if "senderlint" in step["uses"])
    assert own["with"].keys() <= inputs.keys()
    workflow = tmp_path / ".github" / "workflows" / "dns.yml"
    workflow.parent.mkdir(parents=True)
    job = {"runs-on": "ubuntu-latest", "permissions": {"contents": "read"}, "steps": steps}
    workflow.write_text(yaml.safe_dump({"on": "pull_request", "jobs": {"dns": job}}))
    _run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow)


def test_gitlab_job_in_readme_is_valid(tmp_path: Path) -> None:
    path = _snippet("artifacts:", tmp_path, ".gitlab-ci.yml")
    _run(BIN / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", path)
    assert "gl-code-quality" in path.read_text()


def test_docker_file_is_clean() -> None:
    _run(BIN / "hadolint", "--failure-threshold", "style", "Dockerfile")
    users = re.findall(r"^USER (\d+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert users
    assert all(int(user) > 0 for user in users)


def test_docker_builds_from_what_its_ignore_file_leaves(tmp_path: Path) -> None:
    """There may be no Docker here: its build stage is one command, which is run as it stands."""
    kept = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    context = tmp_path / "context"
    context.mkdir()
    for name in kept:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, context / name)
        else:
            shutil.copy(source, context)
    (command,) = re.findall(
        r"^RUN (pip wheel .*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE
    )
    wheels = tmp_path / "wheels"
    words = command.replace("/wheels", str(wheels)).split()
    _run(sys.executable, "-m", *words, "--no-deps", "--quiet", cwd=context)
    assert [w.name.startswith("senderlint-") for w in wheels.iterdir()] == [True]


@pytest.mark.parametrize("name", [".ci/run", ".ci/setup"])
def test_scripts_are_clean(name: str) -> None:
    _run("shellcheck", name)


def test_scripts_of_the_action_are_clean(tmp_path: Path) -> None:
    for number, step in enumerate(
        yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    ):
        if "run" in step:
            path = tmp_path / f"{number}.sh"
            path.write_text(f"#!/usr/bin/env {step['shell']}\nset -eo pipefail\n{step['run']}")
            _run("shellcheck", path)
