"""SPF06: the SPF record needs more DNS look-ups than receivers make."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint.model import ExpectedRecord, Node, Problem, Severity
from ..lint.records.spf import Spf, Term
from ..lint.records.visible import shorten
from ..lint.rule import DELIVERY, Case, rule
from ..lint.spf_subject import (
    Subject,
    in_zone,
    is_readable,
    problem,
    subjects,
    without,
)
from ..lint.spf_tree import Outcome, Step, Walk
from ..lint.spf_walk import ASKING, MAX_LOOKUPS, MAX_MX, MAX_VOIDS, walk
from ..lint.view import View

_NEAR = 8  # look-ups from which the limit is close
_TOLD = 12  # terms whose cost is told
_WIDTH = 60  # characters of a term that a message shows


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The same for every SPF record of a zone, as far as the file can tell."""
    for subject in in_zone(node):
        yield from _limits(view, subject)


def _limits(view: View, subject: Subject) -> Iterator[Problem]:
    """The gravest excess: a loop has no end, so its count says nothing."""
    if not is_readable(subject):
        return
    found = walk(view, subject.name, subject.record.text)
    loops = found.having(Outcome.LOOP)
    crowded = [s for s in found.having(Outcome.OVER) if s.lookups <= MAX_LOOKUPS]
    if loops:
        yield _loop(subject, loops[0])
    elif found.lookups > MAX_LOOKUPS:
        yield _many(subject, found)
    elif crowded:
        yield _crowded(subject, crowded[0])
    elif found.voids > MAX_VOIDS:
        yield _voids(subject, found)
    elif found.lookups >= _NEAR:
        message = f"{_needs(subject, found)}; receivers stop after {MAX_LOOKUPS}"
        yield problem(subject, message, severity=Severity.INFO, discriminator="near")


def _needs(subject: Subject, found: Walk) -> str:
    least = "" if found.complete and found.whole else "at least "
    return f"the SPF record at {subject.name} needs {least}{found.lookups} DNS look-ups"


def _loop(subject: Subject, step: Step) -> Problem:
    own = step.owner == subject.name
    edits = without(subject.record, frozenset({step.start})) if own else ()
    place = "" if own else f" in the SPF record at {step.owner}"
    return problem(
        subject,
        f"`{shorten(step.text, _WIDTH)}`{place} leads back to {step.target}, "
        f"so the SPF record at {subject.name} never ends",
        edits,
        discriminator="loop",
    )


def _many(subject: Subject, found: Walk) -> Problem:
    """Terms that stand there twice can go; if that is enough, it is the whole cure."""
    again = _repetitions(subject.spf)
    saved = sum(t.name in ASKING for t in again)
    nested = any(s.depth and s.owner != subject.name for s in found.steps)
    enough = found.lookups - saved <= MAX_LOOKUPS and _is_sure(found) and not nested
    starts = frozenset(t.start for t in again)
    return problem(
        subject,
        f"{_needs(subject, found)}; receivers give up after {MAX_LOOKUPS}",
        without(subject.record, starts) if enough else (),
        fix="" if enough else _choice(subject, found),
        discriminator="lookups",
    )


def _choice(subject: Subject, found: Walk) -> str:
    """Which senders to part with is the owner's to say: what each term costs helps to choose.

    The terms that the provider asked for have to stay. Nothing where the walk ended too early.
    """
    asked = {t.key for t in subject.required}
    costs = _costs(found) if found.whole else {}
    terms = [t for t in subject.spf.effective if costs.get(t.start) and t.key not in asked]
    if not terms:
        return ""
    terms.sort(key=lambda t: -costs[t.start])
    more = "" if found.complete else " or more"
    told = [f"- `{shorten(t.text, _WIDTH)}`: {costs[t.start]}{more}" for t in terms[:_TOLD]]
    if len(terms) > _TOLD:
        told.append(f"- and {len(terms) - _TOLD} more terms")
    listed = "\n".join(told)
    return (
        f"Take terms out of the record at {subject.name} until {MAX_LOOKUPS} look-ups are left, "
        "beginning with senders that you no longer use. So many does each term need:\n\n"
        f"{listed}\n\n"
        "A sender that you need can use a name of its own for bounces instead, with an SPF record "
        "of its own. Do not copy a provider's addresses: they change."
    )


def _costs(found: Walk) -> dict[int, int]:
    """The look-ups of each term of the first record, by where it begins, with all inside it."""
    costs: dict[int, int] = {}
    before, at = 0, 0
    for step in found.steps:
        at = step.start if step.depth == 0 else at
        costs[at] = costs.get(at, 0) + step.lookups - before
        before = step.lookups
    return costs


def _is_sure(found: Walk) -> bool:
    """Whether the counts are known, and no other rule edits the record."""
    return found.complete and not found.having(Outcome.BROKEN)


def _repetitions(spf: Spf) -> list[Term]:
    seen: set[tuple[str, str, str]] = set()
    again = []
    for term in spf.effective:
        if term.key in seen:
            again.append(term)
        seen.add(term.key)
    return again


def _crowded(subject: Subject, step: Step) -> Problem:
    return problem(
        subject,
        f"`{shorten(step.text, _WIDTH)}` in the SPF record at {step.owner} leads to more than "
        f"{MAX_MX} mail servers; receivers give up after {MAX_MX}",
        discriminator="mx",
    )


