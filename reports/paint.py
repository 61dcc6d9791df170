"""Terminal colours. The codes are constants of this file; data never adds one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ..lint.model import DomainStatus, RecordStatus, Severity, Verdict


class Style(StrEnum):
    """What a piece of text means, as the terminal's codes for it (ECMA-48 SGR)."""

    STRONG = "\x1b[1m"
    FAINT = "\x1b[2m"
    BAD = "\x1b[1;31m"
    GOOD = "\x1b[32m"
    CARE = "\x1b[33m"
    NOTE = "\x1b[36m"
    TAKEN = "\x1b[31m"


_END = "\x1b[0m"

BY_WORD: Mapping[str, Style] = {
    Severity.ERROR: Style.BAD,
    Severity.WARNING: Style.CARE,
    Severity.INFO: Style.NOTE,
    Verdict.READY: Style.GOOD,
    Verdict.WAIT: Style.CARE,
    Verdict.FIX: Style.BAD,
    Verdict.UNKNOWN: Style.CARE,
    RecordStatus.VERIFIED: Style.GOOD,
    RecordStatus.PENDING: Style.CARE,
    RecordStatus.MISSING: Style.BAD,
    RecordStatus.FAILED: Style.BAD,
    DomainStatus.DISABLED: Style.CARE,
}
"""How severities, verdicts and statuses look; the word itself always says the same."""


class Paint:
    """Colours text, or leaves it alone."""

    __slots__ = ("on",)

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, style: Style | None) -> str:
        if not self.on or style is None or not text:
            return text
        return f"{style.value}{text}{_END}"

    def word(self, word: str, shown: str = "") -> str:
        """A severity, verdict or status in its colour, shown as `shown` where that is given."""
        return self(shown or word, BY_WORD.get(word))
