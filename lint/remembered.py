"""What rules said once nothing was lacking: it stands, however many answers still come in."""

from __future__ import annotations

from collections.abc import Iterable

from .judge import Judgement, Lines, Target, run, targets, together
from .model import SenderDomain
from .noun import NamedTuple
from .rule import Rule
from .view import View


class Call(NamedTuple):
    """A rule and what it is called for."""

    rule: Rule
    target: Target


class Remembered:
    """Runs rules again only where they lacked an answer: rules are pure, answers do not change."""

    def __init__(self, domain: SenderDomain, rules: Iterable[Rule], documents: Lines) -> None:
        self._calls = [Call(r, t) for r in rules for t in targets(domain, r.scope)]
        self._documents = documents
        self._final: dict[int, Judgement] = {}

    def judge(self, view: View) -> Judgement:
        """What all of them say; the view is left with what they lack."""
        return together([self._one(n, view, call) for n, call in enumerate(self._calls)])

    def _one(self, number: int, view: View, call: Call) -> Judgement:
        known = self._final.get(number)
        if known is not None:
            return known
        before, view.wanted = view.wanted, set()
        said = run(call.rule, call.rule.check, view, call.target, self._documents)
        if not view.wanted:
            self._final[number] = said
        before |= view.wanted
        view.wanted = before
        return said
