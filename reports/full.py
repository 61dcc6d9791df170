"""The `full` format: each finding with its source line, its reason and the change; the verdict."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from functools import lru_cache

from ..lint.model import (
    Action,
    Affects,
    Certainty,
    DomainReport,
    Finding,
    RecordReport,
    Result,
)
from ..lint.records.visible import shorten, visible
from .concise import address, place
from .excerpt import excerpt
from .expected import expected
from .full_tables import domain_part, skipped_part, suppressed_part
from .headline import headline
from .inert import inert
from .messages import say
from .notation import expected_line, lines, scope
from .paint import Paint, Style
from .prose import Block, BlockKind, blocks
from .statuses import servers

WIDTH = 88
NARROWEST = 60
GUTTER = 12  # digits; a saved result may hold any number


def render(result: Result, *, color: bool = False, width: int = WIDTH) -> Iterator[str]:
    """The verdict, every finding as a block, each domain's records and statuses, the verdict again.

    The order is that of the HTML report; the last line repeats the first, which has left the
    screen by then. Without findings it stands at the end only.

    Texts are laid out for at most `width` columns; what is there to be copied is never broken.
    """
    return inert(_pieces(result, Paint(color), max(NARROWEST, min(width, WIDTH))))


def _pieces(result: Result, paint: Paint, width: int) -> Iterator[str]:
    reports = {d.domain: d for d in reversed(result.domains)}
    several = len(result.domains) > 1
    verdict = f"{paint.word(result.verdict)}: {headline(result)}\n"
    if result.findings:
        yield verdict + "\n"
    told: set[tuple[str, str, str]] = set()
    for finding in result.findings:
        text = (finding.code, finding.explanation, finding.fix)
        block = _Block(finding, reports.get(finding.domain), several, paint, width)
        block.again = text in told
        told.add(text)
        yield "\n".join(block.rows()) + "\n\n"
    for report in result.domains:
        yield from domain_part(report, paint, width)
    yield from skipped_part(result, paint, width)
    yield from suppressed_part(result)
    yield verdict


class _Block:
    """One finding's lines."""

    def __init__(
        self,
        finding: Finding,
        report: DomainReport | None,
        several: bool,
        paint: Paint,
        width: int,
    ) -> None:
        self.finding, self.report, self.several, self.paint = finding, report, several, paint
        self.width = width
        self.again = False  # a finding of the same words stands above
        self.zone = report.zone if report else None
        at = finding.location
        last = at.line + len(at.source) if at and at.source else 0
        self.gutter = min(len(str(last)), GUTTER) if last else 1

    def rows(self) -> Iterator[str]:
        finding, paint = self.finding, self.paint
        head = paint.word(finding.severity, visible(f"{finding.severity}[{finding.code}]"))
        message = paint(visible(finding.message), Style.STRONG)
        yield f"{head} {visible(finding.name)}: {message}"
        yield f"{' ' * self.gutter}{paint('-->', Style.NOTE)} {place(finding)}{address(finding)}"
        yield from self._source()
        yield from self._notes()
        yield from self._changes()

    def _source(self) -> Iterator[str]:
        at = self.finding.location
        if at is None or not at.source:
            return
        bar = self.paint("|", Style.NOTE)
        yield f"{' ' * self.gutter} {bar}"
        for number, text in excerpt(at, self.width - self.gutter - 3):
            side = self.paint(number, Style.NOTE) + bar.rjust(len(bar) + 1)
            row = text if number else self.paint(text, Style.BAD)
            yield f"{' ' * (self.gutter - len(number))}{side} {row}"

    def _notes(self) -> Iterator[str]:
        finding = self.finding
        if self.several:
            yield from self._note(say("full.domain"), finding.domain)
        for record in expected(finding, self.report):
            yield from self._expected_note(record)
        yield from self._note(say("full.seen-at"), ", ".join(servers(finding)))
        yield from self._note(say("full.affects"), _bearing(finding))
        yield from self._note(say("full.why"), "" if self.again else finding.explanation)
        if finding.certainty is Certainty.INCONCLUSIVE:
            yield from self._note(say("full.note"), say("full.not-certain"))
        if self.again and (finding.explanation or finding.fix):
            above = say("full.as-above", code=finding.code)
            yield from self._note(say("full.why-fix"), above)
        else:
            yield from self._note(say("full.fix"), finding.fix)

    def _expected_note(self, record: RecordReport) -> Iterator[str]:
        """The record that the provider asked for; whole where no change repeats it."""
        text = expected_line(record, self.zone)
        told = any(c.action is not Action.DELETE for c in self.finding.changes)
        yield self._lead(say("full.expected")) + (
            shorten(text, self.width - self.gutter - 14) if told else text
        )

    def _lead(self, word: str) -> str:
        sign = self.paint("=", Style.NOTE)
        return f"{' ' * self.gutter} {sign} {self.paint(word + ':', Style.STRONG)} "

    def _note(self, word: str, text: str) -> Iterator[str]:
        """A labelled text, wrapped; its further lines stand below its first."""
        indent = " " * (self.gutter + len(word) + 5)
        for index, row in enumerate(_wrapped(text, self.width - len(indent))):
            yield (self._lead(word) if index == 0 else indent if row else "") + row

    def _changes(self) -> Iterator[str]:
        changes = self.finding.changes
        if changes:
            yield self._lead(say("full.change", scope=scope(changes, self.zone))).rstrip()
        for line in lines(changes, self.zone):
            style = Style.GOOD if line.sign == "+" else Style.TAKEN
            yield " " * (self.gutter + 3) + self.paint(f"{line.sign} {line.text}", style)


def _bearing(finding: Finding) -> str:
    """Said only where the two questions part: most findings bear on both."""
    if finding.affects == (Affects.DELIVERY,):
        return say("full.bears-on-delivery")
    if finding.affects == (Affects.VERIFY,):
        return say("full.bears-on-verify")
    return ""


@lru_cache(maxsize=256)  # many findings share one rule's text
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    rows: list[str] = []
    before = None
    for block in blocks(text):
        if before is not None and not before is block.kind is BlockKind.ITEM:
            rows.append("")
        before = block.kind
        rows += _laid_out(block, width)
    return tuple(rows)


def _laid_out(block: Block, width: int) -> list[str]:
    if block.kind is BlockKind.SAMPLE:
        return [f"    {row}" for row in block.text.split("\n")]
    lead = "- " if block.kind is BlockKind.ITEM else ""
    return textwrap.wrap(
        lead + block.text,
        width,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
