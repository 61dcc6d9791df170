"""A network with files beside it, so that rules can compare what is written with what is served."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .model import Answer, Vantage
from .network import Asked, Cut, Leads, Network, nowhere
from .sources.authority import Zone, fetch


class Beside:
    """Asks each file for itself, everybody else over the network."""

    def __init__(self, network: Network, zones: Sequence[Zone]) -> None:
        self._network = network
        self._zones: dict[Vantage, list[Zone]] = {}
        for zone in zones:  # a folder is one place with many zones
            self._zones.setdefault(zone.vantage, []).append(zone)

    @property
    def resolvers(self) -> tuple[Vantage, ...]:
        """The network's."""
        return self._network.resolvers

    def sketch(self, names: Iterable[str]) -> dict[str, Cut]:
        """As the network begins to find them."""
        return self._network.sketch(names)

    def locate(self, names: Iterable[str]) -> dict[str, Cut]:
        """As the network finds them."""
        return self._network.locate(names)

    def foresee(self, questions: Iterable[Asked], leads: Leads = nowhere) -> None:
        """Servers may be asked already; files take no time."""
        self._network.foresee((a for a in questions if a.vantage not in self._zones), leads)

    def ask(self, questions: Iterable[Asked], within: float | None = None) -> dict[Asked, Answer]:
        """Every answer, from files and over the network."""
        asked = list(questions)
        found = self._network.ask([a for a in asked if a.vantage not in self._zones], within)
        for vantage, zones in self._zones.items():
            mine = [a for a in asked if a.vantage == vantage]
            told = fetch(zones, [a.question for a in mine])
            found |= {a: told[a.question] for a in mine}
        return found
