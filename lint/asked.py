"""What kind of record the provider asked for, told from the record itself."""

from __future__ import annotations

from .model import ExpectedRecord, Purpose
from .records.kind import is_spf


def asks_for_spf(expected: ExpectedRecord) -> bool:
    """Whether the expected record is an SPF record."""
    return expected.type == "TXT" and is_spf(expected.value)


def asks_for_key(expected: ExpectedRecord) -> bool:
    """Whether the expected record is a DKIM key itself, not an alias of one."""
    return expected.type == "TXT" and expected.purpose is Purpose.DKIM
