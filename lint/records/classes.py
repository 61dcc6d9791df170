"""The classes of differing TXT values, in the order in which they are preferred."""

from __future__ import annotations

from enum import StrEnum

from ..noun import NamedTuple


class DifferenceKind(StrEnum):
    """How an observed value differs; `detail` of a difference is said beside each."""

    EQUAL = "equal"  # nothing; not a difference
    LITERAL_QUOTES = "literal-quotes"  # the first quotation mark
    BACKSLASH = "backslash"  # the first escape
    WHITESPACE_OR_JUNK = "whitespace-or-junk"  # the text that should not be there
    SMART_CHARACTERS = "smart-characters"  # the first such character
    HOST_PASTED = "host-pasted"  # the name in front of the value
    SPACES_LOST = "spaces-lost"  # what the missing blank should stand before
    CASE_FOLDED = "case-folded"  # nothing
    SPLIT_RECORDS = "split-records"  # the number of pieces
    SEMICOLON_COMMENT = "semicolon-comment"  # nothing
    ELLIPSIS = "ellipsis"  # the dots
    TRUNCATED = "truncated"  # the number of characters that are left
    PLACEHOLDER = "placeholder"  # the placeholder
    REVOKED_KEY = "revoked-key"  # nothing
    WRONG_REGION = "wrong-region"  # the observed host
    DAMAGED_KEY = "damaged-key"  # what is wrong with the key, in words
    OTHER_KEY = "other-key"  # nothing
    MISSING_TERMS = "missing-terms"  # the missing terms, as to be typed
    OTHER = "other"  # nothing
    ABSENT = "absent"  # nothing; no observed text is of this kind

    @property
    def rank(self) -> int:
        """0 for the class that is preferred to all others."""
        return list(DifferenceKind).index(self)


class Difference(NamedTuple):
    """A class, and where it shows.

    `at` is the 0-based position of the first difference in `observed`, None where there is no
    such place. `observed` is the text that was classified, "" when absent; of several records
    that together are the value it is the first piece.
    """

    kind: DifferenceKind
    at: int | None
    detail: str
    observed: str
