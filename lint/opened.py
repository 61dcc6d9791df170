"""What one job reads its DNS from: zones in files, servers live, or a snapshot of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import click

from .files import read
from .inputs import zone_files
from .job import Job
from .sources.zone_file import ZoneFile

if TYPE_CHECKING:
    from .sources.snapshot import Snapshot

_MARK, _HEAD = b'"senderlint snapshot"', 200  # octets at the beginning of a snapshot


class Opened(NamedTuple):
    """A job with its zones. `served` says whether servers are asked, live or in `replay`."""

    job: Job
    zones: tuple[ZoneFile, ...]
    served: bool
    replay: Snapshot | None


def opened(job: Job, *, live: bool, include: bool) -> Opened:
    """Read the job's files; raises FileError, SourceError and UsageError."""
    snapshots = [path for path in job.against if _is_snapshot(path)]
    if len(snapshots) > 1:
        raise click.UsageError("only one snapshot can be played back at a time")
    replay = _snapshot(snapshots[0]) if snapshots else None
    served = live or replay is not None or not job.against
    if served and not job.domains:
        raise click.UsageError("servers are asked about a domain; give EXPECTED or --domain NAME")
    paths = [path for path in job.against if path not in snapshots]
    return Opened(job, zone_files(paths, job.origin, include=include), served, replay)


def taken_at(parts: Iterable[Opened]) -> str | None:
    """The time of the first snapshot, None where servers are asked now or not at all."""
    return next((p.replay.taken_at for p in parts if p.replay is not None), None)


def _is_snapshot(path: str) -> bool:
    if not os.path.isfile(path):  # noqa: PTH113 - no pathlib on the way to a check
        return False
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return _MARK in file.read(_HEAD)
    except OSError:
        return False  # whoever reads it says why


def _snapshot(path: str) -> Snapshot:
    from .sources.snapshot import MAX_OCTETS, read_snapshot

    return read_snapshot(read(path, MAX_OCTETS).decode("utf-8-sig", "replace"), path)
