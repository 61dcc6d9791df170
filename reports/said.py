"""A finding in plain words for a reader who sees one file or one comment, not the whole report."""

from __future__ import annotations

from collections.abc import Iterable

from ..lint.model import Finding, Question, Result, Skipped
from ..lint.records.visible import shorten, visible
from .concise import address, place
from .markup import fence, span
from .notation import lines, scope
from .prose import blocks

_LONGEST = 1_000  # characters of one line
_MANY = 40  # lines of a change


class Words:
    """Tells findings of one result; the zone of a domain says how names are written."""

    def __init__(self, result: Result) -> None:
        self._zones = {d.domain: d.zone for d in reversed(result.domains)}

    def __call__(self, finding: Finding) -> str:
        """The message, then the change or, where there is none, what to do; several lines."""
        return "\n".join((message(finding), *self._remedy(finding)))

    def with_place(self, finding: Finding) -> str:
        """The same, beginning with the place, for where the format shows none."""
        return f"{place(finding)}: {self(finding)}"

    def markdown(self, finding: Finding, lead: str = "") -> str:
        """The same in Markdown, in which nothing that was read has a meaning."""
        title, *rows = self._remedy(finding) or ("",)
        told = (span(lead + message(finding)), span(title), fence(rows, "diff"))
        return "\n\n".join(part for part in told if part)

    def _remedy(self, finding: Finding) -> tuple[str, ...]:
        """A title and the lines of the change; or the fix in one line."""
        if finding.changes:
            zone = self._zones.get(finding.domain)
            rows = [f"{row.sign} {row.text}" for row in lines(finding.changes, zone)]
            more = (f"({len(rows) - _MANY} more lines)",) if len(rows) > _MANY else ()
            return (f"Change{scope(finding.changes, zone)}:", *rows[:_MANY], *more)
        if finding.fix:
            said = " ".join(shorten(b.text, _LONGEST) for b in blocks(finding.fix))
            return (f"To fix it: {said}",)
        return ()


def message(finding: Finding) -> str:
    """What is wrong, in one line, with the record's own address in its format."""
    return shorten(finding.message, _LONGEST) + address(finding)


def about(finding: Finding) -> str:
    """What a finding is about in one line: its owner name and type, or its domain."""
    return visible(f"{finding.record.name or finding.domain} {finding.record.type}".strip())


def by_question(skipped: Iterable[Skipped]) -> dict[Question, list[Skipped]]:
    """The rules that could not tell, by the question that stayed open."""
    found: dict[Question, list[Skipped]] = {}
    for one in skipped:
        found.setdefault(one.question, []).append(one)
    return found
