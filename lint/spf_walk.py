"""What receivers look up for an SPF record, term by term (RFC 7208 section 4.6.4).

The walk is the one for a sender that no term matches: it goes through everything. What a view
cannot answer stays open, so that counts are then "at least".
"""

from __future__ import annotations

from collections.abc import Iterator

from .model import Question, Record
from .noun import NamedTuple
from .records import names
from .records.spf import Spf, Term, parse_spf
from .records.spf_grammar import split_length
from .records.spf_macro import expand
from .records.spf_problems import is_fatal
from .spf_answers import Replies, Reply, questions_of
from .spf_tree import LEADING, Broken, Outcome, Step, Walk
from .view import View

MAX_LOOKUPS = 10  # RFC 7208 section 4.6.4
MAX_VOIDS = 2  # RFC 7208 section 4.6.4 (recommended)
MAX_MX = 10  # RFC 7208 section 4.6.4
MAX_QUESTIONS = 60  # of one walk
MAX_STEPS = 200  # terms that are listed
MAX_DEPTH = 11  # records inside each other; receivers have given up by then
ASKING = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})


def walk(view: View, name: str, text: str) -> Walk:
    """Walk through the SPF record `text` at `name`; never raises, asks `MAX_QUESTIONS` at most.

    Questions that the view lacks are noted with `view.want`, one level of includes at a time.
    """
    replies = Replies(view, MAX_QUESTIONS)
    _explore(replies, name, text)
    walker = _Walker(replies, name)
    walker.record(_At(name, (name,)), parse_spf(text))
    return Walk(
        name,
        tuple(walker.steps),
        tuple(dict.fromkeys(walker.open)),
        complete=walker.complete,
        whole=walker.whole and not replies.exhausted,
    )


def _explore(replies: Replies, name: str, text: str) -> None:
    """Ask for everything that can be known, each level of includes at once."""
    seen: set[str] = {name}
    level: list[tuple[str, Spf]] = [(name, parse_spf(text))]
    for _ in range(MAX_DEPTH):
        hops = [(t, target(t, at, name)) for at, spf in level for t in looked_at(spf)]
        replies.want(q for term, host in hops if host for q in questions_of(term.name, host))
        following: list[tuple[str, Spf]] = []
        for term, host in hops:
            if host and term.name in LEADING and host not in seen:
                seen.add(host)
                found = replies.spf(host)
                if found is not None and len(found) == 1:
                    following.append((host, parse_spf(found[0].text)))
        level = following


def looked_at(spf: Spf) -> Iterator[Term]:
    """The terms that cost a look-up, in order: redirect comes last, and only without `all`."""
    yield from (t for t in _in_order(spf) if t.name in ASKING)


def target(term: Term, owner: str, sender: str) -> str:
    """The canonical name that a term asks for, "" where that depends on the message."""
    if term.name == "ptr":
        return ""
    host = split_length(term.value)[0] if term.name in ("a", "mx") else term.value
    found = expand(host, owner, sender) if host else owner
    if not found:
        return ""
    name = names.canonical(found.removesuffix(".") + ".")
    return "" if names.flaw(name) else name


class _At(NamedTuple):
    """Where the walk is: a record's name, and the names that led to it, this one included."""

    owner: str
    path: tuple[str, ...]


class _Walker:
    """Goes through records in evaluation order, over answers that are there already."""

    def __init__(self, replies: Replies, sender: str) -> None:
        self.replies, self.sender = replies, sender
        self.steps: list[Step] = []
        self.open: list[Question] = []
        self.lookups = self.voids = 0
        self.complete = self.whole = True

    def record(self, at: _At, spf: Spf) -> None:
        """Every term of one record."""
        if len(at.path) > MAX_DEPTH:
            self.whole = False
            return
        for term in _in_order(spf):
            if len(self.steps) >= MAX_STEPS or self.lookups >= MAX_QUESTIONS:
                self.whole = False
                return
            self._term(at, term)

    def _term(self, at: _At, term: Term) -> None:
        self.lookups += term.name in ASKING
        host = target(term, at.owner, self.sender) if term.name in ASKING else ""
        if term.name in LEADING:
            self._lead(at, term, host)
            return
        outcome = self._asked(term, host)
        self.voids += outcome is Outcome.VOID
        self._add(at, term, host, outcome)

    def _asked(self, term: Term, host: str) -> Outcome:
        """What `a`, `mx` and `exists` find; other terms ask for nothing that is known."""
        if not host:
            return Outcome.OK
        reply = self.replies.found(term.name, host)
        if reply is Reply.OPEN:
            self.open += questions_of(term.name, host)
            return Outcome.OPEN
        if reply is Reply.NOTHING:
            return Outcome.VOID
        many = term.name == "mx" and self.replies.count(Question(host, "MX")) > MAX_MX
        return Outcome.OVER if many else Outcome.OK

    def _lead(self, at: _At, term: Term, host: str) -> None:
        if host in at.path:
            self._add(at, term, host, Outcome.LOOP)
            return
        found = self.replies.spf(host) if host else None
        if found is None:
            self.complete = False
            self.open += questions_of(term.name, host) if host else ()
            self._add(at, term, host, Outcome.OPEN)
            return
        broken = self._broken(host, found)
        self._add(at, term, host, Outcome.BROKEN if broken else Outcome.OK, broken)
        if not broken:
            self.record(_At(host, (*at.path, host)), parse_spf(found[0].text))

    def _broken(self, host: str, found: tuple[Record, ...]) -> Broken | None:
        if not found:
            return Broken.NO_RECORD if self.replies.exists(host) else Broken.NO_NAME
        if len(found) > 1:
            return Broken.SEVERAL
        return Broken.INVALID if is_fatal(found[0].text) else None

    def _add(
        self, at: _At, term: Term, host: str, outcome: Outcome, broken: Broken | None = None
    ) -> None:
        mild = outcome in (Outcome.OK, Outcome.OPEN, Outcome.VOID)
        step = Step(
            owner=at.owner,
            text=term.text,
            start=term.start,
            depth=len(at.path) - 1,
            target=host,
            lookups=self.lookups,
            voids=self.voids,
            outcome=Outcome.OVER if mild and self._is_over(term) else outcome,
            broken=broken,
        )
        self.steps.append(step)

    def _is_over(self, term: Term) -> bool:
        return term.name in ASKING and self.lookups > MAX_LOOKUPS


def _in_order(spf: Spf) -> Iterator[Term]:
    """The terms that receivers come to, in their order."""
    yield from spf.effective
    if spf.all is not None:
        yield spf.all
    elif spf.redirect is not None:
        yield from _redirect(spf)


def _redirect(spf: Spf) -> list[Term]:
    return [t for t in spf.terms if t.modifier and t.name == "redirect"][:1]
