"""A record's type, stated or plain from its value."""

from __future__ import annotations

import re

from ..model import Purpose
from ..pattern import lazy
from ..records import names
from ..records.kind import meant_for
from .error import ExpectedError, quoted
from .fields import Fields, first_text, present
from .json_value import Json
from .purpose import purpose_of_word
from .record_keys import KNOWN_TYPES, PRIORITY_KEYS, TYPE_KEYS

_STATED = lazy(r"([A-Z][A-Z0-9-]{0,19})(?:[ _-](?:RECORD|RR))?")
_PROOF = lazy(r'"?[a-z0-9.-]{1,60}[-_](?:verification|code)[=:]', re.IGNORECASE)
_MX = lazy(r"[0-9]{1,5}\s+[^\s.]+\.\S*")
_REAL_TYPES = KNOWN_TYPES - {"SPF"}  # where documents say SPF, they mean a TXT record's purpose


def read_type(node: Json, members: Fields, value: str, name: str, words: tuple[str, ...]) -> str:
    """The type in capitals; unknown types are kept.

    `value` and `name` are the record's as written, `words` what the document calls the record.
    Raises ExpectedError where there is no type and nothing else tells it.
    """
    stated = first_text(members, TYPE_KEYS) or ""
    match = _STATED.fullmatch(stated.upper())
    word = match.group(1) if match else ""
    if word in _REAL_TYPES or (word and not purpose_of_word(word)):
        return word
    inferred = None if stated and not word else _inferred(members, value.strip(), name, words)
    if inferred:
        return inferred
    if not stated:
        advice = 'add "type": "TXT", "CNAME" or "MX" to it'
        raise ExpectedError(node.where, f"this record has no type; {advice}")
    where = present(members, TYPE_KEYS)[0].where
    raise ExpectedError(where, f"{quoted(stated)} is no record type; write TXT, CNAME or MX")


def _inferred(members: Fields, value: str, name: str, words: tuple[str, ...]) -> str | None:
    real = (word.upper() for word in words if word.upper() in _REAL_TYPES)
    if type_ := next(real, None):
        return type_
    if meant_for(value) or _PROOF.match(value):
        return "TXT"
    is_host = names.is_hostname(names.canonical(names.to_ascii(value)))
    if _MX.fullmatch(value) or (is_host and present(members, PRIORITY_KEYS)):
        return "MX"
    is_key = "_domainkey" in name.lower() or Purpose.DKIM in map(purpose_of_word, words)
    return "CNAME" if is_host and is_key else None
