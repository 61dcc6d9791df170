"""Zones of octoDNS put together from their files, with what its configuration says about them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from .document import Document
from .error import SourceError
from .listed_zone import Contents, ListedZone
from .octodns import RecordsError, read_octodns
from .octodns_files import ENDINGS, NOTHING, Config, Provider, is_config, read_config, zone_of
from .yaml_text import Includes, Yaml

MAX_CONFIG = 1024 * 1024  # octets
_NAMED = (b"YamlProvider", b"providers:")


def of_file(document: Document, origin: str | None) -> ListedZone:
    """The zone of one file; `origin` is its name where neither file nor folder says it."""
    path = document.path
    config = _nearby(path)
    provider = config.provider(path)
    zone = origin or zone_of(path, provider.extension if provider else ".")
    if zone is None:
        message = "nothing says which zone this is: octoDNS names the file after it"
        raise SourceError(path, f"{message}; give it with --origin example.com")
    whole = _is_whole(path, zone) and config.is_whole(zone)
    return _zone([document], zone, path, provider, complete=whole)


def _is_whole(path: str, zone: str) -> bool:
    """Whether a file is all of its zone, and not one piece of several."""
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f"{zone}.")  # noqa: PTH118
    return os.path.splitext(name)[0].lower() == zone and not os.path.isdir(beside)  # noqa: PTH122, PTH112


class Pieces:
    """The files of a folder that belong to zones of octoDNS; all are needed before any is read."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._files: list[Document] = []
        self._configs: list[Config] = []

    def add(self, document: Document) -> None:
        """A file with records."""
        self._files.append(document)

    def configure(self, document: Document) -> None:
        """A configuration."""
        self._configs.append(_config(document, self.folder))

    def zones(self) -> Iterator[ListedZone]:
        """The zones, each from all of its files; files without a zone's name are left out."""
        inside = os.path.join(self.folder, "any")  # noqa: PTH118
        config = _joined(self._configs) if self._configs else _nearby(inside)
        split = _split_folders(self._files)
        groups: dict[tuple[str, str], list[Document]] = {}
        providers: dict[tuple[str, str], Provider | None] = {}
        for document in self._files:
            provider = config.provider(document.path)
            extension = provider.extension if provider else "."
            folder = os.path.dirname(document.path)  # noqa: PTH120
            zone = split.get(folder) or zone_of(document.path, extension)
            if zone is not None:
                key = _place(document.path, zone, extension), zone
                groups.setdefault(key, []).append(document)
                providers.setdefault(key, provider)
        for (place, zone), documents in groups.items():
            provider = providers[place, zone]
            label = documents[0].path if len(documents) == 1 else _label(documents, place)
            complete = config.is_whole(zone)
            yield _zone(documents, zone, label, provider, complete=complete)


def _split_folders(documents: Iterable[Document]) -> dict[str, str]:
    """The folders of split zones: the file for all the rest is named after the zone there."""
    found: dict[str, str] = {}
    for document in documents:
        folder, name = os.path.split(document.path)
        zone = zone_of(name) if name.startswith("$") else None
        if zone is not None:
            found[folder] = zone
    return found


def _place(path: str, zone: str, extension: str) -> str:
    """The folder that a zone lies in: files of a folder named after the zone lie beside it."""
    folder = os.path.dirname(path)  # noqa: PTH120
    parent = os.path.basename(folder)  # noqa: PTH119
    split = len(parent) > len(extension) and parent.endswith(extension) and zone in parent.lower()
    return os.path.dirname(folder) if split else folder  # noqa: PTH120


def _label(documents: list[Document], place: str) -> str:
    """What a zone of several files is called: the folder that holds them all."""
    folders = {os.path.dirname(d.path) for d in documents}  # noqa: PTH120
    return folders.pop() if len(folders) == 1 else place


def _zone(
    documents: Iterable[Document],
    zone: str,
    label: str,
    provider: Provider | None,
    *,
    complete: bool,
) -> ListedZone:
    contents = Contents(zone, complete=complete)
    for document in documents:
        try:
            read_octodns(document, contents, escaped=provider.escaped if provider else None)
        except RecordsError as error:
            raise SourceError(document.path, "stands for too many records") from error
    return ListedZone(contents, label)


def _nearby(path: str) -> Config:
    """The configurations beside a zone's file, in the folder above, and where each keeps them."""
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH120, PTH100
    above = os.path.dirname(folder)  # noqa: PTH120
    places = (folder, above, *(os.path.join(p, "config") for p in (folder, above)))  # noqa: PTH118
    return _joined([c for place in dict.fromkeys(places) for c in _configs(place)])


def _configs(folder: str) -> Iterator[Config]:
    try:
        entries = sorted(os.listdir(folder))[:1_000]  # noqa: PTH208
    except OSError:
        return
    for name in entries:
        path = os.path.join(folder, name)  # noqa: PTH118
        if name.endswith(ENDINGS) and zone_of(name) is None:
            data = _small(path)
            if all(word in data for word in _NAMED):
                yield from _read_config(path, data, folder)


def _read_config(path: str, data: bytes, folder: str) -> Iterator[Config]:
    """A configuration that cannot be read says nothing: it is not what was asked about."""
    try:
        document = Yaml(path, data, Includes(folder))
    except SourceError:
        return
    if document.roots and is_config(document.roots[0]):
        yield _config(document, folder)


def _small(path: str) -> bytes:
    try:
        if not os.path.isfile(path):  # noqa: PTH113
            return b""
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read(MAX_CONFIG)
    except OSError:
        return b""


def _config(document: Document, folder: str) -> Config:
    own = os.path.dirname(os.path.abspath(document.path))  # noqa: PTH120, PTH100
    return read_config(document, (os.path.abspath(folder), own, os.path.dirname(own)))  # noqa: PTH100, PTH120


def _joined(configs: list[Config]) -> Config:
    if not configs:
        return NOTHING
    providers = tuple(p for c in configs for p in c.providers)
    return Config(providers, frozenset(z for c in configs for z in c.partial))
