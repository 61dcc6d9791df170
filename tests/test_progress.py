"""What is said while servers are asked: one line on a terminal, written over."""

from __future__ import annotations

import io

import pytest

from senderlint.lint.progress import Line


class Screen(io.StringIO):
    """Standard error, on a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self.terminal


def _shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, **words: bool) -> str:
    screen = Screen(terminal=terminal)
    monkeypatch.setattr("sys.stderr", screen)
    line = Line(**words)
    for text in ("first", "second", "second", "bad \x1b[31m name " + "x" * 500):
        line.show(text)
    line.clear()
    return screen.getvalue()


def test_a_terminal_shows_one_line_that_is_gone_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(monkeypatch, terminal=True)
    assert shown.startswith("\r\x1b[Kfirst\r\x1b[Ksecond")
    assert shown.endswith("\r\x1b[K")
    assert "\n" not in shown
    assert "\x1b[31m" not in shown
    assert all(len(part) < 200 for part in shown.split("\r\x1b[K"))


def test_elsewhere_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _shown(monkeypatch, terminal=False) == ""
    assert _shown(monkeypatch, terminal=True, wanted=False) == ""


def test_a_wait_says_each_new_line_once_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = _shown(monkeypatch, terminal=False, always=True).splitlines()
    assert rows[:2] == ["first", "second"]
    assert len(rows) == 3
    assert "\x1b" not in rows[2]
