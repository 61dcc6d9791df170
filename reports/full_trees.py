"""The SPF trees and the DMARC walk of the `full` format, where they have something to show."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import DmarcReport, DmarcStep, DomainReport, SpfReport, SpfStep
from ..lint.records.visible import MARK, shorten, visible
from .headline import plural
from .messages import counted, say
from .paint import Paint, Style

MAX_LOOKUPS = 10  # after which receivers give up (RFC 7208 section 4.6.4)
_MAX_ROWS = 40  # terms of one tree
_GOOD = ("ok", "over the limit")  # the running count says the latter
_FOUND = ("nothing", "several", "unusable", "unknown")


def trees_part(report: DomainReport, paint: Paint, width: int) -> Iterator[str]:
    """One domain's trees and its walk, indented below its title."""
    for tree in report.spf:
        yield from _tree(tree, paint, width)
    if report.dmarc is not None:
        yield from _walk(report.dmarc, paint)


def _tree(tree: SpfReport, paint: Paint, width: int) -> Iterator[str]:
    """The terms that cost a look-up or fail; nothing for a record that asks for nothing."""
    rows = _telling(tree.steps)
    if not rows:
        return
    told = say("full.spf", name=visible(tree.name), count=_counted(tree, paint))
    yield f"  {told}\n"
    size = len(str(max(step.lookups for step in rows)))
    for step in rows[:_MAX_ROWS]:
        count = paint(str(step.lookups).rjust(size), _style(step))
        lead = f"    {count}  {'  ' * min(step.depth, 10)}"
        text = shorten(step.term, max(24, width - 40))
        yield f"{lead}{text}{paint(_remark(step, tree.voids), Style.CARE)}\n"
    if len(rows) > _MAX_ROWS:
        yield f"    {MARK} {say('full.and', what=plural(len(rows) - _MAX_ROWS, 'more term'))}\n"


def _telling(steps: tuple[SpfStep, ...]) -> list[SpfStep]:
    before = 0
    rows = []
    for step in steps:
        if step.lookups > before or step.outcome not in _GOOD:
            rows.append(step)
        before = step.lookups
    return rows


def _counted(tree: SpfReport, paint: Paint) -> str:
    key = "full.look-ups" if tree.complete else "full.look-ups-at-least"
    told = say(key, count=tree.lookups, limit=MAX_LOOKUPS)
    over = Style.BAD if tree.lookups > MAX_LOOKUPS else None
    return paint(told, over) + (counted("full.voids", tree.voids) if tree.voids else "")


def _style(step: SpfStep) -> Style:
    return Style.BAD if step.lookups > MAX_LOOKUPS else Style.FAINT


def _remark(step: SpfStep, voids: int) -> str:
    """Why a term does not do what it says, "" where it does."""
    if step.outcome in _GOOD:
        return ""
    if step.outcome == "nothing there" and voids > 1:
        return say("full.void-of", outcome=visible(step.outcome), count=step.voids, voids=voids)
    told = step.reason.removeprefix(f"{step.target} is ") if step.target else step.reason
    return f"  ({visible(told or step.outcome)})"


def _walk(found: DmarcReport, paint: Paint) -> Iterator[str]:
    """Which record applies; the steps where it is not simply the domain's own."""
    yield f"  {say('full.dmarc', domain=visible(found.domain), told=_applying(found))}\n"
    first = found.steps[0] if found.steps else None
    if first is not None and first.name == found.applies:
        return
    for step in found.steps:
        said = shorten(step.record or "", 60) or _outcome(step)
        style = None if step.record or step.outcome == "nothing" else Style.CARE
        yield f"    {visible(step.name)}  {paint(visible(said), style)}\n"
    if found.applies and found.listed != found.organisational:
        listed, walked = visible(found.listed), visible(found.organisational)
        yield f"    {say('full.dmarc.differs', walked=walked, listed=listed)}\n"


def _outcome(step: DmarcStep) -> str:
    known = step.outcome in _FOUND
    return say(f"full.dmarc.{step.outcome}") if known else step.outcome


def _applying(found: DmarcReport) -> str:
    if found.applies is None:
        doubtful = any(step.outcome == "unknown" for step in found.steps)
        return say("full.dmarc.doubtful" if doubtful else "full.dmarc.none")
    own = bool(found.steps) and found.steps[0].name == found.applies
    policy = visible(found.policy or "none")
    source = say("full.dmarc.own") if own else visible(found.applies)
    return say("full.dmarc.policy", policy=policy, source=source)
