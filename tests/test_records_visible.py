"""Untrusted text for a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senderlint.lint.records.visible import shorten, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("v=spf1 -all", "v=spf1 -all"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x7f\x85", "\\x7f\\x85"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("caf\udce9", "caf\\233"),
        ("\U000e0001\ue000", "\\U000e0001\\ue000"),
        ("a\u00a0b\u3164", "a\\xa0b\\u3164"),
        ("Größe 食狮 قطر ñ", "Größe 食狮 قطر ñ"),
        ("“–”", "“–”"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(alphabet=st.characters(codec=None)))
def test_nothing_invisible_is_left(text: str) -> None:
    assert all(unicodedata.category(c)[0] != "C" for c in visible(text))
    assert "\n" not in visible(text)


def test_a_window_around_a_position() -> None:
    text = "v=DKIM1; p=" + "A" * 100 + "!" + "B" * 100
    assert shorten(text, 20) == "v=DKIM1; p=AAAAAAAA…"
    assert shorten(text, 21, 111) == "…AAAAAAA!BBBBBBBBBBB…"
    assert shorten(text, 20, len(text)) == "…" + "B" * 19
    assert shorten("short", 20, 3) == "short"


@given(st.text(), st.integers(3, 60), st.none() | st.integers(0, 300))
def test_a_window_never_exceeds_its_width(text: str, width: int, at: int | None) -> None:
    assert len(shorten(text, width, at)) <= max(width, 10 + 2)


@given(st.text(alphabet="abc\n\u200b", min_size=1), st.integers(16, 60), st.data())
def test_the_position_is_inside_the_window(text: str, width: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    marked = text[:at] + "X" + text[at + 1 :]
    assert "X" in shorten(marked, width, at)
