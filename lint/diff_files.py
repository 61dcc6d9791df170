"""The files that `--diff` can correct, and how each kind of file is read again to prove it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import diff_zone
from .diff import File, holds
from .diff_proof import Corrected, Edit, corrected
from .files import FileError, read
from .model import Finding, Record
from .sources.actual import AnyZone, Wish, zones_from_bytes
from .sources.error import SourceError
from .sources.zone_file import ZoneFile

MAX = 64 * 1024 * 1024  # octets of a file that is corrected
_YAML = (".yaml", ".yml")


def changeable(zones: Sequence[AnyZone], include: bool) -> Callable[[str], File | None]:
    """From a file's name to the file, None for what cannot be corrected."""

    def file(path: str) -> File | None:
        zone = next((z for z in zones if holds(z.path, path)), None)
        edit = None if zone is None else _edit(zone, path)
        if zone is None or edit is None:
            return None
        try:
            return File(read(path, MAX), _Correct(zone, path, edit, include))
        except FileError:  # standard input and folders
            return None

    return file


def _edit(zone: AnyZone, path: str) -> Edit | None:
    if isinstance(zone, ZoneFile):
        return diff_zone.edited if path == zone.path and path != "<stdin>" else None
    if not path.endswith(_YAML):
        return None
    from .diff_yaml import edited

    return edited


class _Correct:
    """Corrects the text of one file of a zone."""

    def __init__(self, zone: AnyZone, path: str, edit: Edit, include: bool) -> None:
        self._zone, self._path, self._edit = zone.zone, path, edit
        self._wish = Wish(origin=zone.zone, include=include)
        self._faults: int | None = None

    def __call__(self, data: bytes, findings: Sequence[Finding]) -> Corrected:
        return corrected(data, findings, self._zone, self._records, self._edit)

    def _records(self, data: bytes) -> list[Record]:
        """The records of a text; one with more unreadable lines than the first is none."""
        try:
            zones = zones_from_bytes(data, self._path, self._wish)
            zone = next((z for z in zones if z.zone == self._zone), None)
            records = [r for node in zone.nodes() for r in node.records] if zone else []
        except SourceError as error:
            raise ValueError(str(error)) from error
        faults = len(zone.faults) if zone else 0
        if self._faults is None:
            self._faults = faults
        if zone is None or faults > self._faults:
            raise ValueError("the new text cannot be read")
        return records
