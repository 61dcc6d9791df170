"""SPF05: the SPF record has no end, or one that allows everybody."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import Change, ExpectedRecord, Node, Problem, Severity
from ..lint.records.spf import Spf, parse_spf
from ..lint.records.spf_problems import spf_problems
from ..lint.rule import Case, rule
from ..lint.spf_subject import (
    Subject,
    behind_all,
    in_zone,
    is_readable,
    problem,
    replaced,
    subjects,
    without,
)
from ..lint.view import View

_SOFT = "~all"


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The same at the names of a zone that surely send or receive mail.

    Records that others include may end as they like, so other names are left alone.
    """
    if node.name == view.zone or node.of("MX"):
        for subject in in_zone(node):
            yield from _open_end(subject)


def _open_end(subject: Subject) -> Iterator[Problem]:
    spf = subject.spf
    if not is_readable(subject) or behind_all(spf) or _is_as_asked(subject):
        return
    name, end = subject.name, _asked_end(subject) or _SOFT
    for term in spf.effective:
        if term.name in ("ip4", "ip6") and term.qualifier == "+" and term.value.endswith("/0"):
            message = f"`{term.text}` in the SPF record at {name} means: everybody may send"
            edits = without(subject.record, frozenset({term.start}))
            yield problem(subject, message, edits, discriminator="network")
            return
    if spf.all is None and spf.redirect is None:
        message = f"the SPF record at {name} does not end with `{end}`, so it forbids nobody"
        edits = _edits(subject, f"{spf.text.rstrip(' ')} {end}")
        yield problem(subject, message, edits, severity=Severity.WARNING)
    elif spf.all is not None and spf.all_qualifier == "+":
        message = f"the SPF record at {name} ends with `{spf.all.text}`: everybody may send"
        text = spf.text[: spf.all.start] + end + spf.text[spf.all.start + len(spf.all.text) :]
        yield problem(subject, message, _edits(subject, text))
    elif spf.all is not None and spf.all_qualifier == "?":
        message = f"the SPF record at {name} ends with `{spf.all.text}`, so it forbids nobody"
        yield problem(subject, message, severity=Severity.INFO)


def _edits(subject: Subject, text: str) -> tuple[Change, ...]:
    """The edit, unless another rule edits the same record."""
    return () if spf_problems(subject.record.text) else replaced(subject, text)


def _asked(subject: Subject) -> Spf | None:
    return None if subject.expected is None else parse_spf(subject.expected.value)


def _is_as_asked(subject: Subject) -> bool:
    """Whether the provider's own record ends the same way."""
    asked = _asked(subject)
    return asked is not None and asked.all_qualifier == subject.spf.all_qualifier


def _asked_end(subject: Subject) -> str | None:
    asked = _asked(subject)
    strict = asked is not None and asked.all_qualifier in ("~", "-")
    return asked.all.text if strict and asked is not None and asked.all is not None else None


@rule(
    "SPF05",
    severity=Severity.ERROR,
    refs=("RFC 7208 section 4.7", "RFC 7208 section 5.1"),
    zone=anywhere,
    good=(
        Case(zone='@ TXT "v=spf1 include:a.example -ALL"', expects='@ TXT "v=spf1 mx ~all"'),
        Case(zone='@ TXT "v=spf1 include:a.example ~all"'),
        Case(zone='@ TXT "v=spf1 redirect=_spf.a.example"'),
        # A record that others include needs no end, or has a neutral one.
        Case(
            zone='@ TXT "v=spf1 include:_spf.example.org -all"\n'
            '_spf TXT "v=spf1 ip4:192.0.2.1"\nspf TXT "v=spf1 a ?all"'
        ),
        # The provider itself asks for it.
        Case(zone='send TXT "v=spf1 mx ?all"', expects='send TXT "v=spf1 mx ?all"'),
        Case(zone='send TXT "v=spf1 mx"', expects='send TXT "v=spf1 mx"'),
        # What receivers cannot read has no end to speak of.
        Case(zone='@ TXT "v=spf1 mx-all"'),
    ),
    bad=(
        Case(
            zone='send TXT "v=spf1 include:a.example"',
            expects='send TXT "v=spf1 include:a.example -all"',
            says=(
                (
                    "the SPF record at send.example.org does not end with `-all`, "
                    "so it forbids nobody"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 mx ip4:0.0.0.0/0 ~all"\nmail MX 10 mx.a.example.\n'
            'mail TXT "v=spf1 -ip4:0.0.0.0/0 ip4:198.51.100.0/24 ip6:::/0 -all"',
            says=(
                "`ip4:0.0.0.0/0` in the SPF record at example.org means: everybody may send",
                "`ip6:::/0` in the SPF record at mail.example.org means: everybody may send",
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 mx +all"',
            says=("the SPF record at example.org ends with `+all`: everybody may send",),
        ),
        Case(
            zone='mail MX 10 mx.a.example.\nmail TXT "v=spf1 mx all exp=x.example.org"',
            says=("the SPF record at mail.example.org ends with `all`: everybody may send",),
        ),
        Case(
            zone='@ TXT "v=spf1 mx ?all"\nsend TXT "v=spf1 include:a.example ~all"',
            expects='send TXT "v=spf1 include:a.example ~all"',
            says=("the SPF record at example.org ends with `?all`, so it forbids nobody",),
        ),
    ),
)
def spf_all_qualifier(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The SPF record does not say what to do with mail from elsewhere, or allows everybody.

    ## Why it matters
    The last part of an SPF record, `all`, is about every server that is not named before it. With
    `~all` or `-all` their mail is suspicious. Without it, or with `?all`, the record forbids
    nobody, and with `+all` it allows everybody to send in your name.

    ## How to fix it
    End the record with `~all`, or with `-all` once you are sure that it names all your senders.
    """
    for subject in subjects(view, expected):
        yield from _open_end(subject)
