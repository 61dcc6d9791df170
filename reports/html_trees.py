"""The SPF trees with their running counts, and the DMARC walk."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import DmarcReport, DmarcStep, DomainReport, SpfReport, SpfStep
from .html_svg import Bar, Box, bars, chain
from .html_table import framed, pictured, row
from .html_text import Html, code, folded, text
from .messages import say

MAX_LOOKUPS = 10  # RFC 7208 section 4.6.4
_MAX_ROWS = 120  # terms of one tree that are shown
_MAX_BARS = 30
_DEEPEST = 10
_GOOD = ("ok",)
_HEADS = tuple(say(f"spf.{k}") for k in ("term", "running", "voids", "outcome"))


def trees(report: DomainReport) -> Iterator[Html]:
    """Every SPF tree of a domain and its DMARC walk."""
    for tree in report.spf:
        if tree.steps:
            yield _tree(tree)
    if report.dmarc is not None:
        yield _walk(report.dmarc)


def _tree(tree: SpfReport) -> Html:
    key = "spf.count" if tree.complete else "spf.count-least"
    counted = say(key, lookups=tree.lookups, voids=tree.voids)
    kind = "failed" if tree.lookups > MAX_LOOKUPS or tree.voids > 2 else "plain"
    rows = [_term(step) for step in tree.steps[:_MAX_ROWS]]
    left = len(tree.steps) - len(rows)
    more = f'<p class="hint">{say("spf.more", count=left)}</p>' if left else ""
    return pictured(
        say("spf.title", name=code(tree.name)),
        _running(tree),
        Html(f'<p><span class="badge {kind}">{counted}</span></p>'),
        framed(say("spf.caption"), _HEADS, rows, "tree"),
        Html(more),
    )


def _running(tree: SpfReport) -> Html:
    """A bar for each term that costs look-ups."""
    drawn: list[Bar] = []
    before = 0
    for step in tree.steps:
        if step.lookups > before:
            drawn.append(_step_bar(step, before))
        before = step.lookups
    if not drawn:
        return Html("")
    scale = max(MAX_LOOKUPS + 1, tree.lookups)
    limit = (float(MAX_LOOKUPS), say("spf.limit"))
    return bars(say("spf.picture"), drawn[:_MAX_BARS], scale, limit)


def _step_bar(step: SpfStep, before: int) -> Bar:
    over = step.lookups > MAX_LOOKUPS
    kind = "bad" if over else "good" if step.outcome in _GOOD else "care"
    lead = "· " * min(step.depth, 4)
    return Bar(lead + step.term, before, step.lookups, str(step.lookups), kind)


def _term(step: SpfStep) -> str:
    depth = min(step.depth, _DEEPEST)
    good = step.outcome in _GOOD
    told = text(step.outcome) if good or not step.reason else text(f"{step.outcome}: {step.reason}")
    over = step.lookups > MAX_LOOKUPS
    return row(
        f'<span class="depth d{depth}">{folded(step.term)}</span>',
        str(step.lookups),
        str(step.voids),
        told,
        kind="over" if over else "" if good else "odd",
    )


def _walk(found: DmarcReport) -> Html:
    boxes = [_box(found, step) for step in found.steps]
    rows = [
        row(
            code(step.name),
            text(_outcome(step)),
            "" if step.record is None else folded(step.record),
            kind="here" if step.name == found.applies else "",
        )
        for step in found.steps
    ]
    heads = [say(f"dmarc.{k}") for k in ("name", "answer", "record")]
    return pictured(
        say("dmarc.title", name=code(found.domain)),
        chain(say("dmarc.picture"), boxes) if len(boxes) > 1 else Html(""),
        Html(f"<p>{_applying(found)}</p>"),
        framed(say("dmarc.caption"), heads, rows),
    )


_OUTCOMES = ("record", "nothing", "several", "unusable", "unknown")


def _outcome(step: DmarcStep) -> str:
    return say(f"dmarc.outcome.{step.outcome}") if step.outcome in _OUTCOMES else step.outcome


def _box(found: DmarcReport, step: DmarcStep) -> Box:
    here = step.name == found.applies
    told = _outcome(step)
    note = f"{told}, {say('dmarc.here')}" if here else told
    odd = step.outcome in ("several", "unusable", "unknown")
    return Box(step.name, note, "good" if here else "care" if odd else "", broken=odd)


def _applying(found: DmarcReport) -> str:
    if found.applies is None:
        doubtful = any(step.outcome == "unknown" for step in found.steps)
        return say("dmarc.unknown" if doubtful else "dmarc.none")
    told = say("dmarc.applies", name=code(found.applies), policy=code(found.policy or "none"))
    if found.listed == found.organisational:
        return told
    differ = say("dmarc.differ", walked=code(found.organisational), listed=code(found.listed))
    return f"{told} {differ}"
