"""The loop: run the pure rules, fetch everything that they lacked at once, run them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from .model import NOTHING_BESIDE, Answer, Beside, Question, SenderDomain, Vantage
from .view import View

T = TypeVar("T")
Fetch = Callable[[Iterable[Question]], dict[Question, Answer]]

MAX_ROUNDS = 40  # a walk asks at most one level deeper each round


def gather(
    run: Callable[[View], T],
    fetch: Fetch,
    *,
    domain: SenderDomain,
    zone: str,
    vantage: Vantage,
    first: Iterable[Question] = (),
    complete: bool = True,
    beside: Beside = NOTHING_BESIDE,
) -> tuple[T, View, dict[Question, Answer]]:
    """Run until no question is new; the last run's outcome, its view and all answers.

    `first` are questions worth asking before the first run, to save a round.
    """
    answers: dict[Question, Answer] = fetch(first)
    for _ in range(MAX_ROUNDS):
        view = View(domain, zone, vantage, answers, complete=complete, beside=beside)
        outcome = run(view)
        missing = view.wanted - answers.keys()
        if not missing:
            break
        answers |= fetch(missing)
    return outcome, view, answers