def _voids(subject: Subject, found: Walk) -> Problem:
    empty = found.having(Outcome.VOID)
    own = frozenset(s.start for s in empty if s.owner == subject.name)
    enough = found.voids - len(own) <= MAX_VOIDS and not found.having(Outcome.BROKEN)
    return problem(
        subject,
        f"{found.voids} DNS look-ups of the SPF record at {subject.name} find nothing, such as "
        f"`{shorten(empty[0].text, _WIDTH)}`; many receivers give up after {MAX_VOIDS}",
        without(subject.record, own) if enough else (),
        discriminator="voids",
    )


_ELEVEN = " ".join(f"include:i{i}.a.example" for i in range(11))
_SERVERS = "".join(f"@ MX {i} mx{i}.a.example.\n" for i in range(11))


@rule(
    "SPF06",
    severity=Severity.ERROR,
    affects=DELIVERY,
    refs=("RFC 7208 section 4.6.4",),
    zone=anywhere,
    good=(
        # Addresses, `all`, `exp=` and an ignored redirect cost nothing, and no alias does.
        Case(
            zone='@ TXT "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3 ip6:2001:db8::1 '
            "ip4:192.0.2.4 ip4:192.0.2.5 ip4:192.0.2.6 ip4:192.0.2.7 mx a:w.example.org "
            '-all exp=e.example.org redirect=example.org"\n@ MX 10 mx.a.example.\n'
            "w CNAME w1.example.org.\nw1 CNAME w2.example.org.\nw2 A 192.0.2.9"
        ),
        # Mail servers are no look-ups of their own, and two empty ones are allowed.
        Case(
            zone='@ TXT "v=spf1 a mx a:b.example.org ~all"\n@ MX 1 m1\n@ MX 2 m2\n@ MX 3 m3\n'
            "@ MX 4 m4"
        ),
        # What the DNS host answers for an alias at the bare domain is not in the file.
        Case(zone='@ TXT "v=spf1 a a:x.example.org a:y.example.org ~all"\n@ ALIAS w.a.example.'),
        # Names outside the file, and names that depend on the message.
        Case(
            zone='@ TXT "v=spf1 a:x.a.example a:y.a.example mx:z.a.example include:c.a.example '
            'exists:%{i}.example.org -all"'
        ),
        # The same record on two ways is no loop.
        Case(
            zone='@ TXT "v=spf1 include:x.example.org include:y.example.org -all"\n'
            'x TXT "v=spf1 include:z.example.org -all"\ny TXT "v=spf1 include:z.example.org -all"\n'
            'z TXT "v=spf1 ip4:192.0.2.1 -all"',
            expects='@ TXT "v=spf1 include:z.example.org -all"',
        ),
    ),
    bad=(
        Case(
            zone=f'send TXT "v=spf1 {_ELEVEN} ~all"',
            expects='send TXT "v=spf1 include:i0.a.example ~all"',
            says=(
                (
                    "the SPF record at send.example.org needs at least 11 DNS look-ups; "
                    "receivers give up after 10"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 a a a a a a mx mx mx mx mx ptr ~all"\n@ A 192.0.2.1\n@ MX 1 mail',
            says=(
                ("the SPF record at example.org needs 12 DNS look-ups; receivers give up after 10"),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 include:x.example.org a a a ~all"\n@ A 192.0.2.1\n'
            'x TXT "v=spf1 a a a ptr -all"\nx A 192.0.2.2',
            says=("the SPF record at example.org needs 8 DNS look-ups; receivers stop after 10",),
        ),
        Case(
            zone='@ TXT "v=spf1 a:x.example.org mx:y.example.org exists:z.example.org '
            'a:b.example ~all"',
            says=(
                (
                    "3 DNS look-ups of the SPF record at example.org find nothing, such as "
                    "`a:x.example.org`; many receivers give up after 2"
                ),
            ),
        ),
        Case(
            zone=f'@ TXT "v=spf1 mx ~all"\n{_SERVERS}',
            says=(
                (
                    "`mx` in the SPF record at example.org leads to more than 10 mail servers; "
                    "receivers give up after 10"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 include:Example.org. ip4:192.0.2.1 ~all"',
            says=(
                (
                    "`include:Example.org.` leads back to example.org, "
                    "so the SPF record at example.org never ends"
                ),
            ),
        ),
        Case(
            zone='send TXT "v=spf1 include:x.example.org -all"\n'
            'x TXT "v=spf1 redirect=send.example.org"',
            expects='send TXT "v=spf1 include:a.example -all"',
            says=(
                (
                    "`redirect=send.example.org` in the SPF record at x.example.org leads back to "
                    "send.example.org, so the SPF record at send.example.org never ends"
                ),
            ),
        ),
    ),
)
def spf_lookup_limits(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The SPF record needs more DNS look-ups than receivers make.

    ## Why it matters
    Receivers make ten look-ups for one SPF record and then drop it as faulty, with every sender
    in it. Each `include:`, `a`, `mx`, `ptr`, `exists:` and `redirect=` is one, also inside the
    records that are included. Most also give up after two look-ups that find nothing.

    ## How to fix it
    Take out senders that you no longer use, names that do not exist, and repetitions. Let a sender
    use a name of its own for bounces, such as `send.example.org`, with an SPF record of its own.
    Do not copy a provider's addresses: they change. Where records include each other, take one of
    the includes out.
    """
    for subject in subjects(view, expected):
        yield from _limits(view, subject)
