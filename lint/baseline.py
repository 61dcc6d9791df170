"""Findings that were there before: the baseline file."""

from __future__ import annotations

from collections.abc import Iterable

from .codec import CodecError, from_json, to_json
from .files import FileError, read, shown
from .model import Finding, RecordKey
from .noun import NamedTuple

SCHEMA_VERSION = 1
_MAX = 64 * 1024 * 1024  # octets of a baseline


class Known(NamedTuple):
    """One finding of a baseline; the message is for the people who review the file."""

    fingerprint: str
    code: str
    domain: str
    record: RecordKey
    message: str


class Baseline(NamedTuple):
    """A baseline file: known findings by domain, name and code."""

    schema_version: int
    findings: tuple[Known, ...]


EMPTY = Baseline(SCHEMA_VERSION, ())


def load(path: str, *, may_be_missing: bool = False) -> Baseline:
    """Read a baseline; raises FileError. A missing file is an empty one where it may be missing."""
    import os

    if path != "-" and not os.path.exists(path):  # noqa: PTH110 - pathlib costs start-up time
        if may_be_missing:
            return EMPTY
        raise FileError(f"{path}: there is no such baseline; write it with --update-baseline")
    try:
        found = from_json(read(path, _MAX).decode("utf-8-sig", "replace"), Baseline)
    except CodecError as error:
        hint = "write one with --update-baseline"
        raise FileError(f"{shown(path)}: not a baseline: {error}; {hint}") from error
    if found.schema_version != SCHEMA_VERSION:
        version = found.schema_version
        raise FileError(f"{shown(path)}: baseline of version {version}; this senderlint reads 1")
    return found


def text(baseline: Baseline) -> str:
    """A baseline as it is saved."""
    return to_json(baseline)


def renewed(old: Baseline, findings: Iterable[Finding], domains: Iterable[str]) -> Baseline:
    """The findings of this run, and the old ones of domains that this run did not look at."""
    looked_at = set(domains)
    kept = [k for k in old.findings if k.domain not in looked_at]
    new = [_known(f) for f in findings]
    unique = {k.fingerprint: k for k in (*kept, *new)}
    return Baseline(SCHEMA_VERSION, tuple(sorted(unique.values(), key=_order)))


def _known(finding: Finding) -> Known:
    f = finding
    return Known(f.fingerprint, f.code, f.domain, f.record, f.message)


def _order(known: Known) -> tuple[str, str, str, str, str]:
    return known.domain, known.record.name, known.record.type, known.code, known.fingerprint
