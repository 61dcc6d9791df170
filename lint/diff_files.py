"""The files that `--diff` can correct, and how each kind of file is read again to prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .diff import File
from .diff_zone import Corrected, corrected
from .files import FileError, read
from .model import Finding, Record
from .sources.error import SourceError
from .sources.zone_file import ZoneFile, zone_from_bytes

MAX = 64 * 1024 * 1024  # octets of a file that is corrected


def changeable(zones: Iterable[ZoneFile], include: bool) -> Callable[[str], File | None]:
    """From a file's name to the file, None for what cannot be corrected."""
    known = {zone.path: zone for zone in zones}

    def file(path: str) -> File | None:
        zone = known.get(path)
        if zone is None or path == "<stdin>":
            return None
        try:
            data = read(path, MAX)
        except FileError:
            return None
        return File(data, _Correct(zone, include))

    return file


class _Correct:
    """Corrects the text of one zone file."""

    def __init__(self, zone: ZoneFile, include: bool) -> None:
        self._zone, self._include = zone, include
        self._faults = zone.fault_count

    def __call__(self, data: bytes, findings: Sequence[Finding]) -> Corrected:
        return corrected(data, findings, self._zone.zone, self._records)

    def _records(self, data: bytes) -> list[Record]:
        try:
            zone = zone_from_bytes(
                data, path=self._zone.path, origin=self._zone.zone, include=self._include
            )
        except SourceError as error:
            raise ValueError(str(error)) from error
        records = [r for node in zone.nodes() for r in node.records]
        if zone.fault_count > self._faults:
            raise ValueError("the new text has a line that cannot be read")
        return records
