"""SPF08: a part of the SPF record cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..lint.model import ExpectedRecord, Node, Problem, Severity
from ..lint.records.kind import is_spf
from ..lint.records.spf import Term
from ..lint.records.spf_problems import SpfFlaw, SpfProblem, spf_problems
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.spf_subject import Subject, is_met, problem, replaced, settled_text, subjects
from ..lint.standing import distinct
from ..lint.view import View

_WIDTH = 60  # characters of a term that a message shows
_SHOWN = 3  # problems that a message names


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The same in every SPF record of a zone."""
    for index, record in enumerate(r for r in distinct(node.of("TXT")) if is_spf(r.text)):
        yield from _unreadable(view, Subject(record, None), str(index))


def _unreadable(view: View, subject: Subject, discriminator: str = "") -> Iterator[Problem]:
    text = subject.record.text
    forbidding = _forbidding(subject)
    found = [*spf_problems(text), *map(_turned, forbidding)]
    if not found:
        return
    for term in reversed(forbidding):
        text = text[: term.start] + term.text[1:] + text[term.start + len(term.text) :]
    fatal = any(p.fatal for p in found)
    met = is_met(view, subject) and not forbidding
    yield problem(
        subject,
        _message(subject.name, found, fatal=fatal),
        replaced(subject, settled_text(view, subject, text)),
        severity=Severity.WARNING if met and not fatal else None,
        verify=not met,
        discriminator=discriminator,
    )


def _forbidding(subject: Subject) -> tuple[Term, ...]:
    """The provider's own terms with a sign that turns the permission into its opposite.

    The first of two equal terms is the one that counts.
    """
    wanted = {(t.name, t.key[2]) for t in subject.required}
    first: dict[tuple[str, str], Term] = {}
    for term in subject.spf.effective:
        if (term.name, term.key[2]) in wanted:
            first.setdefault((term.name, term.key[2]), term)
    return tuple(t for t in first.values() if t.qualifier in ("-", "~"))


def _turned(term: Term) -> SpfProblem:
    detail = "the sign forbids it"
    kind = SpfFlaw.DOES_NOTHING
    return SpfProblem(kind, term.text, term.start, detail, term.text[1:], fatal=False)


def _message(name: str, found: Sequence[SpfProblem], *, fatal: bool) -> str:
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    harm = "receivers cannot use" if fatal else "a part does not count in"
    return f"{harm} the SPF record at {name}: {_listed(found[:_SHOWN])}{more}"


def _listed(found: Iterable[SpfProblem]) -> str:
    return "; ".join(_said(p) for p in found)


def _said(one: SpfProblem) -> str:
    term = f"`{shorten(one.term, _WIDTH)}`"
    if one.correct is None:
        return f"{term}: {one.detail}"
    if not one.correct:
        return f"{term} does not belong there"
    return f"{term} should be `{shorten(one.correct, _WIDTH)}`"


@rule(
    "SPF08",
    severity=Severity.ERROR,
    refs=("RFC 7208 section 4.6.1", "RFC 7208 section 12"),
    zone=anywhere,
    good=(
        Case(
            zone='@ TXT "V=SPF1 IP4:192.0.2.0/24 +A/24//64 Mx:mail.example.org ip6:2001:DB8::1 '
            'exists:%{IR}.%{v}.%{D2}.example.org -ALL"',
            expects='@ TXT "v=spf1 ip4:192.0.2.1 ~all"',
        ),
        # Unknown modifiers are legal, such as a verification code in the same text.
        Case(zone='@ TXT "v=spf1 mx ra=postmaster x-y.z_1=%{d} -all MS=ms12345678"'),
        Case(zone='@ TXT "v=spf1  include:_spf.a.example.  ?include:b.example ~all "'),
        Case(zone='@ TXT "v=spf1 -include:_h.%{d2} include:c.example.-all.example mx -all"'),
        Case(zone='@ TXT "v=spf10 foo"\n@ TXT "spf2.0/pra foo"\n@ TXT "ipv4:192.0.2.1"'),
        Case(zone='@ TXT "v=spf1"'),
    ),
    bad=(
        Case(
            zone='@ TXT "v=spf1 include: spf.a.example ipv4:192.0.2.1 ip6:192.0.2.2~all"',
            expects='@ TXT "v=spf1 include:spf.a.example ~all"',
            says=(
                (
                    "receivers cannot use the SPF record at example.org: `include: spf.a.example` "
                    "should be `include:spf.a.example`; `ipv4:192.0.2.1` should be "
                    "`ip4:192.0.2.1`; `ip6:192.0.2.2~all` should be `ip4:192.0.2.2 ~all`"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 include_spf.a.example, include:http://b.example/, mx -all;"',
            says=(
                (
                    "receivers cannot use the SPF record at example.org: `include_spf.a.example,` "
                    "should be `include:_spf.a.example`; `include:http://b.example/,` should be "
                    "`include:b.example`; `-all;` should be `-all`"
                ),
            ),
        ),
        Case(
            zone='send TXT "v=spf1 ip4:10.0.0.256 redirect=a.example redirect=b.example moo"',
            says=(
                (
                    "receivers cannot use the SPF record at send.example.org: `ip4:10.0.0.256`: "
                    "what follows is not an IPv4 address; `redirect=b.example`: `redirect=` may "
                    "stand once; `moo`: `moo` is no SPF term"
                ),
            ),
        ),
        # It is legal, and nobody will ever look at it.
        Case(
            zone='@ TXT "v=spf1 include=a.example mx ~all"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "a part does not count in the SPF record at example.org: `include=a.example` "
                    "should be `include:a.example`"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 mx -include:a.example ~all"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "a part does not count in the SPF record at example.org: `-include:a.example` "
                    "should be `include:a.example`"
                ),
            ),
        ),
        # The domain's own record breaks other senders' mail.
        Case(
            zone='@ TXT "v=spf1 mx:%{x}.example.org -all"\n'
            'send TXT "v=spf1 include:a.example ~all"',
            expects='send TXT "v=spf1 include:a.example ~all"',
            says=(
                (
                    "receivers cannot use the SPF record at example.org: `mx:%{x}.example.org`: "
                    "it has a macro letter that does not exist here"
                ),
            ),
        ),
    ),
)
def spf_syntax(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """A part of the SPF record is written in a way that receivers cannot read.

    ## Why it matters
    One word that is no SPF term makes receivers drop the whole record, with every sender in it.
    A provider that looks for its own part only may still report success.

    ## How to fix it
    Correct the word, or take it out. Terms are separated by one blank and hold none: `include:`
    and a name, `ip4:` and an IPv4 address, `ip6:` and an IPv6 address, `a`, `mx`, and one `all`
    at the end. There are no commas, no quotation marks and no web addresses.
    """
    for subject in subjects(view, expected):
        yield from _unreadable(view, subject)
