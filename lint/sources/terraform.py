"""DNS records in a Terraform or OpenTofu plan or state (`terraform show -json`, `.tfstate`).

A plan shows what will be there and what will be taken away. Neither plan nor state says that they
hold the whole zone: what is not in them may be managed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model import Fault, Record
from ..records import names
from .document import (
    MAX_RECORDS,
    Document,
    Fields,
    fields,
    text,
    too_many,
    truth,
    whole,
    written,
)  # fmt: skip
from .drafts import TARGETS, TEXTS, record, text_record, with_dot_required
from .error import SourceError
from .listed_zone import Contents
from .terraform_types import KINDS, Kind, Naming, Steps
from .terraform_zones import Resource, Zones
from .texts import strings

_KEPT = frozenset(("no-op", "read", "create", "forget"))


def is_terraform(root: object) -> bool:
    """Whether a JSON document is a plan or a state."""
    if not isinstance(root, Fields):
        return False
    shown = "format_version" in root and not root.keys().isdisjoint(
        ("planned_values", "resource_changes", "values")
    )
    return shown or ("terraform_version" in root and isinstance(root.get("resources"), list))


_GIVE = "give what terraform show -json prints"


def read_terraform(document: Document, origin: str | None = None) -> list[Contents]:
    """The zones that a plan or a state has records of; `origin` is a zone that it does not name."""
    root = document.roots[0]
    if not isinstance(root, Fields):
        raise SourceError(document.path, f"is no plan and no state of Terraform; {_GIVE}")
    after = list(_after(root))
    zones = Zones((*after, *_before(root)), root.get("configuration"))
    reader = _Reader(document, zones, origin)
    for resource in after:
        reader.add(resource)
    for resource in _deleted(root):
        reader.remove(resource)
    if origin and not reader.found:
        reader.found[origin] = Contents(origin, complete=False)
    return reader.contents()


@dataclass(slots=True)
class _Reader:
    document: Document
    zones: Zones
    origin: str | None
    found: dict[str, Contents] = field(default_factory=dict)
    count: int = 0

    def add(self, resource: Resource) -> None:
        """Keep the records that will be there."""
        kind = KINDS.get(resource.type)
        if kind is None or resource.is_data:
            return
        variant = resource.address if _is_variant(resource.values) else ""
        for contents, made in self._records(resource, kind, planned=True):
            if variant:
                contents.vary(made, variant)
            else:
                contents.records.append(made)

    def remove(self, resource: Resource) -> None:
        """Keep the records that were there before."""
        kind = KINDS.get(resource.type)
        if kind is not None:
            for contents, made in self._records(resource, kind, planned=False):
                contents.removed.append(made)

    def contents(self) -> list[Contents]:
        """The zones; what was there before and stays is not removed."""
        for contents in self.found.values():
            contents.settle()
            stays = {_identity(r) for r in contents.records}
            contents.removed = [r for r in contents.removed if _identity(r) not in stays]
        return list(self.found.values())

    def _records(
        self, resource: Resource, kind: Kind, *, planned: bool
    ) -> Iterator[tuple[Contents, Record]]:
        placed = self._placed(resource, kind)
        if placed is None:
            return
        name, contents = placed
        type_ = kind.type or (text(resource.values.get("type")) or "").upper()
        if _is_alias(resource.values):
            yield contents, self._alias(resource, name)
            return
        for steps, value in kind.values(type_, resource.values):
            if value is not None and type_:
                yield contents, self._record(resource, kind, (name, type_), (steps, value))
            elif planned:
                contents.unknowable(name, type_)
            self.count += 1
            if self.count > MAX_RECORDS:
                raise too_many(self.document.path)

    def _placed(self, resource: Resource, kind: Kind) -> tuple[str, Contents] | None:
        """The owner name and its zone; None where the document does not tell."""
        typed = text(resource.values.get("name"))
        if typed is None:
            return None
        found = self.zones.of(resource, kind.zone)
        if found is not None and found.is_private:
            return None
        zone = found.name if found else self._from_name(resource, typed)
        if zone is None:
            return None
        contents = self.found.get(zone)
        if contents is None:
            contents = self.found[zone] = Contents(zone, complete=False)
            contents.twins = self.zones.twins(zone)
        name = _owner(typed, zone, kind.naming)
        if not names.is_within(name, zone):
            where = self.document.where(resource.values, "name", address=resource.address)
            message = f"the name {name[:80]} does not lie in the zone {zone}"
            contents.faults.append(Fault(where, message, self.document.line(where.line), name))
            return None
        return name, contents

    def _from_name(self, resource: Resource, typed: str) -> str | None:
        whole_name = text(resource.values.get("fqdn")) or text(resource.values.get("hostname"))
        name = names.canonical(names.to_ascii(whole_name or typed))
        if self.origin and (not whole_name or names.is_within(name, self.origin)):
            return self.origin
        return self.zones.at_the_end(name)

    def _record(
        self, resource: Resource, kind: Kind, key: tuple[str, str], at: tuple[Steps, str]
    ) -> Record:
        name, type_ = key
        steps, value = at
        where = self.document.where(resource.values, *steps, address=resource.address)
        typed = text(resource.values.get("name")) or ""
        manager = resource.address if kind.rrset and not _is_variant(resource.values) else ""
        beside = written(self.document, where, typed, value, manager)
        ttl, proxied = whole(resource.values.get("ttl")), truth(resource.values.get("proxied"))
        if type_ in TEXTS:
            data = strings(kind.texts, value)
            return text_record(
                name, type_, data.strings, ttl=ttl, where=where, written=beside,
                proxied=proxied, flaw=data.flaw,
            )  # fmt: skip
        zone = self._zone_of(name)
        origin = zone if kind.relative else ""
        if type_ in TARGETS and value.rpartition(" ")[2] == "@":
            value = f"{value[:-1]}{zone}."
        made = record(
            name, type_, value, ttl=ttl, where=where, written=beside, proxied=proxied, origin=origin
        )
        return with_dot_required(made) if kind.dots else made

    def _zone_of(self, name: str) -> str:
        return max((z for z in self.found if names.is_within(name, z)), key=len, default="")

    def _alias(self, resource: Resource, name: str) -> Record:
        block = next(fields(resource.values.get("alias")), None)
        target = (text(block.get("name")) if block else None) or ""
        where = self.document.where(resource.values, "alias", address=resource.address)
        beside = written(self.document, where, text(resource.values.get("name")) or "", target)
        return record(name, "ALIAS", target or ".", ttl=None, where=where, written=beside)


def _identity(record: Record) -> tuple[object, ...]:
    return record.name, record.type, record.strings or record.target or record.data, record.priority


def _is_alias(values: Fields) -> bool:
    return bool(values.get("alias")) or bool(text(values.get("target_resource_id")))


def _is_variant(values: Fields) -> bool:
    """Whether the resource is one of several that answer in turn for one name."""
    return bool(text(values.get("set_identifier"))) or bool(values.get("routing_policy"))


def _owner(typed: str, zone: str, naming: Naming) -> str:
    plain = names.to_ascii(typed)
    if naming is Naming.ABSOLUTE:
        return names.canonical(plain.rstrip(".") + ".")
    if plain in ("", "@"):
        return zone
    if naming is Naming.SUFFIX:
        # The provider looks at letters, not at labels: `notexample.com` counts as whole.
        plain = plain.rstrip(".")
        if plain.lower().endswith(zone):
            return names.canonical(plain + ".")
    return names.canonical(f"{plain}.{zone}.")


def _after(root: Fields) -> Iterator[Resource]:
    """What will be there, or is there: planned values, a state, or a state file."""
    planned = root.get("planned_values", root.get("values"))
    if isinstance(planned, Fields):
        yield from _of_module(planned.get("root_module"))
    elif "planned_values" not in root and isinstance(root.get("resource_changes"), list):
        for change, inner in _changes(root):
            if isinstance(after := inner.get("after"), Fields):
                yield _resource(change, after)
    else:
        yield from _of_state(root)


def _before(root: Fields) -> Iterator[Resource]:
    """What a plan read before: the zones that records point at."""
    prior = root.get("prior_state")
    values = prior.get("values") if isinstance(prior, Fields) else None
    if isinstance(values, Fields):
        yield from _of_module(values.get("root_module"))


def _deleted(root: Fields) -> Iterator[Resource]:
    for change, inner in _changes(root):
        actions = inner.get("actions")
        acts = {a for a in actions if isinstance(a, str)} if isinstance(actions, list) else set()
        if acts - _KEPT and isinstance(before := inner.get("before"), Fields):
            yield _resource(change, before)


def _changes(root: Fields) -> Iterator[tuple[Fields, Fields]]:
    for change in fields(root.get("resource_changes")):
        inner = change.get("change")
        if isinstance(inner, Fields) and change.get("mode") != "data":
            yield change, inner


def _of_module(module: object) -> Iterator[Resource]:
    """The resources of a module and of all modules in it."""
    waiting = [module]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Fields):
            for resource in fields(found.get("resources")):
                if isinstance(values := resource.get("values"), Fields):
                    yield _resource(resource, values)
            waiting += reversed(list(fields(found.get("child_modules"))))


def _of_state(root: Fields) -> Iterator[Resource]:
    for resource in fields(root.get("resources")):
        type_, name = text(resource.get("type")) or "", text(resource.get("name")) or ""
        module = text(resource.get("module"))
        data = "data." if resource.get("mode") == "data" else ""
        base = f"{module}.{data}{type_}.{name}" if module else f"{data}{type_}.{name}"
        for instance in fields(resource.get("instances")):
            values, key = instance.get("attributes"), instance.get("index_key")
            index = "" if key is None else f'["{key}"]' if isinstance(key, str) else f"[{key}]"
            if isinstance(values, Fields):
                yield Resource(base + index, type_, values, bool(data))


def _resource(fields_: Fields, values: Fields) -> Resource:
    address, type_ = text(fields_.get("address")) or "", text(fields_.get("type")) or ""
    return Resource(address, type_, values, fields_.get("mode") == "data")
