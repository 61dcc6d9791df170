"""SPF09: a text was meant to be an SPF record, but does not begin like one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lint import changes
from ..lint.asked import asks_for_spf
from ..lint.mending import repaired
from ..lint.model import Change, ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records.kind import TextKind, is_spf, text_kind
from ..lint.records.spf import merge, missing_terms, parse_spf
from ..lint.records.spf_problems import corrected
from ..lint.records.spf_version import with_version
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.spf_subject import Subject, is_met, problem, settled_text
from ..lint.standing import distinct, standing
from ..lint.view import View

_WIDTH = 24  # characters of the text's beginning that a message shows


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The same at any name of a zone, where the text is surely one."""
    yield from _misread(view, node.name, distinct(node.of("TXT")), None)


def _misread(
    view: View, name: str, records: Sequence[Record], expected: ExpectedRecord | None
) -> Iterator[Problem]:
    right = [r for r in records if is_spf(r.text)]
    near = [(r, text) for r in records if (text := _meant(r.text, name)) is not None]
    for index, (record, text) in enumerate(near):
        subject = Subject(record, expected)
        met = any(is_met(view, Subject(r, expected)) for r in right)
        yield problem(
            subject,
            _message(name, record, alone=not right),
            _needless(record, text, right) if met else _united(view, subject, right, near),
            severity=Severity.WARNING if met else None,
            verify=not met,
            discriminator=str(index),
        )


def _needless(record: Record, text: str, right: Sequence[Record]) -> tuple[Change, ...]:
    """The text can go where the record beside it names the same senders."""
    terms = parse_spf(text).effective
    held = any(not missing_terms(parse_spf(r.text), terms) for r in right)
    return (changes.delete(record),) if held else ()


def _united(
    view: View, subject: Subject, right: Sequence[Record], near: Sequence[tuple[Record, str]]
) -> tuple[Change, ...]:
    """One record out of all of them."""
    texts = [r.text for r in right] + [text for _, text in near]
    whole = texts[0] if len(texts) == 1 else merge(texts, subject.required)
    value = settled_text(view, subject, whole)
    return () if value is None else changes.unite((*right, *(r for r, _ in near)), value)


def _meant(text: str, name: str) -> str | None:
    """The SPF record that a near miss was meant to be, None for every other text."""
    if is_spf(text) or text_kind(text, name) is not TextKind.SPF:
        return None
    mended = repaired(text, TextKind.SPF, name) or with_version(text)
    if mended is None:
        return None
    return mended if "=" in text[:16] else corrected(mended)


def _message(name: str, record: Record, *, alone: bool) -> str:
    start = f"the text at {name} begins with `{shorten(record.text, _WIDTH)}`"
    if alone:
        return f"{start}; an SPF record begins with exactly `v=spf1` and a blank"
    return f"{start}, so receivers read only the SPF record beside it"


@rule(
    "SPF09",
    severity=Severity.ERROR,
    refs=("RFC 7208 section 4.5",),
    zone=anywhere,
    good=(
        Case(zone='@ TXT "V=SPF1 mx -all"', expects='@ TXT "v=spf1 mx -all"'),
        Case(zone='@ TXT "v=spf1"'),
        # Later versions, other records and prose.
        Case(
            zone='@ TXT "v=spf10 mx -all"\n@ TXT "v=spf2 mx"\n@ TXT "spf2.0/pra mx -all"\n'
            '@ TXT "our spf record is managed by it"\n@ TXT "spf1 of three records to come"'
        ),
        Case(
            zone='@ TXT "spf-verification=1a2b3c"\nsend TXT "v=spf1 mx -all"',
            expects='send TXT "v=spf1 mx -all"',
        ),
    ),
    bad=(
        Case(
            zone='@ TXT "v=spf1; include:a.example ~all"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "the text at example.org begins with `v=spf1; include:a.examp…`; an SPF record "
                    "begins with exactly `v=spf1` and a blank"
                ),
            ),
        ),
        Case(
            zone='@ TXT "spf1 ip4:192.0.2.1 -all"\nb TXT " v=spf1 mx -all"\n'
            'c TXT "V=SPF 1 mx -all"\nd TXT "v=spf1mx -all"\ne TXT "v=spf a mx"',
            says=(
                (
                    "the text at example.org begins with `spf1 ip4:192.0.2.1 -all`; an SPF record "
                    "begins with exactly `v=spf1` and a blank"
                ),
                (
                    "the text at b.example.org begins with ` v=spf1 mx -all`; an SPF record "
                    "begins with exactly `v=spf1` and a blank"
                ),
                (
                    "the text at c.example.org begins with `V=SPF 1 mx -all`; an SPF record "
                    "begins with exactly `v=spf1` and a blank"
                ),
                (
                    "the text at d.example.org begins with `v=spf1mx -all`; an SPF record "
                    "begins with exactly `v=spf1` and a blank"
                ),
                (
                    "the text at e.example.org begins with `v=spf a mx`; an SPF record "
                    "begins with exactly `v=spf1` and a blank"
                ),
            ),
        ),
        # The right record beside it counts.
        Case(
            zone='@ TXT "v=spf1 include:a.example ~all"\n@ TXT "v=spf1,ip4:192.0.2.1 -all"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "the text at example.org begins with `v=spf1,ip4:192.0.2.1 -a…`, so receivers "
                    "read only the SPF record beside it"
                ),
            ),
        ),
    ),
)
def spf_bad_version(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A text was meant to be an SPF record, but does not begin like one.

    ## Why it matters
    Receivers take a text for an SPF record only if it begins with `v=spf1` and a blank follows.
    A missing blank, a semicolon, or anything in front of it makes the text mean nothing to them.

    ## How to fix it
    Let the text begin with `v=spf1` and one blank. Upper and lower case do not matter. Where a
    right SPF record stands beside it, put the senders that it lacks there and delete this text: a
    name may have one SPF record only.
    """
    if asks_for_spf(expected):
        yield from _misread(view, expected.name, standing(view, expected), expected)
