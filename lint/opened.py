"""What one job reads its DNS from: zones in files, servers live, or a snapshot of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from .files import read
from .inputs import zones_at
from .job import Job
from .noun import NamedTuple
from .pattern import lazy

if TYPE_CHECKING:
    from .sources.actual import AnyZone
    from .sources.snapshot import Snapshot

_HEAD = 8_192  # octets at the beginning of a file that tell what it is
# Words by which snapshots and what other tools wrote down can be told at their beginning.
_MARKS = lazy(
    rb'"senderlint snapshot"|->>HEADER<<-|type: (?:MESSAGE|DIG_ERROR)|"Status" ?: ?[0-9]'
    rb'|_meta\._dnsviz\.|"auth_ns_ip_mapping"'
)


class Opened(NamedTuple):
    """A job with its zones. `served` says whether servers are asked, live or in `replay`."""

    job: Job
    zones: tuple[AnyZone, ...]
    served: bool
    replay: Snapshot | None


def opened(job: Job, *, live: bool, include: bool, form: str | None = None) -> Opened:
    """Read the job's files; raises FileError, SourceError and UsageError."""
    found = {path: taken for path in job.against if (taken := _snapshot(path)) is not None}
    if len(found) > 1:
        raise click.UsageError(
            "only one snapshot can be played back; several answers of dig can stand in one file"
        )
    replay = next(iter(found.values()), None)
    served = live or replay is not None or not job.against
    if served and not job.domains:
        raise click.UsageError("servers are asked about a domain; give EXPECTED or --domain NAME")
    paths = [path for path in job.against if path not in found]
    zones = zones_at(paths, job.origin, include=include, form=form)
    return Opened(job, zones, served, replay)


def is_replay(parts: Iterable[Opened]) -> bool:
    """Whether no server is asked now."""
    return any(part.replay is not None for part in parts)


def taken_at(parts: Iterable[Opened]) -> str | None:
    """The time of the first snapshot, None where none says its time."""
    return next((p.replay.taken_at for p in parts if p.replay and p.replay.taken_at), None)


def _snapshot(path: str) -> Snapshot | None:
    """What a file holds of servers' answers, None for a file of another kind."""
    if not _may_be_snapshot(path):
        return None
    from .sources import snapshot, transcript

    text = read(path, snapshot.MAX_OCTETS).decode("utf-8-sig", "replace")
    if snapshot.is_snapshot(text):
        return snapshot.read_snapshot(text, path)
    return transcript.read_transcript(text, path) if transcript.is_transcript(text) else None


def _may_be_snapshot(path: str) -> bool:
    if not os.path.isfile(path):  # noqa: PTH113 - no pathlib on the way to a check
        return False
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return _MARKS.search(file.read(_HEAD)) is not None
    except OSError:
        return False  # whoever reads it says why
