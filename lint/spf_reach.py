"""What an SPF record allows through the includes and redirects that the view can answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .asked import asks_for_spf
from .host_owner import is_customers
from .model import ExpectedRecord, Question, Record
from .noun import NamedTuple
from .records import names
from .records.classes import Difference, DifferenceKind
from .records.kind import is_spf
from .records.spf import Spf, Term, missing_terms, parse_spf, required_terms
from .view import Unanswered, View

MAX_NAMES = 64  # included names that are read; receivers stop at ten (RFC 7208 section 4.6.4)

_LACKING = (DifferenceKind.MISSING_TERMS, DifferenceKind.WRONG_REGION)


class Reach(NamedTuple):
    """How far a walk came.

    `missing` are the required terms that no record on the way has, `open` the places that could
    not be read and that may well have them.
    """

    missing: tuple[Term, ...]
    open: tuple[Question, ...]


def reach(view: View, text: str, required: Iterable[Term]) -> Reach:
    """Which required terms an SPF record has neither itself nor through names that can be asked.

    Names outside a file are followed where the view can answer for them. Where it cannot, one that
    is neither the customer's own nor a redirect's target is not counted as open: such names are
    other senders of the customer.
    """
    spf = parse_spf(text)
    missing = missing_terms(spf, required)
    seen: set[str] = set()
    doubtful: list[Question] = []
    level: tuple[Spf, ...] = (spf,)
    while level and any(t.value for t in missing):
        targets = list(dict.fromkeys(t for s in level for t in _targets(s) if t[0] not in seen))
        targets = targets[: MAX_NAMES - len(seen)]
        seen.update(host for host, _ in targets)
        level = tuple(_included(view, [host for host, _ in targets]))
        doubtful += _doubtful(view, targets)
        for record in level:
            missing = _still_missing(record, missing)
    return Reach(missing, tuple(doubtful) if missing else ())


def settled(view: View, expected: ExpectedRecord, found: Difference) -> Difference:
    """The same difference, or none where the terms are reached through other names."""
    if found.kind not in _LACKING or not leads_to(view, expected, found.observed):
        return found
    return Difference(DifferenceKind.EQUAL, None, "", found.observed)


def leads_to(view: View, expected: ExpectedRecord, text: str) -> bool:
    """Whether an SPF record has all required terms, itself or through other names."""
    if not (asks_for_spf(expected) and is_spf(text)):
        return False
    return not reach(view, text, required_terms(expected.value)).missing


def assure_known(view: View, expected: ExpectedRecord, records: Iterable[Record]) -> None:
    """Raise Unanswered where the SPF record leads to places that only the network could tell."""
    if not asks_for_spf(expected):
        return
    texts = [r.text for r in records if is_spf(r.text)]
    if len(texts) != 1:
        return
    for question in reach(view, texts[0], required_terms(expected.value)).open:
        reason = view.reason(question) or f"the SPF record leads to {question.name}"
        raise Unanswered(question, reason)


def _still_missing(spf: Spf, missing: tuple[Term, ...]) -> tuple[Term, ...]:
    """A bare `a` or `mx` means the included name's own hosts, so it is not looked for there."""
    lacking = missing_terms(spf, [t for t in missing if t.value])
    return tuple(t for t in missing if not t.value or t in lacking)


def _targets(spf: Spf) -> Iterator[tuple[str, bool]]:
    """The names that a record leads to, and whether by a redirect."""
    for term in spf.effective:
        if term.name == "include" and term.qualifier == "+" and term.value:
            yield names.canonical(term.value + "."), False
    if spf.redirect:
        yield names.canonical(spf.redirect + "."), True


def _doubtful(view: View, targets: Iterable[tuple[str, bool]]) -> Iterator[Question]:
    """What could not be read and may well lead to the provider.

    Of names outside the file that holds for the customer's own and for redirects; where servers
    were asked, for every name that did not answer.
    """
    for host, redirected in targets:
        question = Question(host, "TXT")
        if "%" in host:
            yield question
        elif view.is_unknowable(question):
            outside = view.is_out_of_reach(question) and not names.is_within(host, view.zone)
            if not outside or redirected or is_customers(host, view.domain.name):
                yield question


def _included(view: View, hosts: Iterable[str]) -> Iterator[Spf]:
    """The SPF records at these names; where there are several they count for nothing."""
    readable = [h for h in hosts if "%" not in h and not names.flaw(h)]
    view.want(Question(h, "TXT") for h in readable)
    for host in readable:
        if view.is_unknowable(Question(host, "TXT")):
            continue
        texts = [r.text for r in view.txt(host) if is_spf(r.text)]
        if len(texts) == 1:
            yield parse_spf(texts[0])
