"""SPF10: an SPF record, or a part of one, that nobody reads any more."""

from __future__ import annotations

from collections.abc import Iterator

from ..lint import changes
from ..lint.asked import asks_for_spf
from ..lint.mending import about
from ..lint.model import Action, Change, ExpectedRecord, Node, Problem, Record, Severity
from ..lint.records.kind import TextKind, is_spf, text_kind
from ..lint.records.visible import shorten
from ..lint.rule import Case, rule
from ..lint.spf_subject import (
    Subject,
    in_zone,
    is_readable,
    problem,
    settled_text,
    subjects,
)
from ..lint.standing import distinct, standing
from ..lint.view import View

_SENDER_ID = ("spf2.0/", "v=spf2.0/")
_WIDTH = 60  # characters of a term that a message shows


def anywhere(view: View, node: Node) -> Iterator[Problem]:
    """The same at any name of a zone."""
    yield from _obsolete(view, node, None)
    for record in distinct(node.of("TXT")):
        if record.text.lower().startswith(_SENDER_ID):
            yield _sender_id(record)
    for subject in in_zone(node):
        yield from _idle(subject)


def _obsolete(view: View, node: Node, expected: ExpectedRecord | None) -> Iterator[Problem]:
    """A record of the type SPF without a TXT record that says the same or was meant to."""
    found = [r for r in distinct(node.of("SPF")) if is_spf(r.text)]
    texts = node.of("TXT", "CNAME")
    if not found or any(r.target or text_kind(r.text, node.name) is TextKind.SPF for r in texts):
        return
    record = found[0]
    value = settled_text(view, Subject(record, expected), record.text) or record.text
    yield about(
        record,
        f"the SPF record at {node.name} has the type SPF; receivers only ask for TXT",
        (changes.delete(record), Change(Action.ADD, node.name, "TXT", value, record.ttl)),
        type_="TXT",
        discriminator="type",
    )


def _sender_id(record: Record) -> Problem:
    message = f"the text at {record.name} is for Sender ID, which nobody reads any more"
    edits = (changes.delete(record),)
    made = about(record, message, edits, severity=Severity.INFO, type_="TXT")
    return made._replace(name=record.name, discriminator=f"sender-id {record.text}")


def _idle(subject: Subject) -> Iterator[Problem]:
    """Terms that are slow, or that receivers pass over."""
    if not is_readable(subject):
        return
    spf, name = subject.spf, subject.name
    pointers = [t for t in spf.effective if t.name == "ptr"]
    redirects = [t for t in spf.terms if t.modifier and t.name == "redirect"]
    if pointers:
        shown = shorten(pointers[0].text, _WIDTH)
        message = f"`{shown}` in the SPF record at {name} is slow, and some receivers ignore it"
        yield problem(subject, message, severity=Severity.INFO, discriminator="ptr")
    if redirects and spf.all is not None:
        shown = shorten(redirects[0].text, _WIDTH)
        yield problem(
            subject,
            f"`{shown}` in the SPF record at {name} is ignored beside `{spf.all.text}`",
            severity=Severity.INFO,
            discriminator="redirect",
        )


@rule(
    "SPF10",
    severity=Severity.ERROR,
    refs=("RFC 7208 section 3.1", "RFC 7208 section 5.5", "RFC 7208 section 6.1"),
    zone=anywhere,
    good=(
        # A twin of the outdated type does no harm.
        Case(zone='@ TXT "v=spf1 mx -all"\n@ SPF "v=spf1 mx -all"', expects='@ TXT "v=spf1 mx"'),
        Case(zone='@ TXT "v=spf1 mx -all"\n@ SPF "v=spf1 a -all"'),
        # The text was meant to be the twin, and its beginning is another matter.
        Case(zone='@ TXT "v=spf1; mx -all"\n@ SPF "v=spf1 mx -all"'),
        Case(zone='@ TXT "v=spf1 include:ptr.example.org redirect=x.a.example exp=x.a.example"'),
        Case(zone='@ TXT "spf2 is what we call our second server"'),
    ),
    bad=(
        Case(
            zone='@ SPF "v=spf1 mx include:a.example ~all"\n@ TXT "site-proof=1"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=("the SPF record at example.org has the type SPF; receivers only ask for TXT",),
        ),
        Case(
            zone='mail SPF "v=spf1 mx -all"',
            says=(
                "the SPF record at mail.example.org has the type SPF; receivers only ask for TXT",
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 mx redirect=x.a.example ~all"\nb TXT "spf2.0/pra mx ~all"\n'
            'c TXT "v=spf1 mx ptr:example.org ~all"',
            says=(
                (
                    "`redirect=x.a.example` in the SPF record at example.org is ignored "
                    "beside `~all`"
                ),
                "the text at b.example.org is for Sender ID, which nobody reads any more",
                (
                    "`ptr:example.org` in the SPF record at c.example.org is slow, "
                    "and some receivers ignore it"
                ),
            ),
        ),
        Case(
            zone='@ TXT "v=spf1 ptr include:a.example ~all"',
            expects='@ TXT "v=spf1 include:a.example ~all"',
            says=("`ptr` in the SPF record at example.org is slow, and some receivers ignore it",),
        ),
    ),
)
def spf_deprecated_or_ignored(view: View, expected: ExpectedRecord) -> Iterator[Problem]:
    """The SPF record has an outdated type, or a part of it is outdated or ignored.

    ## Why it matters
    Receivers read SPF from TXT records only; a record of the type SPF alone is none. Texts for
    Sender ID (`spf2.0`) are not read at all. `ptr` needs many slow look-ups, so some receivers
    pass over it, and beside an `all` nobody follows a `redirect=`.

    ## How to fix it
    Publish the SPF record with the type TXT. Delete what is left of Sender ID. Write the servers
    that `ptr` stood for as `a:`, `ip4:` or `ip6:`, and decide between `redirect=` and `all`.
    """
    if asks_for_spf(expected):
        yield from _obsolete(view, view.at(expected.name), expected)
        for record in standing(view, expected):
            if record.text.lower().startswith(_SENDER_ID):
                yield _sender_id(record)
    for subject in subjects(view, expected):
        yield from _idle(subject)
