"""Which zone a Terraform record belongs to: identifiers and references lead to its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..noun import NamedTuple
from ..pattern import lazy
from ..records import names
from ..records.suffix import is_listed, organisational_domain
from .document import Fields, fields, text
from .terraform_types import ZONES

MAX_HOPS = 12  # variables and outputs that a reference may lead through

_INDEX = lazy(r"\[[^\]]*\]\Z")
_MODULES = lazy(r"module\.([^.\[]+)(\[(?:\"(?:[^\"\\]|\\.)*\"|[0-9]+)\])?\.")
_NOTHING: dict[str, object] = {}


class Resource(NamedTuple):
    """One resource as a plan or a state shows it; `values` are its attributes."""

    address: str
    type: str
    values: Fields
    is_data: bool = False


class Zone(NamedTuple):
    """A zone that a record may be in. A private one is not seen by the world."""

    name: str
    is_private: bool = False


class Zones:
    """Zones by identifier and by the address of their resource."""

    def __init__(self, resources: Iterable[Resource], configuration: object) -> None:
        self._by_id: dict[str, Zone] = {}
        self._by_address: dict[str, Zone] = {}
        self._configuration = configuration
        self._created: dict[str, list[str]] = {}
        for resource in resources:
            if resource.type in ZONES:
                self._add(resource)
        self._names = frozenset(z.name for z in self._by_address.values() if not z.is_private)

    def _add(self, resource: Resource) -> None:
        named, keys = ZONES[resource.type]
        name = next((t for a in named if (t := text(resource.values.get(a)))), None)
        if name is None:
            return
        zone = Zone(names.canonical(names.to_ascii(name.rstrip("."))), _is_private(resource.values))
        self._by_address[resource.address] = zone
        if not resource.is_data and not zone.is_private:
            created = self._created.setdefault(zone.name, [])
            created += [resource.address] if resource.address not in created else []
        for key in keys:
            if value := text(resource.values.get(key)):
                self._by_id[value] = zone

    def of(self, resource: Resource, attributes: tuple[str, ...]) -> Zone | None:
        """The zone of a record, None where nothing leads to it."""
        for attribute in attributes:
            value = text(resource.values.get(attribute))
            if value is None:
                found = self._referred(resource, attribute)
            else:
                found = self._by_id.get(value.rpartition("/")[2]) or self._by_id.get(value)
                found = found or _as_name(value)
            if found:
                return found
        return None

    def twins(self, zone: str) -> tuple[str, ...]:
        """The resources that create public zones of this name, where there are several."""
        created = self._created.get(zone, [])
        return tuple(created) if len(created) > 1 else ()

    def at_the_end(self, name: str) -> str | None:
        """The zone whose name ends an absolute name, or what was registered; None for others."""
        inside = [z for z in self._names if names.is_within(name, z)]
        if inside:
            return max(inside, key=len)
        domain = organisational_domain(name)
        top = name.rpartition(".")[2]
        return domain if "." in domain and is_listed(top) else None

    def _referred(self, resource: Resource, attribute: str) -> Zone | None:
        path, own = _split(resource.address)
        module = _module(self._configuration, path)
        plain = _INDEX.sub("", own)
        for found in fields(module.get("resources")):
            if text(found.get("address")) == plain:
                expressions = found.get("expressions")
                references = _references(expressions, attribute)
                return self._follow(path, references, own[len(plain) :], MAX_HOPS)
        return None

    def _follow(
        self, path: tuple[str, ...], references: Iterable[str], index: str, hops: int
    ) -> Zone | None:
        """The zone that the first of these references leads to."""
        for reference in references if hops else ():
            first, _, rest = reference.partition(".")
            if first == "var" and path:
                parent = _module(self._configuration, path[:-1]).get("module_calls")
                call = parent.get(_INDEX.sub("", path[-1])) if isinstance(parent, Fields) else None
                expressions = call.get("expressions") if isinstance(call, Fields) else None
                up = _references(expressions, rest.split(".")[0].split("[")[0])
                found = self._follow(path[:-1], up, _index_of(path[-1]) or index, hops - 1)
            elif first == "module":
                found = self._output(path, rest, index, hops)
            else:
                found = self._at(path, reference, index)
            if found:
                return found
        return None

    def _output(self, path: tuple[str, ...], rest: str, index: str, hops: int) -> Zone | None:
        name, _, output = rest.partition(".")
        inner = (*path, name)
        outputs = _module(self._configuration, inner).get("outputs")
        found = outputs.get(output.split(".")[0]) if isinstance(outputs, Fields) else None
        if not isinstance(found, Fields):
            return None
        wrapped = {"expression": found.get("expression")}
        return self._follow(inner, _references(wrapped, "expression"), index, hops - 1)

    def _at(self, path: tuple[str, ...], reference: str, index: str) -> Zone | None:
        """The zone at a reference such as `data.aws_route53_zone.main.zone_id`."""
        parts = reference.split(".")
        size = 3 if parts[0] == "data" else 2
        plain = _INDEX.sub("", ".".join(parts[:size]))
        prefix = "".join(f"module.{step}." for step in path)
        exact = self._by_address.get(prefix + plain + index) or self._by_address.get(prefix + plain)
        if exact:
            return exact
        same = {
            zone
            for address, zone in self._by_address.items()
            if _bare(address) == _bare(prefix + plain)
        }
        return same.pop() if len(same) == 1 else None


def _as_name(value: str) -> Zone | None:
    """A zone's name where an identifier may stand."""
    name = names.canonical(names.to_ascii(value.rstrip(".")))
    usable = names.is_hostname(name) and not name.rpartition(".")[2].isdigit()
    return Zone(name) if usable else None


def _is_private(values: Fields) -> bool:
    """Whether a zone answers inside a private network only."""
    return bool(
        values.get("vpc") or values.get("private_zone") or values.get("visibility") == "private"
    )


def _bare(address: str) -> str:
    """An address without the indexes of its parts."""
    return ".".join(_INDEX.sub("", part) for part in address.split("."))


def _split(address: str) -> tuple[tuple[str, ...], str]:
    """An address as the modules that it lies in, and what is left."""
    path: list[str] = []
    at = 0
    while match := _MODULES.match(address, at):
        path.append(match.group(1) + (match.group(2) or ""))
        at = match.end()
    return tuple(path), address[at:]


def _index_of(step: str) -> str:
    match = _INDEX.search(step)
    return match.group() if match else ""


def _module(configuration: object, path: tuple[str, ...]) -> dict[str, object]:
    """The configuration of a module, empty where the document does not show it."""
    module = configuration.get("root_module") if isinstance(configuration, Fields) else None
    for step in path:
        calls = module.get("module_calls") if isinstance(module, Fields) else None
        call = calls.get(_INDEX.sub("", step)) if isinstance(calls, Fields) else None
        module = call.get("module") if isinstance(call, Fields) else None
    return module if isinstance(module, Fields) else _NOTHING


def _references(expressions: object, attribute: str) -> Iterator[str]:
    found = expressions.get(attribute) if isinstance(expressions, dict) else None
    listed = found.get("references") if isinstance(found, Fields) else None
    for reference in listed if isinstance(listed, list) else ():
        if isinstance(reference, str):
            yield reference
