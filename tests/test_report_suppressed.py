"""Findings that somebody put up with are told, folded away, with who decided so and why."""

from __future__ import annotations

import pytest
from report_fixture import HOSTILE, RESULT, TIDY

from senderlint.lint.model import Suppressed, SuppressedBy
from senderlint.reports import render


def _text(format_: str, *held: Suppressed) -> str:
    return "".join(render(format_, RESULT._replace(suppressed=held)))


@pytest.mark.parametrize("format_", ["html", "markdown"])
@pytest.mark.parametrize("by", SuppressedBy)
def test_who_decided_and_why_is_told(format_: str, by: SuppressedBy) -> None:
    text = _text(format_, Suppressed(TIDY, by, "we moved last week"))
    assert "1 finding does not count" in text
    assert by.value in text[text.index("does not count") :]
    assert "we moved last week" in text
    assert "does not count" not in _text(format_)


def test_a_hostile_reason_is_inert() -> None:
    text = _text("html", Suppressed(TIDY, SuppressedBy.COMMENT, HOSTILE))
    assert "<script>alert" not in text
    assert "\x1b" not in text
