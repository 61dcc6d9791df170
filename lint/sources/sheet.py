"""Records with whole names, as the interfaces of DNS hosts list them, sorted into their zones."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from ..model import Record, Where
from ..noun import NamedTuple
from ..records import names
from ..records.suffix import organisational_domain
from .document import MAX_RECORDS, Document, Fields, Step, too_many, written
from .drafts import TEXTS, record, text_record, with_dot_required
from .listed_zone import Contents
from .octodns_files import as_zone
from .texts import Texts, strings

_ENDINGS = (".json", ".yaml", ".yml")


class Row(NamedTuple):
    """What all values of one entry share. `address` is the entry's JSON pointer.

    `owner` is the name as it is typed; `manager` as in `Written`. `variant` tells one of
    several sets for the same name and type from the others.
    """

    fields: Fields
    address: str
    name: str
    type: str
    ttl: int | None = None
    proxied: bool | None = None
    owner: str = ""
    manager: str = ""
    variant: str = ""


@dataclass(slots=True)
class Sheet:
    """The records of one document. `dots` says that targets must end with a dot."""

    document: Document
    texts: Texts
    dots: bool = False
    records: list[Record] = field(default_factory=list)
    removed: list[Record] = field(default_factory=list)
    varying: list[tuple[Record, str]] = field(default_factory=list)

    def add(self, row: Row, value: str, *steps: Step, removed: bool = False) -> None:
        """Keep one value of an entry; `steps` lead to it."""
        where = self.document.where(row.fields, *steps, address=row.address)
        made = self._made(row, value, where)
        if row.variant and not removed:
            self.varying.append((made, row.variant))
        else:
            (self.removed if removed else self.records).append(made)
        if len(self.records) + len(self.removed) + len(self.varying) > MAX_RECORDS:
            raise too_many(self.document.path)

    def add_strings(self, row: Row, held: tuple[bytes, ...], *steps: Step) -> None:
        """Keep a TXT record whose strings are known one by one."""
        where = self.document.where(row.fields, *steps, address=row.address)
        beside = written(self.document, where, row.owner, "", row.manager)
        self.records.append(
            text_record(row.name, row.type, held, ttl=row.ttl, where=where, written=beside)
        )

    def _made(self, row: Row, value: str, where: Where) -> Record:
        beside = written(self.document, where, row.owner, value, row.manager)
        if row.type in TEXTS:
            data = strings(self.texts, value)
            return text_record(
                row.name,
                row.type,
                data.strings,
                ttl=row.ttl,
                where=where,
                written=beside,
                proxied=row.proxied,
                flaw=data.flaw,
            )
        made = record(
            row.name,
            row.type,
            value,
            ttl=row.ttl,
            where=where,
            written=beside,
            proxied=row.proxied,
        )
        return with_dot_required(made) if self.dots else made

    def has_soa(self) -> bool:
        """Whether a list holds what no whole zone lacks: a list of one type only does not."""
        return any(r.type == "SOA" for r in self.records)

    def zones(
        self, *, complete: bool, origin: str | None = None, named: str | None = None
    ) -> list[Contents]:
        """The zones of all records. `origin` is what the user said, `named` what the file says."""
        apex = origin or named or self._apex()
        found: dict[str, Contents] = {}

        def of(record: Record) -> Contents:
            inside = apex is not None and names.is_within(record.name, apex)
            zone = apex if apex and inside else organisational_domain(record.name)
            if zone not in found:
                found[zone] = Contents(zone, complete=complete)
            return found[zone]

        for one in self.records:
            of(one).records.append(one)
        for one in self.removed:
            of(one).removed.append(one)
        for one, variant in self.varying:
            of(one).vary(one, variant)
        for contents in found.values():
            contents.settle()
            _keep_what_stays(contents)
        if apex is not None and not found:
            found[apex] = Contents(apex, complete=complete)
        return list(found.values())

    def _apex(self) -> str | None:
        """The zone's name: the SOA record's, or the file's where all names lie in it."""
        soa = next((r.name for r in self.records if r.type == "SOA"), None)
        if soa is not None:
            return soa
        name = os.path.basename(self.document.path)  # noqa: PTH119 - as elsewhere, no pathlib
        for ending in _ENDINGS:
            name = name.removesuffix(ending)
        zone = as_zone(name)
        inside = zone is not None and all(names.is_within(r.name, zone) for r in self.records)
        return zone if inside else None


def _keep_what_stays(contents: Contents) -> None:
    """What a change takes away and puts back, with another TTL say, is not removed."""
    if contents.removed:
        stays = {(r.name, r.type, r.data) for r in contents.records}
        contents.removed = [r for r in contents.removed if (r.name, r.type, r.data) not in stays]


def whole_name(typed: str) -> str:
    """An absolute name, with or without its final dot."""
    return names.canonical(names.to_ascii(typed).rstrip(".") + ".")
