"""What is wrong with the terms of an SPF record, and the record as it was meant (RFC 7208 4.6.1).

A problem is `fatal` where receivers give up on the whole record. The others are terms that the
RFC allows and that do nothing: `ip4=192.0.2.1` is a modifier that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from ..noun import NamedTuple
from .repair import with_plain_characters
from .spf import Spf, Term, parse_spf
from .spf_grammar import term_flaw
from .spf_oddity import oddity
from .spf_repair import Meant, is_usual, joined, meant

MAX_PROBLEMS = 32  # that are looked at one by one; a text with more is no SPF record
_MODIFIERS = ("redirect", "exp")
_BARE = ("a", "mx", "ptr")


class SpfFlaw(StrEnum):
    """The kinds of problems."""

    NOT_A_TERM = "not a term"
    DOES_NOTHING = "does nothing"
    BROKEN_UP = "broken up by a blank"
    REPEATED = "repeated"


class SpfProblem(NamedTuple):
    """One problem.

    `term` is the text as written, `start` its 0-based position, `detail` says what is wrong,
    `correct` is what to write instead ("" to take it out), None where nobody can tell.
    """

    kind: SpfFlaw
    term: str
    start: int
    detail: str
    correct: str | None
    fatal: bool = True

    @property
    def end(self) -> int:
        """Where the text ends that `correct` stands for."""
        return self.start + len(self.term)


@lru_cache(maxsize=512)
def spf_problems(text: str) -> tuple[SpfProblem, ...]:
    """Every problem of an SPF record's terms, in order; at most `MAX_PROBLEMS`. Never raises."""
    spf = parse_spf(text)
    found: list[SpfProblem] = []
    for problem in _walk(spf):
        found.append(problem)
        if len(found) >= MAX_PROBLEMS:
            break
    return tuple(sorted((*found, *_repeated(spf)), key=lambda p: p.start))


def is_fatal(text: str) -> bool:
    """Whether receivers give up on the record because of its syntax (RFC 7208 section 4.6)."""
    return any(p.fatal for p in spf_problems(text))


def corrected(text: str) -> str | None:
    """The record with every problem undone and nothing else touched, None where that fails."""
    problems = spf_problems(text)
    parts: list[str] = []
    at = 0
    for problem in problems:
        if problem.correct is None or problem.start < at:
            return None
        parts += (text[at : problem.start], problem.correct)
        at = problem.end
        if not problem.correct:
            parts[-2] = parts[-2].rstrip(" ") if text[at:].strip(" ") == "" else parts[-2]
            at += len(text[at:]) - len(text[at:].lstrip(" "))
    whole = "".join((*parts, text[at:]))
    return None if spf_problems(whole) else whole


def _walk(spf: Spf) -> Iterator[SpfProblem]:
    index = 0
    while index < len(spf.terms):
        term = spf.terms[index]
        several = _broken_up(spf, index)
        if several is not None:
            yield several[0]
            index += several[1]
            continue
        if not is_usual(term):
            yield _problem(term)
        index += 1


def _problem(term: Term) -> SpfProblem:
    flaw, guess = term_flaw(term), meant(term.text)
    detail = guess.why if guess is not None else flaw or oddity(term) or ""
    fatal = flaw is not None or (term.name in ("include", "redirect") and not _is_ignored(term))
    kind = SpfFlaw.NOT_A_TERM if flaw is not None else SpfFlaw.DOES_NOTHING
    correct = None if guess is None else guess.text
    return SpfProblem(kind, term.text, term.start, detail, correct, fatal)


def _is_ignored(term: Term) -> bool:
    return term.modifier and term.name not in _MODIFIERS


def _broken_up(spf: Spf, index: int) -> tuple[SpfProblem, int] | None:
    """A term that was written with blanks inside, and how many words it takes up."""
    first = spf.terms[index]
    rest = spf.terms[index + 1 : index + 3]
    if not rest or not _may_go_on(first, rest[0]):
        return None
    for count in (1, 2)[: len(rest)]:
        guess = joined((first, *rest[:count]))
        if guess is not None:
            return _several(spf, first, rest[count - 1], guess), count + 1
    return None


def _may_go_on(first: Term, following: Term) -> bool:
    bare = first.text.lower() in _BARE and not is_usual(following) and following.text[0].isalnum()
    if bare:
        return meant(following.text) is None
    sign = with_plain_characters(first.text)[-1:] in ("+", "?", "~", "-")
    return term_flaw(first) is not None and (sign or not is_usual(following))


def _several(spf: Spf, first: Term, last: Term, guess: Meant) -> SpfProblem:
    text = spf.text[first.start : last.start + len(last.text)]
    return SpfProblem(SpfFlaw.BROKEN_UP, text, first.start, guess.why, guess.text)


def _repeated(spf: Spf) -> Iterator[SpfProblem]:
    """A second `redirect=` or `exp=` (RFC 7208 section 6)."""
    for name in _MODIFIERS:
        every = [t for t in spf.terms if t.modifier and t.name == name]
        for term in every[1:MAX_PROBLEMS]:
            if is_usual(term):
                correct = "" if term.key == every[0].key else None
                detail = f"`{name}=` may stand once"
                yield SpfProblem(SpfFlaw.REPEATED, term.text, term.start, detail, correct)
