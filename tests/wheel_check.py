"""Run inside an environment that has only the built wheel: is everything in it?

Usage: python tests/wheel_check.py SOURCE_FOLDER
"""

from __future__ import annotations

import importlib.util
import sys
from importlib.metadata import distribution
from pathlib import Path

FOLDERS = ("lint", "rules", "reports")


def shipped() -> set[str]:
    """The files of the installed package, relative to `senderlint/`."""
    files = distribution("senderlint").files or []
    inside = (f for f in files if f.parts[0] == "senderlint" and "__pycache__" not in f.parts)
    return {"/".join(f.parts[1:]) for f in inside}


def expected(root: Path) -> set[str]:
    """The files of the source tree that belong in the package."""
    wanted = (p for folder in FOLDERS for p in (root / folder).rglob("*") if p.is_file())
    return {p.relative_to(root).as_posix() for p in wanted if _belongs(p)}


def _belongs(path: Path) -> bool:
    return "__pycache__" not in path.parts and path.suffix != ".md"


def main() -> int:
    """Compare the wheel with the source tree, and its rules with the rule files."""
    from senderlint.lint.rule import all_rules

    root = Path(sys.argv[1])
    differing = shipped() ^ expected(root)
    rules = {r.name.replace("-", "_") for r in all_rules()}
    files = {p.stem for p in (root / "rules").glob("*.py")} - {"__init__"}
    top = {f.parts[0] for f in distribution("senderlint").files or []}
    foreign = {t for t in top if not t.startswith(("senderlint", ".."))}
    spec = importlib.util.find_spec("senderlint.lint")
    print(f"installed from {spec.origin if spec else None}: {len(rules)} rules")
    for name in sorted(differing | (rules ^ files) | foreign):
        print(f"differs: {name}")
    return 1 if differing or rules != files or foreign else 0


if __name__ == "__main__":
    sys.exit(main())
