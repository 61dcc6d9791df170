"""The `rdjson` format: reviewdog's diagnostics, whose suggestions become one-click changes."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.codec import Json
from ..lint.model import Edit, Finding, Result, Severity
from ..lint.records.visible import visible
from .concise import place as told_place
from .place import UNKNOWN, Ground, Place, Places, is_tellable
from .rows import array, row
from .said import Words

SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(result: Result, *, ground: Ground = UNKNOWN) -> Iterator[str]:
    """One JSON object; paths are told from the working directory, as reviewdog reads them."""
    yield f'{{"source": {row({"name": "senderlint"})}, "diagnostics": '
    yield from array(_diagnostics(result, ground))
    yield "}\n"


def _diagnostics(result: Result, ground: Ground) -> Iterator[Json]:
    words, places = Words(result), Places(result, ground)
    for finding in result.findings:
        place = places(finding)
        edit = _suggested(finding, place, places)
        yield {
            # Review comments are written in Markdown.
            "message": words.markdown(finding, "" if place else f"{told_place(finding)}: "),
            "location": _location(finding, place, edit, ground),
            "severity": SEVERITIES[finding.severity],
            "code": {"value": visible(finding.code)},
            **({"suggestions": [_suggestion(edit)]} if edit is not None else {}),
        }


def _suggested(finding: Finding, place: Place | None, places: Places) -> Edit | None:
    """The edit, where one edit around the finding's own line is all that it takes.

    reviewdog shows a suggestion only on the lines that the diagnostic is about, so it is then told
    about all of the edit's; half a change would be worse than none.
    """
    if place is None or len(finding.edits) != 1:
        return None
    edit = finding.edits[0]
    here = places.below(edit.path) == place.path and edit.line <= place.line <= edit.last
    return edit if here else None


def _location(finding: Finding, place: Place | None, edit: Edit | None, ground: Ground) -> Json:
    """Whole lines: columns would be octets here, and keep a suggestion from being shown."""
    if place is None or not is_tellable(place.path):
        return {"path": visible(finding.domain) or "DNS"}
    line, last = (place.line, place.last) if edit is None else (edit.line, edit.last)
    return {"path": ground.from_here(place.path), "range": _range(line, last)}


def _range(line: int, last: int) -> Json:
    return {"start": {"line": line}, "end": {"line": last}}


def _suggestion(edit: Edit) -> Json:
    return {"range": _range(edit.line, edit.last), "text": "\n".join(edit.text)}
