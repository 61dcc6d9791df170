"""The tables of the `full` format: expected records, statuses, and what could not be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ..lint.model import DomainReport, Question, RecordReport, RecordStatus, Result, Skipped
from ..lint.records import names
from ..lint.records.visible import MARK, shorten, visible
from .full_places import places_part
from .full_trees import trees_part
from .headline import plural
from .messages import counted, say
from .paint import Paint, Style
from .statuses import found_nothing, statuses

_MAX_NAME = 40
_MAX_FOUND = 3
_MANY_OPEN = 4  # questions with one reason that are told one by one


def domain_part(report: DomainReport, paint: Paint, width: int) -> Iterator[str]:
    """One domain's statuses, records and trees, in the order of the page.

    Nothing for a zone without expectations.
    """
    judged = report.predicted is not None or report.dmarc is not None
    if not report.records and not judged:
        return
    yield from _title(report, paint)
    yield from _statuses(report, paint)
    yield from _records(report, paint, width)
    yield from places_part(report, paint, width)
    yield from trees_part(report, paint, width)
    yield "\n"


def _title(report: DomainReport, paint: Paint) -> Iterator[str]:
    good = sum(r.status is RecordStatus.VERIFIED for r in report.records)
    records = plural(len(report.records), "expected record")
    told = say("full.in-place", count=good, records=records)
    by = f" ({visible(report.provider)})" if report.provider else ""
    if not report.records:
        told = say("full.nothing-asked-for")
    again = say("full.again", time=visible(report.retry_at)) if report.retry_at else ""
    name = paint(visible(report.domain), Style.STRONG)
    yield f"{name}{by}: {paint.word(report.verdict)}; {told}{again}\n"


def _records(report: DomainReport, paint: Paint, width: int) -> Iterator[str]:
    rows = [_row(r, report.zone) for r in report.records]
    sizes = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    room = max(width - sum(sizes) - 10, 24)
    if rows:
        yield f"  {say('full.records')}\n"
    for record, row in zip(report.records, rows, strict=True):
        status, type_, name = (cell.ljust(size) for cell, size in zip(row, sizes, strict=True))
        lead = f"    {paint.word(record.status, status)}  {type_}  {name}  "
        blank = " " * (sum(sizes) + 10)
        for index, found in enumerate(_found(record, room)):
            yield f"{lead if index == 0 else blank}{found}".rstrip() + "\n"


def _row(record: RecordReport, zone: str | None) -> tuple[str, str, str]:
    status = record.status.value + ("" if record.required else say("full.optional"))
    name = names.relative(record.name, zone) if zone else record.name
    return status, visible(record.type), shorten(name, _MAX_NAME)


def _found(record: RecordReport, room: int) -> Sequence[str]:
    if not record.found:
        return (found_nothing(record),)
    shown = [shorten(text, room) for text in record.found[:_MAX_FOUND]]
    left = len(record.found) - len(shown)
    return [*shown, f"{MARK} {say('full.more', count=left)}"] if left else shown


def _statuses(report: DomainReport, paint: Paint) -> Iterator[str]:
    rows = statuses(report)
    if not rows:
        return
    yield f"  {say('full.verify')}\n"
    size = max(len(row.key) for row in rows)
    for row in rows:
        said = ""
        if row.reported is not None and row.reported != row.predicted:
            said = say("full.last-said", status=visible(row.reported))
        predicted = row.predicted or say("full.no-group")
        yield f"    {row.key.ljust(size)}  {paint.word(predicted)}{said}\n"


def skipped_part(result: Result, paint: Paint, width: int) -> Iterator[str]:
    """The questions that stayed open, with the rules that asked them.

    Many that stayed open for one reason are told as one.
    """
    by_reason: dict[str, dict[Question, list[Skipped]]] = {}
    for skipped in result.skipped:
        alike = by_reason.setdefault(skipped.reason, {})
        alike.setdefault(skipped.question, []).append(skipped)
    if not by_reason:
        return
    yield paint(say("full.open"), Style.CARE) + "\n"
    for reason, asked in by_reason.items():
        if len(asked) > _MANY_OPEN:
            more = say("full.open-more", count=len(asked) - 1)
            yield from _open(next(iter(asked)), more, reason, chain(*asked.values()), width)
        else:
            for question, group in asked.items():
                yield from _open(question, "", reason, group, width)
    yield "\n"


def _open(
    question: Question, more: str, reason: str, group: Iterable[Skipped], width: int
) -> Iterator[str]:
    why = f": {visible(reason)}" if reason else ""
    yield f"  {visible(question.name)} {visible(question.type)}{more}{why}\n"
    rules = ", ".join(dict.fromkeys(visible(s.name) for s in group))
    yield f"    {say('full.not-checked', rules=shorten(rules, width - 17))}\n"


def suppressed_part(result: Result) -> Iterator[str]:
    """How many findings do not count, and who decided so."""
    number = len(result.suppressed)
    if number:
        who = ", ".join(sorted({s.by.value for s in result.suppressed}))
        yield counted("full.put-up-with", number, who=who) + "\n"
