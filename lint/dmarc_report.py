"""How receivers find the DMARC record that applies to a domain, for reports to draw."""

from __future__ import annotations

from .dmarc_walk import Outcome, Step, Walk, walk
from .model import DmarcReport, DmarcStep
from .records.dmarc import parse_dmarc, requested
from .view import View


def dmarc_report(view: View) -> DmarcReport:
    """The walk for the view's domain: at most eight questions.

    Raises Unanswered where they have not been asked yet.
    """
    found = walk(view, view.domain.name)
    applies = found.applies
    return DmarcReport(
        domain=found.start,
        steps=tuple(_step(step) for step in found.steps if _was_asked(view, step)),
        organisational=found.organisational,
        listed=found.listed,
        applies=None if applies is None else applies.question.name,
        policy=_policy(found, applies),
    )


def _was_asked(view: View, step: Step) -> bool:
    """Whether there was an answer, or none that may matter: see `dmarc_walk.walk` on suffixes."""
    return step.outcome is not Outcome.NOTHING or not view.is_unknowable(step.question)


def _step(step: Step) -> DmarcStep:
    text = None if step.record is None else step.record.text
    return DmarcStep(step.question.name, step.outcome.value, text)


def _policy(found: Walk, applies: Step | None) -> str | None:
    if applies is None or applies.record is None:
        return None
    record = parse_dmarc(applies.record.text)
    return requested(record, inherited=applies.domain != found.start)[0].value
