"""What a view answers to the terms of SPF records, with a bound on the questions."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from .model import Answer, AnswerStatus, Question, Record
from .records import names
from .records.kind import is_spf
from .standing import distinct
from .view import ANY, Unanswered, View

# Types by which a DNS host makes up addresses that the file itself does not hold.
_STAND_IN = ("CNAME", "ALIAS", "ANAME", "LUA", "FLATTENED")
_TYPES = {
    "include": ("TXT",),
    "redirect": ("TXT",),
    "a": ("A", "AAAA"),
    "mx": ("MX",),
    "exists": ("A",),
}


class Reply(Enum):
    """Whether a term finds something."""

    FOUND = "found"
    NOTHING = "nothing"
    OPEN = "open"


def questions_of(term: str, host: str) -> tuple[Question, ...]:
    """The questions that a term of this name asks about a host."""
    return tuple(Question(host, type_) for type_ in _TYPES.get(term, ()))


class Replies:
    """Answers of a view; never raises, and `limit` questions at most are asked."""

    def __init__(self, view: View, limit: int) -> None:
        self._view = view
        self._limit = limit
        self._asked: set[Question] = set()
        self.exhausted = False

    def want(self, questions: Iterable[Question]) -> None:
        """Ask for all of these at once, as far as the bound allows."""
        for question in questions:
            if question not in self._asked and len(self._asked) >= self._limit:
                self.exhausted = True
                return
            self._asked.add(question)
            self._view.want([question])

    def answer(self, question: Question) -> Answer | None:
        """The answer, None where nobody can tell."""
        if question not in self._asked:
            return None
        try:
            return self._view.ask(question.name, question.type)
        except Unanswered:
            return None

    def spf(self, host: str) -> tuple[Record, ...] | None:
        """The SPF records at a host, each once; None where nobody can tell."""
        answer = self.answer(Question(host, "TXT"))
        if answer is None:
            return None
        found = distinct(r for r in answer.records if is_spf(r.text))
        return found if found or self._view.complete else None

    def exists(self, host: str) -> bool:
        """Whether the name exists, as far as its TXT answer says."""
        answer = self.answer(Question(host, "TXT"))
        return answer is not None and answer.status is not AnswerStatus.NXDOMAIN

    def count(self, question: Question) -> int:
        """How many records the answer has."""
        answer = self.answer(question)
        return 0 if answer is None else len(answer.records)

    def found(self, term: str, host: str) -> Reply:
        """Whether what a term looks up is there."""
        answers = [self.answer(q) for q in questions_of(term, host)]
        if any(a is not None and a.records for a in answers):
            return Reply.FOUND
        if None in answers or not self._view.complete or self._is_stood_in_for(host):
            return Reply.OPEN
        return Reply.NOTHING

    def _is_stood_in_for(self, host: str) -> bool:
        """Whether the DNS host may answer with more than the file says."""
        if not names.is_within(host, self._view.zone):
            return False
        question = Question(host, ANY)
        self.want([question])
        held = self.answer(question)
        if held is None:
            return not self._view.is_unknowable(question)
        return any(r.type in _STAND_IN for r in held.records)
