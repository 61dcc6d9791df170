"""The `gitlab` format: a Code Quality report, which a merge request shows beside its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..lint.codec import Json
from ..lint.model import Finding, Result, Severity
from ..lint.records.visible import visible
from .place import UNKNOWN, Ground, Place, Places, is_tellable
from .rows import array
from .said import Words, message

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(result: Result, *, ground: Ground = UNKNOWN) -> Iterator[str]:
    """A JSON array with one object a finding; fingerprints are unique, paths relative."""
    yield from array(_issues(result, ground))
    yield "\n"


def _issues(result: Result, ground: Ground) -> Iterator[Json]:
    words, places = Words(result), Places(result, ground)
    seen: Counter[str] = Counter()
    for finding in result.findings:
        seen[finding.fingerprint] += 1
        yield {
            "description": visible(f"{finding.name}: ") + message(finding),
            "check_name": visible(finding.code),
            "fingerprint": _unique(finding.fingerprint, seen[finding.fingerprint]),
            "severity": SEVERITIES[finding.severity],
            "location": _location(finding, places(finding)),
            "content": {"body": words.markdown(finding)},
        }


def _unique(fingerprint: str, count: int) -> str:
    shown = visible(fingerprint)
    return shown if count == 1 else f"{shown}:{count}"


def _location(finding: Finding, place: Place | None) -> Json:
    """GitLab takes nothing without a path: what has no file is told by its domain's name."""
    if place is None or not is_tellable(place.path):
        return {"path": visible(finding.domain) or "DNS", "lines": {"begin": 1}}
    return {"path": place.path, "lines": {"begin": place.line, "end": place.last}}
