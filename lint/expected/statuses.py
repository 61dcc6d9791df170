"""The provider's own words on a domain: `status`, `spfStatus` and their kind."""

from __future__ import annotations

from collections.abc import Iterator

from ..pattern import lazy
from .fields import fold
from .json_value import Json, Kind

_SEPARATORS = lazy(r"[\s_-]+")
_KNOWN = {
    fold(key): key
    for key in ("status", "spfStatus", "dkimStatus", "dmarcStatus", "returnPathStatus")
}
_NESTED = ("status", "statuses")


def read_statuses(*nodes: Json) -> tuple[tuple[str, str], ...]:
    """Each key that is `status` or ends in `Status`, with its text, in the document's order.

    Keys come in camel case, `spf_status` as `spfStatus`. The first of several equal keys counts.
    An object under `status` lends its keys: `{"status": {"spf": "ok"}}` is `spfStatus`.
    """
    found: dict[str, str] = {}
    for node in nodes:
        for key, text in _texts(node):
            found.setdefault(_camel(key), text)
    return tuple(found.items())


def _texts(node: Json) -> Iterator[tuple[str, str]]:
    for key, value in node.members.items():
        folded = fold(key)
        if value.kind is Kind.TEXT and folded.endswith("status"):
            yield key, value.text
        elif value.kind is Kind.OBJECT and folded in _NESTED:
            yield from _nested(value)


def _nested(node: Json) -> Iterator[tuple[str, str]]:
    for key, value in node.members.items():
        inner = value.members.get("status", value)
        if inner.kind is Kind.TEXT:
            yield key if fold(key).endswith("status") else f"{key}_status", inner.text


def _camel(key: str) -> str:
    known = _KNOWN.get(fold(key))
    if known:
        return known
    first, *others = _SEPARATORS.split(key.strip("_- ")) or [""]
    return first[:1].lower() + first[1:] + "".join(o[:1].upper() + o[1:] for o in others)
