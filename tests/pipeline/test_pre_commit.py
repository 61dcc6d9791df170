"""The hooks, installed and run by pre-commit in a repository, as their users run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "tests" / "examples"
PRE_COMMIT = Path(sys.executable).parent / "pre-commit"
WHO = ("-c", "user.name=A Tester", "-c", "user.email=tester@example.org")


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *WHO, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This tree as a repository that pre-commit can clone."""
    folder = tmp_path_factory.mktemp("hooks")
    names = ("lint", "rules", "reports", "pyproject.toml", "README.md", "LICENSE")
    for name in (*names, ".pre-commit-hooks.yaml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "build")
            )
        else:
            shutil.copy(source, folder / name)
    _git(folder, "init", "-q")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", "All of it")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it installs: once for all tests."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A team's repository with DNS in it."""
    _git(tmp_path, "init", "-q")
    (tmp_path / "zones").mkdir()
    shutil.copy(EXAMPLES / "example.com.zone", tmp_path / "zones" / "example.com.zone")
    (tmp_path / "domain.json").write_bytes((EXAMPLES / "stackshift.json").read_bytes())
    (tmp_path / "cache.db").write_bytes(bytes(range(256)))
    (tmp_path / "notes.txt").write_text("no zone")
    _git(tmp_path, "add", "-A")
    return tmp_path


def _hook(
    repository: Path, hooks: Path, home: Path, name: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Commit what is staged with one hook configured."""
    said = "".join(f"\n          - {word}" for word in arguments)
    (repository / ".pre-commit-config.yaml").write_text(
        f"""repos:
  - repo: {hooks}
    rev: HEAD
    hooks:
      - id: {name}
        args:{said or " []"}
"""
    )
    return subprocess.run(
        [PRE_COMMIT, "run", "--all-files", "--color=never"],
        cwd=repository,
        env={**os.environ, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_zones_pass(repository: Path, hooks: Path, home: Path) -> None:
    shutil.copy(repository / "zones" / "example.com.zone", repository / "zones" / "db.example")
    _git(repository, "add", "-A")
    done = _hook(repository, hooks, home, "senderlint")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_a_mistake_stops_the_commit_and_is_explained(
    repository: Path, hooks: Path, home: Path
) -> None:
    shutil.copy(EXAMPLES / "mistakes.zone", repository / "zones" / "mistakes.zone")
    _git(repository, "add", "-A")
    done = _hook(repository, hooks, home, "senderlint")
    assert done.returncode == 1
    assert "exit code: 1" in done.stdout
    assert "zones/mistakes.zone:42" in done.stdout
    assert "notes.txt" not in done.stdout
    assert "cache.db" not in done.stdout


def test_the_project_hook_takes_arguments(repository: Path, hooks: Path, home: Path) -> None:
    zone = repository / "zones" / "example.com.zone"
    words = ("domain.json", "--against=zones/example.com.zone")
    done = _hook(repository, hooks, home, "senderlint-project", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.copy(EXAMPLES / "mistakes.zone", zone)
    _git(repository, "add", "-A")
    done = _hook(repository, hooks, home, "senderlint-project", *words)
    assert done.returncode == 1
    assert "verify would say failed" in done.stdout
