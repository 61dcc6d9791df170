"""One domain as one group of servers shows it, kept from round to round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar, overload

from . import decoys
from .lookup import KNOWN, Lookup, Sight
from .memory import Memory
from .model import Answer, AnswerStatus, Question, SenderDomain, Vantage
from .noun import NamedTuple
from .view import View

T = TypeVar("T")


class Perspective:
    """Runs rules on what one group of servers says; what they lack is noted in the memory.

    `vantage` stands for the group. `answers` are those given so far.
    """

    def __init__(
        self, domain: SenderDomain, vantage: Vantage, sight: Sight, memory: Memory
    ) -> None:
        self.vantage = vantage
        self.answers: dict[Question, Answer] = {}
        self._domain = domain
        self._sight = sight
        self._lookup = Lookup(memory, sight)
        self._beside: dict[str, str] = {}  # a made-up neighbour, and the name that it stands beside

    def settle(
        self, run: Callable[[View], T], instead: Mapping[Question, Answer] | None = None
    ) -> tuple[T, View] | None:
        """The outcome and its view, None where the network has to be asked first.

        `instead` are answers of another place that take the place of the group's own.
        """
        answers = _Heard(self, dict(instead or {}))
        while True:
            view = View(self._domain, self._sight.zone, self.vantage, answers)
            outcome = run(view)
            found = self._found(view.wanted)
            if not found:
                return None if view.wanted else (outcome, view)

    def foresee(self, questions: Iterable[Question]) -> None:
        """Note what will be asked, to have it with the first round."""
        self._found(questions)

    def hear(self, question: Question) -> Answer | None:
        """The answer if it is at hand.

        That of a neighbour waits until it is known which name it stands beside.
        """
        known = self.answers.get(question)
        if known is not None:
            return known
        if decoys.is_sibling(question.name) and question.name not in self._beside:
            return None
        return self._found([question]).get(question)

    def _found(self, questions: Iterable[Question]) -> dict[Question, Answer]:
        """The answers that are at hand."""
        asked = [q for q in questions if q not in self.answers]
        for name in (q.name for q in asked):
            self._beside.setdefault(decoys.sibling(name), name)
        found = {q: a for q in asked if (a := self._answer(q)) is not None}
        self.answers |= found
        return found

    def _answer(self, question: Question) -> Answer | None:
        """The answer; a neighbour is only asked for where the name beside it holds something."""
        name = self._beside.get(question.name)
        if name is None or not decoys.is_sibling(question.name):
            return self._lookup.answer(question)
        asked = Question(name, question.type)
        own = self.answers.get(asked) or self._lookup.answer(asked)
        if own is None:
            return None
        if own.records or own.status not in KNOWN:
            return self._lookup.answer(question)
        return Answer(question, AnswerStatus.NODATA, vantage=own.vantage)


class _Heard(Mapping[Question, Answer]):
    """What a group of servers has answered, looked up when a rule first wants to know it.

    So a rule goes on as far as the answers go, and not from one question to the next in each run.
    """

    def __init__(self, perspective: Perspective, instead: dict[Question, Answer]) -> None:
        self._perspective, self._instead = perspective, instead
        self._lacking: set[Question] = set()

    @overload
    def get(self, question: Question, /) -> Answer | None: ...

    @overload
    def get(self, question: Question, /, default: Answer | T) -> Answer | T: ...

    def get(self, question: Question, /, default: object = None) -> object:
        """As every mapping does, without an exception on the way."""
        return self._heard(question) or default

    def __contains__(self, question: object) -> bool:
        return isinstance(question, Question) and self._heard(question) is not None

    def __getitem__(self, question: Question) -> Answer:
        answer = self._heard(question)
        if answer is None:
            raise KeyError(question)
        return answer

    def _heard(self, question: Question) -> Answer | None:
        if question in self._lacking:
            return self._perspective.answers.get(question)
        answer = self._instead.get(question) or self._perspective.hear(question)
        if answer is None:
            self._lacking.add(question)
        return answer

    def __iter__(self) -> Iterator[Question]:
        return iter(self._instead.keys() | self._perspective.answers.keys())

    def __len__(self) -> int:
        return len(self._instead.keys() | self._perspective.answers.keys())


class Place(NamedTuple):
    """Where a domain is looked at: its zone, the name that was registered, the zone's servers.

    `reason` says why there are no servers, where there are none.
    """

    zone: str
    organisation: str
    servers: tuple[Vantage, ...]
    reason: str
