"""The SPF records that a sender domain depends on, and the record that each should be."""

from __future__ import annotations

from collections.abc import Iterator

from . import changes
from .asked import asks_for_spf
from .evidence import answer_or_none
from .mending import about
from .model import Affects, Change, ExpectedRecord, Node, Problem, Record, Severity
from .noun import NamedTuple
from .records.kind import is_spf
from .records.spf import Spf, Term, insert, parse_spf, required_terms
from .records.spf_problems import corrected, is_fatal, spf_problems
from .spf_reach import reach
from .standing import distinct, standing
from .view import View


class Subject(NamedTuple):
    """One SPF record that receivers find, alone at its name.

    `expected` is what the provider asked for at this name; None for the domain's own record,
    which other senders of the customer depend on, and for a zone that is read without a document.
    """

    record: Record
    expected: ExpectedRecord | None
    beside: bool = False  # the domain's own record, while the provider asked for another name

    @property
    def name(self) -> str:
        """Where the record stands."""
        return self.record.name

    @property
    def spf(self) -> Spf:
        """The record's terms."""
        return parse_spf(self.record.text)

    @property
    def required(self) -> tuple[Term, ...]:
        """The terms that the provider asked for."""
        return () if self.expected is None else required_terms(self.expected.value)


def subjects(view: View, expected: ExpectedRecord) -> Iterator[Subject]:
    """The SPF record at an expected SPF's name, and the domain's own, once for a document."""
    if asks_for_spf(expected):
        for record in _only(standing(view, expected)):
            yield Subject(record, expected)
    for record in _only(beside(view, expected)):
        yield Subject(record, None, beside=True)


def beside(view: View, expected: ExpectedRecord) -> tuple[Record, ...]:
    """The TXT records of the domain itself, where the provider asks for SPF at other names only.

    Given for one of the document's expected records, so that they are looked at once.
    """
    if expected is not _first(view) or _asked_at(view, view.domain.name):
        return ()
    answer = answer_or_none(view, view.domain.name, "TXT")
    if answer is None or answer.wildcard or answer.chain:
        return ()
    return distinct(answer.records)


def in_zone(node: Node) -> Iterator[Subject]:
    """The SPF record at a name of a zone, where receivers can use it."""
    for record in _only(distinct(node.of("TXT"))):
        yield Subject(record, None)


def _only(records: tuple[Record, ...]) -> tuple[Record, ...]:
    found = tuple(r for r in records if is_spf(r.text))
    return found if len(found) == 1 else ()


def _first(view: View) -> ExpectedRecord | None:
    """The expected record for which the domain's own SPF record is looked at."""
    every = view.domain.records
    return next((e for e in every if asks_for_spf(e)), every[0] if every else None)


def _asked_at(view: View, name: str) -> bool:
    return any(asks_for_spf(e) and e.name == name for e in view.domain.records)


def problem(
    subject: Subject,
    message: str,
    edits: tuple[Change, ...] = (),
    *,
    severity: Severity | None = None,
    verify: bool = False,
    fix: str = "",
    discriminator: str = "",
) -> Problem:
    """A problem with a subject. It bears on delivery, and on verify where `verify` says so.

    The domain's own record is not what the provider asked for: it is worth a warning at most.
    """
    made = about(
        subject.record,
        message,
        edits,
        severity=_at_most(Severity.WARNING, severity) if subject.beside else severity,
        type_="TXT",
        fix=fix,
        discriminator=discriminator,
    )
    both = (Affects.VERIFY, Affects.DELIVERY)
    return made._replace(name=subject.name, affects=both if verify else (Affects.DELIVERY,))


def _at_most(limit: Severity, severity: Severity | None) -> Severity:
    return severity if severity is not None and severity.rank > limit.rank else limit


def replaced(subject: Subject, text: str | None) -> tuple[Change, ...]:
    """The edit that gives the record this text; none where it has it or nobody knows it."""
    if text is None or text == subject.record.text:
        return ()
    return (changes.replace(subject.record, text),)


def settled_text(view: View, subject: Subject, text: str) -> str | None:
    """A text of this record with everything undone that keeps it from working.

    Its syntax, terms behind `all`, and the terms of the provider that it lacks. None where nobody
    can tell what a part of it was meant to be.
    """
    right = corrected(text)
    if right is None:
        return None
    spf = parse_spf(with_all_last(parse_spf(right)))
    lacking = [_beside_others(t) for t in reach(view, spf.text, subject.required).missing]
    again = {(t.name, t.key[2]) for t in lacking}
    kept = tuple(t for t in spf.terms if (t.name, t.key[2]) not in again)
    if kept != spf.terms:
        spf = parse_spf(str(spf._replace(terms=kept)))
    return insert(spf, lacking)


def _beside_others(term: Term) -> Term:
    """A redirect only counts alone, so beside other senders it becomes an include."""
    if term.name != "redirect":
        return term
    return parse_spf(f"v=spf1 include:{term.value}").terms[0]


def with_all_last(spf: Spf) -> str:
    """The record's text with one `all`, behind every mechanism; as it is where nothing is behind.

    The first `all` is the one that counts today, so it stays, unless it said that nobody sends.
    """
    end = spf.all
    if end is None or not behind_all(spf):
        return spf.text
    ends = [t for t in spf.terms if t.is_all]
    last = ends[-1] if spf.is_parked else ends[0]
    kept = tuple(t for t in spf.terms if not t.is_all and not (t.modifier and t.name == "v"))
    plain = tuple({t.key: t for t in kept if not t.modifier}.values())
    modifiers = tuple(t for t in kept if t.modifier)
    return str(spf._replace(terms=(*plain, last, *modifiers)))


def behind_all(spf: Spf) -> tuple[Term, ...]:
    """The mechanisms behind the first `all`, which receivers never look at."""
    end = spf.all
    if end is None:
        return ()
    return tuple(t for t in spf.terms if not t.modifier and t.start > end.start)


def without(record: Record, starts: frozenset[int]) -> tuple[Change, ...]:
    """The edit that takes the terms out that begin at these places.

    None where there are no such terms, or where another rule edits the record anyway.
    """
    spf = parse_spf(record.text)
    if not starts or spf_problems(record.text) or behind_all(spf):
        return ()
    kept = tuple(t for t in spf.terms if t.start not in starts)
    return (changes.replace(record, str(spf._replace(terms=kept))),)


def is_met(view: View, subject: Subject) -> bool:
    """Whether a record that receivers give up on still names everything that was asked for."""
    return not reach(view, subject.record.text, subject.required).missing


def is_readable(subject: Subject) -> bool:
    """Whether receivers can read every term."""
    return not is_fatal(subject.record.text)
