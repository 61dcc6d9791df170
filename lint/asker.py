"""Questions of many domains to the same zones, each file read as rarely as possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .model import Answer, Question
from .sources.authority import Zone, fetch
from .view import BELOW


class Asker:
    """Asks the zones; keeps what was asked ahead, and the lists of whole zones.

    A large zone file is read again for every round of questions, and a list of all names is as
    long as the zone: neither may happen once for every domain of a long document.
    """

    __slots__ = ("_ahead", "_listed", "_zones")

    def __init__(self, zones: Sequence[Zone]) -> None:
        self._zones = zones
        self._ahead: dict[Question, Answer] = {}
        self._listed: dict[Question, Answer] = {}

    def ahead(self, questions: Iterable[Question]) -> None:
        """Ask at once what will be asked one by one; forgets what was asked ahead before."""
        self._ahead = fetch(self._zones, dict.fromkeys(questions))

    def __call__(self, questions: Iterable[Question]) -> dict[Question, Answer]:
        """The answers to all questions."""
        asked = list(questions)
        answers = {q: a for q in asked if (a := self._known(q)) is not None}
        new = [q for q in asked if q not in answers]
        found = fetch(self._zones, new) if new else {}
        apexes = {z.zone for z in self._zones}
        self._listed |= {q: a for q, a in found.items() if q.type == BELOW and q.name in apexes}
        return answers | found

    def _known(self, question: Question) -> Answer | None:
        return self._ahead.get(question) or self._listed.get(question)
