"""Write rules/README.md from the rules. `--check` fails when it is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from senderlint.lint.rule import Rule
from senderlint.lint.rule_page import as_markdown, table
from senderlint.lint.select import everything

TARGET = Path(__file__).parents[1] / "rules" / "README.md"
HEAD = """# The rules

Generated from the rule files by `python tests/make_rule_docs.py`; do not edit.
`senderlint rule NAME` prints the same text.

"""


def document(rules: tuple[Rule, ...]) -> str:
    """The whole page."""
    return HEAD + table(rules) + "\n" + "\n".join(as_markdown(r) for r in rules)


def main() -> int:
    """Write the page, or compare it."""
    text = document(everything())
    if "--check" not in sys.argv:
        TARGET.write_text(text, "utf-8")
        return 0
    if not TARGET.exists() or TARGET.read_text("utf-8") != text:
        print(f"{TARGET.name} is stale: run python tests/make_rule_docs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
