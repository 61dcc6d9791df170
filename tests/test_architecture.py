"""The shape of the house: who may import whom, and what the start-up may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"cryptography", "dns", "jinja2", "yaml", "asyncio", "publicsuffixlist"}
HEAVY |= {"importlib.metadata", "email"}


def _imports(path: Path) -> Iterator[str]:
    """The senderlint modules that a file imports, as `lint.model`."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            yield ".".join((*base, *(node.module or "").split("."))).rstrip(".")


def _files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).glob("*.py"))


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("lint/records", ("lint.model", "lint.noun", "lint.pattern", "lint.records")),
        (
            "lint/sources",
            (
                *("lint.codec", "lint.model", "lint.network", "lint.noun", "lint.pattern"),
                "lint.records",
                "lint.sources",
            ),
        ),
        (
            "lint/expected",
            ("lint.model", "lint.noun", "lint.pattern", "lint.records", "lint.expected"),
        ),
        (
            "reports",
            # What DNS hosts' panels want is data that only reports print.
            (
                "lint.model",
                "lint.codec",
                "lint.noun",
                "lint.pattern",
                "lint.records",
                "lint.dns_hosts",
                "reports",
            ),
        ),
    ],
)
def test_direction_of_imports(folder: str, allowed: tuple[str, ...]) -> None:
    wrong = [
        f"{path.name} imports {name}"
        for path in _files(folder)
        for name in _imports(path)
        if not name.startswith(allowed)
    ]
    assert wrong == []


def test_rules_import_no_source_and_no_report() -> None:
    forbidden = ("lint.sources", "lint.expected", "lint.cli", "reports", "rules")
    wrong = [
        f"{path.name} imports {name}"
        for path in _files("rules")
        for name in _imports(path)
        if name.startswith(forbidden)
    ]
    assert wrong == []


def test_model_view_rule_are_below_everything() -> None:
    allowed: dict[str, tuple[str, ...]] = {
        "model": ("lint.noun",),
        "network": ("lint.model", "lint.noun"),
        "view": ("lint.model", "lint.noun"),
        "world": ("lint.model", "lint.network", "lint.records", "lint.view"),
        "rule": ("lint.model", "lint.noun", "lint.view", "lint.world", "rules"),
    }
    for name, names in allowed.items():
        found = set(_imports(ROOT / "lint" / f"{name}.py"))
        assert all(f.startswith(names) for f in found if f), (name, found)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
def test_start_up_imports_only_click(arguments: list[str]) -> None:
    loaded = _modules(arguments)
    assert "click" in loaded
    assert not {m for m in loaded if m.startswith("senderlint")} - {
        *("senderlint", "senderlint.lint", "senderlint.lint.cli"),
        *("senderlint.lint.help", "senderlint.lint.start", "senderlint.lint.version"),
    }
    assert not loaded & (HEAVY | {"dataclasses", "json"} - _modules([]))


def test_explaining_a_rule_imports_nothing_heavy() -> None:
    assert not _modules(["rule", "SELF01"]) & HEAVY


def _modules(arguments: list[str]) -> set[str]:
    """The modules that a command loads; without arguments those of click alone."""
    run = "from senderlint.lint.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
    code = f"import sys\nsys.argv[1:] = {arguments!r}\n{run if arguments else 'import click'}\n"
    code += "print('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.rsplit("\n", 2)[-2].split())
