"""The text that a provider means by a TXT value, quoted or not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..pattern import lazy
from ..records import txt
from ..records.kind import meant_for

_BLANK = " \t\r\n"
_STRING = r'"[^"\\]*+(?:\\(?:[0-9]{3}|[^0-9])[^"\\]*+)*+"'
_QUOTED = lazy(rf"{_STRING}(?:[ \t\r\n]*{_STRING})*+", re.DOTALL)


def read_txt(written: str) -> str:
    """The text without presentation quotes and escapes (RFC 1035 section 5.1).

    Only a value that is wholly presentation text (`"a" "b"`) is decoded, and its strings are
    joined with nothing between them. Everything else is raw text; only the blanks around it go,
    since no DNS panel keeps them, and in a record for e-mail, which can hold no backslash, the one
    that zone files have in front of a semicolon.
    """
    unquoted = _unquoted(written)
    return _plain(written.strip(_BLANK)) if unquoted is None else unquoted


def _plain(text: str) -> str:
    return text.replace("\\;", ";") if "\\;" in text and meant_for(text) else text


def join_txt(pieces: Iterable[str]) -> str:
    """One text from a list of its strings, each quoted or not; blanks between them count."""
    decoded = ((piece, _unquoted(piece)) for piece in pieces)
    return "".join(piece if text is None else text for piece, text in decoded).strip(_BLANK)


def _unquoted(written: str) -> str | None:
    text = written.strip(_BLANK)
    if not _QUOTED.fullmatch(text):
        return None
    return b"".join(txt.parse(text).strings).decode("utf-8", "surrogateescape")
