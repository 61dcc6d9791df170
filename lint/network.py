"""What a live check needs of the world: find a zone's servers, put questions to servers.

`sources/live.py` asks real servers, `sources/snapshot.py` plays back what they said. Everything
that decides (order, rules, verdict) is written against this protocol and opens no socket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from .model import Answer, Question, Record, Vantage
from .noun import NamedTuple


class Asked(NamedTuple):
    """One question to one server. `checking` False sets CD: unverified data is wanted too."""

    vantage: Vantage
    question: Question
    checking: bool = True


class Cut(NamedTuple):
    """The zone that a name lies in, as found from the root down (RFC 1034 section 4.2).

    `zone` is its apex, "" where none was found; `parent` the zone above. `parent_ns` are the name
    servers that the parent's servers name, `child_ns` those that the zone's own servers name.
    `servers` holds one vantage for each address of each name server: label `ns1.example.net`,
    address `192.0.2.1` (or `127.0.0.1:5353`, `[2001:db8::1]:53`). `unresolved` are name servers
    without any address. `ds` are the parent's DS records, None where they could not be asked.
    `reason` says why a zone was not found or only in part.
    """

    zone: str
    parent: str = ""
    parent_ns: tuple[str, ...] = ()
    child_ns: tuple[str, ...] = ()
    servers: tuple[Vantage, ...] = ()
    unresolved: tuple[str, ...] = ()
    ds: tuple[Record, ...] | None = None
    reason: str = ""


def no_top_level(name: str) -> str:
    """The reason of a cut that was not found because the last label is no top-level domain."""
    return f"there is no top-level domain {name}"


Leads = Callable[[Answer], Iterable[Asked]]
"""What an answer is known to lead to."""


def nowhere(_: Answer) -> Iterable[Asked]:
    """No answer leads to another question."""
    return ()


class Network(Protocol):
    """Servers that can be asked, live or played back. Nothing here raises for what a server does.

    Every failure is an Answer with a status and a reason; a server that stays silent is not asked
    again in the same run.
    """

    @property
    def resolvers(self) -> tuple[Vantage, ...]:
        """The recursive resolvers, in the order in which they were named."""
        ...

    def sketch(self, names: Iterable[str]) -> dict[str, Cut]:
        """The zones of these names as far as the zones above tell, where anything is to be gained.

        `zone`, `parent` and `parent_ns` are as `locate` will say; `servers` may lack some. So the
        zone's servers can be asked about records while they are asked about themselves.
        """
        ...

    def locate(self, names: Iterable[str]) -> dict[str, Cut]:
        """The zone that each of these names lies in, all of them found at once."""
        ...

    def foresee(self, questions: Iterable[Asked], leads: Leads = nowhere) -> None:
        """Take note of questions that `ask` will put: they may be on their way until then.

        So may those to which their answers lead.
        """
        ...

    def ask(self, questions: Iterable[Asked], within: float | None = None) -> dict[Asked, Answer]:
        """Put all questions to their servers at once and wait for every outcome.

        After `within` seconds what is still open is left out, to be asked for again; it goes on
        meanwhile. What was foreseen and has been answered by then may be told with it.

        An alias that leads to a name which an authoritative server does not hold is UNKNOWABLE
        there, with the alias in `chain`; so is a name that is delegated to other servers. A server
        that serves neither the zone nor a part of it is REFUSED. TIMEOUT is every way of getting
        no answer, UNASKED a question that cannot be put (no route, no such type).
        """
        ...
