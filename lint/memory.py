"""What a live run has observed so far, and what it still lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from .model import Answer, AnswerStatus, Question
from .network import Asked, Cut, Leads, Network, nowhere

Sketched = Callable[[Mapping[str, Cut]], None]

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

    def want(self, asked: Iterable[Asked]) -> None:
        """Note all of these at once."""
        self._unasked.update(a for a in asked if a not in self.answers)

    @property
    def lacking(self) -> int:
        """How many questions wait for their answers."""
        return len(self._unasked) + len(self._unlocated)

    def send(self, network: Network) -> None:
        """Have everything that was noted on its way; `fill` collects the answers."""
        if self._unasked:
            network.foresee(self._in_order(), self._leads)

    def fill(self, network: Network, sketched: Sketched = lambda _: None) -> None:
        """Fetch everything that is lacking.

        What the network leaves out is remembered as not asked, so that no run goes on for ever.
        `sketched` hears of zones before all of their servers are known, and may note what those
        will be asked.
        """
        names = sorted(self._unlocated)
        if names:
            self.send(network)  # while the zones are looked for
            sketched(network.sketch(names))
            self.send(network)
            found = network.locate(names)
            self.cuts |= {n: found.get(n, _NOWHERE) for n in names}
            self._unlocated.difference_update(names)
        asked = self._in_order()
        self._unasked.clear()
        if asked:
            answers = network.ask(asked)
            self.answers |= {a: _of(a, answers.get(a)) for a in (*asked, *answers)}

    def _in_order(self) -> list[Asked]:
        return sorted(self._unasked, key=_order)


def _of(asked: Asked, answer: Answer | None) -> Answer:
    if answer is None:
        answer = Answer(asked.question, AnswerStatus.UNASKED, reason="it was not asked")
    return answer._replace(vantage=asked.vantage)


def _order(asked: Asked) -> tuple[str, str, Question, bool]:
    """The same questions in the same order, whatever rule asked first."""
    return asked.vantage.label, asked.vantage.address or "", asked.question, asked.checking
