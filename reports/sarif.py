"""The `sarif` format (SARIF 2.1.0), for code scanning and for editors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import quote

from ..lint.codec import Json
from ..lint.model import Edit, Finding, Result, RulePage, Severity
from ..lint.records import names
from ..lint.records.visible import shorten, visible
from .place import UNKNOWN, Ground, Place, Places
from .rows import array, row
from .said import Words, by_question

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_ROOT = "%SRCROOT%"
_SNIPPET = (6, 400)  # lines, characters of each
_NO_PAGES: Mapping[str, RulePage] = MappingProxyType({})


def render(
    result: Result, *, ground: Ground = UNKNOWN, pages: Mapping[str, RulePage] = _NO_PAGES
) -> Iterator[str]:
    """One run as a JSON object; `pages` are the rules' documentation by code.

    Code scanning refuses a whole file for one result without a place, so such findings are told
    as notifications of the run.
    """
    places = Places(result, ground)
    placed, nowhere = _parted(result.findings, places)
    rules = _rules(result.findings, pages)
    index = {code: number for number, code in enumerate(rules)}
    make = _Maker(result, index, places)
    yield f'{{"$schema": {row(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
    yield f'"tool": {{"driver": {row(_driver(result))[:-1]}, "rules": '
    yield from array(rules.values())
    yield f'}}}},\n"automationDetails": {row({"id": "senderlint/"})},\n'
    yield f'"originalUriBaseIds": {row(_BASES)},\n"columnKind": "unicodeCodePoints",\n'
    yield '"invocations": [{"executionSuccessful": true, "toolExecutionNotifications": '
    yield from array(make.notifications(nowhere))
    yield '}],\n"results": '
    yield from array(make.result(finding, place) for finding, place in placed)
    yield "\n}]}\n"


_BASES: Json = {_ROOT: {"description": {"text": "The root of the repository."}}}


def _parted(
    findings: Iterable[Finding], places: Places
) -> tuple[list[tuple[Finding, Place]], list[Finding]]:
    """The findings that have a place, with it, and those that have none."""
    placed, nowhere = list[tuple[Finding, Place]](), list[Finding]()
    for finding in findings:
        place = places(finding)
        if place is None:
            nowhere.append(finding)
        else:
            placed.append((finding, place))
    return placed, nowhere


def _driver(result: Result) -> dict[str, Json]:
    version = visible(result.tool.version)
    return {"name": "senderlint", "version": version, "semanticVersion": version}


def _rules(findings: Iterable[Finding], pages: Mapping[str, RulePage]) -> dict[str, Json]:
    """The rules that found something, in the order of their codes."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.code, finding)
    return {c: _rule(pages.get(c) or _page(first[c])) for c in sorted(first)}


def _page(finding: Finding) -> RulePage:
    """What a finding itself says of its rule: a saved result may come from another version."""
    name = visible(finding.name)
    why = visible(finding.explanation) or f"See `senderlint rule {name}`."
    return RulePage(finding.code, finding.name, finding.severity, f"{name}.", why)


def _rule(page: RulePage) -> Json:
    code, name = visible(page.code), visible(page.name)
    hint = f"`senderlint rule {name}` explains it."
    return {
        "id": code,
        "name": _pascal(name),
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.summary},
        "help": {"text": f"{page.summary} {hint}", "markdown": page.text},
        "defaultConfiguration": {"level": LEVELS[page.severity]},
        "properties": {
            "tags": ["dns", "email", code.rstrip("0123456789").lower()],
            "precision": "high",
            "problem.severity": PROBLEMS[page.severity],
        },
    }


def _pascal(name: str) -> str:
    """`host-zone-doubled` as SARIF writes names: HostZoneDoubled."""
    return "".join(word.capitalize() for word in name.split("-"))


class _Maker:
    """Makes the results of a run."""

    def __init__(self, result: Result, index: Mapping[str, int], places: Places) -> None:
        self._result, self._index, self._places = result, index, places
        self._words = Words(result)

    def result(self, finding: Finding, place: Place) -> Json:
        """A finding at its place."""
        fixes = self._fixes(finding)
        return {
            "ruleId": visible(finding.code),
            "ruleIndex": self._index[finding.code],
            "level": LEVELS[finding.severity],
            "message": _message(self._words(finding)),
            "locations": [_location(finding, place)],
            "partialFingerprints": {"senderlint/v1": visible(finding.fingerprint)},
            **({"fixes": fixes} if fixes else {}),
        }

    def _fixes(self, finding: Finding) -> list[Json]:
        """The one fix of a finding, if all of its edits stand inside the repository."""
        paths = [self._places.below(edit.path) for edit in finding.edits]
        if not paths or None in paths:
            return []
        changes: list[Json] = [
            {"artifactLocation": _artifact(path), "replacements": [_replacement(edit)]}
            for path, edit in zip(paths, finding.edits, strict=True)
            if path is not None
        ]
        return [{"description": {"text": "Change the record."}, "artifactChanges": changes}]

    def notifications(self, nowhere: Iterable[Finding]) -> Iterator[Json]:
        """Findings without a place, and what could not be told."""
        for finding in nowhere:
            yield {
                "level": LEVELS[finding.severity],
                "message": _message(self._words.with_place(finding)),
                "associatedRule": {
                    "id": visible(finding.code),
                    "index": self._index[finding.code],
                },
            }
        for question, rules in by_question(self._result.skipped).items():
            asked = visible(f"{question.name} {question.type}")
            codes = ", ".join(dict.fromkeys(visible(s.code) for s in rules))
            reason = shorten(rules[0].reason, 400)
            text = f"Could not tell: {asked}: {reason} ({codes})"
            yield {"level": "note", "message": _message(text)}


def _message(text: str) -> Json:
    """Plain text: a blank keeps data from being read as a link (SARIF 2.1.0 section 3.11.6)."""
    return {"text": text.replace("](", "] (")}


def _location(finding: Finding, place: Place) -> Json:
    at = finding.location
    name = at.address if at is not None and at.address else f"{finding.record.name}. IN"
    logical = visible(f"{name} {finding.record.type}".strip())
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(place.path),
            "region": _region(place),
        },
        "logicalLocations": [{"fullyQualifiedName": logical, "kind": "resource"}],
    }


def _artifact(path: str) -> Json:
    return {"uri": quote(names.octets(path)), "uriBaseId": _ROOT}


def _region(place: Place) -> Json:
    many, long = _SNIPPET
    rows = [shorten(line.replace("\t", " "), long) for line in place.source[:many]]
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.last,
        **({"snippet": {"text": "\n".join(rows)}} if rows else {}),
    }


def _replacement(edit: Edit) -> Json:
    """Whole lines with their line end, told from the start of the first to that of the next."""
    region: dict[str, Json] = {"startLine": edit.line, "startColumn": 1}
    region |= {"endLine": edit.last + 1, "endColumn": 1}
    text = "".join(f"{line}\n" for line in edit.text)
    content: dict[str, Json] = {"insertedContent": {"text": text}} if text else {}
    return {"deletedRegion": region, **content}
