"""Observed DNS from one path: a zone file, a file of DNS-as-code, or a folder of many."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..noun import NamedTuple
from ..pattern import lazy
from .document import MAX_OCTETS, Document
from .error import NamelessZoneError, SourceError
from .kinds import Syntax, format_of, parse, reader, syntax
from .listed_zone import ListedZone
from .strangers import strange_document, strange_text
from .zone_file import ZoneFile, looks_like_zone, zone_of_source
from .zone_source import Source

if TYPE_CHECKING:
    from .octodns_zones import Pieces

AnyZone = ZoneFile | ListedZone

# Words that stand in every document that holds records or says where they are.
_WORDS = lazy(rb"type|recordType|rrdatas|TTL|providers:")


class Wish(NamedTuple):
    """What the user says about a source: the zone's name, the format, `$INCLUDE` allowed."""

    origin: str | None = None
    form: str | None = None
    include: bool = False


def open_path(path: str, wish: Wish) -> tuple[AnyZone, ...]:
    """The zones at a path, at least one; raises SourceError."""
    if os.path.isdir(path):  # noqa: PTH112 - no pathlib on the way to a check
        return _folder(path, wish)
    return _zones(Source.of_path(path), wish, os.path.dirname(path) or ".")  # noqa: PTH120


def zones_from_bytes(data: bytes, path: str, wish: Wish) -> tuple[AnyZone, ...]:
    """The zones of a file that is in memory already; `path` is what messages call it."""
    return _zones(Source.of_bytes(data, path), wish)


def _zones(source: Source, wish: Wish, folder: str | None = None) -> tuple[AnyZone, ...]:
    kind = _syntax(source, wish.form)
    if kind is Syntax.ZONE:
        return (_zone(source, wish),)
    if kind is Syntax.TSV:
        return _listed(source, wish.origin)
    document = _document(kind, source, folder)
    form = wish.form or format_of(document)
    if form is None:
        raise SourceError(source.path, strange_document(document.roots[0]))
    if form == "octodns":
        from .octodns_zones import of_file

        return (of_file(document, wish.origin),)
    return _of_document(form, document, wish)


def _zone(source: Source, wish: Wish) -> ZoneFile:
    strange = strange_text(source.head) if wish.form is None else None
    if strange is not None:
        raise SourceError(source.path, strange)
    return zone_of_source(source, wish.origin, include=wish.include)


def _listed(source: Source, origin: str | None) -> tuple[AnyZone, ...]:
    from .dnscontrol import read_tsv

    found = read_tsv(source.path, _data(source), origin)
    if not found:
        raise SourceError(source.path, "holds no DNS record that can be read")
    return tuple(ListedZone(contents, source.path) for contents in found)


def _of_document(form: str, document: Document, wish: Wish) -> tuple[AnyZone, ...]:
    found = reader(form).zones(document, wish.origin)
    if not found:
        raise SourceError(document.path, _nothing(form, document))
    zones = tuple(ListedZone(contents, document.path) for contents in found)
    return _acquainted(zones)


def _nothing(form: str, document: Document) -> str:
    """Why a document has no zone: without records it has none whatever the zone's name."""
    if any(zone.records for zone in reader(form).zones(document, "example.com")):
        return "does not say which zone its records are in; name it with --origin example.com"
    return f"is read as {form}, and no DNS record stands in it; nothing can be checked"


def _acquainted(zones: Sequence[AnyZone]) -> tuple[AnyZone, ...]:
    """The zones of one source, each of which knows the names of the others."""
    known = frozenset(z.zone for z in zones)
    for zone in zones:
        if isinstance(zone, ListedZone) and len(known) > 1:
            zone.beside = zone.beside._replace(zones=known - {zone.zone})
    return tuple(zones)


def _syntax(source: Source, form: str | None) -> Syntax:
    kind = syntax(source.head)
    if form == "zone":
        return Syntax.ZONE
    if form == "dnscontrol-tsv":
        return Syntax.TSV
    if kind is Syntax.ZONE and form is not None:
        return Syntax.JSON if source.head.lstrip()[:1] in (b"{", b"[") else Syntax.YAML
    return kind


def _document(kind: Syntax, source: Source, folder: str | None) -> Document:
    return parse(kind, source.path, _data(source), folder)


def _data(source: Source) -> bytes:
    if source.size > MAX_OCTETS:
        limit = MAX_OCTETS // 1024 // 1024
        message = f"larger than {limit} MB; give a part of it, or a zone file"
        raise SourceError(source.path, message)
    return source.at(0, source.size)


def _folder(path: str, wish: Wish) -> tuple[AnyZone, ...]:
    """All zones below a folder, in the order of the names of their files."""
    from .folder import candidates
    from .octodns_zones import Pieces

    pieces, zones = Pieces(path), list[AnyZone]()
    for file in candidates(path):
        if os.path.getsize(file):  # noqa: PTH202
            zones += _in_folder(file, wish, pieces)
    zones += pieces.zones()
    if not zones:
        raise SourceError(path, _without_zones(path))
    return _acquainted(sorted(zones, key=lambda z: (z.path, z.zone)))


def _without_zones(path: str) -> str:
    if any(name.endswith(".tf") for name in os.listdir(path)):  # noqa: PTH208
        return "holds Terraform's source; give what terraform show -json plan prints"
    return "is a folder without zone files or DNS-as-code; give the file that holds the records"


def _in_folder(path: str, wish: Wish, pieces: Pieces) -> Sequence[AnyZone]:
    """The zones of one file of a folder; those of octoDNS wait until all files are there."""
    from .folder import is_zone_name
    from .octodns_files import is_config

    source = Source.of_path(path)
    kind = _syntax(source, wish.form)
    if kind is Syntax.ZONE:
        zone_like = is_zone_name(os.path.basename(path)) and looks_like_zone(source.head)  # noqa: PTH119
        return _whole_zone(source, wish) if zone_like else ()
    if kind is Syntax.TSV:
        return _listed(source, None)
    document = _maybe(kind, source, pieces.folder)
    form = None if document is None else format_of(document)
    if document is None:
        return ()
    if form == "octodns":
        pieces.add(document)
    elif form is not None:
        return _of_document(form, document, wish)
    elif document.roots and is_config(document.roots[0]):
        pieces.configure(document)
    return ()


def _whole_zone(source: Source, wish: Wish) -> Sequence[AnyZone]:
    """The zone of a zone file; none where it is a part that others include, or the root's hints.

    Without a SOA record, what the file is named after is the zone.
    """
    from .zone_dialect import domain_in_path

    try:
        return (zone_of_source(source, None, include=wish.include),)
    except NamelessZoneError:
        name = domain_in_path(source.path) or ""
        return (zone_of_source(source, name, include=wish.include),) if "." in name else ()


def _maybe(kind: Syntax, source: Source, folder: str) -> Document | None:
    """The document of a file that may hold records; None for one about other things.

    A file that is named after a zone must be readable; others may be templates of anything.
    """
    from .octodns_files import zone_of

    try:
        return _document(kind, source, folder) if _WORDS.search(_data(source)) else None
    except SourceError:
        if "." in (zone_of(source.path) or "") and source.path.endswith((".yaml", ".yml")):
            raise
        return None
