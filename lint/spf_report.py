"""The SPF trees of a sender domain, for reports to draw."""

from __future__ import annotations

from collections.abc import Iterator

from .asked import asks_for_spf
from .evidence import answer_or_none
from .model import Purpose, Record, SenderDomain, SpfReport, SpfStep
from .records.kind import is_spf
from .records.spf import read_term
from .spf_answers import questions_of
from .spf_tree import Outcome, Step
from .spf_walk import walk
from .standing import distinct
from .view import View

MAX_TREES = 20  # names of one domain whose records are followed


def spf_reports(view: View) -> tuple[SpfReport, ...]:
    """The SPF record of each name that may be a sender's, with everything looked up for it.

    Names without exactly one record are left out, and those that the view cannot answer. Raises
    Unanswered where a name has not been asked about yet.
    """
    names = tuple(dict.fromkeys(_names(view.domain)))[:MAX_TREES]
    found = [(name, _record(view, name)) for name in names]
    return tuple(_report(view, name, record.text) for name, record in found if record)


def _names(domain: SenderDomain) -> Iterator[str]:
    """The domain itself, its return paths, and the names at which a provider wants SPF."""
    yield domain.name
    for expected in domain.records:
        if asks_for_spf(expected) or expected.purpose in (Purpose.SPF, Purpose.RETURN_PATH):
            yield expected.name


def _record(view: View, name: str) -> Record | None:
    answer = answer_or_none(view, name, "TXT")
    found = distinct(r for r in answer.records if is_spf(r.text)) if answer else ()
    return found[0] if len(found) == 1 else None


def _report(view: View, name: str, text: str) -> SpfReport:
    found = walk(view, name, text)
    return SpfReport(
        name=name,
        record=text,
        lookups=found.lookups,
        voids=found.voids,
        complete=found.complete and found.whole,
        steps=tuple(_step(view, step) for step in found.steps),
    )


def _step(view: View, step: Step) -> SpfStep:
    return SpfStep(
        owner=step.owner,
        term=step.text,
        depth=step.depth,
        target=step.target,
        lookups=step.lookups,
        voids=step.voids,
        outcome=step.outcome.value,
        reason=step.reason or (_unknown(view, step) if step.outcome is Outcome.OPEN else ""),
    )


def _unknown(view: View, step: Step) -> str:
    """Why nobody can tell what the term finds."""
    if not step.target:
        return "it depends on the message"
    asked = questions_of(read_term(step.text).name, step.target)
    return next((r for q in asked if (r := view.reason(q))), "")
