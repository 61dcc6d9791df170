"""What is wrong where JSON text goes wrong, in the reader's words."""

from __future__ import annotations

from ..pattern import lazy
from .error import quoted

_WORD = lazy(r"[+-]?[\w.]+")
_LITERAL = lazy(r"[+-]?[0-9.]+|(?:true|false|null)\b")
_WORDS = {
    "True": 'write "true" in small letters',
    "False": 'write "false" in small letters',
    "None": 'write "null" instead',
    "undefined": 'write "null" instead',
    "NaN": 'write a number or "null" instead',
    "Infinity": 'write a number or "null" instead',
}
_SIGNS = {
    "'": "texts stand between single quotes; use double quotes",
    "/": "JSON has no comments; delete this one",
    "#": "JSON has no comments; delete this one",
    "`": "texts stand between backquotes; use double quotes",
    "<": "this looks like a web page or XML; save the provider's JSON answer",
}
_CURLY = "“”„«»‘’″"


def not_json(text: str, at: int) -> str | None:
    """What a document is that begins at this offset and is no JSON at all; None where it may be."""
    if text.startswith("HTTP/", at):
        return "HTTP headers stand before the document; save what follows them alone"
    word = _WORD.match(text, at)
    stranger = text[at] in ";$@#-" or (word and word.group() not in _WORDS)
    if stranger and not _LITERAL.match(text, at):
        return "this is not JSON; give the provider's JSON answer, and your zone with --against"
    return None


def unexpected(text: str, at: int, wanted: str) -> str:
    """Why the text at this offset cannot be `wanted`, and what to do."""
    char = text[at : at + 1]
    if not char:
        return "the document ends too early; copy the whole document again"
    if wanted.startswith("a comma"):
        return _no_comma(wanted)
    if char in _SIGNS:
        return _SIGNS[char]
    if char in _CURLY:
        return 'texts stand between typographic quotes; use straight ones: "'
    word = _WORD.match(text, at)
    return _strange(word.group()[:80] if word else char, wanted)


def _no_comma(wanted: str) -> str:
    return f"{wanted} is missing here; add it, or put a backslash before a quote in a text"


def _strange(found: str, wanted: str) -> str:
    advice = _WORDS.get(found.lstrip("+-"))
    if advice:
        return f"{quoted(found)} is not JSON; {advice}"
    if found in "}],:":
        return f"{quoted(found)} stands where {wanted} belongs; look for a stray or missing comma"
    return f"{quoted(found)} stands where {wanted} belongs; put texts between double quotes"
