"""Which zone a YAML file of octoDNS belongs to: its name and its folder say so."""

from __future__ import annotations

import os
from collections.abc import Collection

from ..noun import NamedTuple
from ..records import names
from .document import Document, Fields, text, truth

ENDINGS = (".yaml", ".yml")
# Last labels of names of configuration files, which are no zones.
_NOT_TOP = frozenset(("cfg", "conf", "config", "production", "staging", "yaml", "yml"))


class Provider(NamedTuple):
    """A folder of zones, as a configuration describes it."""

    folder: str
    escaped: bool
    extension: str


class Config(NamedTuple):
    """What a configuration of octoDNS says: where zones are, and which have other sources."""

    providers: tuple[Provider, ...]
    partial: frozenset[str]  # zones with other sources beside one folder; "*" for patterns

    def is_whole(self, zone: str) -> bool:
        """Whether one folder's files are all of the zone, as far as the configuration tells."""
        return zone not in self.partial and "*" not in self.partial

    def provider(self, path: str) -> Provider | None:
        """The provider in whose folder a file lies, the deepest one."""
        real = os.path.realpath(path)
        inside = [p for p in self.providers if real.startswith(p.folder + os.sep)]
        return max(inside, key=lambda p: len(p.folder), default=None)


NOTHING = Config((), frozenset())


def is_config(root: object) -> bool:
    """Whether a YAML document is a configuration of octoDNS."""
    return isinstance(root, Fields) and all(
        isinstance(root.get(key), Fields) for key in ("providers", "zones")
    )


def read_config(document: Document, folders: tuple[str, ...]) -> Config:
    """The folders and zones of a configuration; `folders` are where its paths may begin."""
    root = document.roots[0]
    assert isinstance(root, Fields)  # noqa: S101 - see is_config
    held = root["providers"]
    named = held if isinstance(held, Fields) else Fields()
    files = {n: p for n, p in named.items() if isinstance(p, Fields) and _is_files(p)}
    providers = [p for f in files.values() for p in _provider(f, folders)]
    return Config(tuple(providers), frozenset(_partial(root["zones"], files.keys())))


def _is_files(provider: Fields) -> bool:
    name = text(provider.get("class")) or ""
    return name.endswith(("YamlProvider", "SplitYamlProvider"))


def _provider(provider: Fields, folders: tuple[str, ...]) -> list[Provider]:
    directory = text(provider.get("directory")) or ""
    extension = text(provider.get("split_extension")) or text(provider.get("extension")) or "."
    escaped = truth(provider.get("escaped_semicolons")) is not False
    found = [os.path.realpath(os.path.join(f, directory)) for f in folders]  # noqa: PTH118
    return [Provider(f, escaped, extension) for f in dict.fromkeys(found) if os.path.isdir(f)]  # noqa: PTH112


def _partial(zones: object, files: Collection[str]) -> list[str]:
    found: list[str] = []
    for name, zone in zones.items() if isinstance(zones, Fields) else ():
        sources = zone.get("sources") if isinstance(zone, Fields) else None
        layers = sources if isinstance(sources, list) else ()
        if len(layers) > 1 or any(text(s) not in files for s in layers):
            whole = names.canonical(names.to_ascii(name).rstrip("."))
            found.append("*" if "*" in name else whole)
    return found


def zone_of(path: str, extension: str = ".") -> str | None:
    """The zone that a file belongs to, None where neither its name nor its folder says so."""
    folder, name = os.path.split(path)
    parent = os.path.basename(os.path.abspath(folder or "."))  # noqa: PTH119, PTH100
    if len(parent) > len(extension) and parent.endswith(extension):
        return as_zone(parent.removesuffix(extension))
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    labels = name.removeprefix("$").split(".")
    while labels and labels[-1].startswith("_"):  # pieces of one zone: example.com._0_base.yaml
        labels.pop()
    return as_zone(".".join(labels))


def as_zone(text: str) -> str | None:
    """The canonical name of a zone, None for what is no name of one."""
    name = names.canonical(names.to_ascii(text.rstrip(".")))
    top = name.rpartition(".")[2]
    usable = names.is_hostname(name) and names.flaw(name) is None and not top.isdigit()
    return name if usable and top not in _NOT_TOP else None
