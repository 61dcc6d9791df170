"""Macros in the names that SPF terms hold (RFC 7208 section 7)."""

from __future__ import annotations

import re
from enum import StrEnum

from ..pattern import lazy

_MACRO = lazy(r"%\{([A-Za-z])([0-9]*)([rR]?)([.\-+,/_=]*)\}|%[%_-]|%")
_LITERAL = lazy(r"[\x21-\x7e]*\Z")
_LETTERS = "slodiphv"
_EXPLAIN = "crt"  # only in the text that `exp=` leads to (RFC 7208 section 7.2)
_PLAIN = {"%%": "%", "%_": " ", "%-": "%20"}
_TOP = lazy(
    r"\.(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])\.?\Z",
    re.IGNORECASE | re.ASCII,
)
_LONGEST = 128  # parts of a name; a larger number keeps all of them
_MOST = 253  # characters of an expanded name (RFC 7208 section 7.3)


class MacroFlaw(StrEnum):
    """What is wrong with a name that may hold macros, in words for a message."""

    CHARACTER = "it has a character that is not allowed"
    PERCENT = "a `%` must be followed by `{`, `%`, `_` or `-`"
    LETTER = "it has a macro letter that does not exist here"
    ZERO = "a macro cannot keep 0 parts of a name"
    EMPTY = "the name is missing"
    END = "it does not end in a domain name"


def macro_flaw(text: str) -> MacroFlaw | None:
    """What makes a text no macro-string (RFC 7208 section 7.1), None for a right one."""
    if not _LITERAL.match(text):
        return MacroFlaw.CHARACTER
    for macro in _MACRO.finditer(text):
        letter = macro[1]
        if macro[0] == "%":
            return MacroFlaw.PERCENT
        if letter and letter.lower() not in _LETTERS:
            return MacroFlaw.LETTER
        if macro[2] and not macro[2].strip("0"):
            return MacroFlaw.ZERO
    return None


def name_flaw(text: str) -> MacroFlaw | None:
    """What makes a text no domain-spec (RFC 7208 section 7.1), None for a right one.

    A domain-spec ends in a macro or in a top-level label that is not all digits.
    """
    if not text:
        return MacroFlaw.EMPTY
    flaw = macro_flaw(text)
    if flaw is not None:
        return flaw
    return None if _ends_in_macro(text) or _ends_in_label(text) else MacroFlaw.END


def _ends_in_macro(text: str) -> bool:
    return any(m.end() == len(text) for m in _MACRO.finditer(text))


def _ends_in_label(text: str) -> bool:
    last = text.removesuffix(".").rfind(".")
    return last >= 0 and _TOP.match(text, last) is not None


def expand(text: str, domain: str, sender: str = "") -> str | None:
    """The name that a term asks for, None where it depends on the message.

    `domain` is the name whose record is read (`%{d}`), `sender` the domain of the envelope sender
    (`%{o}`), by default the same. A name that grew too long loses labels on its left (7.3).
    """
    parts: list[str] = []
    at = 0
    for macro in _MACRO.finditer(text):
        value = _value(macro, domain, sender or domain)
        if value is None:
            return None
        parts += (text[at : macro.start()], value)
        at = macro.end()
    return _shortened("".join((*parts, text[at:])))


def _value(macro: re.Match[str], domain: str, sender: str) -> str | None:
    if macro[0] in _PLAIN:
        return _PLAIN[macro[0]]
    source = {"d": domain, "o": sender}.get((macro[1] or "").lower())
    if source is None:
        return None
    parts = re.split(f"[{re.escape(macro[4] or '.')}]", source)
    if macro[3]:
        parts.reverse()
    digits = macro[2].lstrip("0")
    keep = int(digits) if digits and len(digits) < 4 else _LONGEST
    return ".".join(parts[-keep:])


def _shortened(name: str) -> str:
    while len(name.removesuffix(".")) > _MOST and "." in name:
        name = name.partition(".")[2]
    return name
