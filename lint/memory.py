"""What a live run has observed so far, and what it still lacks."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Answer, AnswerStatus, Question
from .network import Asked, Cut, Leads, Network, nowhere

_NOWHERE = Cut("", reason="the zone was not looked for")


class Memory:
    """Everything that was asked and answered; what is asked in vain is noted and fetched at once.

    All domains and all servers of a run share one memory: a round costs one round trip however
    much is asked in it. `leads` says what an answer is known to lead to.
    """

    __slots__ = ("_closed", "_leads", "_unasked", "_unlocated", "answers", "cuts")

    def __init__(self, leads: Leads = nowhere) -> None:
        self._leads = leads
        self.answers: dict[Asked, Answer] = {}
        self.cuts: dict[str, Cut] = {}
        self._unasked: set[Asked] = set()
        self._unlocated: set[str] = set()
        self._closed = False

    def close(self) -> None:
        """Answer whatever is still asked with "not asked": the run has been long enough."""
        self._closed = True

    def cut(self, name: str) -> Cut | None:
        """The zone that a name lies in, None where that is not known yet."""
        found = self.cuts.get(name)
        if found is None and self._closed:
            return _NOWHERE
        if found is None:
            self._unlocated.add(name)
        return found

    def answer(self, asked: Asked) -> Answer | None:
        """What a server said, None where it was not asked yet."""
        found = self.answers.get(asked)
        if found is None and self._closed:
            return _of(asked, None)
        if found is None:
            self._unasked.add(asked)
        return found

    def silent(self) -> tuple[Asked, ...]:
        """What was asked of servers that have not answered anything yet."""
        heard = {a.vantage for a in self.answers}
        return tuple(a for a in self._unasked if a.vantage not in heard)

    def want(self, asked: Iterable[Asked]) -> None:
        """Note all of these at once."""
        self._unasked.update(a for a in asked if a not in self.answers)

    @property
    def lacking(self) -> int:
        """How many questions wait for their answers."""
        return len(self._unasked) + len(self._unlocated)

    def send(self, network: Network) -> None:
        """Have everything that was noted on its way; `fetch` collects the answers."""
        if self._unasked:
            network.foresee(self._in_order(), self._leads)

    def sketch(self, network: Network) -> dict[str, Cut]:
        """The zones that are lacking, before all of their servers are known."""
        names = sorted(self._unlocated)
        return network.sketch(names) if names else {}

    def locate(self, network: Network) -> None:
        """Find every zone that is lacking."""
        names = sorted(self._unlocated)
        found = network.locate(names) if names else {}
        self.cuts |= {n: found.get(n, _NOWHERE) for n in names}
        self._unlocated.difference_update(names)

    def fetch(self, network: Network, within: float | None = None) -> None:
        """Fetch every answer that is lacking, or those that come within so many seconds.

        What the network leaves out is remembered as not asked, so that no run goes on for ever.
        """
        asked = self._in_order()
        answers = network.ask(asked, within) if asked else {}
        told = answers if within is not None else dict.fromkeys((*asked, *answers))
        self.answers |= {a: _of(a, answers.get(a)) for a in told}
        self._unasked.difference_update(told)

    def _in_order(self) -> list[Asked]:
        return sorted(self._unasked, key=_order)


def _of(asked: Asked, answer: Answer | None) -> Answer:
    if answer is None:
        answer = Answer(asked.question, AnswerStatus.UNASKED, reason="it was not asked")
    return answer._replace(vantage=asked.vantage)


def _order(asked: Asked) -> tuple[str, str, Question, bool]:
    """The same questions in the same order, whatever rule asked first."""
    return asked.vantage.label, asked.vantage.address or "", asked.question, asked.checking
