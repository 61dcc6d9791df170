"""The `github` format: workflow commands that GitHub Actions shows as annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..lint.model import Finding, Result, Severity
from ..lint.records.visible import MARK, shorten, visible
from .headline import headline
from .inert import inert
from .place import UNKNOWN, Ground, Place, Places, is_tellable
from .said import Words

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
SHOWN = 10  # annotations of each level that GitHub shows for one step
_LONGEST = 4_000  # characters of a message, of which GitHub shows 64 KB for a whole step


def render(result: Result, *, ground: Ground = UNKNOWN) -> Iterator[str]:
    """One command a finding, gravest first; then a plain line with the verdict."""
    words, places = Words(result), Places(result, ground)
    for finding in result.findings:
        where = _where(places(finding))
        yield _command(finding, where, words(finding) if where else words.with_place(finding))
    left = sum(max(n - SHOWN, 0) for n in Counter(f.severity for f in result.findings).values())
    if left:
        said = f"GitHub shows {SHOWN} annotations of each kind; the log lists {left} more"
        yield f"::notice title=senderlint::{said}\n"
    yield from inert([f"{result.verdict}: {headline(result)}\n"])


def _command(finding: Finding, where: dict[str, str], words: str) -> str:
    title = visible(f"{finding.code} {finding.name} ({finding.domain})")
    properties = {**where, "title": shorten(title, 200)}
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{LEVELS[finding.severity]} {told}::{_data(_cut(words))}\n"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + MARK


def _where(place: Place | None) -> dict[str, str]:
    if place is None or not is_tellable(place.path):
        return {}
    return {
        "file": place.path,
        "line": str(place.line),
        "endLine": str(place.last),
        # A column is understood only where the lines are one.
        **({"col": str(place.column)} if place.line == place.last else {}),
    }


def _data(text: str) -> str:
    """What follows the second `::`; GitHub undoes these escapes and no others."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
