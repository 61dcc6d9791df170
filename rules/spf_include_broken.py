"""SPF07: the SPF record leads to a name that has no usable SPF record."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.evidence import answer_or_none
from ..lint.model import Change, ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records.kind import is_spf
from ..lint.records.names import is_within
from ..lint.records.spf import merge, parse_spf, read_term
from ..lint.records.spf_problems import corrected
from ..lint.records.visible import shorten
from ..lint.rule import DELIVERY, Case, rule
from ..lint.spf_subject import Subject, in_zone, is_readable, problem, subjects, without
from ..lint.spf_tree import Broken, Outcome, Step
from ..lint.spf_walk import walk
from ..lint.standing import distinct
from ..lint.view import View

_WIDTH = 60  # characters of a term that a message shows


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The same for every SPF record of a zone, each for the terms of its own.

    A target in the same file that is faulty itself is reported where it stands.
    """
    for subject in in_zone(node):
        for step in _broken(view, subject):
            elsewhere = not is_within(step.target, view.zone)
            if step.owner == node.name and (_is_absent(step) or elsewhere):
                yield _useless(view, subject, step)


def _broken(view: View, subject: Subject) -> tuple[Step, ...]:
    if not is_readable(subject):
        return ()
    required = {(t.name, t.key[2]) for t in subject.required}
    steps = walk(view, subject.name, subject.record.text).having(Outcome.BROKEN)
    found: dict[tuple[str, str], Step] = {}
    for step in steps:
        term = read_term(step.text)
        if (term.name, term.key[2]) not in required:  # what the provider wants is its own affair
            found.setdefault((step.owner, step.target), step)
    return tuple(found.values())


def _useless(view: View, subject: Subject, step: Step) -> Problem:
    place = "" if step.owner == subject.name else f" in the SPF record at {step.owner}"
    return problem(
        subject,
        f"`{shorten(step.text, _WIDTH)}`{place}: {step.reason}, "
        f"so receivers drop the whole SPF record at {subject.name}",
        _mended(view, subject, step),
        discriminator=step.target,
    )


def _mended(view: View, subject: Subject, step: Step) -> tuple[Change, ...]:
    """The term taken out where nothing is behind it, else what is behind it put right."""
    if _is_absent(step):
        return _dropped(view, subject, step)
    records = _standing(view, step.target)
    if step.broken is Broken.SEVERAL:
        return changes.unite(records, merge([r.text for r in records])) if records else ()
    right = corrected(records[0].text) if records else None
    return () if right is None else (changes.replace(records[0], right),)


def _dropped(view: View, subject: Subject, step: Step) -> tuple[Change, ...]:
    """The record without its useless terms; a redirect is all that its record has."""
    own = (subject.record,) if step.owner == subject.name else _standing(view, step.owner)
    if not own or read_term(step.text).name == "redirect":
        return ()
    gone = [s for s in _broken(view, subject) if s.owner == step.owner and _is_absent(s)]
    spf = parse_spf(own[0].text)
    targets = {s.text.lower() for s in gone if read_term(s.text).name == "include"}
    starts = frozenset(t.start for t in spf.effective if t.text.lower() in targets)
    return without(own[0], starts)


def _is_absent(step: Step) -> bool:
    return step.broken in (Broken.NO_NAME, Broken.NO_RECORD)


def _standing(view: View, name: str) -> tuple[Record, ...]:
    """The SPF records of the zone that stand at a name themselves."""
    if not is_within(name, view.zone):
        return ()
    answer = answer_or_none(view, name, "TXT")
    if answer is None or answer.wildcard or answer.chain:
        return ()
    return distinct(r for r in answer.records if is_spf(r.text))


@rule(
    "SPF07",
    severity=Severity.ERROR,
    affects=DELIVERY,
    refs=("RFC 7208 section 5.2", "RFC 7208 section 6.1"),
    zone=anywhere,
    good=(
        # What is outside the file, or depends on the message, may well be in order.
        Case(zone='@ TXT "v=spf1 include:gone.a.example include:%{i}.example.org -all"'),
        Case(zone='@ TXT "v=spf1 include:s.example.org -all"\ns TXT "v=spf1 ip4:192.0.2.1 ?all"'),
        Case(zone='@ TXT "v=spf1 include:s.example.org -all"\ns CNAME s.a.example.'),
        Case(zone='@ TXT "v=spf1 include:s.sub.example.org -all"\nsub NS ns1.a.example.'),
        # A redirect beside `all`, and what stands behind `all`, is never followed.
        Case(zone='@ TXT "v=spf1 -all redirect=gone.example.org include:gone.example.org"'),
        Case(zone='@ TXT "v=spf1 include:%{d2}.example.org -all"\n*.org TXT "v=spf1 -all"'),
        Case(
            zone='@ TXT "v=spf1 include:spf.example.org -all"',
            expects='@ TXT "v=spf1 include:spf.example.org ~all"',
        ),
    ),
    bad=(
        Case(
            zone='send TXT "v=spf1 include:old.example.org include:a.example ~all"',
            expects='send TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "`include:old.example.org`: old.example.org does not exist, "
                    "so receivers drop the whole SPF record at send.example.org"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 include:www.example.org redirect=%{d}.example.org"\n'
            "www A 192.0.2.1",
            says=(
                (
                    "`include:www.example.org`: www.example.org has no SPF record, "
                    "so receivers drop the whole SPF record at example.org"
                ),
                (
                    "`redirect=%{d}.example.org`: example.org.example.org does not exist, "
                    "so receivers drop the whole SPF record at example.org"
                ),
            ),
        ),
        # A record further down the way, and one that is faulty itself.
        Case(
            zone='@ TXT "v=spf1 include:s.example.org include:t.example.org ~all"\n'
            's TXT "v=spf1 include:old.example.org -all"\nt TXT "v=spf1 ipv4:192.0.2.1"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "`include:old.example.org` in the SPF record at s.example.org: "
                    "old.example.org does not exist, "
                    "so receivers drop the whole SPF record at example.org"
                ),
                (
                    "`include:t.example.org`: the SPF record at t.example.org is not valid, "
                    "so receivers drop the whole SPF record at example.org"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 include:s.example.org ~all"\n'
            's TXT "v=spf1 mx -all"\ns TXT "v=spf1 a -all"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "`include:s.example.org`: s.example.org has several SPF records, "
                    "so receivers drop the whole SPF record at example.org"
                ),
            ),
        ),
    ),
)
def spf_include_broken(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The SPF record includes a name that has no usable SPF record.

    ## Why it matters
    Where an `include:` or `redirect=` leads to nothing, receivers drop the whole record, with
    every sender in it. If the name belonged to a service that is gone, whoever registers it next
    may send in your name.

    ## How to fix it
    Take the part out if you no longer use that sender. Otherwise ask the sender for the right
    name, or put the SPF record at that name right. For a `redirect=` that leads nowhere, write the
    senders into the record itself.
    """
    for subject in subjects(view, expected):
        for step in _broken(view, subject):
            yield _useless(view, subject, step)
