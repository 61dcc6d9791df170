"""The include tree of an SPF record as a list of steps, for rules to judge and reports to draw."""

from __future__ import annotations

from enum import StrEnum

from .model import Question
from .noun import NamedTuple
from .records.spf import read_term

LEADING = ("include", "redirect")  # terms that lead to another record


class Outcome(StrEnum):
    """What becomes of a term."""

    OK = "ok"
    OPEN = "not in this file"
    VOID = "nothing there"
    BROKEN = "broken"
    LOOP = "loop"
    OVER = "over the limit"


class Broken(StrEnum):
    """Why the record that a term leads to is of no use."""

    NO_NAME = "{} does not exist"
    NO_RECORD = "{} has no SPF record"
    SEVERAL = "{} has several SPF records"
    INVALID = "the SPF record at {} is not valid"


class Step(NamedTuple):
    """One term in the order in which receivers come to it.

    `owner` is the name of the record that holds it, `depth` 0 for the first record. `lookups` and
    `voids` count everything up to and including this term. `target` is the name that it asks for,
    "" where it asks for none or where that depends on the message. `broken` says why a term with
    that outcome is of no use.
    """

    owner: str
    text: str
    start: int
    depth: int
    target: str
    lookups: int
    voids: int
    outcome: Outcome
    broken: Broken | None = None

    @property
    def reason(self) -> str:
        """Why the term is broken, in words for a message; "" where it is not."""
        return "" if self.broken is None else self.broken.format(self.target)


class Walk(NamedTuple):
    """All steps, in order. `open` are the questions whose answers might change the counts.

    `complete` says that every record on the way could be read; `whole` that no bound was hit.
    """

    name: str
    steps: tuple[Step, ...]
    open: tuple[Question, ...]
    complete: bool
    whole: bool

    @property
    def lookups(self) -> int:
        """How many look-ups there are, at least."""
        return self.steps[-1].lookups if self.steps else 0

    @property
    def voids(self) -> int:
        """How many look-ups find nothing, at least."""
        return self.steps[-1].voids if self.steps else 0

    @property
    def targets(self) -> tuple[str, ...]:
        """Every name that an include or redirect on the way leads to, in order."""
        led = (s.target for s in self.steps if s.target and read_term(s.text).name in LEADING)
        return tuple(dict.fromkeys(led))

    def having(self, *outcomes: Outcome) -> tuple[Step, ...]:
        """The steps with one of these outcomes."""
        return tuple(s for s in self.steps if s.outcome in outcomes)
