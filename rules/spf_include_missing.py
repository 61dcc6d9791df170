"""SPF02: the SPF record does not allow the provider."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.asked import asks_for_spf
from ..lint.model import ExpectedRecord, Problem, RecordStatus, Severity
from ..lint.records.kind import is_spf
from ..lint.records.spf import Spf, Term, insert, parse_spf, required_terms
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.spf_reach import assure_known, reach
from ..lint.standing import standing
from ..lint.view import View
from ..lint.wording import listed

_TERM_WIDTH = 80  # characters of a term that a message shows


def _message(name: str, spf: Spf, missing: tuple[Term, ...]) -> str:
    terms = listed(shorten(t.text, _TERM_WIDTH) for t in missing)
    if spf.is_parked:
        return f"the SPF record at {name} says that nobody sends mail; it lacks {terms}"
    if {t.key for t in missing} <= {t.key for t in spf.terms}:
        return (
            f"{terms} stands behind the `all` of the SPF record at {name}, where it does not count"
        )
    return f"the SPF record at {name} lacks {terms}"


def _mended(spf: Spf, missing: tuple[Term, ...]) -> str:
    """The record with the terms where they count, and no other copy of them."""
    again = {(t.name, t.key[2]) for t in missing}
    kept = tuple(t for t in spf.terms if (t.name, t.key[2]) not in again)
    if kept != spf.terms:
        spf = parse_spf(str(Spf("", True, spf.version, kept)))
    return insert(spf, [t for term in missing for t in _as_include(term)])


def _as_include(term: Term) -> tuple[Term, ...]:
    """A redirect only counts alone, so beside other senders it becomes an include."""
    if term.name != "redirect":
        return (term,)
    return parse_spf(f"v=spf1 include:{term.value}").terms


@rule(
    "SPF02",
    severity=Severity.ERROR,
    refs=("RFC 7208 section 5.2",),
    predicts=RecordStatus.FAILED,
    good=(
        Case(
            zone='@ TXT "v=spf1 mx INCLUDE:SPF.A.example -all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
        ),
        # A DNS host may keep the senders in a record of its own.
        Case(
            zone='@ TXT "v=spf1 include:dc-1f._spfm.example.org ~all"\n'
            'dc-1f._spfm TXT "v=spf1 mx include:spf.a.example ~all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
        ),
        Case(
            zone='@ TXT "v=spf1 redirect=_spf.example.org"\n'
            '_spf TXT "v=spf1 include:spf.a.example -all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
        ),
        # What a service collects under the customer's name cannot be read in this file.
        Case(
            zone='@ TXT "v=spf1 include:example.org.hosted.example ~all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
        ),
        Case(
            zone='@ TXT "v=spf1 include:%{d}.hosted.example ~all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
        ),
        Case(
            zone='@ TXT "v=spf1 redirect=all.hosted.example"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
        ),
        Case(
            zone='mail TXT "v=spf1 include:_spf.example.org ~all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
            origin="mail.example.org",
        ),
    ),
    bad=(
        Case(
            zone='send TXT "v=spf1 include:spf.other.example ~all"',
            expects='send TXT "v=spf1 include:spf.a.example -all"',
            says=("the SPF record at send.example.org lacks include:spf.a.example",),
        ),
        Case(
            zone='@ TXT "v=spf1 -all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
            says=(
                (
                    "the SPF record at example.org says that nobody sends mail; "
                    "it lacks include:spf.a.example"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 mx ~all include:spf.a.example"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
            says=(
                (
                    "include:spf.a.example stands behind the `all` of the SPF record at "
                    "example.org, where it does not count"
                ),
            ),
        ),
        # An include that loops back, and one whose record is not there.
        Case(
            zone='@ TXT "v=spf1 include:x.example.org include:y.example.org ~all"\n'
            'x TXT "v=spf1 include:example.org -all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
            says=("the SPF record at example.org lacks include:spf.a.example",),
        ),
        Case(
            zone='mail TXT "v=spf1 ?include:spf.a.example mx -all"',
            expects='@ TXT "v=spf1 redirect=spf.a.example"',
            domain="mail.example.org",
            says=("the SPF record at mail.example.org lacks redirect=spf.a.example",),
        ),
    ),
)
def spf_include_missing(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The SPF record does not allow this provider to send.

    ## Why it matters
    There is an SPF record, but it names other senders only. Receivers then treat the provider's
    mail as not allowed, and the provider's check fails.

    ## How to fix it
    Edit the SPF record that is there: put the missing part before the `all` at its end. Do not
    add a second SPF record, and leave the other parts as they are.
    """
    if not asks_for_spf(expected):
        return
    records = [r for r in standing(view, expected) if is_spf(r.text)]
    if len(records) != 1:
        return
    missing = reach(view, records[0].text, required_terms(expected.value)).missing
    if not missing:
        return
    assure_known(view, expected, records)
    spf = parse_spf(records[0].text)
    yield Problem(
        _message(expected.name, spf, missing),
        changes=(changes.replace(records[0], _mended(spf, missing)),),
        where=records[0].where,
        source=changes.written_lines(records[0]),
    )
