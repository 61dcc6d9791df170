"""One golden file per report format, all from one result.

Run with UPDATE_GOLDEN=1 in the environment to write them anew, and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from report_fixture import RESULT

from senderlint.lint.codec import from_json, to_json
from senderlint.lint.model import Result
from senderlint.lint.rule_page import pages
from senderlint.lint.select import find
from senderlint.reports import COLORED, FORMATS, render

GOLDEN = Path(__file__).parent / "golden"
SAMPLE = find("rule-crashed")._replace(code="HOST01")  # a page that does not change every week


def _compare(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("format_", FORMATS)
def test_report_is_as_agreed(format_: str) -> None:
    _compare(GOLDEN / f"report.{format_}", "".join(render(format_, RESULT, pages=pages([SAMPLE]))))


@pytest.mark.parametrize("format_", FORMATS)
def test_result_read_back_renders_to_the_same_bytes(format_: str) -> None:
    read = from_json(to_json(RESULT), Result)
    assert read == RESULT
    assert "".join(render(format_, read)) == "".join(render(format_, RESULT))


@pytest.mark.parametrize("format_", sorted(COLORED))
def test_colour_changes_nothing_but_colour(format_: str) -> None:
    import re

    colored = "".join(render(format_, RESULT, color=True))
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == "".join(render(format_, RESULT))


def test_no_report_but_the_page_imports_a_template_engine() -> None:
    import subprocess
    import sys

    code = (
        "import sys\n"
        "from senderlint.reports import FORMATS, render\n"
        "from report_fixture import RESULT\n"
        "for name in FORMATS.keys() - {'html'}:\n"
        "    ''.join(render(name, RESULT))\n"
        "heavy = ('jinja2', 'markupsafe', 'asyncio', 'dns', 'xml', 'http')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        render("papyrus", RESULT)
    assert "papyrus" not in FORMATS


def test_json_is_what_the_standard_library_writes() -> None:
    import json

    from senderlint.lint.codec import plain

    assert to_json(RESULT) == json.dumps(plain(RESULT), indent=2) + "\n"
    odd: tuple[object, ...] = (
        "",
        (),
        {},
        ({},),
        {"a\u2028": (1, -2.5, True, None)},
        "\ud800",
        10**30,
    )
    assert to_json(odd) == json.dumps(plain(odd), indent=2) + "\n"
