"""Zones as octoDNS keeps them in YAML: owner names relative to the zone, values without quoting.

Two conventions for semicolons are in use: `\\;` (octoDNS 1 by default) and `;`. Both are read
unless the configuration says which one holds; then a backslash that octoDNS publishes is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Fault, Record, Where
from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names
from .document import (
    MAX_RECORDS,
    Document,
    Fields,
    Step,
    several,
    text,
    truth,
    whole,
    written,
)  # fmt: skip
from .drafts import TEXTS, record, split, text_record
from .listed_zone import Contents

_SEMICOLON = lazy(r"\\;")
_JOINT = '" "'
_AUTOMATIC = 942942942  # the TTL by which octoDNS marks Route 53's aliases


def is_octodns(root: object) -> bool:
    """Whether a YAML document is a zone of octoDNS: most of its members are typed records."""
    if not isinstance(root, Fields) or not root:
        return False
    good = sum(1 for value in root.values() if _is_entry(value))
    return good * 2 > len(root)


def _is_entry(value: object) -> bool:
    entries = several(value)
    return bool(entries) and all(
        isinstance(e, Fields)
        and isinstance(e.get("type"), str)
        and not e.keys().isdisjoint(("value", "values", "ttl", "octodns", "dynamic", "geo"))
        for e in entries
    )


def read_octodns(document: Document, into: Contents, *, escaped: bool | None = None) -> None:
    """Add a file's records to its zone.

    `escaped` says whether semicolons are written `\\;`; None where nobody says so.
    """
    reader = _Reader(document, into, keeps_backslash=escaped is False)
    for root in document.roots:
        if isinstance(root, Fields):
            reader.read(root)


class _Head(NamedTuple):
    """What all values of an entry share; `manager` as in `Written`."""

    key: str
    name: str
    type: str
    ttl: int | None
    proxied: bool | None
    manager: str


@dataclass(slots=True)
class _Reader:
    document: Document
    into: Contents
    keeps_backslash: bool

    def read(self, root: Fields) -> None:
        for key, value, _ in root.again:
            place = next(iter(several(value)), None)
            where = self.document.where(place) if isinstance(place, Fields) else None
            line = self.document.key(root, key).line
            self._fault(
                where or self.document.key(root, key),
                key,
                f'the name "{key[:60]}" stands again on line {line}, and only that one counts',
            )
        for key, value in root.items():
            self._name(root, key, value)

    def _name(self, root: Fields, key: str, value: object) -> None:
        for entry in several(value):
            if not isinstance(entry, Fields):
                self._fault(self.document.key(root, key), key, "a record with a type is missing")
            elif not isinstance(entry.get("type"), str):
                self._fault(self.document.where(entry), key, "the type of the record is missing")
            elif not _is_ignored(entry):
                self._entry(key, entry)

    def _entry(self, key: str, entry: Fields) -> None:
        place = self.document.where(entry)
        for member, _, _ in entry.again:
            message = f'"{member[:60]}" stands twice in this record, and only the last one counts'
            self._fault(self.document.key(entry, member), key, message)
        ttl = whole(entry.get("ttl"))
        head = _Head(
            key,
            owner(key, self.into.zone),
            str(entry["type"]).upper(),
            None if ttl == _AUTOMATIC else ttl,
            _proxied(entry),
            f"{place.path}:{place.line}:{place.column}",
        )
        for steps, value in _values(entry):
            made = self._record(head, self.document.where(entry, *steps), value)
            if made is not None:
                self.into.records.append(made)
        if len(self.into.records) > MAX_RECORDS:
            raise RecordsError

    def _record(self, head: _Head, where: Where, value: object) -> Record | None:
        key, name, type_, ttl, proxied, manager = head
        typed = data_of(type_, value)
        if typed is None:
            self._fault(where, key, f"the value of this {type_[:20]} record is missing")
            return None
        beside = written(self.document, where, key, typed, manager)
        if type_ in TEXTS:
            strings = split(self._decoded(typed))
            return text_record(
                name, type_, strings, ttl=ttl, where=where, written=beside, proxied=proxied
            )
        return record(name, type_, typed, ttl=ttl, where=where, written=beside, proxied=proxied)

    def _decoded(self, value: str) -> str:
        if len(value) > 1 and value[0] == '"' == value[-1]:
            value = value[1:-1].replace(_JOINT, "")
        return value if self.keeps_backslash else _SEMICOLON.sub(";", value)

    def _fault(self, where: Where, key: str, message: str) -> None:
        name = owner(key, self.into.zone)
        self.into.faults.append(Fault(where, message, self.document.line(where.line), name))


class RecordsError(Exception):
    """More records than any zone holds, as only aliases of aliases bring about."""


def owner(key: str, zone: str) -> str:
    """The absolute name of a key; a final dot or `@` has no meaning here and stays visible."""
    name = key if key.isascii() else names.to_ascii(key)
    if not name:
        return zone
    return names.canonical(f"{name}.{zone}.")


def _values(entry: Fields) -> Iterator[tuple[tuple[Step, ...], object]]:
    """An entry's values with the steps that lead to them."""
    key = "values" if "values" in entry else "value"
    found = entry.get(key)
    if isinstance(found, list):
        for index, value in enumerate(found):
            yield (key, index), value
    elif key in entry:
        yield (key,), found


def data_of(type_: str, value: object) -> str | None:
    """A value as presentation text, that of a text record as it is typed; None for nothing."""
    if not isinstance(value, Fields):
        return text(value)
    if type_ == "MX":
        return _parts(value, ("preference", "priority"), ("exchange", "value"))
    if type_ == "SRV":
        return _parts(value, ("priority",), ("weight",), ("port",), ("target",))
    if type_ == "CAA":
        quoted = (text(value.get("value")) or "").replace('"', '\\"')
        return f'{_parts(value, ("flags",), ("tag",))} "{quoted}"'
    return " ".join(t for v in value.values() if (t := text(v)))


def _parts(value: Fields, *keys: tuple[str, ...]) -> str:
    """The members in this order, each under the first of its names that is used."""
    found = (next((t for k in group if (t := text(value.get(k)))), "") for group in keys)
    return " ".join(t for t in found if t)


def _is_ignored(entry: Fields) -> bool:
    options = entry.get("octodns")
    return isinstance(options, Fields) and truth(options.get("ignored")) is True


def _proxied(entry: Fields) -> bool | None:
    options = entry.get("octodns")
    cloudflare = options.get("cloudflare") if isinstance(options, Fields) else None
    return truth(cloudflare.get("proxied")) if isinstance(cloudflare, Fields) else None
