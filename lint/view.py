"""What a rule sees: one domain from one vantage, beside what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .model import (
    NOTHING_BESIDE,
    Answer,
    AnswerStatus,
    Beside,
    Node,
    Question,
    Record,
    SenderDomain,
    Vantage,
)

# Types that a source is asked under beside the real ones.
ANY = "ANY"  # everything held at exactly this owner name, wildcards not applied
BELOW = "BELOW"  # every record held strictly below this name

_KNOWN = (AnswerStatus.ANSWERED, AnswerStatus.NODATA, AnswerStatus.NXDOMAIN)


class Unanswered(Exception):  # noqa: N818 - not an error: the gather loop's signal
    """The view lacks this answer; the gather loop fetches it or the rule is skipped."""

    def __init__(self, question: Question, reason: str = "") -> None:
        super().__init__(question, reason)
        self.question = question
        self.reason = reason


class View:
    """Answers that already exist, and a note of each question that has none yet.

    `zone` is the zone's canonical name, "" where it is not known. `complete` says whether
    absence means "does not exist". `beside` is what DNS-as-code says beside its records. `wanted`
    collects what rules asked in vain.
    """

    __slots__ = ("_answers", "beside", "complete", "domain", "vantage", "wanted", "zone")

    def __init__(
        self,
        domain: SenderDomain,
        zone: str,
        vantage: Vantage,
        answers: Mapping[Question, Answer],
        *,
        complete: bool = True,
        beside: Beside = NOTHING_BESIDE,
    ) -> None:
        self.domain = domain
        self.zone = zone
        self.vantage = vantage
        self.complete = complete
        self.beside = beside
        self.wanted: set[Question] = set()
        self._answers = answers

    @property
    def vantages(self) -> tuple[Vantage, ...]:
        """The one place that a finding speaks about."""
        return (self.vantage,)

    def want(self, questions: Iterable[Question]) -> None:
        """Note all of these at once, so that a walk costs its depth and not its size."""
        self.wanted.update(q for q in questions if q not in self._answers)

    def ask(self, name: str, type_: str) -> Answer:
        """The answer to a question; raises Unanswered where the vantage cannot tell."""
        question = Question(name, type_)
        answer = self._answers.get(question)
        if answer is None:
            self.wanted.add(question)
            raise Unanswered(question)
        if answer.status not in _KNOWN:
            raise Unanswered(question, answer.reason)
        return answer

    def is_unknowable(self, question: Question) -> bool:
        """Whether the vantage was asked and could not tell; False for what was never asked."""
        answer = self._answers.get(question)
        return answer is not None and answer.status not in _KNOWN

    def is_out_of_reach(self, question: Question) -> bool:
        """Whether the question was put to nobody: its name lies outside what the vantage holds."""
        answer = self._answers.get(question)
        return answer is not None and answer.status is AnswerStatus.UNASKED

    def reason(self, question: Question) -> str:
        """Why a question has no answer, in words for the reader."""
        answer = self._answers.get(question)
        return "" if answer is None else answer.reason

    def records(self, name: str, type_: str) -> tuple[Record, ...]:
        """The records of this type, aliases followed; empty where there are none."""
        return self.ask(name, type_).records

    def txt(self, name: str) -> tuple[Record, ...]:
        """The TXT records at a name, aliases followed."""
        return self.records(name, "TXT")

    def at(self, name: str) -> Node:
        """Everything held at exactly this owner name; no wildcard, no alias applied.

        A record below a zone cut is shown too: it stands in the file, although nobody sees it.
        """
        return Node(name, self.ask(name, ANY).records)

    def below(self, name: str) -> tuple[Record, ...] | None:
        """Every record held strictly below a name; None where the vantage cannot list names."""
        question = Question(name, BELOW)
        answer = self._answers.get(question)
        if answer is None:
            self.wanted.add(question)
            raise Unanswered(question)
        return answer.records if answer.status in _KNOWN else None
